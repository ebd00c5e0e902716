/** The facts, by their ids: every question that the causes ask of an incident. */
import type { Fact } from '../fact.ts';
import {
  aliveElsewhere,
  crossingInitiations,
  crossingRekeys,
  killedWhenNew,
  madeAtReceiver,
  refusedByReceiver,
  usedTooEarly,
} from './birth.ts';
import { expiredByIdle, expiredByTime, expiredByVolume, longerAtSender } from './expiry.ts';
import { heldByReceiver, heldBySender, mappingStale, missingInDataPlane, spiBeginsFf } from './holding.ts';
import { negotiationStuck, recoveryDead, unprobed } from './lasting.ts';
import { groupKeyMissed, reloaded, shortOfResources, tookOver } from './loss.ts';
import { pathOut } from './outage.ts';
import { espAround, goesOn, ikeBlocked, lineDown } from './path.ts';
import { cleared, declaredDead, deletedAtReceiver, deletedBySender, deletedWithIkeSa, rekeyRefused, replacedAtRekey } from './removal.ts';
import { deleteLeft, deleteLost, deleteUnsendable, inFlight, sentAfterGivenUp, toldInTime } from './telling.ts';
import { sdwanEdge, senderMoved, senderRebound, stranger, translatedSender } from './who.ts';

export const FACTS = {
  stranger,
  'sdwan-edge': sdwanEdge,
  'translated-sender': translatedSender,
  'sender-rebound': senderRebound,
  'sender-moved': senderMoved,
  'mapping-stale': mappingStale,
  'made-at-receiver': madeAtReceiver,
  'refused-by-receiver': refusedByReceiver,
  'crossing-rekeys': crossingRekeys,
  'crossing-initiations': crossingInitiations,
  'alive-elsewhere': aliveElsewhere,
  'killed-when-new': killedWhenNew,
  'deleted-at-receiver': deletedAtReceiver,
  cleared,
  'declared-dead': declaredDead,
  'line-down': lineDown,
  'path-out': pathOut,
  'expired-by-time': expiredByTime,
  'expired-by-volume': expiredByVolume,
  'expired-by-idle': expiredByIdle,
  'rekey-refused': rekeyRefused,
  'replaced-at-rekey': replacedAtRekey,
  'deleted-by-sender': deletedBySender,
  'deleted-with-ike-sa': deletedWithIkeSa,
  reloaded,
  'took-over': tookOver,
  'short-of-resources': shortOfResources,
  'group-key-missed': groupKeyMissed,
  'held-by-receiver': heldByReceiver,
  'missing-in-data-plane': missingInDataPlane,
  'spi-begins-ff': spiBeginsFf,
  'delete-left': deleteLeft,
  'delete-unsendable': deleteUnsendable,
  'delete-lost': deleteLost,
  'told-in-time': toldInTime,
  'ike-blocked': ikeBlocked,
  'used-too-early': usedTooEarly,
  'in-flight': inFlight,
  'esp-around': espAround,
  'sent-after-given-up': sentAfterGivenUp,
  'held-by-sender': heldBySender,
  'longer-at-sender': longerAtSender,
  'goes-on': goesOn,
  unprobed,
  'recovery-dead': recoveryDead,
  'negotiation-stuck': negotiationStuck,
} as const satisfies Record<string, Fact>;

export type FactId = keyof typeof FACTS;
