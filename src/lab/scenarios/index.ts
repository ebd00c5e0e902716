/** The scenarios that the lab can play, by the cause they inject. */
import { deleteLost, deleteUnsendable, saCleared, senderDataPlaneStale } from './deletions.ts';
import { lifetimeMismatch, volumeLifetimeExpired } from './lifetimes.ts';
import { dpdAbsent, dpdFalsePositive, haFailover, peerReloaded, recoveryUnsupported } from './memory.ts';
import { halfOpenIkev2, stuckNegotiation } from './negotiations.ts';
import { misroutedEsp, natRebinding, staleNhrp } from './paths.ts';
import {
  newSaKilledByEarlyPacket,
  receiverDataPlaneMissing,
  rekeyRace,
  rekeyReorder,
  resourceExhaustion,
  simultaneousRekey,
  spi0xffDefect,
} from './rekeys.ts';
import type { Scenario } from './scenario.ts';
import { foreignTraffic, natExemption, sdwanStaleTloc } from './strangers.ts';

export const SCENARIOS = {
  'delete-lost': deleteLost,
  'delete-unsendable': deleteUnsendable,
  'dpd-absent': dpdAbsent,
  'dpd-false-positive': dpdFalsePositive,
  'foreign-traffic': foreignTraffic,
  'ha-failover': haFailover,
  'half-open-ikev2': halfOpenIkev2,
  'lifetime-mismatch': lifetimeMismatch,
  'misrouted-esp': misroutedEsp,
  'nat-exemption': natExemption,
  'nat-rebinding': natRebinding,
  'new-sa-killed-by-early-packet': newSaKilledByEarlyPacket,
  'peer-reloaded': peerReloaded,
  'receiver-data-plane-missing': receiverDataPlaneMissing,
  'recovery-unsupported': recoveryUnsupported,
  'rekey-race': rekeyRace,
  'rekey-reorder': rekeyReorder,
  'resource-exhaustion': resourceExhaustion,
  'sa-cleared': saCleared,
  'sdwan-stale-tloc': sdwanStaleTloc,
  'sender-data-plane-stale': senderDataPlaneStale,
  'simultaneous-rekey': simultaneousRekey,
  'spi-0xff-defect': spi0xffDefect,
  'stale-nhrp': staleNhrp,
  'stuck-negotiation': stuckNegotiation,
  'volume-lifetime-expired': volumeLifetimeExpired,
} as const satisfies Record<string, Scenario>;

export type ScenarioId = keyof typeof SCENARIOS;
