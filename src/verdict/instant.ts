/** An instant is printed on a's clock, or on the device's own when nothing ties the two. */
import { dateAt } from '../timeline/clock-step.ts';
import type { TimedEvent } from '../timeline/model.ts';

/** ISO 8601; null without a stamp, where the clock was set since and nobody says by how much, or of an uptime. */
export function printInstant(event: TimedEvent | undefined): string | null {
  const at = event === undefined ? null : dateAt(event);
  return at === null ? null : new Date(at).toISOString();
}
