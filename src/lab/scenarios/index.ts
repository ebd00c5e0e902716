/** The scenarios that the lab can play, by the cause they inject. */
import { deleteLost } from './delete-lost.ts';
import { deleteUnsendable } from './delete-unsendable.ts';
import { dpdAbsent } from './dpd-absent.ts';
import { dpdFalsePositive } from './dpd-false-positive.ts';
import { foreignTraffic } from './foreign-traffic.ts';
import { haFailover } from './ha-failover.ts';
import { halfOpenIkev2 } from './half-open-ikev2.ts';
import { lifetimeMismatch } from './lifetime-mismatch.ts';
import { misroutedEsp } from './misrouted-esp.ts';
import { natExemption } from './nat-exemption.ts';
import { natRebinding } from './nat-rebinding.ts';
import { newSaKilledByEarlyPacket } from './new-sa-killed-by-early-packet.ts';
import { peerReloaded } from './peer-reloaded.ts';
import { receiverDataPlaneMissing } from './receiver-data-plane-missing.ts';
import { recoveryUnsupported } from './recovery-unsupported.ts';
import { rekeyRace } from './rekey-race.ts';
import { rekeyReorder } from './rekey-reorder.ts';
import { resourceExhaustion } from './resource-exhaustion.ts';
import { saCleared } from './sa-cleared.ts';
import type { Scenario } from './scenario.ts';
import { sdwanStaleTloc } from './sdwan-stale-tloc.ts';
import { senderDataPlaneStale } from './sender-data-plane-stale.ts';
import { simultaneousRekey } from './simultaneous-rekey.ts';
import { spi0xffDefect } from './spi-0xff-defect.ts';
import { staleNhrp } from './stale-nhrp.ts';
import { stuckNegotiation } from './stuck-negotiation.ts';
import { volumeLifetimeExpired } from './volume-lifetime-expired.ts';

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
