/** Crossing: both ends made X at once, by two rekeys or by two IKE SAs, and kept different ones. */
import type { TimedEvent } from '../../timeline/model.ts';
import { apart, isBefore } from '../apart.ts';
import { endingOf } from '../ending.ts';
import { type Answer, answerOf, debug, type Fact, no, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { countBefore, type EventOf, eventsOfKind, oncePerSide, timetableOf, within } from '../views.ts';
import { bornAtSender } from './birth.ts';
import { killedWhenNew } from './killed.ts';
import { deletedAtReceiver } from './removal.ts';

/** Two negotiations that overlap. [L] */
const TOGETHER_MS = 3000;
/** The one too many is deleted by its maker once both are there. [L RFC 7296 2.8.1] */
const DUPLICATE_MS = 120_000;
/** From a negotiation to the SA that it makes. */
const MAKING_MS = 5000;

/** What one end began while the other did, in the order of the record. */
function pairsOf<Event extends TimedEvent>(ones: readonly Event[], twos: readonly Event[]): (readonly [Event, Event])[] {
  const table = timetableOf(twos, (event) => event);
  return ones.flatMap((one) => {
    const near = one.at === null ? [] : within(table, one.at - TOGETHER_MOST_MS, one.at + TOGETHER_MOST_MS);
    const together = near.filter((two) => {
      const gap = apart(one, two);
      return gap !== undefined && gap.leastMs <= TOGETHER_MS && gap.mostMs >= -TOGETHER_MS;
    });
    return together.sort((two, other) => two.ref - other.ref).map((two) => [one, two] as const);
  });
}

/** With all that two stamps may be off. */
const TOGETHER_MOST_MS = TOGETHER_MS + 2 * 1000;

const rekeysAtOnce = oncePerSide((timeline, side) => {
  const negotiations = eventsOfKind(timeline, side, 'negotiation');
  const started = negotiations.filter(({ change }) => change === 'started');
  const answered = negotiations.filter(({ change, version }) => change === 'completed' && version === 2);
  return pairsOf(
    started.filter(({ role }) => role === 'initiator'),
    started.filter(({ role }) => role === 'responder'),
  ).filter(([own, theirs]) => !isAnsweredBetween(own, theirs, answered));
});

type Negotiation = EventOf<'negotiation'>;

/** One exchange was over in this record when the other began: whoever has answered a rekey knows of it, and begins none of the same SA. [C RFC 7296 2.8.1] */
function isAnsweredBetween(own: Negotiation, theirs: Negotiation, answered: readonly Negotiation[]): boolean {
  const [first, second] = own.ref < theirs.ref ? [own, theirs] : [theirs, own];
  const between = answered.slice(countBefore(answered, first.ref), countBefore(answered, second.ref));
  return between.some(({ role, messageId }) => role === first.role && messageId === first.messageId);
}

const setupsAtOnce = oncePerSide((timeline, side) => {
  const inits = eventsOfKind(timeline, side, 'message').filter(
    ({ version, exchange, message }) => version === 2 && exchange === 'ike-sa-init' && message === 'request',
  );
  return pairsOf(
    inits.filter(({ direction }) => direction === 'sent'),
    inits.filter(({ direction }) => direction === 'received'),
  );
});

/** Of both ends' IKE, when X is made. */
const WANTS = [debug('R', 'ike', 'at the making'), debug('S', 'ike', 'at the making')];

export const crossingRekeys: Fact = {
  id: 'crossing-rekeys',
  link: 'forgot',
  question: 'Did both ends rekey at once when X was made?',
  ask: (scene) => {
    const made = makingOf(scene);
    const pairs = rekeysBefore(scene);
    return tooOld(scene, made) ?? noneOverlapped(scene, pairs, made) ?? madeByOne(scene, pairs, made) ?? byAnother(scene, pairs, made);
  },
};

type Pairs = ReturnType<typeof rekeysAtOnce>;

function makingOf(scene: Scene): TimedEvent | undefined {
  const { created, installed, requested } = scene.sa?.inbound ?? {};
  return scene.event(created) ?? scene.event(installed) ?? scene.event(requested) ?? bornAtSender(scene);
}

function tooOld(scene: Scene, made: TimedEvent | undefined): Answer | undefined {
  const end = endingOf(scene)?.event;
  const lived = apart(made, end);
  if (lived === undefined || lived.leastMs <= DUPLICATE_MS) return undefined;
  const said = `${scene.X} was more than ${DUPLICATE_MS / 1000} s old when it went: no duplicate lives so long`;
  return no(said, scene.cite(made?.ref, end?.ref));
}

function noneOverlapped(scene: Scene, pairs: Pairs, made: TimedEvent | undefined): Answer | undefined {
  const what = `no two rekeys at once when ${scene.X} was made`;
  return pairs.length > 0 ? undefined : silent(scene, { side: scene.receiver, heard: 'ike', since: made, what, wants: WANTS });
}

function madeByOne(scene: Scene, pairs: Pairs, made: TimedEvent | undefined): Answer | undefined {
  const own = pairs.findLast((pair) => pair.some((each) => isOf(each, made, scene.sa?.messageId)));
  if (own === undefined) return undefined;
  const said = `two rekeys overlapped at ${whereOf(scene, pairs)} when ${scene.X} was made`;
  return yes(said, scene.cite(...own.map(({ ref }) => ref), made?.ref), 'suggested', WANTS);
}

function whereOf({ timeline, receiver }: Scene, [first]: Pairs): string {
  return timeline.tunnel[first?.[0].side ?? receiver].name;
}

function byAnother(scene: Scene, pairs: Pairs, made: TimedEvent | undefined): Answer {
  const where = whereOf(scene, pairs);
  const evidence = scene.cite(...(pairs.at(-1) ?? []).map(({ ref }) => ref), made?.ref);
  return made === undefined
    ? yes(`two rekeys overlapped at ${where}; whether one of them made ${scene.X} is not on record`, evidence, 'hinted', WANTS)
    : no(`${scene.X} was not made by the two rekeys that overlapped at ${where}`, evidence);
}

/** As R's record shows them, or else as S's does: each sees what it began and what it was asked for. What was begun only when X had gone, at either end, made it no duplicate. */
function rekeysBefore(scene: Scene): Pairs {
  const { timeline, receiver, sender, logs } = scene;
  const [first] = logs;
  const ends = [endingOf(scene)?.event, scene.event(scene.sa?.outbound.deleted)].flatMap((end) => end ?? []);
  const isStanding = (pair: Pairs[number]): boolean => ends.every((end) => pair.every((each) => isBefore(end, each) !== 'yes'));
  const own = rekeysAtOnce(timeline, receiver).filter((pair) => first === undefined || pair.every(({ ref }) => ref < first.ref));
  if (own.length > 0 || first === undefined) return own.filter(isStanding);
  return rekeysAtOnce(timeline, sender).filter((pair) => pair.every((each) => isBefore(each, first) !== 'no') && isStanding(pair));
}

function isOf(
  start: TimedEvent & { messageId?: number | undefined },
  made: TimedEvent | undefined,
  messageId: number | null | undefined,
): boolean {
  if (messageId != null && start.messageId === messageId) return true;
  const gap = apart(start, made);
  return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= MAKING_MS;
}

export const givenUp: Fact = {
  id: 'given-up',
  link: 'forgot',
  question: 'Did R give X up, before the message or within moments behind it?',
  ask: (scene) => {
    const [deleted, killed] = [answerOf(deletedAtReceiver, scene), answerOf(killedWhenNew, scene)];
    if (deleted.is === 'yes' || killed.is === 'yes') return deleted.is === 'yes' ? deleted : killed;
    return deleted.is === 'no' && killed.is === 'unknown' ? killed : deleted;
  },
};

export const crossingInitiations: Fact = {
  id: 'crossing-initiations',
  link: 'forgot',
  question: 'Did both ends begin an IKEv2 SA at once when X was made?',
  ask: (scene) => {
    const { X, births, timeline, receiver, sender } = scene;
    const isOfBirth = (pair: ReturnType<typeof setupsAtOnce>[number]) =>
      births.length === 0 || births.some((birth) => isOf(pair[0], birth, undefined));
    // Each end sees what it began and what it was asked for.
    const pair = setupsAtOnce(timeline, receiver).find(isOfBirth) ?? setupsAtOnce(timeline, sender).find(isOfBirth);
    if (pair === undefined)
      return silent(scene, { side: receiver, heard: 'ike', since: scene.births[0], what: 'no two IKEv2 SAs begun at once', wants: WANTS });
    return yes(
      `${timeline.tunnel[pair[0].side].name} began an IKEv2 SA and was asked for one within a moment, when ${X} was made`,
      scene.cite(...pair.map(({ ref }) => ref)),
      'suggested',
      WANTS,
    );
  },
};
