/** Delivery: whether the DELETE for X, or its first copy, was lost on the way, by messages, answers, S's own record and packets. */
import type { MessageEvent } from '../../ipsec/event.ts';
import type { TimedEvent } from '../../timeline/model.ts';
import { answeredWith, byAnswer, byAskingAnew, sentAgain } from '../answered.ts';
import { apart } from '../apart.ts';
import { anyOf } from '../clues.ts';
import { copiesOf, heardAgain, isWhichOpen } from '../copies.ts';
import { heardBy } from '../deletes-heard.ts';
import { departuresBefore, endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, yes } from '../fact.ts';
import { filteredAt } from '../filtered.ts';
import { byHearing, byLateHearing, unheard } from '../hearing-of-delete.ts';
import { byListing } from '../listed-age.ts';
import { isProvenWhole } from '../listening.ts';
import { byAges, SENT_AGAIN_MS } from '../lived.ts';
import type { Scene } from '../scene.ts';
import { instantOn } from '../silence.ts';
import { unreadAtSender } from '../unread.ts';
import { deleteOnWire } from './captured.ts';
import { deleteLeft } from './telling.ts';

export const deleteLost: Fact = {
  id: 'delete-lost',
  link: 'told',
  question: 'Was the DELETE for X, or its first copy, lost on the way?',
  ask: (scene) =>
    byMessage(scene) ??
    byLateHearing(scene) ??
    byAnswer(scene) ??
    byHearing(scene) ??
    byPackets(scene) ??
    byAskingAnew(scene) ??
    // What was not sent can be no DELETE that was lost.
    (answerOf(deleteLeft, scene).is === 'no' ? undefined : byAges(scene)) ??
    (answerOf(deleteLeft, scene).is === 'yes' ? (byFilter(scene) ?? byListing(scene)) : undefined) ??
    unheard(scene),
};

const WANTS = [debug('S', 'ike', 'over the end')];

/** The DELETE as a message that was seen leaving, and arriving or not. */
function byMessage(scene: Scene): Answer | undefined {
  const departures = departuresBefore(scene);
  const [first] = departures;
  if (first === undefined) return undefined;
  const arrivals = departures.flatMap(({ message }) => scene.event(message?.received) ?? []).sort((one, two) => one.ref - two.ref);
  if (arrivals[0] !== undefined) return byArrival(scene, first.sent, arrivals[0]);
  return heardSoon(scene, first.sent) ?? heardOnlyAgain(scene, first.sent) ?? neverReceived(scene);
}

function heardSoon(scene: Scene, sent: TimedEvent): Answer | undefined {
  const heard = heardAtOnce(scene, sent);
  return heard === undefined ? undefined : no(`${scene.S} received the DELETE for ${scene.X}`, scene.cite(sent.ref, heard.ref));
}

function heardOnlyAgain(scene: Scene, sent: TimedEvent): Answer | undefined {
  const { S, X, timeline } = scene;
  const again = heardAgain(scene, copiesOf(scene));
  if (again === undefined) return undefined;
  const seconds = Math.round(again.delayMs / 1000);
  const said = `${S}, which was recording, heard the DELETE for ${X} only when it was sent again, ${seconds} s after the first copy`;
  const isShown = again.isShown && timeline.clock.conflict === undefined;
  return yes(said, scene.cite(sent.ref, again.heard.ref), isShown ? 'shown' : 'suggested', WANTS);
}

function neverReceived(scene: Scene): Answer | undefined {
  const { R, S, X, sender, timeline } = scene;
  const copies = copiesOf(scene);
  if (unreadAtSender(scene) !== undefined) return undefined;
  if (copies.some(({ received }) => received !== null) || !copies.some(({ fate }) => fate === 'lost')) return undefined;
  const filter = filteredAt(scene, sender);
  const evidence = scene.cite(...copies.map(({ sent }) => sent), filter?.line.ref);
  const grade = timeline.clock.conflict === undefined ? 'shown' : 'suggested';
  const why = filter === undefined ? '' : `: ${filter.by} of ${S} drops IKE of ${R}`;
  return yes(`${S}, which was recording, never received the DELETE for ${X}${why}`, evidence, grade, WANTS);
}

