/** Recovery says for one peer whether invalid SPI recovery can repair an incident there, and whether it would notice a dead peer. [C seed.md 5] */
import type { ConfiguredType } from '../ios/shows/show.ts';
import type { Cited, PeerState } from '../timeline/state.ts';

/** What one peer would do about an unknown SPI by itself. */
export interface Recovery {
  configured: boolean | null;
  configType: string | null;
  effective: 'yes' | 'no' | 'n/a' | 'unknown';
  /** How this peer would notice that the other one is gone. */
  dpd: 'periodic' | 'on-demand' | 'absent' | 'unknown';
  /** What happens at this peer, in a sentence. */
  why: string;
}

/** Where `crypto isakmp invalid-spi-recovery` works. [C] seed.md 5 */
export const RECOVERY_WORKS: Readonly<Record<ConfiguredType, Recovery['effective']>> = {
  'static-crypto-map': 'yes',
  'dynamic-crypto-map': 'no',
  'p2p-gre': 'yes',
  'mgre-static-nhrp': 'yes',
  'mgre-dynamic-nhrp': 'no',
  svti: 'yes',
  'ezvpn-client': 'n/a',
};

const WITH_IKE = 'while it has an IKE SA to the sender, it sends a DELETE in any case';

/** What IOS does about it no other vendor need do; `title`: how that vendor's product is called. */
export function recoveryElsewhere(state: PeerState, title: string): Recovery {
  const why = `it is not IOS, but ${title}: invalid SPI recovery is not known there; ${sayDpd(state)}`;
  return { configured: null, configType: null, effective: 'n/a', dpd: dpdOf(state), why };
}

export function recoveryOf(state: PeerState): Recovery {
  const configured = state.invalidSpiRecovery?.value ?? null;
  const configType = state.cryptoConfigType?.value ?? null;
  const effective = effectOf(configured, configType);
  return {
    configured,
    configType,
    effective,
    dpd: dpdOf(state),
    why: `${sayRecovery(configured, effective)}; ${WITH_IKE}; ${sayDpd(state)}`,
  };
}

function effectOf(configured: boolean | null, configType: ConfiguredType | null): Recovery['effective'] {
  if (configured === null || configType === null) return 'unknown';
  const works = RECOVERY_WORKS[configType];
  return works === 'yes' && !configured ? 'no' : works;
}

function sayRecovery(configured: boolean | null, effective: Recovery['effective']): string {
  if (configured === null) return 'the crypto configuration was not captured';
  if (effective === 'n/a') return 'invalid SPI recovery does not apply to an EzVPN client';
  if (!configured) return 'invalid SPI recovery is not configured: without an IKE SA it sends nothing';
  if (effective === 'unknown')
    return 'invalid SPI recovery is configured, but the type of crypto configuration (crypto map, VTI, DMVPN) is not known';
  return effective === 'yes'
    ? 'invalid SPI recovery is configured, and works with this type of configuration'
    : 'invalid SPI recovery is configured, but does not work with this type of configuration';
}

/** `DPD configured for 0 seconds, retry 0`: of the IKE SAs with the other end, whatever is configured for others. [C] ike.md 7 */
export function unprobedIkeSa({ ikeSas = [] }: PeerState): Cited<unknown> | undefined {
  const timed = ikeSas.filter(({ value }) => value.dpdSeconds !== undefined);
  const [first] = timed;
  if (first === undefined || timed.some(({ value }) => value.dpdSeconds !== 0)) return undefined;
  const { dpdLine } = first.value;
  return dpdLine === undefined ? first : { ...first, line: first.line + dpdLine.below, text: dpdLine.text };
}

function dpdOf(state: PeerState): Recovery['dpd'] {
  const { dpd, isDpdConfigured } = state;
  if (unprobedIkeSa(state) !== undefined) return 'absent';
  if (dpd !== undefined) return dpd.value.isPeriodic ? 'periodic' : 'on-demand';
  return isDpdConfigured?.value === false ? 'absent' : 'unknown';
}

function sayDpd(state: PeerState): string {
  const { intervalSeconds } = state.dpd?.value ?? {};
  const every = intervalSeconds === undefined ? '' : ` (${intervalSeconds} s)`;
  const said: Readonly<Record<Recovery['dpd'], string>> = {
    periodic: `DPD is periodic${every}`,
    'on-demand': `DPD is on-demand${every}: it sends no probe while it has no traffic to send`,
    absent: 'DPD is not configured',
    unknown: `the bundle does not show whether DPD is ${state.isDpdConfigured === undefined ? 'configured' : 'periodic'}`,
  };
  return said[dpdOf(state)];
}
