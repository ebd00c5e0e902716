/** In vain: what R asked of S while S's ESP came, and nothing of S's IKE did: until R took S for dead, or where R alone is on record. */
import { other } from '../ipsec/side.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { apart, isBefore } from './apart.ts';
import { anyOf } from './clues.ts';
import { endingOf } from './ending.ts';
import { answerOf } from './fact.ts';
import { espAround, firstInVain } from './facts/around.ts';
import { deathOf } from './facts/dead-peer.ts';
import { BLOCKED_MS, EXCHANGES_MIN } from './one-way.ts';
import { placeBefore } from './places.ts';
import type { Scene } from './scene.ts';
import { messagesFrom, oncePerSide } from './views.ts';

/** The first of what R asked in vain until it took S for dead, while ESP of S came: of IKE alone nothing passed, or S did not answer. Whose record shows that S answered nothing was not blocked. */
export function askedInVain(scene: Scene): TimedEvent | undefined {
  const dead = deathOf(scene);
  const asked = firstInVain(scene);
  const esp = answerOf(espAround, scene);
  if (dead === undefined || asked === undefined || asked === dead || esp.is !== 'yes' || esp.grade === 'hinted') return undefined;
  return isHeardUnanswered(scene, asked, dead) ? undefined : asked;
}

/** R's questions arrived, and S sent nothing: it was S that did not answer. */
function isHeardUnanswered({ timeline, sender }: Scene, asked: TimedEvent, dead: TimedEvent): boolean {
  const { came, went } = wireOf(timeline, sender);
  return hasMeanwhile(came, asked, dead) && !hasMeanwhile(went, asked, dead);
}

/** What reached the side of the other's messages, and what left it, in the order of its record. */
const wireOf = oncePerSide((timeline, side) => {
  const eventsAt = (refs: readonly (number | null)[]): TimedEvent[] =>
    refs.flatMap((ref) => timeline.events[ref ?? -1] ?? []).sort((one, two) => one.ref - two.ref);
  const delivered = messagesFrom(timeline, other(side)).filter(({ fate }) => fate === 'delivered');
  return {
    came: eventsAt(delivered.map(({ received }) => received)),
    went: eventsAt(messagesFrom(timeline, side).map(({ sent }) => sent)),
  };
});

/** One that is before the death, and not surely before the first question. */
function hasMeanwhile(events: readonly TimedEvent[], asked: TimedEvent, dead: TimedEvent): boolean {
  for (let place = placeBefore(events, dead) - 1; place >= 0; place -= 1) {
    const event = events[place];
    if (event === undefined || isBefore(event, dead) !== 'yes') continue;
    if (isBefore(event, asked) !== 'yes') return true;
    // A clock may have run back a little between the lines of one record.
    if ((apart(event, asked)?.leastMs ?? 0) > STEP_MS) return false;
  }
  return false;
}

/** So far back nothing in the order of a record is later. [L] */
const STEP_MS = 60_000;

/** Where R alone is on record: what it sent behind the end of X, of more than one exchange and all in vain, when nothing of S's IKE came and its ESP did. */
export function askedAlone(scene: Scene): TimedEvent[] | undefined {
  const { timeline, receiver, sender, logs } = scene;
  const [end, last] = [endingOf(scene)?.event, logs.at(-1)];
  if (end === undefined || last === undefined || timeline.recordings[sender].lines > 0) return undefined;
  const behind = anyOf(scene, receiver, 'message').filter((event) => isBefore(end, event) === 'yes' && isBefore(event, last) === 'yes');
  // In IKEv1 nothing need be answered. [C RFC 2408, RFC 7296 2.1]
  const asked = behind.filter(({ direction, version, message }) => direction === 'sent' && version === 2 && message === 'request');
  const ids = new Set(asked.map(({ exchange, messageId, ikeSpis }) => `${exchange} ${messageId} ${ikeSpis?.initiator}`));
  const span = apart(asked[0], asked.at(-1));
  const isVain = behind.length === asked.length && ids.size >= EXCHANGES_MIN && span !== undefined && span.leastMs >= BLOCKED_MS;
  return isVain ? asked : undefined;
}
