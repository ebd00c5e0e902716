/** A log is what a device printed over time, read in one pass into events; what nobody can read is counted, never thrown. */
import type { Event } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import { DEBUGS } from './debugs/index.ts';
import { continues, joined } from './log-continuation.ts';
import type { LogEntry } from './log-entry.ts';
import { interpolate } from './log-interpolation.ts';
import { readLogLine } from './log-line.ts';
import { LogSession } from './log-session.ts';
import { hasPager, readCommand, spliceAt, withoutPager } from './log-terminal.ts';
import { ownsTrace, readTrace, TRACE_ID } from './shape/event-trace.ts';
import { settleExchanges } from './shape/isakmp-exchange.ts';
import { MONTHS, YEAR_UNKNOWN } from './stamp.ts';
import { readSyslog } from './syslog.ts';

export interface LogContext {
  side: Side;
  file: string;
  /** The year in which the log ends, for stamps that print none. */
  year?: number | undefined;
  /** When the log was taken, if that is known: no stamp is later than this. */
  capturedAt?: number | undefined;
  /** When the device started, for uptime stamps. */
  bootAt?: number | undefined;
}

export interface Log {
  events: Event[];
  lines: number;
  /** Lines that carry text and belong to nothing that is read here. */
  unknown: number;
  /** Lines with something foreign in them: a command echo, a pager, a second message. */
  damaged: number;
  /** Ids of the debug families whose lines appear. */
  families: string[];
  /** First and last stamp, of any line. */
  fromAt: number | null;
  toAt: number | null;
  /** Stretches that the sequence numbers say are missing. */
  gaps: { fromAt: number; toAt: number; why: string }[];
}

/** `        has spi 0x5E39E570 and conn_id 2000 and flags 13`, behind its stamp */
const BLOCK_LINE = /^\s{2}/;
/** Clocks disagree by hours, by zones at most by a day. */
const FUTURE_MS = 48 * 3600 * 1000;
/** The debugs, and the event trace, which needs none. */
const FAMILIES = [...Object.values(DEBUGS), { id: TRACE_ID, owns: ownsTrace, read: readTrace }];
const DECEMBER = MONTHS.indexOf('Dec');
const NOVEMBER = MONTHS.indexOf('Nov');
const FEBRUARY = MONTHS.indexOf('Feb');

export function readLog(text: string, context: LogContext): Log {
  const year = context.year ?? YEAR_UNKNOWN;
  const reader = readIn(text, context, year);
  const endYear = isInFuture(reader.toAt, context.capturedAt) ? year - 1 : year;
  const firstYear = endYear - reader.newYears;
  return firstYear === year ? reader.finish() : readIn(text, context, firstYear).finish();
}

function readIn(text: string, context: LogContext, year: number): LogReader {
  const reader = new LogReader(context, year);
  reader.read(text);
  return reader;
}

/** A log that was captured in January may end in December. */
function isInFuture(toAt: number | null, capturedAt: number | undefined): boolean {
  return toAt !== null && capturedAt !== undefined && toAt - capturedAt > FUTURE_MS;
}

class LogReader {
  newYears = 0;
  private readonly session: LogSession;
  private readonly log: Log = { events: [], lines: 0, unknown: 0, damaged: 0, families: [], fromAt: null, toAt: null, gaps: [] };
  private entry: LogEntry | undefined;
  private isPaged = false;
  private lastLine = '';
  private lastMonth = -1;
  private lastSequence: number | undefined;
  private lastAt: number | null = null;

  constructor({ side, file, bootAt }: LogContext, year: number) {
    this.session = new LogSession({ side, file, year, bootAt });
  }

