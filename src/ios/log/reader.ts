/** A log reader takes a log line by line: it gathers messages from their lines, hands each to its family, and counts the rest. */
import type { Event } from '../../ipsec/event.ts';
import { TRACE_FRAME } from '../families/event-trace.ts';
import type { Family } from '../families/family.ts';
import { FAMILIES } from '../families/index.ts';
import { spelledOut } from '../typed-command.ts';
import { interpolate, LogClock } from './clock.ts';
import { continues, isUnfinished, joined } from './continuation.ts';
import type { LogEntry, LogLine } from './entry.ts';
import { EnvelopeReader } from './envelope-reader.ts';
import { familyAt } from './head.ts';
import { readLogLine } from './line.ts';
import { type LogOptions, LogSession } from './session.ts';
import { readSyslog } from './syslog.ts';
import { ANSWERED, hasPager, readCommand, spliceAt, withoutPager } from './terminal.ts';

/** `        has spi 0x5E39E570 and conn_id 2000 and flags 13`, behind its stamp */
const BLOCK_LINE = /^\s{2}/;
const RETURN = 13;
/** Blanks and tabs are not above it. */
const BLANK = 32;
/** `Syslog logging: enabled (0 messages dropped, …`, down to `Log Buffer (4096 bytes):`: what `show logging` says of itself. */
export const LOGGING_HEADER = /^\s*Syslog logging: /;
export const LOGGING_HEADER_END = /^\s*Log Buffer \(\d+ bytes\)/;

/** Those that have more to say once a log's end is known. */
const SETTLING = Object.values<Family>(FAMILIES).filter(({ settle }) => settle !== undefined);

export class LogReader {
  readonly session: LogSession;
  readonly clock: LogClock;
  lines = 0;
  unknown = 0;
  damaged = 0;
  /** True when the text ends within a message. */
  isCutShort = false;
  private readonly envelopes = new EnvelopeReader();
  private entry: LogEntry | undefined;
  private isPaged = false;
  private isInHeader = false;
  private lastLine = '';
  /** The unfinished line at the end of the last piece. */
  private rest = '';

  constructor(options: LogOptions) {
    this.session = new LogSession(options);
    this.clock = new LogClock(this.session);
  }

  /** Takes the next piece of the text; it may end anywhere. */
  feed(text: string): void {
    const whole = this.rest + text;
    this.isPaged ||= hasPager(whole);
    let start = 0;
    for (let end = whole.indexOf('\n'); end !== -1; end = whole.indexOf('\n', start)) {
      this.readLine(whole.slice(start, whole.charCodeAt(end - 1) === RETURN && end > start ? end - 1 : end));
      start = end + 1;
    }
    this.rest = whole.slice(start);
  }

  finish(): void {
    const { rest } = this;
    this.rest = '';
    if (rest !== '') this.readLine(rest.endsWith('\r') ? rest.slice(0, -1) : rest);
    this.isCutShort = rest !== '' && isUnfinished(this.entry?.body, this.lastLine);
    this.flush();
    this.settle(Number.POSITIVE_INFINITY);
    interpolate(this.session.events);
  }

  /** Gives away the events of which nothing more will be said, all but the last so many: a long log needs little memory then. */
  drain(keep: number): Event[] {
    const { events } = this.session;
    const settled = events.splice(0, Math.max(0, events.length - keep));
    this.settle(settled.at(-1)?.line ?? 0);
    interpolate(settled);
    return settled;
  }

  private settle(line: number): void {
    for (const family of SETTLING) family.settle?.(this.session, line);
  }

  private readLine(printed: string): void {
    this.lines += 1;
    const line = this.isPaged ? withoutPager(printed) : printed;
    if (line !== printed) this.damaged += 1;
    this.readPart(line, printed);
    this.lastLine = line;
  }

  private readPart(line: string, printed: string): void {
    const splice = spliceAt(line);
    if (splice > 0) {
      this.damaged += 1;
      this.readPart(line.slice(0, splice), printed);
      this.readPart(line.slice(splice), printed);
      return;
    }
    const head = this.envelopes.read(line);
    // 12.4 stamps the lines of a block too, and indents what follows: `*Mar  1 00:55:42.443:         has spi 0x5E39E570 …`.
    const isIndented = head.body.charCodeAt(0) <= BLANK && BLOCK_LINE.test(head.body);
    const isBlock = isIndented && this.entry !== undefined && head.stamp !== undefined;
    if (head.isHead && !isBlock) this.begin(head, printed);
    else this.follow(head.body);
  }

  private begin(head: LogLine, printed: string): void {
    this.flush();
    this.isInHeader = false;
    if (head.isDamaged) this.damaged += 1;
    this.entry = { head, body: head.body, line: this.lines, endLine: this.lines, text: printed };
    this.clock.follow(this.entry);
  }

  private follow(line: string): void {
    const { entry } = this;
    if (line.trim() === '') return;
    const command = readCommand(line);
    if (command !== undefined) this.emitCommand(command, line);
    else if (entry !== undefined && continues(entry, line)) {
      entry.body = joined(entry.body, line, this.lastLine.length);
      entry.endLine = this.lines;
    } else this.count(line);
  }

  /** Nobody reads it: unknown, unless it is what `show logging` prints above the log. */
  private count(line: string): void {
    if (LOGGING_HEADER.test(line)) this.isInHeader = true;
    if (!this.isInHeader && !TRACE_FRAME.test(line) && !ANSWERED.test(line)) this.unknown += 1;
    if (LOGGING_HEADER_END.test(line)) this.isInHeader = false;
  }

  private emitCommand(command: string, line: string): void {
    this.flush();
    if (command === '') return;
    const at: LogEntry = { head: readLogLine(''), body: line, line: this.lines, endLine: this.lines, text: line };
    this.session.emit({ kind: 'command', command: spelledOut(command), ...this.session.base(at) });
  }

  private flush(): void {
    const { entry, session } = this;
    if (entry === undefined) return;
    this.entry = undefined;
    if (entry.body.startsWith('%')) {
      readSyslog(entry, session);
      return;
    }
    const family = familyAt(entry.body, 0);
    if (family === undefined) this.unknown += 1;
    else {
      session.families.add(family.id);
      family.read(entry, session);
    }
  }
}
