/** A log whose newest line stands first is turned round: every reader takes what stands above for what came before. */
import type { LogLine } from '../../ios/log/entry.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { readRelayStamp } from '../../ios/log/relay-stamp.ts';
import { calendarAt, YEAR_UNKNOWN } from '../../ios/log/stamp.ts';
import type { Page } from './page.ts';
import { reorder } from './page.ts';
import { hostsBefore } from './speaker.ts';

/** Enough to see in which direction it runs. */
const SAMPLE_LINES = 2000;
const STEPS_MIN = 2;
/** A clock that is set steps back once; a relay mixes a few. */
const BACKWARD_SHARE = 0.9;

export function turnRound(page: Page): Page {
  if (!runsBackwards(page.lines)) return page;
  const groups = isByMessage(page.lines) ? messagesOf(page.lines) : page.lines.map((_, at) => [at]);
  const turned = reorder(page, groups.toReversed().flat());
  return { ...turned, done: [...turned.done, 'its newest line stood first: it was turned round'] };
}

function runsBackwards(lines: readonly string[]): boolean {
  let backward = 0;
  let forward = 0;
  let isCounted = false;
  // Clocks of two routers differ: each is held against its own line before.
  const lastOf = new Map<string, Place>();
  for (const line of lines.slice(0, SAMPLE_LINES)) {
    const place = placeOf(line);
    if (place === undefined) continue;
    const last = lastOf.get(place.host);
    const step = last === undefined ? 0 : stepOf(place.at - last.at, line);
    if (step < 0) {
      backward += 1;
      isCounted ||= last !== undefined && isCountedBack(last, place);
    }
    if (step > 0) forward += 1;
    lastOf.set(place.host, place);
  }
  return backward >= (isCounted ? 1 : STEPS_MIN) && backward >= (backward + forward) * BACKWARD_SHARE;
}

/** When a message was printed, and what else on its line says which came first. */
interface Place {
  /** By the name before it; empty where none stands there. */
  host: string;
  at: number;
  sequence: number | undefined;
  relayedAt: number | undefined;
}

function placeOf(line: string): Place | undefined {
  const read = readLogLine(line);
  const at = instantIn(read);
  if (at === undefined) return undefined;
  const { sequence, relay = '' } = read;
  const relayed = readRelayStamp(relay);
  const [host = ''] = hostsBefore(line, read);
  return { host, at, sequence, relayedAt: relayed === undefined ? undefined : calendarAt(relayed, relayed.year ?? YEAR_UNKNOWN) };
}

/** No clock that is set turns the numbers of the messages back too, nor the relay's clock. */
function isCountedBack(last: Place, next: Place): boolean {
  if (last.sequence !== undefined && next.sequence !== undefined) return next.sequence < last.sequence;
  return last.relayedAt !== undefined && next.relayedAt !== undefined && next.relayedAt < last.relayedAt;
}

const HALF_YEAR_MS = 183 * 86_400_000;

/** Without a year December behind January is a step back over New Year, and January behind December one on. */
function stepOf(stepMs: number, line: string): number {
  const { stamp } = readLogLine(line);
  const isOverNewYear = Math.abs(stepMs) > HALF_YEAR_MS && stamp?.kind === 'calendar' && stamp.year === undefined;
  return isOverNewYear ? -stepMs : stepMs;
}

/** ms since 1970 in a year of our own, or of uptime; undefined without a stamp. */
export function instantOf(line: string): number | undefined {
  return instantIn(readLogLine(line));
}

export function instantIn({ stamp }: Pick<LogLine, 'stamp'>): number | undefined {
  if (stamp === undefined) return undefined;
  return stamp.kind === 'calendar' ? calendarAt(stamp, stamp.year ?? YEAR_UNKNOWN) : stamp.uptimeMs;
}

/** True when a message's own lines still stand below it: a viewer turned messages round, not lines. */
function isByMessage(lines: readonly string[]): boolean {
  const isHead = lines.map((line) => readLogLine(line).isHead);
  const carries = (line: string | undefined) => line !== undefined && line.trim() !== '';
  let below = 0;
  let above = 0;
  lines.forEach((line, at) => {
    if (isHead[at] !== false || !carries(line)) return;
    if (isHead[at - 1] === true && OPEN.test(lines[at - 1] ?? '')) below += 1;
    if (isHead[at + 1] === true && OPEN.test(lines[at + 1] ?? '')) above += 1;
  });
  const first = lines.findIndex(carries);
  if (below === above) return first === -1 || isHead[first] === true;
  return below > above;
}

/** A message that has more to say ends so. */
const OPEN = /[,:=(]\s*$/;

function messagesOf(lines: readonly string[]): number[][] {
  const groups: number[][] = [];
  lines.forEach((line, at) => {
    if (readLogLine(line).isHead || groups.length === 0) groups.push([at]);
    else groups.at(-1)?.push(at);
  });
  return groups;
}
