/** The time of a step is told no finer than its stamp is: what has none of its own lies between the two around it. */
import { dateAt } from '../timeline/clock-step.ts';
import type { TimedEvent } from '../timeline/model.ts';
import { printSpan } from '../timeline/span.ts';
import { clockTime } from './instant.ts';

/** None before a clock was set and nobody says by how much, nor of an uptime: the stamp of its line is of another clock, or of none. */
export function instantOf(event: TimedEvent): string | null {
  const instant = dateAt(event);
  return instant === null ? null : new Date(instant).toISOString();
}

/** A stamp in whole seconds; what is coarser was put between the stamps around it. */
const COARSEST_MS = 1000;
/** By less than that nobody puts two lines in another order. [L] */
const UNSURE_MS = 500;

/** That of the stamp itself, whatever the clock was set by since. */
function precisionOf({ precisionMs, stepMs = 0 }: TimedEvent): number {
  return precisionMs - stepMs;
}

/** No finer than the stamp. */
export function asSharpAs(event: TimedEvent | undefined, iso: string): string {
  const isFine = event === undefined || precisionOf(event) < COARSEST_MS;
  return isFine ? clockTime(iso) : wholeSecond(Math.round(Date.parse(iso) / COARSEST_MS));
}

const wholeSecond = (seconds: number) => clockTime(new Date(seconds * COARSEST_MS).toISOString()).slice(0, -'.000'.length);

export function timeOf(event: TimedEvent): string {
  const instant = instantOf(event);
  return instant === null || precisionOf(event) > COARSEST_MS ? '' : asSharpAs(event, instant);
}

/** `, between 11:00:00 and 11:14:10` of what has no stamp of its own; ` (+- 983 ms)` where the other router's clock is known no better. */
export function boundOf(event: TimedEvent): string {
  const instant = instantOf(event);
  if (instant === null) return '';
  const precision = precisionOf(event);
  if (precision > COARSEST_MS) {
    const [from, to] = [Date.parse(instant) - precision, Date.parse(instant) + precision];
    return `, between ${wholeSecond(Math.floor(from / COARSEST_MS))} and ${wholeSecond(Math.ceil(to / COARSEST_MS))}`;
  }
  return event.commonAt !== null && precision < COARSEST_MS && event.uncertaintyMs >= UNSURE_MS
    ? ` (+- ${printSpan(event.uncertaintyMs)})`
    : '';
}
