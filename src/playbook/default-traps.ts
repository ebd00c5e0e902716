/** Default traps say which shipped playbook each cause is caught with, and what no trap does alone. */
import type { CauseId } from '../ipsec/cause.ts';
import type { Playbook } from './playbook.ts';
import { canKnowMoved } from './sorting.ts';

/** By the version of IKE in which the cause exists: the playbook's name. */
export type DefaultTrap = Partial<Record<1 | 2, string>>;

/** IKEv1 and IKEv2 differ in the debugs that record the cause, not in what springs. */
const BOTH: DefaultTrap = { 1: 'tunnel-flaps', 2: 'ikev2-flaps' };
/** The message names an address that is no peer's. */
const STRANGER: DefaultTrap = { 1: 'unknown-sender', 2: 'unknown-sender' };

export const DEFAULT_TRAPS: Readonly<Record<CauseId, DefaultTrap>> = {
  'peer-reloaded': { 1: 'after-reload', 2: 'after-reload' },
  'sa-cleared': BOTH,
  'delete-unsendable': { 1: 'tunnel-flaps' },
  'delete-lost': BOTH,
  'sender-data-plane-stale': BOTH,
  'rekey-race': BOTH,
  'new-sa-killed-by-early-packet': BOTH,
  'simultaneous-rekey': BOTH,
  'half-open-ikev2': { 2: 'ikev2-flaps' },
  'lifetime-mismatch': BOTH,
  'volume-lifetime-expired': BOTH,
  'dpd-absent': BOTH,
  'dpd-false-positive': BOTH,
  'ha-failover': BOTH,
  'misrouted-esp': BOTH,
  'nat-rebinding': BOTH,
  'stale-nhrp': { 1: 'dmvpn-hub' },
  'recovery-unsupported': BOTH,
  'spi-0xff-defect': BOTH,
  'receiver-data-plane-missing': BOTH,
  'stuck-negotiation': BOTH,
  'foreign-traffic': STRANGER,
  'sdwan-stale-tloc': BOTH,
  'resource-exhaustion': BOTH,
  'rekey-reorder': BOTH,
  'nat-exemption': STRANGER,
  'rekey-refused': BOTH,
  'sa-idle-expired': BOTH,
  'simultaneous-initiation': { 2: 'ikev2-flaps' },
  'sender-address-changed': STRANGER,
  'path-outage': BOTH,
  'ike-blocked': BOTH,
  'getvpn-rekey-missed': {},
};

/** The causes for which no playbook arms anything, with the reason. */
export const UNTRAPPED: Partial<Record<CauseId, string>> = {
  'getvpn-rekey-missed':
    "a group's members share one key and negotiate nothing with each other: `crypto map … gdoi` names no peer, so that no tunnel is proven and none is armed",
};

/** The causes that no applet can spring on, with the reason, and what they need instead. */
export const SPRUNG_BY_A_LOOK: Partial<Record<CauseId, string>> = {
  'peer-reloaded':
    'a reload takes the trap and the debugs of that router along: it is seen by the next look of `flaptrap run` alone, which then freezes the other end',
};

/** What the trap of this playbook lets pass, by cause, and what it would need to take it; for whoever is about to arm it. */
export function sayUnsprung(playbook: Pick<Playbook, 'strangers' | 'strategy' | 'debugs' | 'trigger'>): string[] {
  const looks = Object.entries(SPRUNG_BY_A_LOOK).map(([cause, why]) => `${cause}: ${why}`);
  const takesMessages = playbook.trigger === 'invalid-spi' || playbook.trigger === 'repeated-spi';
  if (!takesMessages || playbook.strangers === 'spring') return looks;
  const passing = ['foreign-traffic', 'nat-exemption', ...(canKnowMoved(playbook) ? [] : ['stale-nhrp'])];
  return [
    ...looks,
    `${passing.join(', ')}: the message names an address that is no peer's, and is let pass; \`strangers: spring\` takes it`,
  ];
}
