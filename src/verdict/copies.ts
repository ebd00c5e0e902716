/** Copies of a DELETE: what R sent of it, first and again, and which of them S heard. */
import { grouped } from '../timeline/grouped.ts';
import type { PairedMessage, TimedEvent } from '../timeline/model.ts';
import { type Apart, apart } from './apart.ts';
import { answerBy } from './deletion.ts';
import { departuresBefore } from './ending.ts';
import { listened } from './listening.ts';
import { isByIke, SENT_AGAIN_MS } from './lived.ts';
import { nearTo } from './namesakes.ts';
import { oncePerScene, type Scene } from './scene.ts';
import { instantOn } from './silence.ts';
import { messagesFrom, oncePerSide } from './views.ts';

/** The first copy left no trace at S, which listened, and a later one did: no answer was lost there, the copy was. */
export function heardAgain(
  scene: Scene,
  copies: readonly PairedMessage[],
): { heard: TimedEvent; delayMs: number; isShown: boolean } | undefined {
  const [first, ...later] = copies.toSorted((one, two) => (one.sent ?? 0) - (two.sent ?? 0));
  const heard = later.flatMap(({ received }) => scene.event(received) ?? []).at(0);
  const left = scene.event(first?.sent);
  if (first === undefined || first.received !== null || heard === undefined) return undefined;
  // One copy of all that left came, and S's record has all that came until then.
  const [fromMs, toMs] = [left, heard].map((event) => instantOn(scene, scene.sender, event));
  const isHeardThroughout =
    fromMs !== undefined && toMs !== undefined && listened(scene.timeline, 'ike', { side: scene.sender, fromMs, toMs }) === 'yes';
  if (first.fate !== 'lost' && !isHeardThroughout) return undefined;
  const delay = apart(left, heard);
  return delay === undefined || delay.leastMs <= SENT_AGAIN_MS
    ? undefined
    : { heard, delayMs: delay.leastMs, isShown: first.fate === 'lost' };
}

/** The departures, and what R sent again of them behind the message: a request that S had heard would have been answered. [C RFC 7296 2.1] */
export const copiesOf = oncePerScene((scene): readonly PairedMessage[] => {
  const departures = departuresBefore(scene);
  const keys = new Set(departures.flatMap(({ message }) => message?.key ?? []));
  const sent = sentBy(scene.timeline, scene.receiver);
  return [...keys].flatMap((key) => nearTo(sent.get(key) ?? [], (copy) => scene.event(copy.sent), departures[0]?.sent));
});

const sentBy = oncePerSide((timeline, side) => grouped(messagesFrom(timeline, side), ({ key }) => [key]));

/** Of a DELETE whose first copy was lost: where S let X go right behind a later one, or else its answer, which shows that one came. [C RFC 7296 1.4.1, 2.1] */
export function lateWord(scene: Scene): TimedEvent | undefined {
  const gone = scene.event(scene.sa?.outbound.deleted);
  const [, ...later] = copiesOf(scene).toSorted((one, two) => (one.sent ?? 0) - (two.sent ?? 0));
  const isBehind = later.some(({ sent }) => {
    const gap = apart(scene.event(sent), gone);
    return gap !== undefined && gap.mostMs >= 0 && gap.leastMs <= SENT_AGAIN_MS;
  });
  if (isBehind || (departuresBefore(scene).length === 0 && isByIke(gone))) return gone;
  return departuresBefore(scene)
    .map(({ sent }) => answerBy(scene, sent))
    .find((event) => event !== undefined);
}

/** Of several copies one came, and the stamps allow that it was the first as well as a later one, or a clock was set in between. */
export function isWhichOpen(scene: Scene, delay: Apart | undefined): boolean {
  return copiesOf(scene).length > 1 && (delay === undefined || (delay.leastMs <= SENT_AGAIN_MS && delay.mostMs > SENT_AGAIN_MS));
}
