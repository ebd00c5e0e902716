/** Remarks are what two readings of a router's gauges say together: that it has restarted, that its clock was set, that its log was emptied, what recording costs. */
import { printDuration } from '../playbook/duration.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { Gauges } from './gauges.ts';

/** Uptime is printed in minutes. [C] */
const UPTIME_SECONDS = 60;
/** Beyond what a clock drifts in an hour, and what a question takes. */
const CLOCK_MS = 5000;
/** Fewer lines than these say nothing of a buffer. */
const KEPT_LINES_MIN = 20;
/** Of a message in the buffer, with its stamp: what turns over is guessed high. [B] */
export const MESSAGE_BYTES = 150;
/** A rate over less is no rate: an exchange of IKE is logged in one burst. */
const RATE_MS = 50_000;

/** Uptime never goes back on a router that runs on. */
export function isRestarted(before: Pick<Gauges, 'uptimeSeconds'>, now: Pick<Gauges, 'uptimeSeconds'>): boolean {
  return (now.uptimeSeconds ?? Number.POSITIVE_INFINITY) < (before.uptimeSeconds ?? 0) - UPTIME_SECONDS;
}

/** Each in one sentence, with what it means for the record. Nothing is set again: the clock is the router's own, and what was in the log is lost. */
export function remarksOf(before: Gauges, now: Gauges): string[] {
  const movedMs = (now.clockMs ?? Number.NaN) - (before.clockMs ?? Number.NaN) - (now.atMs - before.atMs);
  const isSet = Math.abs(movedMs) > CLOCK_MS;
  return [
    ...(isSet
      ? [`its clock was set ${sayMoved(movedMs)}: lines before and after it are on two clocks, and the lease's end there moves with it`]
      : []),
    ...(isEmptied(before, now) ? ['its log buffer was emptied: what was recorded until then is lost, and recording goes on'] : []),
  ];
}

function sayMoved(movedMs: number): string {
  return `${movedMs > 0 ? 'forward' : 'back'} by about ${printDuration(Math.round(Math.abs(movedMs) / 1000))}`;
}

/** One that is full holds about as many lines as before; one that is not holds more. */
function isEmptied(before: Gauges, now: Gauges): boolean {
  const kept = before.keptLines ?? 0;
  return kept >= KEPT_LINES_MIN && (now.keptLines ?? kept) < kept / 2;
}

export function linesPerSecond(before: Gauges | undefined, now: Gauges): number | undefined {
  if (before?.messages === undefined || now.messages === undefined) return undefined;
  const [messages, ms] = [now.messages - before.messages, now.atMs - before.atMs];
  return messages < 0 || ms < RATE_MS ? undefined : messages / (ms / 1000);
}

export function turnoverSeconds(bufferBytes: number, rate: number | undefined): number | undefined {
  return rate === undefined || rate === 0 ? undefined : bufferBytes / (rate * MESSAGE_BYTES);
}

/** Why the recording is too dear, and whether it is the memory that it takes. */
export interface Overload {
  text: string;
  isMemoryShort: boolean;
}

/** Undefined when it is not too dear. */
export function overloadOf(
  { budget }: Pick<Playbook, 'budget'>,
  { cpuPercent, memoryPercent }: Gauges,
  rate: number | undefined,
): Overload | undefined {
  if (budget.cpuPercent !== undefined && cpuPercent !== undefined && cpuPercent >= budget.cpuPercent)
    return { text: `its CPU load is ${cpuPercent} % over a minute, and ${budget.cpuPercent} % is the ceiling`, isMemoryShort: false };
  if (rate !== undefined && rate > budget.linesPerSecond)
    return { text: `it logs ${rate.toFixed(0)} lines a second, and ${budget.linesPerSecond} is the ceiling`, isMemoryShort: false };
  if (memoryPercent !== undefined && memoryPercent > budget.memoryPercent)
    return { text: `${memoryPercent} % of its memory is in use, and ${budget.memoryPercent} % is the ceiling`, isMemoryShort: true };
  return undefined;
}

/** `recording costs: CPU 5 % before, 6 % now; 0.3 lines a second; the log buffer turns over in 25h` */
export function sayCost(
  before: Pick<Gauges, 'cpuPercent'>,
  { cpuPercent }: Gauges,
  rate: number | undefined,
  bufferBytes: number,
): string | undefined {
  const turnover = turnoverSeconds(bufferBytes, rate);
  const parts = [
    ...(cpuPercent === undefined
      ? []
      : [`CPU ${before.cpuPercent === undefined ? '' : `${before.cpuPercent} % before, `}${cpuPercent} % now`]),
    ...(rate === undefined ? [] : [`${rate.toFixed(rate < 10 ? 1 : 0)} lines a second`]),
    ...(turnover === undefined ? [] : [`the log buffer turns over in ${printTurnover(turnover)}`]),
  ];
  return parts.length === 0 ? undefined : `recording costs: ${parts.join('; ')}`;
}

function printTurnover(seconds: number): string {
  const HOUR = 3600;
  if (seconds > 48 * HOUR) return `${Math.floor(seconds / (24 * HOUR))} days`;
  return seconds > 2 * HOUR ? `${Math.floor(seconds / HOUR)} hours` : `${Math.ceil(seconds / 60)} minutes`;
}