  read(text: string): void {
    this.isPaged = hasPager(text);
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf('\n', start);
      const end = newline === -1 ? text.length : newline;
      this.readLine(text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end));
      start = end + 1;
    }
  }

  /** The last stamp of the lines read so far. */
  get toAt(): number | null {
    return this.log.toAt;
  }

  finish(): Log {
    this.flush();
    settleExchanges(this.session.exchanges.values());
    interpolate(this.session.events);
    return { ...this.log, events: this.session.events, families: [...this.session.families].sort() };
  }

  private readLine(printed: string): void {
    this.log.lines += 1;
    const line = this.isPaged ? withoutPager(printed) : printed;
    if (line !== printed) this.log.damaged += 1;
    this.readPart(line, printed);
    this.lastLine = line;
  }

  private readPart(line: string, printed: string): void {
    const splice = spliceAt(line);
    if (splice > 0) {
      this.log.damaged += 1;
      this.readPart(line.slice(0, splice), printed);
      this.readPart(line.slice(splice), printed);
      return;
    }
    const head = readLogLine(line);
    // 12.4 stamps the lines of a block too, and indents what follows: `*Mar  1 00:55:42.443:         has spi 0x5E39E570 …`.
    const isBlock = this.entry !== undefined && head.stamp !== undefined && BLOCK_LINE.test(head.body);
    if (head.isHead && !isBlock) this.begin(head, printed);
    else this.follow(head.body);
  }

  private begin(head: LogEntry['head'], printed: string): void {
    this.flush();
    if (head.isDamaged) this.log.damaged += 1;
    this.entry = { head, body: head.body, line: this.log.lines, endLine: this.log.lines, text: printed };
    this.followClock(this.entry);
  }

  private follow(line: string): void {
    const { entry } = this;
    if (line.trim() === '') return;
    const command = readCommand(line);
    if (command !== undefined) {
      this.flush();
      if (command !== '') this.emitCommand(command, line);
      return;
    }
    if (entry !== undefined && continues(entry, line)) {
      entry.body = joined(entry.body, line, this.lastLine.length);
      entry.endLine = this.log.lines;
      return;
    }
    this.log.unknown += 1;
  }

  private emitCommand(command: string, line: string): void {
    const head = readLogLine('');
    const at: LogEntry = { head, body: line, line: this.log.lines, endLine: this.log.lines, text: line };
    this.session.emit({ kind: 'command', command, ...this.session.base(at) });
  }

  private flush(): void {
    const { entry, session } = this;
    if (entry === undefined) return;
    this.entry = undefined;
    const family = FAMILIES.find(({ owns }) => owns(entry.body));
    if (entry.body.startsWith('%')) readSyslog(entry, session);
    else if (family === undefined) this.log.unknown += 1;
    else {
      session.families.add(family.id);
      family.read(entry, session);
    }
  }

  private followClock(entry: LogEntry): void {
    const { stamp, sequence } = entry.head;
    if (stamp?.kind === 'calendar' && stamp.year === undefined) this.followYear(stamp.month);
    const at = this.session.atOf(entry);
    if (at !== null) {
      if (this.log.fromAt === null || at < this.log.fromAt) this.log.fromAt = at;
      if (this.log.toAt === null || at > this.log.toAt) this.log.toAt = at;
    }
    this.followSequence(sequence, at);
  }

  /** December or November, then January or February, is a new year; any other step back is a clock that was set. */
  private followYear(month: number): void {
    const isNewYear = (this.lastMonth === DECEMBER || this.lastMonth === NOVEMBER) && month <= FEBRUARY;
    if (isNewYear) {
      this.newYears += 1;
      this.session.year += 1;
    }
    this.lastMonth = month;
  }

  private followSequence(sequence: number | undefined, at: number | null): void {
    const last = this.lastSequence;
    if (sequence !== undefined && last !== undefined && sequence > last + 1 && at !== null && this.lastAt !== null) {
      const count = sequence - last - 1;
      this.log.gaps.push({ fromAt: this.lastAt, toAt: at, why: `sequence numbers ${last} to ${sequence}: ${count} messages missing` });
    }
    this.lastSequence = sequence ?? last;
    this.lastAt = at ?? this.lastAt;
  }
}
