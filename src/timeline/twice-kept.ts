/** A message that is kept twice, in a buffer that was saved again or on a relay, is one message: the copy with the finer stamp stands. */
import { readLogLine } from '../ios/log/line.ts';
import { RELAY_PRECISION_MS } from '../ios/log/relay-stamp.ts';
import type { RecordedEvent } from './clock-step.ts';
import { recordedOf } from './grouped.ts';

/** Each as often as it stands in one file; a relay adds to the envelope, and may drop the milliseconds. */
export function withoutRepeats(logs: readonly RecordedEvent[][]): RecordedEvent[][] {
  if (logs.length < 2) return [...logs];
  const kept = new Map<string, Kept[]>();
  const fresh = new Map<number, RecordedEvent[]>();
  for (const index of finestFirst(logs)) {
    const own = logs[index] ?? [];
    const isSet = recordedOf(own, 'clock-step').length > 0;
    const left = new Map<string, Kept[]>();
    const news = own.filter((recorded) => !isTaken(recorded, sideOf(recorded, isSet), { kept, left }));
    for (const recorded of news) {
      const [key = ''] = keysOf(recorded.event);
      const known = kept.get(key) ?? [];
      known.push({ at: recorded.event.at ?? 0, movedMs: sideOf(recorded, isSet) });
      kept.set(key, known);
    }
    fresh.set(index, news);
  }
  return logs.map((_, index) => fresh.get(index) ?? []);
}

type Stamped = RecordedEvent['event'];

interface Kept {
  at: number;
  movedMs: number | undefined;
}

/** On which side of the clocks that were set it lies; undefined in a file that shows none being set. */
function sideOf({ event, baseAt }: RecordedEvent, isSet: boolean): number | undefined {
  return isSet && event.at !== null && baseAt !== null ? baseAt - event.at : undefined;
}

/** True where an earlier file has it, and no other message of this one was taken for that; `left`: of each key what was not. */
function isTaken(
  { event }: RecordedEvent,
  movedMs: number | undefined,
  { kept, left }: { kept: ReadonlyMap<string, Kept[]>; left: Map<string, Kept[]> },
): boolean {
  for (const key of keysOf(event)) {
    const own = left.get(key) ?? [...(kept.get(key) ?? [])];
    left.set(key, own);
    // Without stamps one is as good as another: the last is taken off at no cost.
    const place = event.at === null ? own.length - 1 : own.findIndex((each) => isNear(event, each.at) && isOneSide(movedMs, each));
    if (place === -1) continue;
    own.splice(place, 1);
    return true;
  }
  return false;
}

/** Behind a clock that was set back the same stamps come again. */
function isOneSide(movedMs: number | undefined, other: Kept): boolean {
  return movedMs === undefined || other.movedMs === undefined || Math.abs(movedMs - other.movedMs) < RELAY_PRECISION_MS;
}

function isNear({ at, precisionMs }: Stamped, other: number): boolean {
  return at !== null && Math.abs(at - other) < Math.max(1, Math.min(precisionMs, RELAY_PRECISION_MS));
}

/** Of its own stretch of time first, then of those next to it. */
function keysOf({ kind, at, text, precisionMs }: Stamped): string[] {
  const body = inAnyForm(readLogLine(text).body);
  if (at === null) return [`${kind}  ${body}`];
  const stretch = Math.floor(at / RELAY_PRECISION_MS);
  const stretches = precisionMs < SECOND_MS ? [stretch] : [stretch, stretch - 1, stretch + 1];
  return stretches.map((each) => `${kind} ${each} ${body}`);
}

const SECOND_MS = 1000;

/** A terminal writes blanks for tabs, leaves those at the end out, and loses or adds one where it breaks a line: what else is printed tells two messages apart. */
function inAnyForm(body: string): string {
  return body.replace(/\s+/g, '');
}

/** Files by what their stamps mostly are worth; the order of equals stands. */
function finestFirst(logs: readonly RecordedEvent[][]): number[] {
  const worth = logs.map(middlePrecision);
  return logs.map((_, index) => index).toSorted((one, two) => (worth[one] ?? 0) - (worth[two] ?? 0));
}

function middlePrecision(events: readonly RecordedEvent[]): number {
  const stamped = events.filter(({ event }) => event.at !== null).map(({ event }) => event.precisionMs);
  return stamped.toSorted((one, two) => one - two)[Math.floor(stamped.length / 2)] ?? Number.MAX_SAFE_INTEGER;
}
