/** Fates: what became of all IKE messages, lost or delivered, and the last that passed before or behind the end of X. */

import { SIDES, type Side } from '../ipsec/side.ts';
import type { PairedMessage, TimedEvent, Timeline } from '../timeline/model.ts';
import { apart, COARSEST_MS, isBefore } from './apart.ts';
import { endingOf } from './ending.ts';
import { BLOCKED_MS, EXCHANGES_MIN, isOfIkeSa, LOST_MIN } from './one-way.ts';
import { lastWithin } from './places.ts';
import type { Scene } from './scene.ts';
import { instantOn } from './silence.ts';
import { once, oncePerSide, timetableOf } from './views.ts';

/** What was lost and what was delivered, of all messages; `isBothWays`: much was lost of each end's over a while, and nothing came between. */
export const fates = once((timeline) => {
  const lost = timeline.messages.filter(({ fate }) => fate === 'lost');
  const delivered = timeline.messages.filter(({ fate }) => fate === 'delivered');
  const [first, last] = [lost[0], lost.at(-1)].map((message) => timeline.events[message?.sent ?? -1]);
  const between = delivered.some((message) => isInside(timeline, message, first, last));
  const span = apart(first, last) ?? commonGap(first, last);
  const isLong = lost.length >= LOST_MIN && span !== undefined && span.leastMs >= BLOCKED_MS;
  const isBothWays = isLong && !between && SIDES.every((side) => isMuchLost(timeline, side, lost));
  return { lost, delivered, isBothWays, first, last, between };
});

/** More than one exchange; or copies of one of their IKE SA, for a while, of which the other end, which was recording, had none. [C RFC 7296 2.1] */
function isMuchLost({ events }: Timeline, side: Side, all: readonly PairedMessage[]): boolean {
  const lost = all.filter(({ from }) => from === side);
  const copies = lost.flatMap(({ sent }) => events[sent ?? -1] ?? []).filter(isOfIkeSa);
  const isLong = copies.length >= LOST_MIN && (apart(copies[0], copies.at(-1))?.leastMs ?? 0) >= BLOCKED_MS;
  return isLong || new Set(lost.map(({ key }) => key)).size >= EXCHANGES_MIN;
}

/** Delivered messages by the time at which they left, on the clock of the end that sent them. */
const departures = oncePerSide((timeline, side) =>
  timetableOf(
    fates(timeline).delivered.filter(({ from, sent }) => from === side && timeline.events[sent ?? -1] !== undefined),
    ({ sent }) => timeline.events[sent ?? -1] as TimedEvent,
  ),
);

/** The last delivered message from so long before the end of X until the last unknown SPI. */
export function lastSince(scene: Scene, beforeMs: number): PairedMessage | undefined {
  const [end, last] = [endingOf(scene)?.event, scene.logs.at(-1)];
  const found = SIDES.map((side) => {
    const [fromMs, toMs] = [instantOn(scene, side, end), instantOn(scene, side, last)];
    if (end === undefined || last === undefined || fromMs === undefined || toMs === undefined) return undefined;
    const boundMs = COARSEST_MS + (scene.timeline.clock.uncertaintyMs ?? 0) + Math.max(end.uncertaintyMs, last.uncertaintyMs);
    const span = { fromMs: fromMs - beforeMs - boundMs, toMs: toMs + boundMs };
    return lastWithin(departures(scene.timeline, side), span, (message) => isSince(scene, message, beforeMs));
  });
  return found.find((message) => message !== undefined);
}

/** From so long before the end of X until the last message. */
function isSince(scene: Scene, { sent }: PairedMessage, beforeMs: number): boolean {
  const event = scene.event(sent);
  const gap = apart(endingOf(scene)?.event, event);
  const last = scene.logs.at(-1);
  return event !== undefined && gap !== undefined && gap.leastMs >= -beforeMs && last !== undefined && isBefore(event, last) === 'yes';
}

function commonGap(one: TimedEvent | undefined, two: TimedEvent | undefined): { leastMs: number } | undefined {
  if (one?.commonAt == null || two?.commonAt == null) return undefined;
  return { leastMs: two.commonAt - one.commonAt - one.uncertaintyMs - two.uncertaintyMs };
}

export function isInside(
  { events }: Timeline,
  { sent, received }: PairedMessage,
  first: TimedEvent | undefined,
  last: TimedEvent | undefined,
): boolean {
  const event = events[received ?? sent ?? -1];
  return (
    event !== undefined && first !== undefined && last !== undefined && isBefore(first, event) === 'yes' && isBefore(event, last) === 'yes'
  );
}
