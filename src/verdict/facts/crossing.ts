/** Crossing: both ends made X at once, by two rekeys or by two IKE SAs, and kept different ones. */
import type { TimedEvent } from '../../timeline/model.ts';
import { apart } from '../apart.ts';
import { endingOf } from '../ending.ts';
import { debug, type Fact, no, yes } from '../fact.ts';
import type { Scene } from '../scene.ts';
import { silent } from '../silence.ts';
import { eventsOfKind, oncePerSide, timetableOf, within } from '../views.ts';
import { bornAtSender } from './birth.ts';

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
  const started = eventsOfKind(timeline, side, 'negotiation').filter(({ change }) => change === 'started');
  return pairsOf(
    started.filter(({ role }) => role === 'initiator'),
    started.filter(({ role }) => role === 'responder'),
  );
});

const setupsAtOnce = oncePerSide((timeline, side) => {
  const inits = eventsOfKind(timeline, side, 'message').filter(
    ({ version, exchange, message }) => version === 2 && exchange === 'ike-sa-init' && message === 'request',
  );
  return pairsOf(
    inits.filter(({ direction }) => direction === 'sent'),
    inits.filter(({ direction }) => direction === 'received'),
  );
});

export const crossingRekeys: Fact = {
  id: 'crossing-rekeys',
  link: 'forgot',
  question: 'Did both ends rekey at once when X was made?',
  ask: (scene) => {
    const { R, X, receiver, sa } = scene;
    const wants = [debug('R', 'ike', 'at the making'), debug('S', 'ike', 'at the making')];
    const [first] = scene.logs;
    const pairs = rekeysAtOnce(scene.timeline, receiver).filter((pair) => first === undefined || pair.every(({ ref }) => ref < first.ref));
    const made =
      scene.event(sa?.inbound.created) ?? scene.event(sa?.inbound.installed) ?? scene.event(sa?.inbound.requested) ?? bornAtSender(scene);
    if (pairs.length === 0 && !isOld(scene, made))
      return silent(scene, { side: receiver, heard: 'ike', since: made, what: `no two rekeys at once when ${X} was made`, wants });
    if (isOld(scene, made))
      return no(
        `${X} was more than ${DUPLICATE_MS / 1000} s old when it went: no duplicate lives so long`,
        scene.cite(made?.ref, endingOf(scene)?.event.ref),
      );
    const own = pairs.findLast((pair) => pair.some((each) => isOf(each, made, sa?.messageId)));
    if (own === undefined)
      return made === undefined
        ? yes(
            `two rekeys overlapped at ${R}; whether one of them made ${X} is not on record`,
            scene.cite(...(pairs.at(-1) ?? []).map(({ ref }) => ref)),
            'hinted',
            wants,
          )
        : no(
            `${X} was not made by the two rekeys that overlapped at ${R}`,
            scene.cite(...(pairs.at(-1) ?? []).map(({ ref }) => ref), made.ref),
          );
    return yes(`two rekeys overlapped at ${R} when ${X} was made`, scene.cite(...own.map(({ ref }) => ref), made?.ref), 'suggested', wants);
  },
};

function isOld(scene: Scene, made: TimedEvent | undefined): boolean {
  const lived = apart(made, endingOf(scene)?.event);
  return lived !== undefined && lived.leastMs > DUPLICATE_MS;
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

export const crossingInitiations: Fact = {
  id: 'crossing-initiations',
  link: 'forgot',
  question: 'Did both ends begin an IKEv2 SA at once when X was made?',
  ask: (scene) => {
    const { R, X, receiver } = scene;
    const wants = [debug('R', 'ike', 'at the making'), debug('S', 'ike', 'at the making')];
    const { births } = scene;
    const pair = setupsAtOnce(scene.timeline, receiver).find(
      (each) => births.length === 0 || births.some((birth) => isOf(each[0], birth, undefined)),
    );
    if (pair === undefined)
      return silent(scene, { side: receiver, heard: 'ike', since: scene.births[0], what: 'no two IKEv2 SAs begun at once', wants });
    return yes(
      `${R} began an IKEv2 SA and was asked for one within a moment, when ${X} was made`,
      scene.cite(...pair.map(({ ref }) => ref)),
      'suggested',
      wants,
    );
  },
};
