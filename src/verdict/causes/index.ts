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
  'foreign-traffic': foreignTraffic,
  'sdwan-stale-tloc': sdwanStaleTloc,
  'peer-reloaded': peerReloaded,
  'ha-failover': haFailover,
  'sa-cleared': saCleared,
  'resource-exhaustion': resourceExhaustion,
  'dpd-false-positive': dpdFalsePositive,
  'path-outage': pathOutage,
  'volume-lifetime-expired': volumeLifetimeExpired,
  'lifetime-mismatch': lifetimeMismatch,
  'sa-idle-expired': saIdleExpired,
  'rekey-refused': rekeyRefused,
  'simultaneous-rekey': simultaneousRekey,
  'simultaneous-initiation': simultaneousInitiation,
  'new-sa-killed-by-early-packet': newSaKilledByEarlyPacket,
  'rekey-race': rekeyRace,
  'half-open-ikev2': halfOpenIkev2,
  'spi-0xff-defect': spi0xffDefect,
  'receiver-data-plane-missing': receiverDataPlaneMissing,
  'sender-data-plane-stale': senderDataPlaneStale,
  'delete-unsendable': deleteUnsendable,
  'delete-lost': deleteLost,
  'ike-blocked': ikeBlocked,
  'rekey-reorder': rekeyReorder,
  'nat-rebinding': natRebinding,
  'sender-address-changed': senderAddressChanged,
  'misrouted-esp': misroutedEsp,
  'nat-exemption': natExemption,
  'stale-nhrp': staleNhrp,
  'getvpn-rekey-missed': getvpnRekeyMissed,
  'recovery-unsupported': recoveryUnsupported,
  'stuck-negotiation': stuckNegotiation,
  'dpd-absent': dpdAbsent,
} as const satisfies Record<CauseId, CauseRule>;
