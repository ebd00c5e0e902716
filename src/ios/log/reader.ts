/** A log reader takes a log line by line: it gathers messages from their lines, hands each to its family, and counts the rest. */
import type { Event } from '../../ipsec/event.ts';
import { TRACE_FRAME } from '../families/event-trace.ts';
import type { Family } from '../families/family.ts';
import { FAMILIES } from '../families/index.ts';
import { LOGGING_HEADER, LOGGING_HEADER_END } from '../logging.ts';
import { AMBIGUOUS_COMMAND, AUTHORIZATION_FAILED, INCOMPLETE_COMMAND, INVALID_INPUT } from '../refusal.ts';
import { spelledOut } from '../typed-command.ts';
import { interpolate, LogClock } from './clock.ts';
import { continues, isUnfinished, joined, LINES_MAX } from './continuation.ts';
import type { LogEntry, LogLine } from './entry.ts';
import { EnvelopeReader } from './envelope-reader.ts';
import { countBack, endOf, type FileEnd, familiesAt } from './file-end.ts';
import { familyAt, isBlank, isHeadAt, mayHoldHead } from './head.ts';
import { readLogLine } from './line.ts';
import { OpenEntry } from './open-entry.ts';
import { type LogOptions, LogSession } from './session.ts';
import { SECOND_BODY, SHORTEST_SPLICE, spliceAt } from './splice.ts';
import { areRuins, emitRuins, readSyslog } from './syslog.ts';
import { ANSWERED, hasPager, PAGER_CHARACTERS, readCommand, withoutPager } from './terminal.ts';

/** `        has spi 0x5E39E570 and conn_id 2000 and flags 13`, behind its stamp */
const BLOCK_LINE = /^\s{2}/;
const RETURN = 13;
/** Blanks and tabs are not above it. */
const BLANK = 32;
const TAB = 9;

/** Those that have more to say once a log's end is known. */
const SETTLING = Object.values<Family>(FAMILIES).filter(({ settle }) => settle !== undefined);

/** The marker stands between a command and the answer that refuses it. */
const ANSWER_LINES = 3;
const NOT_TAKEN = [INVALID_INPUT, INCOMPLETE_COMMAND, AMBIGUOUS_COMMAND, AUTHORIZATION_FAILED];

export class LogReader {
  readonly session: LogSession;
  readonly clock: LogClock;
  lines = 0;
  unknown = 0;
  damaged = 0;
  /** True when the text ends within a message. */
  isCutShort = false;
  /** Of each file of the log but the last: where it ends, and what it holds. */
  readonly ends: FileEnd[] = [];
  readonly #envelopes = new EnvelopeReader();
  readonly #entry = new OpenEntry();
  #isOpen = false;
  #isPaged = false;
  #isInHeader = false;
  #lastLine = '';
  #lastLength = 0;
  /** Where in the piece of text a body next may stand behind a colon. */
  #colonAt = 0;
  /** The unfinished line at the end of the last piece. */
  #rest = '';

  constructor(options: LogOptions) {
    this.session = new LogSession(options);
    this.clock = new LogClock(this.session, options.end);
  }

