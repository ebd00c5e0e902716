/** Delivery: whether the DELETE for X, or its first copy, was lost on the way, by messages, answers, S's own record and packets. */

import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { answeredWith, copiesOf, heardAgain } from '../copies.ts';
import { deletesSent } from '../deletes-sent.ts';
import { answerBy, idOfReceived } from '../deletion.ts';
import { departuresBefore, endingOf, isToldBefore, isWithin } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, unknown, yes } from '../fact.ts';
import { byAges, SENT_AGAIN_MS } from '../lived.ts';
import { inFlightMs } from '../round-trip.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { eventsOfKind } from '../views.ts';
import { deleteOnWire } from './captured.ts';
import { successorOf } from './rekey.ts';
import { deleteLeft, heardBy } from './telling.ts';

export const deleteLost: Fact = {
  id: 'delete-lost',
  link: 'told',
  question: 'Was the DELETE for X, or its first copy, lost on the way?',
  ask: (scene) =>
    byMessage(scene) ?? byLateHearing(scene) ?? byAnswer(scene) ?? byHearing(scene) ?? byPackets(scene) ?? byAges(scene) ?? unheard(scene),
};

const WANTS = [debug('S', 'ike', 'over the end')];

/** The DELETE as a message that was seen leaving, and arriving or not. */
function byMessage(scene: Scene): Answer | undefined {
  const { R, S, X, timeline } = scene;
  const departures = departuresBefore(scene);
  const [first] = departures;
  if (first === undefined) return undefined;
  const copies = copiesOf(scene);
  const evidence = scene.cite(...copies.map(({ sent }) => sent));
  const arrivals = departures.flatMap(({ message }) => scene.event(message?.received) ?? []).sort((one, two) => one.ref - two.ref);
  const delay = apart(first.sent, arrivals[0]);
  if (arrivals[0] !== undefined) {
    const cited = scene.cite(first.sent.ref, arrivals[0].ref);
    if (delay === undefined || delay.leastMs <= SENT_AGAIN_MS || departures.length < 2)
      return no(`the DELETE that ${R} sent when ${X} went did arrive at ${S}`, cited);
    return yes(
      `${S} heard the DELETE for ${X} only when it was sent again, ${Math.round(delay.leastMs / 1000)} s after the first copy`,
      cited,
    );
  }
  const heard = heardAtOnce(scene, first.sent);
  if (heard !== undefined) return no(`${S} received the DELETE for ${X}`, scene.cite(first.sent.ref, heard.ref));
  const again = heardAgain(scene, copies);
  if (again !== undefined)
    return yes(
      `${S}, which was recording, heard the DELETE for ${X} only when it was sent again, ${Math.round(again.delayMs / 1000)} s after the first copy`,
      scene.cite(first.sent.ref, again.heard.ref),
      again.isShown && timeline.clock.conflict === undefined ? 'shown' : 'suggested',
      WANTS,
    );
  if (copies.every(({ received }) => received === null) && copies.some(({ fate }) => fate === 'lost'))
    return yes(
      `${S}, which was recording, never received the DELETE for ${X}`,
      evidence,
      timeline.clock.conflict === undefined ? 'shown' : 'suggested',
      WANTS,
    );
  return undefined;
}

/** S names X in what it heard so soon: that is this DELETE, though the line of its message is missing, unless R sent another behind its own message. [C RFC 2408 3.15] */
function heardAtOnce(scene: Scene, sent: TimedEvent): TimedEvent | undefined {
  if (answeredWith(scene).size > 0) return undefined;
  return heardBy(scene).find((event) => {
    const gap = apart(sent, event);
    return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= SENT_AGAIN_MS;
  });
}

