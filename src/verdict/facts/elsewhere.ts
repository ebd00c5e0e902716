/** Elsewhere: another device negotiates, or answers, at the receiver's address. */
import type { MessageEvent } from '../../ipsec/event.ts';
import type { EventRef, TimedEvent } from '../../timeline/model.ts';
import { isBefore } from '../apart.ts';
import { anyOf, isShownLate } from '../clues.ts';
import { type Answer, debug, type Fact, no, show, unknown, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { messagesOf } from '../views.ts';
import { bornAtSender } from './birth.ts';

/** So many answers are no chance. */
const ANSWERS_MIN = 3;

const WANTS = [debug('R', 'ike', 'at the making'), show('R', "show crypto ipsec sa, on the other routers of R's site", 'now')];

export const aliveElsewhere: Fact = {
  id: 'alive-elsewhere',
  link: 'forgot',
  question: "Does another device negotiate, or answer, at R's address?",
  ask: (scene) => hadItself(scene) ?? byTalk(scene) ?? byAnswers(scene) ?? byNegotiation(scene),
};

function hadItself(scene: Scene): Answer | undefined {
  const { created, deleted } = scene.sa?.inbound ?? {};
  if (created == null && deleted == null) return undefined;
  return no(`${scene.R} itself had ${scene.X}`, scene.cite(created, deleted));
}

/** R's debugs are on, and of all that S hears from R's address R shows nothing. */
function byTalk(scene: Scene): Answer | undefined {
  const { R, S, receiver, timeline } = scene;
  const { fromAt, toAt } = timeline.recordings[receiver];
  if (!isListening(scene) || fromAt === null || toAt === null) return undefined;
  const talk = heardBySender(scene).filter(({ at }) => at !== null && at > fromAt && at < toAt);
  if (talk.length < ANSWERS_MIN) return undefined;
  return yes(
    `${S} gets answers from ${R}'s address over IKE, of which ${R}, whose debugs are on, shows nothing`,
    scene.cite(...talk.slice(-4).map(({ ref }) => ref)),
    'suggested',
    WANTS,
  );
}

/** R has no IKE SA with S, or its debugs show none, and S is answered. */
function byAnswers(scene: Scene): Answer | undefined {
  if (anyOf(scene, scene.receiver, 'message').length > 0) return undefined;
  const [first] = scene.logs;
  const acks = anyOf(scene, scene.sender, 'dpd').filter(({ change }) => change === 'ack-received');
  const answers = [...heardBySender(scene), ...acks];
  const later = answers.filter((event) => first !== undefined && isBefore(first, event) === 'yes');
  if (later.length === 0) return answeredUnordered(scene, answers);
  return hasNoIkeSa(scene) ? answeredBehind(scene, later) : undefined;
}

function answeredBehind(scene: Scene, later: readonly TimedEvent[]): Answer {
  const evidence = scene.cite(...later.slice(0, 3).map(({ ref }) => ref), ...unsendable(scene));
  return yes(`${scene.R} has no IKE SA at all, and ${scene.S} is answered from ${scene.R}'s address`, evidence, 'suggested', WANTS);
}

/** Nothing was exchanged with R itself, so that nothing need tie the clocks: what was answered to the end was answered behind the message, too. */
function answeredUnordered(scene: Scene, answers: readonly TimedEvent[]): Answer | undefined {
  const { R, S, logs } = scene;
  const [first] = logs;
  const isUnordered = answers.some((event) => first !== undefined && isBefore(first, event) === 'unknown');
  if (!isUnordered || !isAnsweredToTheEnd(scene)) return undefined;
  const isWithout = hasNoIkeSa(scene);
  if (!isWithout && !isDeafForLong(scene)) return undefined;
  return yes(
    isWithout
      ? `${R} has no IKE SA at all, and ${S} was answered from ${R}'s address to the end of its record`
      : `${S} was answered from ${R}'s address to the end of its record, and ${R}, whose debugs are on, shows no IKE for longer than ${S} was ever without an answer`,
    scene.cite(answers.at(-1)?.ref, ...unsendable(scene)),
    'hinted',
    [...WANTS, show('S', 'show clock', 'now'), show('R', 'show clock', 'now')],
  );
}

/** `ignoring request to send delete notify (no ISAKMP sa)`, said of X at the message or behind it. [C] ike.md 3.3 */
function unsendable({ sa }: Scene): readonly EventRef[] {
  return sa?.deleteUnsendable ?? [];
}

/** By what R lists, or because it had none by which to answer the message. */
function hasNoIkeSa(scene: Scene): boolean {
  const { timeline, receiver } = scene;
  const shown = timeline.states[receiver].ikeSas;
  return unsendable(scene).length > 0 || (shown !== undefined && shown.length === 0 && !isShownLate(scene, receiver));
}

/** R's record would hold what it had to do with IKE, and holds none. */
function isListening(scene: Scene): boolean {
  const { families, gaps } = scene.timeline.recordings[scene.receiver];
  return families.some(isOfIke) && gaps.length === 0 && anyOf(scene, scene.receiver, 'message').length === 0;
}

const isOfIke = (family: string): boolean => family === 'isakmp' || family === 'ikev2';

/** What R sent would stand in its record: a debug of IKE has printed there. */
function printsIke({ timeline, receiver }: Scene): boolean {
  return timeline.recordings[receiver].families.some(isOfIke);
}

/** The same of debugs that were on at the end and never printed a line. */
function isSilentToTheEnd({ timeline, receiver }: Scene): boolean {
  const { silentAtEnd = [] } = timeline.listening[receiver];
  return silentAtEnd.some(isOfIke) && timeline.recordings[receiver].gaps.length === 0;
}

function heardBySender(scene: Scene): readonly (TimedEvent & MessageEvent)[] {
  return anyOf(scene, scene.sender, 'message', isReceived);
}

const isReceived = ({ direction }: MessageEvent) => direction === 'received';

/** The last that S did over IKE was to hear an answer, and it had heard more than one since it made X. */
function isAnsweredToTheEnd(scene: Scene): boolean {
  const [last, ...earlier] = sinceBirth(scene, anyOf(scene, scene.sender, 'message')).toReversed();
  return last?.direction === 'received' && earlier.some(isReceived);
}

function sinceBirth<Seen extends TimedEvent>(scene: Scene, events: readonly Seen[]): Seen[] {
  const born = bornAtSender(scene);
  return born === undefined ? [] : events.filter(({ ref }) => ref > born.ref);
}

/** R listened for longer than S was ever without an answer since it made X: wherever R's record lies in that time, S was answered within it. */
function isDeafForLong(scene: Scene): boolean {
  const { fromAt, toAt } = scene.timeline.recordings[scene.receiver];
  if (!(isListening(scene) || isSilentToTheEnd(scene)) || fromAt === null || toAt === null) return false;
  const instants = [bornAtSender(scene)?.at ?? null, ...sinceBirth(scene, heardBySender(scene)).map(({ at }) => at)].flatMap(
    (at) => at ?? [],
  );
  const pauses = instants.slice(1).map((at, index) => at - (instants[index] ?? at));
  return toAt - fromAt > Math.max(...pauses);
}

function byNegotiation(scene: Scene): Answer {
  const { R, S, X, sa, receiver, sender, timeline } = scene;
  const wants = [debug('R', 'ike', 'at the making')];
  const born = scene.event(sa?.outbound.created) ?? scene.event(sa?.outbound.requested);
  if (born === undefined) return unknown(`${S}'s record does not show where ${X} comes from`, [debug('S', 'ike', 'at the making')]);
  const id = sa?.messageId;
  const own = messagesOf(timeline, id);
  const unheard = own.filter(
    ({ from, fate }) => (from === sender && fate === 'lost') || (from === receiver && fate === 'unseen-sender' && printsIke(scene)),
  );
  if (own.length > 0 && unheard.length === own.length)
    return yes(
      `${S} negotiated ${X} with someone that ${R} knows nothing of`,
      scene.cite(born.ref, ...unheard.map(({ sent, received }) => sent ?? received)),
      'suggested',
      wants,
    );
  return own.some(({ fate }) => fate === 'delivered')
    ? no(`${R} took part in the negotiation of ${X}`, scene.cite(born.ref))
    : unknown(`whether ${R} took part in the negotiation of ${X} is not on record`, wants, scene.cite(born.ref));
}
