/** A clock step is the device's clock being set: what was stamped before is moved onto the clock that holds afterwards. */
import type { Event } from '../ipsec/event.ts';

/** An event and its time on the clock that the device has at the end of its record. */
export interface RecordedEvent {
  event: Event;
  /** `event.at`, moved over the clock steps that came later; null without a stamp. */
  baseAt: number | null;
  /** Half-width of baseAt. */
  precisionMs: number;
}

/** `updated from A to B` names both in whole seconds: a moved stamp is that much less sure. */
const STEP_PRECISION_MS = 1000;

/** The events with their time on the clock of the file's end. [C %SYS-6-CLOCKUPDATE] */
export function clockSteps(events: readonly Event[]): RecordedEvent[] {
  const recorded: RecordedEvent[] = [];
  let moveMs = 0;
  let extraMs = 0;
  for (const event of events.toReversed()) {
    recorded.push({ event, baseAt: event.at === null ? null : event.at + moveMs, precisionMs: event.precisionMs + extraMs });
    if (event.kind !== 'clock-step' || event.fromAt == null || event.toAt == null) continue;
    moveMs += event.toAt - event.fromAt;
    extraMs += STEP_PRECISION_MS;
  }
  return recorded.reverse();
}