/** In IKEv2 an answer proves that one copy arrived; one that had to be sent again was lost, or its answer was. [C RFC 7296] */
function byAnswer(scene: Scene): Answer | undefined {
  const { R, S, X, sa } = scene;
  const departures = departuresBefore(scene);
  const named = deletesSent(scene)
    .flatMap((ref) => scene.event(ref) ?? [])
    .filter((event) => isToldBefore(scene, event));
  // What left behind the message is the answer to it, and tells of no deletion. [C seed.md 5]
  const sent = departures[0]?.sent ?? named[0];
  if (sent === undefined && deletesSent(scene).length > 0) return undefined;
  const answered =
    (sa?.deleteAcknowledged ?? []).flatMap((ref) => scene.event(ref) ?? []).find((event) => isAnswerTo(scene, sent, event)) ??
    departures.map((each) => answerBy(scene, each.sent)).find((event) => event !== undefined);
  const delay = apart(sent, answered);
  if (answered !== undefined && sent !== undefined && (delay === undefined || delay.leastMs <= SENT_AGAIN_MS))
    return no(`${S} acknowledged the DELETE for ${X}`, scene.cite(sent.ref, answered.ref));
  const again = sentAgain(scene);
  // An answer that is lost looks alike: only that S goes on with X tells it apart.
  if (again[0] !== undefined && !goesBeyondFlight(scene))
    return (
      (answered === undefined && sent !== undefined ? byDeafness(scene, sent, again) : undefined) ??
      byLateEnd(scene, sent) ??
      byAsking(scene, again[0], answered) ??
      unknown(
        `${R} sent the DELETE for ${X} again${answered === undefined ? ' and had no answer' : ''}: whether it was lost, or its answer was, is not on record`,
        WANTS,
        scene.cite(sent?.ref, ...again.map(({ ref }) => ref)),
      )
    );
  if (again.length > 0 || (answered !== undefined && sent !== undefined))
    return yes(
      `${R} had to send the DELETE for ${X} again`,
      scene.cite(sent?.ref, ...again.map(({ ref }) => ref), answered?.ref),
      'suggested',
      WANTS,
    );
  return undefined;
}

/** No copy had an answer, and S's record, which covers them all, shows none of them. */
function byDeafness(scene: Scene, sent: TimedEvent, again: readonly TimedEvent[]): Answer | undefined {
  const { S, X, sender } = scene;
  if (heardBy(scene).length > 0) return undefined;
  const what = `no DELETE for ${X}`;
  const silence = silent(scene, { side: sender, heard: 'ike', since: sent, until: again.at(-1), what, wants: WANTS });
  if (silence.is !== 'no') return undefined;
  return yes(
    `${S}, whose debugs were on, shows ${what}, of which no copy was answered`,
    scene.cite(sent.ref, again[0]?.ref),
    'suggested',
    WANTS,
  );
}

/** Whoever hears a DELETE lets the SA go at once: S let X go when a later copy came. [C RFC 7296 1.4.1] */
function byLateEnd(scene: Scene, sent: TimedEvent | undefined): Answer | undefined {
  const { R, S, X, sa } = scene;
  const gone = scene.event(sa?.outbound.deleted);
  const delay = apart(sent, gone);
  if (sent === undefined || gone === undefined || delay === undefined || delay.leastMs <= SENT_AGAIN_MS) return undefined;
  const said = `${S} let ${X} go only ${Math.round(delay.leastMs / 1000)} s after ${R} had sent the first copy of the DELETE`;
  return yes(said, scene.cite(sent.ref, gone.ref), 'suggested', WANTS);
}

/** A packet came later than what was on its way when the DELETE should have arrived. */
function goesBeyondFlight(scene: Scene): boolean {
  return scene.incident.persistence === 'black-hole' || isWithin(endingOf(scene)?.toLast, inFlightMs(scene.timeline)) === false;
}

/** What R sent again of the DELETE. */
export function sentAgain(scene: Scene): TimedEvent[] {
  return copiesOf(scene)
    .flatMap((copy) => scene.event(copy.sent) ?? [])
    .filter((event) => event.kind === 'message' && event.isRetransmission === true);
}

/** An end with traffic asks for a new SA as soon as it has none: `sa_request`. [C ike.md 4.1] */
const ASKS_MS = 5000;

/** Without a successor S asks for one when it has heard that X is gone: that shows which copy it heard. */
function byAsking(scene: Scene, again: TimedEvent, answered: TimedEvent | undefined): Answer | undefined {
  const { S, X, timeline, receiver } = scene;
  const end = endingOf(scene)?.event;
  if (end === undefined || successorOf(scene, end) !== undefined) return undefined;
  const asked = eventsOfKind(timeline, receiver, 'message').find(
    (event) =>
      event.exchange === 'create-child-sa' &&
      event.direction === 'received' &&
      event.message === 'request' &&
      isBefore(end, event) === 'yes',
  );
  if (asked === undefined) return undefined;
  const evidence = scene.cite(end.ref, again.ref, answered?.ref, asked.ref);
  // What R answered the message with told it too: then its asking says nothing of the first.
  if (isBefore(asked, again) === 'yes' && answeredWith(scene).size > 0) return undefined;
  if (isBefore(asked, again) === 'yes')
    return no(`${S} asked for a new SA before the DELETE for ${X} was sent again: it had heard the first`, evidence, 'suggested', WANTS);
  const gap = apart(answered, asked);
  if (answered === undefined || gap === undefined || gap.mostMs < 0 || gap.leastMs > ASKS_MS) return undefined;
  return yes(`${S} asked for a new SA only when the DELETE for ${X} had been sent again`, evidence, 'suggested', WANTS);
}

