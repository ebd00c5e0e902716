/** A log of another vendor is read line by line into the same events as one of IOS; what nobody can read is counted, never thrown. */
import { interpolate, LogClock } from '../ios/log/clock.ts';
import type { LogEntry } from '../ios/log/entry.ts';
import { firstYearOf, type Log, type LogContext, logEndOf } from '../ios/log/log.ts';
import { type LogEnd, LogSession } from '../ios/log/session.ts';
import { YEAR_UNKNOWN } from '../ios/log/stamp.ts';
import { VENDORS, type VendorId } from './families/index.ts';
import type { Vendor } from './families/vendor.ts';
import { readVendorHead } from './head.ts';

export function readVendorLog(id: VendorId, text: string, context: LogContext): Log {
  const year = context.year ?? YEAR_UNKNOWN;
  const reader = readIn(VENDORS[id], text, context, year);
  const firstYear = firstYearOf(reader.clock, year, context.capturedAt);
  return (firstYear === year ? reader : readIn(VENDORS[id], text, context, firstYear)).result();
}

function readIn(vendor: Vendor, text: string, context: LogContext, year: number): VendorReader {
  const { side, file, bootAt } = context;
  const reader = new VendorReader(vendor, new LogSession({ side, file, year, bootAt }), logEndOf(context));
  for (const line of text.split(/\r?\n/)) reader.follow(line);
  reader.flush();
  return reader;
}

class VendorReader {
  readonly clock: LogClock;
  readonly #vendor: Vendor;
  readonly #session: LogSession;
  #lines = 0;
  #unknown = 0;
  #silent = 0;
  #entry: LogEntry | undefined;

  constructor(vendor: Vendor, session: LogSession, end: LogEnd | undefined) {
    this.#vendor = vendor;
    this.#session = session;
    this.clock = new LogClock(session, end);
  }

  follow(line: string): void {
    this.#lines += 1;
    if (line.trim() === '') return;
    const { stamp, rest } = readVendorHead(line);
    const at = rest.search(this.#vendor.start);
    if (at === -1) {
      this.#goOn(line);
      return;
    }
    this.flush();
    const lines = { line: this.#lines, endLine: this.#lines };
    this.#entry = { head: { stamp, sequence: undefined, relay: undefined }, body: rest.slice(at), ...lines, text: line };
    this.clock.follow(this.#entry);
  }

  flush(): void {
    const entry = this.#entry;
    this.#entry = undefined;
    if (entry === undefined) return;
    const { length } = this.#session.events;
    this.#vendor.read(entry, this.#session);
    if (this.#session.events.length === length) this.#silent += entry.endLine - entry.line + 1;
  }

  result(): Log {
    const [lines, unknown, silent, session, clock, vendor] = [
      this.#lines,
      this.#unknown,
      this.#silent,
      this.#session,
      this.clock,
      this.#vendor,
    ];
    const { fromAt, toAt, zone, gaps } = clock;
    interpolate(session.events);
    const read = { events: session.events, lines, unknown, silent, damaged: 0, families: [vendor.id] };
    return { ...read, fromAt, toAt, zone, zones: [...clock.zones], gaps, numbered: [], messages: clock.messages, isCutShort: false };
  }

  #goOn(line: string): void {
    const entry = this.#entry;
    if (entry === undefined || this.#vendor.goesOn?.(line) !== true) this.#unknown += 1;
    else {
      entry.body = `${entry.body} ${line.trim()}`;
      entry.endLine = this.#lines;
    }
  }
}
