/** A clock step is the device's clock being set: what was stamped before is moved onto the clock that holds afterwards. */

import type { Event } from '../ipsec/event.ts';
import { extentOf } from './extent.ts';
import { inOneFormat } from './relay-formats.ts';
import { STAMP_WITH_YEAR } from './year.ts';

/** An event and its time on the clock that the device has at the end of its record. */
export interface RecordedEvent {
  event: Event;
  /** `event.at`, moved over the clock steps that came later; null without a stamp. */
  baseAt: number | null;
  /** Half-width of baseAt. */
  precisionMs: number;
  /** What of that the steps behind it brought: between two stamps with the same no clock was set. */
  stepMs: number;
}

/** `updated from A to B` names both in whole seconds: a moved stamp is that much less sure. */
const STEP_PRECISION_MS = 1000;
/** Of a step that no message tells nobody knows how much time passed meanwhile: what lies before it is as unsure as this. [L] */
export const UNTOLD_STEP_MS = 3_600_000;
/** Lines of one device stand out of order by less than this. [L] */
const DISORDER_MS = 10_000;
/** A clock that was never set is taken for set when it jumps by more than this, forwards or back: it started at a date of its own. [L] */
const JUMP_MS = 3_600_000;
/** One that still is not authoritative behind it was set by hand: no router is silent for a year. [L] */
const YEAR_MS = 366 * 24 * JUMP_MS;
/** `*Mar  1 00:00:30.123: `: a clock that is not authoritative. [C] */
export const NOT_AUTHORITATIVE = /^(?:<\d{1,3}>)?(?:\d{1,10}: )?\*/;
/** `00:12:34: %SYS-…`, `3d04h: `: an uptime beside dates, on a device of which nobody knows when it started. */
export const UPTIME_STAMP = /^(?:<\d{1,3}>)?(?:[\w.-]{1,64}: ){0,3}\*?(?:\d{1,6}:\d{2}:\d{2}(?:\.\d{3,6})?|\d+[ywd]\d+[wdh]): /;
/** Somebody had the buffer printed: what follows is older, and no clock was set. */
const PRINTED_AGAIN = /^(?:do )?(?:sh|more)/i;

/** True of what was stamped before a step that no message tells: its stamp is in no relation to those behind it, so that it has no instant on their clock. */
export function isBeforeUntoldStep({ precisionMs }: { precisionMs: number }): boolean {
  return precisionMs > UNTOLD_STEP_MS;
}

/** Instants before it are times since a start: stamps without a year are read in 1972. */
const FIRST_DATE_MS = Date.UTC(1972, 0, 0);
/** No device has been up for longer, and no date that is known is as early. */
export const UPTIME_MAX_MS = 6 * YEAR_MS;

/** True of an instant that is no date: a router that stamps its uptime has none. */
export function isSinceStart(at: number): boolean {
  return at < FIRST_DATE_MS;
}

/** On the common clock, else on its own; null where that is no date that can be told: before an untold step, or of an uptime. */
export function dateAt(event: Pick<Event, 'text' | 'at'> & { commonAt: number | null; precisionMs: number }): number | null {
  const at = isBeforeUntoldStep(event) ? null : (event.commonAt ?? event.at);
  if (at === null || isSinceStart(at)) return null;
  return at < UPTIME_MAX_MS && UPTIME_STAMP.test(event.text) ? null : at;
}

/** First and last instant on the clock that holds at the end; undefined where the clock was never set. */
export function spanAfterSteps(recorded: readonly RecordedEvent[]): { fromAt: number; toAt: number } | undefined {
  if (recorded.every(({ event, baseAt }) => event.at === baseAt)) return undefined;
  const sure = recorded.flatMap((each) => (each.baseAt === null || isBeforeUntoldStep(each) ? [] : [each.baseAt]));
  return extentOf(sure);
}

/** The events with their time on the clock of the file's end. [C %SYS-6-CLOCKUPDATE] */
export function clockSteps(stamped: readonly Event[]): RecordedEvent[] {
  const events = inOneFormat(stamped);
  const untold = untoldSteps(events);
  if (untold.size === 0 && !events.some(({ kind }) => kind === 'clock-step'))
    return events.map((event) => ({ event, baseAt: event.at, precisionMs: event.precisionMs, stepMs: 0 }));
  const recorded: RecordedEvent[] = [];
  let moveMs = 0;
  let extraMs = 0;
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (event === undefined) continue;
    const step = untold.get(index);
    if (step !== undefined) {
      moveMs += step;
      extraMs += UNTOLD_STEP_MS;
    }
    recorded.push({
      event,
      baseAt: event.at === null ? null : event.at + moveMs,
      precisionMs: event.precisionMs + extraMs,
      stepMs: extraMs,
    });
    if (event.kind !== 'clock-step' || event.fromAt == null || event.toAt == null) continue;
    moveMs += stepOf(events, index, event.fromAt, event.toAt);
    extraMs += STEP_PRECISION_MS;
  }
  return recorded.reverse();
}

