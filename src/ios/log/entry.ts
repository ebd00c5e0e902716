/** A log entry is one message of a log: its first line with the envelope off, and the lines that continue it. */
import type { LogLine } from './line.ts';

export interface LogEntry {
  head: LogLine;
  /** The bodies of all its lines, joined by one blank. */
  body: string;
  /** Line number of the first line, from 1. */
  line: number;
  endLine: number;
  /** The first line as printed. */
  text: string;
}
