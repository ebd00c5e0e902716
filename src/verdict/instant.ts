/** An instant is printed on a's clock, or on the device's own when nothing ties the two. */
import { isBeforeUntoldStep } from '../timeline/clock-step.ts';
import type { TimedEvent } from '../timeline/model.ts';

/** ISO 8601; null without a stamp, or where the clock was set since and nobody says by how much. */
export function printInstant(event: TimedEvent | undefined): string | null {
  const at = event === undefined || isBeforeUntoldStep(event) ? null : (event.commonAt ?? event.at);
  return at === null ? null : new Date(at).toISOString();
}