/** S's list says that it dropped IKE of R just then; what else R sent at that moment is not asked. */
function byFilter(scene: Scene): Answer | undefined {
  const { R, S, X, sender } = scene;
  const [filter, end] = [filteredAt(scene, sender), endingOf(scene)?.event];
  const gap = apart(end, filter?.line);
  if (filter === undefined || gap === undefined || gap.mostMs < 0) return undefined;
  const said = `${filter.by} of ${S} drops IKE of ${R}, also when ${R} sent the DELETE for ${X}`;
  return yes(said, scene.cite(end?.ref, filter.line.ref), 'suggested', WANTS);
}

function byArrival(scene: Scene, sent: TimedEvent, heard: TimedEvent): Answer | undefined {
  const { R, S, X } = scene;
  const delay = apart(sent, heard);
  const cited = scene.cite(sent.ref, heard.ref);
  if (isWhichOpen(scene, delay)) return everyCopyHeard(scene);
  const isAlone = copiesOf(scene).length < 2;
  if (delay === undefined || delay.leastMs <= SENT_AGAIN_MS || (isAlone && !mayHaveSentAgain(scene, sent, heard)))
    return no(`the DELETE that ${R} sent when ${X} went did arrive at ${S}`, cited);
  const seconds = Math.round(delay.leastMs / 1000);
  const said = `${S} heard the DELETE for ${X} only when it was sent again, ${seconds} s after the first copy`;
  return isAlone ? yes(said, cited, 'suggested', [debug('R', 'ike', 'over the end')]) : yes(said, cited);
}

/** As many came as left, so that none was lost, whatever the clocks say of each: what was sent again had lost its answer. [C RFC 7296 2.1] */
function everyCopyHeard(scene: Scene): Answer | undefined {
  const { R, S, X } = scene;
  const copies = copiesOf(scene);
  if (copies.length < 2 || new Set(copies.flatMap(({ received }) => received ?? [])).size < copies.length) return undefined;
  const said = `${S} heard each of the ${copies.length} copies of the DELETE for ${X} that ${R} sent`;
  const evidence = scene.cite(...copies.flatMap(({ sent, received }) => [sent, received]));
  return no(said, evidence, isWholeOverCopies(scene) ? 'shown' : 'suggested', [debug('R', 'ike', 'over the end')]);
}

/** R's record has no hole in which another copy may have left. */
function isWholeOverCopies(scene: Scene): boolean {
  const left = copiesOf(scene).flatMap(({ sent }) => scene.event(sent)?.at ?? []);
  return isProvenWhole(scene.timeline, { side: scene.receiver, fromMs: Math.min(...left), toMs: Math.max(...left) });
}

/** Where R's record is not known to be whole until S heard the request, what came so late is a copy of which no line of R is left. In IKEv1 nothing is sent again. [C RFC 7296 2.1, RFC 2408 3.15] */
function mayHaveSentAgain(scene: Scene, sent: TimedEvent, heard: TimedEvent): boolean {
  const [fromMs, toMs] = [sent, heard].map((event) => instantOn(scene, scene.receiver, event));
  if (!('version' in sent) || sent.version !== 2 || fromMs === undefined || toMs === undefined) return false;
  // One whose id cannot be read may be that copy.
  const isUnread = anyOf(scene, scene.receiver, 'message', isUnnamedDeparture).some(({ at }) => at !== null && at >= fromMs && at <= toMs);
  return isUnread || !isProvenWhole(scene.timeline, { side: scene.receiver, fromMs, toMs });
}

const isUnnamedDeparture = ({ version, direction, messageId }: MessageEvent) =>
  version === 2 && direction === 'sent' && messageId === undefined;

/** The captures of both ends, where the logs do not say. */
function byPackets(scene: Scene): Answer | undefined {
  const seen = answerOf(deleteOnWire, scene);
  if (seen.is === 'unknown') return undefined;
  const { said, evidence, grade, wants } = seen;
  return seen.is === 'yes' ? no(said, evidence, grade, wants) : yes(said, evidence, grade, wants);
}

/** S names X in what it heard so soon: that is this DELETE, though the line of its message is missing, unless R sent it again, or another behind its own message. [C RFC 2408 3.15] */
function heardAtOnce(scene: Scene, sent: TimedEvent): TimedEvent | undefined {
  if (answeredWith(scene).size > 0 || sentAgain(scene).length > 0) return undefined;
  return heardBy(scene).find((event) => {
    const gap = apart(sent, event);
    return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= SENT_AGAIN_MS && !isWhichOpen(scene, gap);
  });
}
