/** Stamps are how a router prints instants: for `show clock`, and in its log as `service timestamps` wants it. [C] ike.md 2 */
import type { Configuration } from './configuration.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sep  2 13:36:47.287`, `Sep  2 2025 13:36:47` [C] */
export function logStamp(atMs: number, { hasMs = true, hasYear = false } = {}): string {
  const date = new Date(atMs);
  const year = hasYear ? ` ${date.getUTCFullYear()}` : '';
  const time = hasMs ? timeOf(date) : timeOf(date).slice(0, 8);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}${year} ${time}`;
}

/** `Wed Mar10 13:22:46 2021`: month and day glued, as `show event manager history events` has it. [C] */
export function historyStamp(atMs: number): string {
  const date = new Date(atMs);
  const day = String(date.getUTCDate()).padStart(2);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]}${day} ${timeOf(date).slice(0, 8)} ${date.getUTCFullYear()}`;
}

/** `13:36:47.287 UTC Tue Sep 2 2025` [C] */
export function clockStamp(atMs: number): string {
  const date = new Date(atMs);
  return `${timeOf(date)} UTC ${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()} ${date.getUTCFullYear()}`;
}

/** `Sep 02 2025 13:36:47 +00:00`, as `dir` prints it. [C] */
export function fileStamp(atMs: number): string {
  const date = new Date(atMs);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${MONTHS[date.getUTCMonth()]} ${day} ${date.getUTCFullYear()} ${timeOf(date).slice(0, 8)} +00:00`;
}

function timeOf(date: Date): string {
  return date.toISOString().slice(11, 23);
}

export type LogKind = 'log' | 'debug';

/** `service timestamps debug datetime msec localtime show-timezone year`, each word behind `datetime` optional */
const DATETIME = /^service timestamps (?:log|debug) datetime\b(?<words>.*)$/;
const SECONDS_OF = { minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;

export interface Instant {
  nowMs: number;
  startedAtMs: number;
  /** `*`: the clock is not known to be right. */
  mark: string;
  /** Counts lines from 1. */
  sequence: number;
}

/** What stands before the text: `000123: *Sep  2 13:36:47.287 UTC: ` */
export function envelopeOf(configuration: Configuration, kind: LogKind, { nowMs, startedAtMs, mark, sequence }: Instant): string {
  const number = configuration.has('service sequence-numbers') ? `${String(sequence).padStart(6, '0')}: ` : '';
  const line = configuration.find(kind === 'log' ? /^service timestamps log\b/ : /^service timestamps debug\b/);
  if (line === undefined) return number;
  const words = DATETIME.exec(line)?.groups?.['words'];
  if (words === undefined) return `${number}${uptimeStamp((nowMs - startedAtMs) / 1000)}: `;
  const zone = words.includes('show-timezone') ? ' UTC' : '';
  return `${number}${mark}${logStamp(nowMs, { hasMs: words.includes('msec'), hasYear: words.includes('year') })}${zone}: `;
}

/** `00:12:34`, `3d04h`, `43w2d` [C] */
function uptimeStamp(seconds: number): string {
  const { minute, hour, day, week } = SECONDS_OF;
  if (seconds >= week) return `${Math.floor(seconds / week)}w${Math.floor((seconds % week) / day)}d`;
  if (seconds >= day) return `${Math.floor(seconds / day)}d${String(Math.floor((seconds % day) / hour)).padStart(2, '0')}h`;
  const parts = [seconds / hour, (seconds % hour) / minute, seconds % minute];
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
