/** An instant is printed on a's clock, or on the device's own when nothing ties the two. */
import type { TimedEvent } from '../timeline/model.ts';

/** ISO 8601; null without a stamp. */
export function printInstant(event: TimedEvent | undefined): string | null {
  const at = event?.commonAt ?? event?.at ?? null;
  return at === null ? null : new Date(at).toISOString();
}