/** The message names both years; stamps that print none are read in one year, so that the step is that between what was read. */
function stepOf(events: readonly Event[], index: number, fromAt: number, toAt: number): number {
  const before = events.slice(Math.max(0, index - LOOK_MAX), index).findLast(({ at }) => at !== null);
  const after = events.slice(index + 1, index + LOOK_MAX).find(({ at }) => at !== null);
  const own = events[index];
  return asRead(toAt, after ?? own) - asRead(fromAt, before ?? own);
}

/** The instant in the year in which the stamps next to it were read. */
function asRead(at: number, near: Event | undefined): number {
  if (near?.at == null || UPTIME_STAMP.test(near.text) || STAMP_WITH_YEAR.test(near.text)) return at;
  const nearAt = near.at;
  const years = [-1, 0, 1].map((more) => new Date(at).setUTCFullYear(new Date(nearAt).getUTCFullYear() + more));
  return years.reduce((one, two) => (Math.abs(two - nearAt) < Math.abs(one - nearAt) ? two : one));
}

/** By the last event before it: how far a step moved the clock that no message tells, as if no time had passed. */
function untoldSteps(events: readonly Event[]): Map<number, number> {
  const steps = new Map<number, number>();
  let last = -1;
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index];
    if (event?.at == null) continue;
    const before = events[last];
    // Told: the message itself is stamped by the old clock or by the new one.
    const isTold = before?.kind === 'clock-step' || event.kind === 'clock-step';
    if (before?.at != null && !isTold && isStep(events, last, index)) steps.set(last, event.at - before.at);
    last = index;
  }
  return steps;
}

function isStep(events: readonly Event[], from: number, to: number): boolean {
  const [before, after] = [events[from], events[to]];
  if (before?.at == null || after?.at == null) return false;
  const jumpMs = after.at - before.at;
  const wasSet = Math.abs(jumpMs) > JUMP_MS && standingOf(before) < standingOf(after);
  if (jumpMs > JUMP_MS) return wasSet || (jumpMs > YEAR_MS && standingOf(before) < 2);
  if (jumpMs > -DISORDER_MS - before.precisionMs - after.precisionMs) return false;
  return (wasSet || !isOutlier(events, from, to)) && !isPrintedAgain(events, from, to);
}

/** How far the clock was set: it counts from the start, runs from a date of its own, or is right. */
function standingOf({ text }: Event): 0 | 1 | 2 {
  if (UPTIME_STAMP.test(text)) return 0;
  return NOT_AUTHORITATIVE.test(text) ? 1 : 2;
}

/** One stamp that is wrong, before or behind others that follow each other. */
function isOutlier(events: readonly Event[], from: number, to: number): boolean {
  const next = events.slice(to + 1, to + LOOK_MAX).find(({ at }) => at !== null);
  const previous = events.slice(Math.max(0, from - LOOK_MAX), from).findLast(({ at }) => at !== null);
  const [beforeAt, afterAt] = [events[from]?.at ?? 0, events[to]?.at ?? 0];
  return (next?.at != null && next.at >= beforeAt) || (previous?.at != null && previous.at <= afterAt && beforeAt - afterAt > JUMP_MS * 24);
}

/** A long log is not searched for each of its steps. */
const LOOK_MAX = 2000;

function isPrintedAgain(events: readonly Event[], from: number, to: number): boolean {
  const between = events.slice(from, to + 1);
  if (between.some((event) => event.kind === 'command' && PRINTED_AGAIN.test(event.command))) return true;
  const seen = new Set(events.slice(Math.max(0, from - LOOK_MAX), from + 1).map(saidIn));
  const lastAt = events[from]?.at ?? 0;
  const again = events.slice(to, to + LOOK_MAX).filter(({ at }) => at !== null && at <= lastAt);
  // In the hour that comes twice one line may be as in the first; of a buffer that was printed again most are.
  return again.filter((event) => seen.has(saidIn(event))).length * 2 > again.length;
}

/** All that is told, wherever it stands: a probe an hour later has the same first line, and another message ID. */
function saidIn({ file: _file, line: _line, endLine: _endLine, ...said }: Event): string {
  return JSON.stringify(said);
}
