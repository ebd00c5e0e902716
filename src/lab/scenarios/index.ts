/** The scenarios that the lab can play, by the cause they inject. */
import { deleteLost, deleteUnsendable, saCleared, senderDataPlaneStale } from './deletions.ts';
import { lifetimeMismatch, saIdleExpired, volumeLifetimeExpired } from './lifetimes.ts';
import { dpdAbsent, dpdFalsePositive, haFailover, peerReloaded, recoveryUnsupported } from './memory.ts';
import { halfOpenIkev2, simultaneousInitiation, stuckNegotiation } from './negotiations.ts';
import { ikeBlocked, pathOutage } from './outages.ts';
import { misroutedEsp, natRebinding, senderAddressChanged, staleNhrp } from './paths.ts';
import {
  newSaKilledByEarlyPacket,
  receiverDataPlaneMissing,
  rekeyRace,
  rekeyRefused,
  rekeyReorder,
  resourceExhaustion,
  simultaneousRekey,
  spi0xffDefect,
} from './rekeys.ts';
import type { Scenario } from './scenario.ts';
import { foreignTraffic, getvpnRekeyMissed, natExemption, sdwanStaleTloc } from './strangers.ts';

export const SCENARIOS = {
  'delete-lost': deleteLost,
  'delete-unsendable': deleteUnsendable,
  'dpd-absent': dpdAbsent,
  'dpd-false-positive': dpdFalsePositive,
  'foreign-traffic': foreignTraffic,
  'getvpn-rekey-missed': getvpnRekeyMissed,
  'ha-failover': haFailover,
  'half-open-ikev2': halfOpenIkev2,
  'ike-blocked': ikeBlocked,
  'lifetime-mismatch': lifetimeMismatch,
  'misrouted-esp': misroutedEsp,
  'nat-exemption': natExemption,
  'nat-rebinding': natRebinding,
  'new-sa-killed-by-early-packet': newSaKilledByEarlyPacket,
  'path-outage': pathOutage,
  'peer-reloaded': peerReloaded,
  'receiver-data-plane-missing': receiverDataPlaneMissing,
  'recovery-unsupported': recoveryUnsupported,
  'rekey-race': rekeyRace,
  'rekey-refused': rekeyRefused,
  'rekey-reorder': rekeyReorder,
  'resource-exhaustion': resourceExhaustion,
  'sa-cleared': saCleared,
  'sa-idle-expired': saIdleExpired,
  'sdwan-stale-tloc': sdwanStaleTloc,
  'sender-address-changed': senderAddressChanged,
  'sender-data-plane-stale': senderDataPlaneStale,
  'simultaneous-initiation': simultaneousInitiation,
  'simultaneous-rekey': simultaneousRekey,
  'spi-0xff-defect': spi0xffDefect,
  'stale-nhrp': staleNhrp,
  'stuck-negotiation': stuckNegotiation,
  'volume-lifetime-expired': volumeLifetimeExpired,
} as const satisfies Record<string, Scenario>;

export type ScenarioId = keyof typeof SCENARIOS;
