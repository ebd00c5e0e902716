/** Springing decides whether what just happened fires an applet: pattern, how often within a period, and not again within the rate limit. */
import { MAXRUN_SECONDS_DEFAULT } from '../ios/eem-defaults.ts';
import { springsTogether } from './correlate.ts';
import { hears } from './hear.ts';
import type { Applet, EventFields, EventStatement } from './model.ts';

/** What happened on the router. */
export type Occurrence = { kind: 'syslog'; message: string } | { kind: 'run' };

/** What an event statement remembers between occurrences. */
export interface SpringMemory {
  /** Times of the matches that count towards `occurs`. */
  matchedAtMs: number[];
  firedAtMs: number | undefined;
}

export function freshMemory(): SpringMemory {
  return { matchedAtMs: [], firedAtMs: undefined };
}

/** True when the applet fires; the memory is changed. */
export function springs(event: EventStatement, occurrence: Occurrence, memory: SpringMemory, nowMs: number): boolean {
  if (occurrence.kind === 'run') return event.detector === 'none';
  if (event.detector !== 'syslog') return false;
  const { fields } = event;
  if (!hears(fields, occurrence.message)) return false;
  const periodMs = Number(fields.periodSeconds ?? 0) * 1000;
  const recent = memory.matchedAtMs.filter((at) => periodMs === 0 || nowMs - at <= periodMs);
  memory.matchedAtMs = [...recent, nowMs];
  if (memory.matchedAtMs.length < Number(fields.occurs ?? 1)) return false;
  memory.matchedAtMs = [];
  return fires(fields, memory, nowMs);
}

/** `ratelimit` is the least time between two firings. [C] */
function fires(fields: EventFields<'syslog'>, memory: SpringMemory, nowMs: number): boolean {
  const limitMs = Number(fields.ratelimitSeconds ?? 0) * 1000;
  if (memory.firedAtMs !== undefined && nowMs - memory.firedAtMs < limitMs) return false;
  memory.firedAtMs = nowMs;
  return true;
}

/** When a timer is due next, in the clock of its arguments; undefined when it is no timer, or has run out. Cron entries are not followed here. */
export function nextDueAt(event: EventStatement, registeredAtMs: number, lastFiredAtMs: number | undefined): number | undefined {
  if (event.detector !== 'timer') return undefined;
  const { mode, timeSeconds = 0 } = event.fields;
  const stepMs = Number(timeSeconds) * 1000;
  if (mode === 'watchdog') return (lastFiredAtMs ?? registeredAtMs) + Math.max(stepMs, 1);
  if (lastFiredAtMs !== undefined) return undefined;
  if (mode === 'countdown') return registeredAtMs + stepMs;
  return mode === 'absolute' ? stepMs : undefined;
}

/** The applet's own limit, or the device's when it names none. */
export function maxrunSeconds({ fields }: Pick<EventStatement, 'fields'>): number {
  return Number(('maxrunSeconds' in fields ? fields.maxrunSeconds : undefined) ?? MAXRUN_SECONDS_DEFAULT);
}

/** What an applet remembers of all its events. */
export interface AppletMemory {
  events: Map<EventStatement, SpringMemory>;
  /** When each tagged event has happened. */
  happened: Map<string, number[]>;
}

export function freshAppletMemory(): AppletMemory {
  return { events: new Map(), happened: new Map() };
}

/** The event by which the applet fires now: a plain one, or the last of those that its trigger block joins. The memory is changed. */
export function sprungEvent(
  { events, trigger }: Applet,
  occurrence: Occurrence,
  memory: AppletMemory,
  nowMs: number,
): EventStatement | undefined {
  let last: EventStatement | undefined;
  for (const event of events) {
    const own = memory.events.get(event) ?? freshMemory();
    memory.events.set(event, own);
    if (!springs(event, occurrence, own, nowMs)) continue;
    if (trigger === undefined) return event;
    memory.happened.set(event.tag ?? '', [...(memory.happened.get(event.tag ?? '') ?? []), nowMs]);
    last = event;
  }
  if (last === undefined || trigger === undefined || !springsTogether(trigger, memory.happened, nowMs)) return undefined;
  memory.happened.clear();
  return last;
}
