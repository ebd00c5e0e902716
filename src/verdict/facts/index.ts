/** The facts, by their ids: every question that the causes ask of an incident. */
import type { Answer, Fact } from '../fact.ts';
import { espAround } from './around.ts';
import { countedOn, droppedOn, listedThenGone } from './between.ts';
import { madeAtReceiver, usedTooEarly } from './birth.ts';
import { ikeBlocked } from './blocked.ts';
import { deleteOnWire, espOnWire } from './captured.ts';
import { cleared } from './clearing.ts';
import { crossingInitiations, crossingRekeys, givenUp } from './crossing.ts';
import { declaredDead } from './dead-peer.ts';
import { deleteLost } from './delivery.ts';
import { endedEarly } from './early.ts';
import { aliveElsewhere } from './elsewhere.ts';
import { expiredByTime } from './expiry.ts';
import { heldByReceiver, heldBySender, missingInDataPlane, spiBeginsFf } from './holding.ts';
import { inFlight } from './in-flight.ts';
import { killedWhenNew } from './killed.ts';
import { negotiationStuck, recoveryDead, unprobed } from './lasting.ts';
import { expiredByIdle, expiredByVolume } from './limits.ts';
import { longerAtSender } from './longer.ts';
import { groupKeyMissed, shortOfResources } from './loss.ts';
import { mappingStale } from './mapping.ts';
import { senderMoved, translatedSender } from './moved.ts';
import { pathOut } from './outage.ts';
import { goesOn, lineDown } from './path.ts';
import { senderRebound } from './rebinding.ts';
import { refusedByReceiver } from './refusal.ts';
import { rekeyRefused } from './refused-rekey.ts';
import { replacedAtRekey } from './rekey.ts';
import { deletedAtReceiver, deletedBySender, deletedWithIkeSa, endedByContact } from './removal.ts';
import { reloaded } from './restart.ts';
import { sentAfterGivenUp, toldInTime, tornDown } from './sending.ts';
import { tookOver } from './takeover.ts';
import { deleteLeft, deleteUnsendable } from './telling.ts';
import { sdwanEdge, stranger } from './who.ts';

export const FACTS = {
  'alive-elsewhere': aliveElsewhere,
  cleared,
  'counted-on': countedOn,
  'crossing-initiations': crossingInitiations,
  'crossing-rekeys': crossingRekeys,
  'declared-dead': declaredDead,
  'delete-left': deleteLeft,
  'delete-lost': deleteLost,
  'delete-on-wire': deleteOnWire,
  'delete-unsendable': deleteUnsendable,
  'deleted-at-receiver': deletedAtReceiver,
  'deleted-by-sender': deletedBySender,
  'deleted-with-ike-sa': deletedWithIkeSa,
  'dropped-on': droppedOn,
  'ended-by-contact': endedByContact,
  'ended-early': endedEarly,
  'esp-around': espAround,
  'esp-on-wire': espOnWire,
  'expired-by-idle': expiredByIdle,
  'expired-by-time': expiredByTime,
  'expired-by-volume': expiredByVolume,
  'given-up': givenUp,
  'goes-on': goesOn,
  'group-key-missed': groupKeyMissed,
  'held-by-receiver': heldByReceiver,
  'held-by-sender': heldBySender,
  'ike-blocked': ikeBlocked,
  'in-flight': inFlight,
  'killed-when-new': killedWhenNew,
  'line-down': lineDown,
  'listed-then-gone': listedThenGone,
  'longer-at-sender': longerAtSender,
  'made-at-receiver': madeAtReceiver,
  'mapping-stale': mappingStale,
  'missing-in-data-plane': missingInDataPlane,
  'negotiation-stuck': negotiationStuck,
  'path-out': pathOut,
  'recovery-dead': recoveryDead,
  'refused-by-receiver': refusedByReceiver,
  'rekey-refused': rekeyRefused,
  reloaded,
  'replaced-at-rekey': replacedAtRekey,
  'sdwan-edge': sdwanEdge,
  'sender-moved': senderMoved,
  'sender-rebound': senderRebound,
  'sent-after-given-up': sentAfterGivenUp,
  'short-of-resources': shortOfResources,
  'spi-begins-ff': spiBeginsFf,
  stranger,
  'told-in-time': toldInTime,
  'took-over': tookOver,
  'torn-down': tornDown,
  'translated-sender': translatedSender,
  unprobed,
  'used-too-early': usedTooEarly,
} as const satisfies Record<string, Fact>;

export type FactId = keyof typeof FACTS;

/** Every fact of one incident. */
export type Answers = Readonly<Record<FactId, Answer>>;
