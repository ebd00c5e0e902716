/** Answers to the DELETE for X: whether one copy arrived, and which of them, by what S answered and by what it did then. */
import type { MessageEvent } from '../ipsec/event.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart, isBefore } from './apart.ts';
import { ASKS_MS, askedAnew, askedBehind } from './asking.ts';
import { copiesOf } from './copies.ts';
import { heardBy } from './deletes-heard.ts';
import { deletesSent } from './deletes-sent.ts';
import { answerBy, deletionOf, idOfReceived } from './deletion.ts';
import { departuresBefore, endingOf, isToldBefore, isWithin } from './ending.ts';
import { type Answer, debug, no, unknown, yes } from './fact.ts';
import { successorOf } from './facts/rekey.ts';
import { SENT_AGAIN_MS } from './lived.ts';
import { inFlightMs } from './round-trip.ts';
import type { Scene } from './scene.ts';
import { silent } from './silence.ts';
import { eventsOfKind } from './views.ts';

const WANTS = [debug('S', 'ike', 'over the end')];

/** In IKEv2 an answer proves that one copy arrived; one that had to be sent again was lost, or its answer was. [C RFC 7296] */
export function byAnswer(scene: Scene): Answer | undefined {
  const sent = firstDelete(scene);
  if (sent === undefined && deletesSent(scene).length > 0) return undefined;
  const asked = { sent, answered: answerTo(scene, sent), again: sentAgain(scene) };
  return byPromptAnswer(scene, asked) ?? byOneOfCopies(scene, asked) ?? sentInVain(scene, asked);
}

/** The DELETE for X that left first, its answer, and what was sent again of it. */
interface Asked {
  sent: TimedEvent | undefined;
  answered: TimedEvent | undefined;
  again: readonly TimedEvent[];
}

/** What left behind the message is the answer to it, and tells of no deletion. [C seed.md 5] */
function firstDelete(scene: Scene): TimedEvent | undefined {
  const [departure] = departuresBefore(scene);
  if (departure !== undefined) return departure.sent;
  return deletesSent(scene)
    .flatMap((ref) => scene.event(ref) ?? [])
    .find((event) => isToldBefore(scene, event));
}

function answerTo(scene: Scene, sent: TimedEvent | undefined): TimedEvent | undefined {
  const acknowledged = (scene.sa?.deleteAcknowledged ?? []).flatMap((ref) => scene.event(ref) ?? []);
  return (
    acknowledged.find((event) => isAnswerTo(scene, sent, event)) ??
    departuresBefore(scene)
      .map((each) => answerBy(scene, each.sent))
      .find((event) => event !== undefined)
  );
}

function byPromptAnswer(scene: Scene, { sent, answered, again }: Asked): Answer | undefined {
  if (answered === undefined || sent === undefined || !isPrompt(sent, answered, again)) return undefined;
  return no(`${scene.S} acknowledged the DELETE for ${scene.X}`, scene.cite(sent.ref, answered.ref));
}

/** An answer that is lost looks alike: only that S goes on with X tells it apart. */
function byOneOfCopies(scene: Scene, { sent, answered, again }: Asked): Answer | undefined {
  const [first] = again;
  if (first === undefined || goesBeyondFlight(scene)) return undefined;
  const vain = answered === undefined ? ' and had no answer' : '';
  return (
    (answered === undefined && sent !== undefined ? byDeafness(scene, sent, again) : undefined) ??
    byLateEnd(scene, sent) ??
    byAsking(scene, first, answered) ??
    (answered === undefined && sent !== undefined ? inVainForGood(scene, sent, again) : undefined) ??
    unknown(
      `${scene.R} sent the DELETE for ${scene.X} again${vain}: whether it was lost, or its answer was, is not on record`,
      WANTS,
      scene.cite(sent?.ref, ...again.map(({ ref }) => ref)),
    )
  );
}

/** All copies went unanswered, and R heard no IKE of S from then on. [C RFC 7296 2.1, 2.4] */
function inVainForGood(scene: Scene, sent: TimedEvent, again: readonly TimedEvent[]): Answer | undefined {
  const { R, S, X, timeline, receiver } = scene;
  const heard = eventsOfKind(timeline, receiver, 'message').some(({ direction, ref }) => direction === 'received' && ref > sent.ref);
  if (heard || again.length < COPIES_MIN) return undefined;
  const said = `${R} sent the DELETE for ${X} ${again.length + 1} times and heard no more of the IKE of ${S}: each was lost, or each answer`;
  return yes(said, scene.cite(sent.ref, ...again.map(({ ref }) => ref)), 'hinted', WANTS);
}

/** So many that are lost one after the other are not lost by chance. [L] */
const COPIES_MIN = 3;

function sentInVain(scene: Scene, { sent, answered, again }: Asked): Answer | undefined {
  if (again.length === 0 && (answered === undefined || sent === undefined)) return undefined;
  const evidence = scene.cite(sent?.ref, ...again.map(({ ref }) => ref), answered?.ref);
  return yes(`${scene.R} had to send the DELETE for ${scene.X} again`, evidence, 'suggested', WANTS);
}

