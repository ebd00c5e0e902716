/** A log style is how the configuration wants lines stamped: `service timestamps`, `service sequence-numbers`. [C] ike.md 2 */
import type { Configuration } from './configuration.ts';
import { logStamp } from './stamp.ts';

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
