/** A log session is one file being read: the events found so far, how its stamps are meant, and each family's memory. */
import type { Event, EventBase } from '../../ipsec/event.ts';
import type { Side } from '../../ipsec/side.ts';
import type { EspSpi } from '../../ipsec/spi.ts';
import type { LogEntry } from './entry.ts';
import { calendarAt, type Stamp } from './stamp.ts';
import type { NamedZones } from './stamp-zone.ts';

/** When a log was taken: no stamp is later. */
export interface LogEnd {
  year: number;
  at: number;
}

export interface LogOptions {
  side: Side;
  file: string;
  /** The year of stamps that print none. */
  year: number;
  /** Undefined where nobody knows when the log was taken. */
  end?: LogEnd | undefined;
  /** When the device started, for uptime stamps; without it they count from 0. */
  bootAt?: number | undefined;
  /** What the device's configuration calls its zones. */
  zones?: NamedZones | undefined;
}

export class LogSession {
  readonly events: Event[] = [];
  readonly families = new Set<string>();
  /** Directions that the record has stated for an SPI, in whichever family's words. */
  readonly directions = new Map<EspSpi, 'inbound' | 'outbound'>();
  readonly #memories = new Map<new () => object, object>();
  readonly #options: LogOptions;
  #last: { stamp: Stamp | undefined; year: number; at: number } = { stamp: undefined, year: 0, at: 0 };

  constructor(options: LogOptions) {
    this.#options = options;
  }

  emit(event: Event): void {
    this.events.push(event);
  }

  /** What a family remembers from line to line of this log, made when it is first asked for. */
  memory<Memory extends object>(kind: new () => Memory): Memory {
    // Each kind is kept under itself, and asked for with every line.
    const known = this.#memories.get(kind) as Memory | undefined;
    if (known !== undefined) return known;
    const fresh = new kind();
    this.#memories.set(kind, fresh);
    return fresh;
  }

  /** The year that a stamp without one is read in; the reader moves it on at new year. */
  set year(year: number) {
    this.#options.year = year;
  }

  get year(): number {
    return this.#options.year;
  }

  atOf({ head: { stamp } }: LogEntry): number | null {
    if (stamp === undefined) return null;
    // Lines that were printed at once share their stamp.
    if (stamp !== this.#last.stamp || this.#options.year !== this.#last.year)
      this.#last = { stamp, year: this.#options.year, at: this.#instantOf(stamp) };
    return this.#last.at;
  }

  #instantOf(stamp: Stamp): number {
    if (stamp.kind === 'uptime') return (this.#options.bootAt ?? 0) + stamp.uptimeMs;
    return calendarAt(stamp, stamp.year ?? this.#options.year, this.#options.zones);
  }

  /** One form for all: events are made in the hundred thousands. */
  base(entry: LogEntry, connId?: number): EventBase {
    const { head } = entry;
    return {
      side: this.#options.side,
      file: this.#options.file,
      line: entry.line,
      endLine: entry.endLine,
      text: entry.text,
      at: this.atOf(entry),
      precisionMs: head.stamp === undefined ? 0 : head.stamp.precisionMs,
      sequence: head.sequence,
      connId,
    };
  }
}
