/** Default traps say which shipped playbook each cause is caught with, and what its trap cannot do alone. */
import type { CauseId } from '../ipsec/cause.ts';

/** The trap for one cause. */
export interface DefaultTrap {
  /** By the version of IKE in which the cause exists: the playbook's name. */
  1?: string;
  2?: string;
}

/** IKEv1 and IKEv2 differ in the debugs that record the cause, not in what springs. */
const BOTH: DefaultTrap = { 1: 'tunnel-flaps', 2: 'ikev2-flaps' };
/** The message names an address that is no peer's. */
const STRANGER: DefaultTrap = { 1: 'unknown-sender', 2: 'unknown-sender' };

export const DEFAULT_TRAPS = {
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
} as const satisfies Record<CauseId, DefaultTrap>;