/** The answer came as to a first copy; where a clock was set meanwhile R's order of lines tells whether it had asked again by then. */
function isPrompt(sent: TimedEvent, answered: TimedEvent, again: readonly TimedEvent[]): boolean {
  const delay = apart(sent, answered);
  return delay === undefined ? !again.some(({ ref }) => ref < answered.ref) : delay.leastMs <= SENT_AGAIN_MS;
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
    .filter(isSentAgain);
}

function asksFor({ exchange, direction, message }: MessageEvent): boolean {
  return (exchange === 'create-child-sa' || exchange === 'ike-sa-init') && direction === 'received' && message === 'request';
}

/** Without a successor S asks for one when it has heard that X is gone: that shows which copy it heard. */
function byAsking(scene: Scene, again: TimedEvent, answered: TimedEvent | undefined): Answer | undefined {
  const { S, X, timeline, receiver } = scene;
  const end = endingOf(scene)?.event;
  if (end === undefined || successorOf(scene, end) !== undefined) return undefined;
  // Who has lost its IKE SA as well begins with another. [C RFC 7296 1.4.1]
  const asked = eventsOfKind(timeline, receiver, 'message').find(
    (event) => event.version === 2 && asksFor(event) && isBefore(end, event) === 'yes',
  );
  if (asked === undefined) return undefined;
  const evidence = scene.cite(end.ref, again.ref, answered?.ref, asked.ref);
  // What R answered the message with told it too: then its asking says nothing of the first.
  if (isBefore(asked, again) === 'yes' && answeredWith(scene).size > 0) return undefined;
  if (isBefore(asked, again) === 'yes')
    return no(`${S} asked for a new SA before the DELETE for ${X} was sent again: it had heard the first`, evidence, 'suggested', WANTS);
  // The copy behind which it asked: the one that was answered, or one whose answer was lost.
  const told = [...sentAgain(scene), ...(answered === undefined ? [] : [answered])].findLast((event) => {
    const gap = apart(event, asked);
    return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= ASKS_MS;
  });
  if (told === undefined) return undefined;
  return yes(`${S} asked for a new SA only when the DELETE for ${X} had been sent again`, evidence, 'suggested', WANTS);
}

function isSentAgain(event: TimedEvent): boolean {
  return event.kind === 'message' && event.isRetransmission === true;
}

/** R answers an unknown SPI with a second DELETE, whose acknowledgement says nothing of the first. [C seed.md 5] */
function isAnswerTo(scene: Scene, sent: TimedEvent | undefined, answered: TimedEvent): boolean {
  const asked = sent?.kind === 'message' || sent?.kind === 'delete' ? sent.messageId : undefined;
  const told = idOfReceived(scene, answered);
  return asked === undefined || told === undefined || asked === told;
}

/** The DELETEs that left R behind its first message. */
function answersOf(scene: Scene): TimedEvent[] {
  const before = new Set(departuresBefore(scene).map(({ sent }) => sent.ref));
  return deletionOf(scene).departures.flatMap(({ sent }) => (before.has(sent.ref) ? [] : [sent]));
}

/** Their ids. */
export function answeredWith(scene: Scene): ReadonlySet<number> {
  return new Set(answersOf(scene).flatMap((sent) => (sent.kind === 'message' ? (sent.messageId ?? []) : [])));
}

/** What shows that S was told behind the message: that it heard a DELETE only then, or acknowledged the one with which R answered. Whether it had heard another before is not asked here. */
export function toldBehind(scene: Scene): TimedEvent | undefined {
  const [first] = scene.logs;
  const heard = heardBy(scene);
  if (first !== undefined && heard.length > 0) return heard.every((event) => isBefore(first, event) === 'yes') ? heard[0] : undefined;
  const answers = answersOf(scene);
  const acknowledged = answers.map((sent) => answerBy(scene, sent)).find((event) => event !== undefined);
  return acknowledged ?? answers.map((sent) => askedBehind(scene, sent)).find((event) => event !== undefined);
}

/** S asked for another pair right behind the DELETE, and no other DELETE can have told it. */
export function byAskingAnew(scene: Scene): Answer | undefined {
  const { S, X } = scene;
  const asked = askedAnew(scene);
  if (asked === undefined || answersBefore(scene, asked)) return undefined;
  const said = `${S} asked for a new SA as soon as the DELETE for ${X} had left: it had heard it`;
  return no(said, scene.cite(departuresBefore(scene)[0]?.sent.ref, asked.ref), 'suggested', WANTS);
}

/** R had answered the message with another DELETE by then. [C seed.md 5] */
function answersBefore(scene: Scene, asked: TimedEvent): boolean {
  return answersOf(scene).some((sent) => sent.ref < asked.ref);
}
