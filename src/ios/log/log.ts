/** A log is what a device printed over time, read in one pass into events; what nobody can read is counted, never thrown. */
import type { Event } from '../../ipsec/event.ts';
import type { Side } from '../../ipsec/side.ts';
import type { Gap, LogClock } from './clock.ts';
import { endOf } from './file-end.ts';
import { citeFiles, type LogFile, type LogPart, partsOf } from './in-files.ts';
import { LogReader } from './reader.ts';
import type { LogEnd } from './session.ts';
import { YEAR_UNKNOWN } from './stamp.ts';
import type { NamedZones } from './stamp-zone.ts';

export interface LogContext extends LogsContext {
  file: string;
}

/** What is known of a log, in whichever files it stands. */
export interface LogsContext {
  side: Side;
  /** The year in which the log ends, for stamps that print none. */
  year?: number | undefined;
  /** When the log was taken, if that is known: no stamp is later than this. */
  capturedAt?: number | undefined;
  /** When the device started, for uptime stamps. */
  bootAt?: number | undefined;
  /** What the device's configuration calls its zones. */
  zones?: NamedZones | undefined;
  /** Hears how many characters of it have been read, piece by piece. */
  heard?: ((characters: number) => void) | undefined;
}

export interface Log {
  events: Event[];
  lines: number;
  /** Lines that carry text and belong to nothing that is read here. */
  unknown: number;
  /** Of another vendor's log: lines that are its own, and say nothing that is read here. */
  silent?: number | undefined;
  /** Lines with something foreign in them: a command echo, a pager, a second message. */
  damaged: number;
  /** Ids of the debug families whose lines appear. */
  families: string[];
  /** First and last stamp, of any line. */
  fromAt: number | null;
  toAt: number | null;
  /** The zone that its stamps print; null when none does. */
  zone: string | null;
  /** Every zone that they print, in order. */
  zones: string[];
  /** Stretches that the sequence numbers say are missing. */
  gaps: Gap[];
  /** Stretches within which none of them is missing. */
  numbered: { fromAt: number; toAt: number }[];
  /** Between which instants the device started, where uptimes stand between dates. */
  started?: LogClock['started'] | undefined;
  /** How many messages begin in it. */
  messages: number;
  /** True when the text ends within a message. */
  isCutShort: boolean;
  /** File by file, where it stands in several. */
  parts?: LogPart[] | undefined;
}

/** Clocks disagree by hours, by zones at most by a day. */
const FUTURE_MS = 48 * 3600 * 1000;

export function readLog(text: string, context: LogContext): Log {
  return readLogFiles([{ name: context.file, text }], context);
}

/** A log that was kept in several files, the oldest first, is one: a message that begins in one of them goes on in the next. */
export function readLogFiles(files: readonly LogFile[], context: LogsContext): Log {
  const year = context.year ?? YEAR_UNKNOWN;
  const reader = readIn(files, context, year);
  const firstYear = firstYearOf(reader.clock, year, context.capturedAt);
  return inFiles(files, firstYear === year ? reader : readIn(files, context, firstYear));
}

/** The year in which a log begins that was read as if it began in `year`, the one in which it was taken. */
export function firstYearOf({ lastAt, newYears }: LogClock, year: number, capturedAt: number | undefined): number {
  return (isInFuture(yearsEarlier(lastAt, newYears), capturedAt) ? year - 1 : year) - newYears;
}

/** What is known of when it was taken. */
export function logEndOf({ capturedAt, year }: Pick<LogContext, 'capturedAt' | 'year'>): LogEnd | undefined {
  return capturedAt === undefined || year === undefined ? undefined : { year, at: capturedAt + FUTURE_MS };
}

/** Small enough that somebody who waits sees it go on. */
const PIECE_CHARACTERS = 1024 * 1024;

function readIn(files: readonly LogFile[], context: LogsContext, year: number): LogReader {
  const { side, bootAt, zones, heard } = context;
  const reader = new LogReader({ side, file: files[0]?.name ?? '', year, end: logEndOf(context), bootAt, zones });
  files.forEach(({ text }, index) => {
    if (index > 0) reader.turn();
    feed(reader, text, heard);
  });
  reader.finish();
  return reader;
}

function feed(reader: LogReader, text: string, heard: LogsContext['heard']): void {
  if (heard === undefined) reader.feed(text);
  else
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      reader.feed(text.slice(at, at + PIECE_CHARACTERS));
      heard(Math.min(PIECE_CHARACTERS, text.length - at));
    }
}

/** It was read as if it began in the year in which it ends. */
function yearsEarlier(at: number | null, years: number): number | null {
  return at === null ? null : new Date(at).setUTCFullYear(new Date(at).getUTCFullYear() - years);
}

/** A log that was captured in January may end in December. */
function isInFuture(lastAt: number | null, capturedAt: number | undefined): boolean {
  return lastAt !== null && capturedAt !== undefined && lastAt - capturedAt > FUTURE_MS;
}

function logOf(reader: LogReader): Log {
  const { session, clock, lines, unknown, damaged, isCutShort } = reader;
  const { fromAt, toAt, zone, gaps, messages, started } = clock;
  const zones = [...clock.zones];
  const numbered = clock.numbered.filter((run) => run.toAt > run.fromAt);
  const { events, families } = session;
  return {
    events,
    lines,
    unknown,
    damaged,
    families: [...families].sort(),
    fromAt,
    toAt,
    zone,
    zones,
    gaps,
    numbered,
    started,
    messages,
    isCutShort,
  };
}

/** Where it stands in one file alone, that is all of it. */
function inFiles(files: readonly LogFile[], reader: LogReader): Log {
  const log = logOf(reader);
  if (files.length < 2) return log;
  const parts = partsOf(files, [...reader.ends, endOf(reader, log.isCutShort)]);
  citeFiles(log.events, parts);
  return { ...log, families: [...new Set(parts.flatMap(({ families }) => families))].sort(), parts };
}
