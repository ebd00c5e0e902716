/** Probing: an end that probes its peer at even intervals has periodic DPD already, and needs no advice to run it. */
import type { DpdEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { TimedEvent, Timeline } from '../timeline/model.ts';
import { eventsOfKind, oncePerSide } from './views.ts';

/** Answered probes in a row: on demand an end probes now and then, when it has something to send. [C Cisco, IPsec Dead Peer Detection Periodic Message Option] */
const PROBES_MIN = 5;
/** One interval may differ from the next by the load of the router. [L] */
const UNEVEN_SHARE = 0.1;

/** By its configuration, or by its record. */
export function probesPeriodically(timeline: Timeline, side: Side): boolean {
  return timeline.states[side].dpd?.value.isPeriodic === true || isEven(timeline, side);
}

const isEven = oncePerSide((timeline, side) => {
  const answered = eventsOfKind(timeline, side, 'dpd').filter(isAnswered);
  const gaps = answered.slice(1).map(({ at }, index) => (at ?? Number.NaN) - (answered[index]?.at ?? Number.NaN));
  return longestEven(gaps) >= PROBES_MIN - 1;
});

const isAnswered = ({ change }: TimedEvent & DpdEvent) => change === 'ack-received';

/** How many intervals in a row are as long as the one before. */
function longestEven(gaps: readonly number[]): number {
  let [run, longest] = [0, 0];
  for (const [index, gap] of gaps.entries()) {
    const before = gaps[index - 1];
    run = before !== undefined && Math.abs(gap - before) <= before * UNEVEN_SHARE ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
