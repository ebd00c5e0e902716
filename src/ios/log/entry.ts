/** A log entry is one message of a log: its first line with the envelope off, and the lines that continue it. */
import type { Stamp } from './stamp.ts';

/** One line: `[<PRI>][relay][host: ][seq: ][mark]stamp[ zone]: body`, every part optional. */
export interface LogLine {
  /** What follows the envelope; the whole line when there is none. */
  body: string;
  stamp: Stamp | undefined;
  /** `*` never set or not authoritative, `.` NTP lost, `` good. [C forms, L meaning] */
  mark: '*' | '.' | '';
  sequence: number | undefined;
  priority: number | undefined;
  /** What stands between PRI and stamp: a relay's header, a host, a prompt. Its time is another clock's. */
  relay: string | undefined;
  /** True when the line begins a message: it has a stamp, or a body that only messages have. */
  isHead: boolean;
  /** True when something foreign stands in front of the body. */
  isDamaged: boolean;
}

export interface LogEntry {
  /** Of its first line. */
  head: Pick<LogLine, 'stamp' | 'sequence' | 'relay'>;
  /** The bodies of all its lines, joined by one blank. */
  body: string;
  /** The body of its first line alone, where that is known. */
  firstBody?: string;
  /** Line number of the first line, from 1. */
  line: number;
  endLine: number;
  /** The first line as printed. */
  text: string;
}
