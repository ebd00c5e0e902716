/** The causes, by their ids: every world that the verdict may name. */
import type { CauseId } from '../../ipsec/cause.ts';
import type { CauseRule } from '../cause.ts';
import { dpdFalsePositive, lifetimeMismatch, pathOutage, saIdleExpired, volumeLifetimeExpired } from './ageing.ts';
import { halfOpenIkev2, newSaKilledByEarlyPacket, rekeyRace, rekeyRefused, resourceExhaustion, simultaneousInitiation } from './making.ts';
import {
  foreignTraffic,
  getvpnRekeyMissed,
  haFailover,
  misroutedEsp,
  natExemption,
  natRebinding,
  peerReloaded,
  sdwanStaleTloc,
  senderAddressChanged,
  staleNhrp,
} from './nobody.ts';
import { deleteLost, deleteUnsendable, ikeBlocked, rekeyReorder, saCleared, senderDataPlaneStale, simultaneousRekey } from './untold.ts';
import { dpdAbsent, receiverDataPlaneMissing, recoveryUnsupported, spi0xffDefect, stuckNegotiation } from './within.ts';

export const CAUSES = {
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
} as const satisfies Record<CauseId, CauseRule>;