/** R answers an unknown SPI with a second DELETE, whose acknowledgement says nothing of the first. [C seed.md 5] */
function isAnswerTo(scene: Scene, sent: TimedEvent | undefined, answered: TimedEvent): boolean {
  const asked = sent?.kind === 'message' || sent?.kind === 'delete' ? sent.messageId : undefined;
  const told = idOfReceived(scene, answered);
  return asked === undefined || told === undefined || asked === told;
}

/** S's own record of the DELETE: before the message, or at least within the time that a packet needs. */
function byHearing(scene: Scene): Answer | undefined {
  const { S, X, logs } = scene;
  const [heard] = heardBy(scene).sort((one, two) => one.ref - two.ref);
  const [first] = logs;
  if (heard === undefined || first === undefined) return undefined;
  const end = endingOf(scene)?.event;
  const delay = apart(end, heard);
  if (isBefore(heard, first) === 'yes' || (delay !== undefined && delay.leastMs <= SENT_AGAIN_MS && end?.ref !== heard.ref))
    return no(`${S} received the DELETE for ${X}`, scene.cite(end?.ref, heard.ref));
  return undefined;
}

/** S heard the DELETE, and by its own record none of it when it left. */
function byLateHearing(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const [heard] = heardBy(scene).sort((one, two) => one.ref - two.ref);
  const left = departuresBefore(scene)[0]?.sent;
  const delay = apart(left, heard);
  if (heard === undefined || left === undefined || delay === undefined || delay.leastMs <= SENT_AGAIN_MS) return answerAlone(scene);
  return yes(
    `${S} heard the DELETE for ${X} only ${Math.round(delay.leastMs / 1000)} s after ${R} had sent it first`,
    scene.cite(left.ref, heard.ref),
    'suggested',
    WANTS,
  );
}

/** S heard no DELETE but that with which R answered the message: the one that left before it was lost. [C seed.md 5] */
function answerAlone(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const heard = heardBy(scene);
  const departures = departuresBefore(scene);
  const [left, ids] = [departures[0]?.sent, departures.map(({ sent }) => (sent.kind === 'message' ? sent.messageId : undefined))];
  const later = heard.map((event) => ({ event, id: idOfReceived(scene, event) }));
  const isOther = later.every(({ id }) => id !== undefined && !ids.includes(id) && answeredWith(scene).has(id));
  if (left === undefined || ids.includes(undefined) || later.length === 0 || !isOther) return undefined;
  return yes(
    `${S} heard only the DELETE with which ${R} answered the message, and not the one that ${R} had sent when ${X} went`,
    scene.cite(left.ref, ...later.map(({ event }) => event.ref)),
    'suggested',
    WANTS,
  );
}

/** The captures of both ends, where the logs do not say. */
function byPackets(scene: Scene): Answer | undefined {
  const seen = answerOf(deleteOnWire, scene);
  if (seen.is === 'unknown') return undefined;
  const { said, evidence, grade, wants } = seen;
  return seen.is === 'yes' ? no(said, evidence, grade, wants) : yes(said, evidence, grade, wants);
}

/** A DELETE that names no message can still be missed, where S surely listened. */
function unheard(scene: Scene): Answer {
  const { S, X, sender } = scene;
  const end = endingOf(scene)?.event;
  const left = answerOf(deleteLeft, scene);
  if (left.is !== 'yes' || end === undefined)
    return unknown(`no deletion of ${X} with a DELETE is on record`, [debug('R', 'ike', 'over the end'), ...WANTS]);
  const silence = silent(scene, { side: sender, heard: 'ike', since: end, until: end, what: `no DELETE for ${X}`, wants: WANTS });
  if (silence.is !== 'no' || scene.timeline.recordings[sender].gaps.length > 0)
    return unknown(`a DELETE for ${X} was sent; whether ${S} received it is not on record`, WANTS, left.evidence);
  return yes(`${S}, whose debugs were on, shows no DELETE for ${X}`, left.evidence, 'suggested', WANTS);
}