  /** Takes the next piece of the text; it may end anywhere. */
  feed(text: string): void {
    this.#isPaged ||= hasPager(text) || hasPager(this.#rest.slice(-PAGER_CHARACTERS) + text.slice(0, PAGER_CHARACTERS));
    let start = 0;
    this.#colonAt = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      if (this.#rest !== '') this.#readRest(text.slice(0, end));
      else {
        const to = end > start && text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
        if (this.#isPaged || !this.#readQuick(text, start, to)) this.#readLine(text.slice(start, to));
      }
      start = end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#isOpen) this.#entry.leave();
  }

  /** The line that the last piece began. */
  #readRest(end: string): void {
    const line = this.#rest + end;
    this.#rest = '';
    this.#readLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  /** Reads a line that is like the one before it, or that goes on with its message; false: it has to be read by itself. */
  #readQuick(text: string, from: number, to: number): boolean {
    const code = text.charCodeAt(from);
    if (code === BLANK || code === TAB) {
      if (!this.#goesOn(text, from, to)) return false;
      this.lines += 1;
      this.#entry.goOn(text, from, to, this.lines);
    } else {
      const bodyAt = this.#envelopes.readAt(text, from, to);
      if (bodyAt === -1 || this.#mayBeTwo(text, from, to)) return false;
      this.lines += 1;
      this.#flush();
      this.#isInHeader = false;
      this.#isOpen = true;
      const [entry, envelopes] = [this.#entry, this.#envelopes];
      entry.beginAt(text, from, bodyAt, to);
      entry.line = this.lines;
      entry.endLine = this.lines;
      entry.bear(envelopes);
      this.clock.follow(entry);
    }
    this.#lastLength = to - from;
    return true;
  }

  /** True of an indented line that surely goes on with the message above it. */
  #goesOn(text: string, from: number, to: number): boolean {
    const entry = this.#entry;
    if (!this.#isOpen || entry.family === undefined || entry.endLine - entry.line >= LINES_MAX) return false;
    return !isBlank(text, from, to) && !mayHoldHead(text, from, to);
  }

  /** True when a second message may stand in the line. */
  #mayBeTwo(text: string, from: number, to: number): boolean {
    if (to - from < SHORTEST_SPLICE) return false;
    let at = Math.max(this.#colonAt, from + SECOND_BODY);
    // Each stretch of the text is searched once.
    for (at = text.indexOf(': ', at); at !== -1 && at < to; at = text.indexOf(': ', at + 1)) if (isHeadAt(text, at + 2)) return true;
    this.#colonAt = at === -1 ? text.length : at;
    return false;
  }

  /** What follows stands in the log's next file: a message that is open may go on there. */
  turn(): void {
    this.ends.push(endOf(this, this.#endLine()));
  }

  finish(): void {
    this.isCutShort = this.#endLine();
    this.#flush();
    this.#settle(Number.POSITIVE_INFINITY);
    interpolate(this.session.events);
  }

  /** The last line of a file may have no end; true when its message surely goes on. */
  #endLine(): boolean {
    const rest = this.#rest;
    if (rest === '') return false;
    this.#readRest('');
    return isUnfinished(this.#isOpen ? this.#entry.body : undefined, this.#lastLine);
  }

  /** Gives away the events of which nothing more will be said, all but the last so many: a long log needs little memory then. */
  drain(keep: number): Event[] {
    const { events } = this.session;
    const settled = events.splice(0, Math.max(0, events.length - keep));
    this.#settle(settled.at(-1)?.line ?? 0);
    interpolate(settled);
    return settled;
  }

  #settle(line: number): void {
    for (const family of SETTLING) family.settle?.(this.session, line);
  }

  #readLine(printed: string): void {
    this.lines += 1;
    const line = this.#isPaged ? withoutPager(printed) : printed;
    if (line !== printed) this.damaged += 1;
    this.#readPart(line, printed);
    this.#lastLine = line;
    this.#lastLength = line.length;
  }

  #readPart(line: string, printed: string): void {
    const splice = spliceAt(line);
    if (splice > 0) {
      this.damaged += 1;
      this.#readPart(line.slice(0, splice), printed);
      this.#readPart(line.slice(splice), printed);
      return;
    }
    const head = this.#envelopes.read(line);
    // 12.4 stamps the lines of a block too, and indents what follows: `*Mar  1 00:55:42.443:         has spi 0x5E39E570 …`.
    const isIndented = head.body.charCodeAt(0) <= BLANK && BLOCK_LINE.test(head.body);
    const isBlock = isIndented && this.#isOpen && head.stamp !== undefined;
    if (isBlock) this.clock.goOn(head.sequence);
    if (head.isHead && !isBlock) this.#begin(head, printed);
    else this.#follow(head.body);
  }

  #begin(head: LogLine, printed: string): void {
    this.#flush();
    this.#isInHeader = false;
    if (head.isDamaged) this.damaged += 1;
    this.#isOpen = true;
    this.#entry.begin(head, familyAt(head.body, 0), printed, this.lines);
    this.clock.follow(this.#entry);
  }

  #follow(line: string): void {
    const entry = this.#entry;
    if (line.trim() === '') return;
    const command = readCommand(line);
    if (command !== undefined) this.#emitCommand(command, line);
    else if (this.#isOpen && continues(entry, line)) {
      entry.body = joined(entry.body, line, this.#lastLength);
      entry.endLine = this.lines;
    } else this.#count(line);
  }

  /** Nobody reads it: unknown, unless it is what `show logging` prints above the log. */
  #count(line: string): void {
    const last = this.session.events.at(-1);
    if (last?.kind === 'command' && this.lines - last.line <= ANSWER_LINES && NOT_TAKEN.some((each) => each.test(line.trim())))
      last.isRefused = true;
    if (LOGGING_HEADER.test(line)) this.#isInHeader = true;
    if (!this.#isInHeader && !TRACE_FRAME.test(line) && !ANSWERED.test(line)) this.#pass(line, () => this.#entryOf(line));
    if (LOGGING_HEADER_END.test(line)) this.#isInHeader = false;
  }

  /** A prompt at which nothing was typed may stand within a message. */
  #emitCommand(command: string, line: string): void {
    if (command === '') return;
    this.#flush();
    this.session.emit({ kind: 'command', command: spelledOut(command), ...this.session.base(this.#entryOf(line)) });
  }

  /** A line that stands by itself, without a stamp. */
  #entryOf(line: string): LogEntry {
    return { head: readLogLine(''), body: line, line: this.lines, endLine: this.lines, text: line };
  }

  /** What no family reads is passed by, and counted. */
  #pass(body: string, entry: () => LogEntry): void {
    if (areRuins(body)) emitRuins(entry(), this.session);
    else this.unknown += 1;
  }

  #flush(): void {
    const [entry, session, unknown] = [this.#entry, this.session, this.unknown];
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // A name that a terminal cut is whole with the next line only.
    const family = entry.family ?? familyAt(entry.body, 0);
    if (family !== undefined) {
      (familiesAt(this.ends, entry.line) ?? session.families).add(family.id);
      family.read(entry, session);
    } else if (!entry.body.startsWith('%')) this.#pass(entry.body, () => entry);
    else if (!readSyslog(entry, session)) this.unknown += 1;
    if (this.unknown > unknown) countBack(this.ends, entry.line);
  }
}
