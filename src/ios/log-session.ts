/** A log session is what a reader remembers from line to line of one file: the exchanges under way, and the events found so far. */
import type { Address } from '../ipsec/address.ts';
import type { ChildSaEvent, DeleteEvent, Event, EventBase, IkeSaEvent, MessageEvent, NotifyEvent } from '../ipsec/event.ts';
import type { Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import type { LogEntry } from './log-entry.ts';
import type { Ikev2Session } from './shape/ikev2.ts';
import { calendarAt } from './stamp.ts';

/** What one IKEv1 connection id (or, for id 0, the last peer spoken to) is doing. */
export interface Connection {
  remote?: Address | undefined;
  /** The last packet line on it, as long as nothing says which exchange it belongs to. */
  unidentified?: MessageEvent | undefined;
  lastMessage?: MessageEvent | undefined;
  /** The last packet that left, when its exchange was only taken to be the one spoken of last. */
  assumed?: MessageEvent | undefined;
  /** True when the exchange spoken of last was named for a packet that is being made. */
  isNamedOutgoing?: boolean | undefined;
  /** The exchange spoken of last. */
  messageId?: number | undefined;
  /** An IKE SA begun before a packet told with whom. */
  started?: IkeSaEvent | undefined;
  isRetransmitting?: boolean | undefined;
  lifetimeSeconds?: number | undefined;
}

/** What one IKEv1 exchange, named by its message id, has shown. */
export interface ExchangeState {
  exchange?: 'quick' | 'informational' | undefined;
  messages: MessageEvent[];
  /** `sent 1`, `received 2`: what has been seen of it. */
  steps: Set<string>;
  role?: 'initiator' | 'responder' | undefined;
  isStarted: boolean;
  isOver: boolean;
}

export interface LogOptions {
  side: Side;
  file: string;
  /** The year of stamps that print none. */
  year: number;
  /** When the device started, for uptime stamps; without it they count from 0. */
  bootAt?: number | undefined;
}

export class LogSession {
  readonly events: Event[] = [];
  readonly families = new Set<string>();
  readonly connections = new Map<number, Connection>();
  readonly exchanges = new Map<number, ExchangeState>();
  /** Directions that the record has stated for an SPI. */
  readonly directions = new Map<EspSpi, 'inbound' | 'outbound'>();
  /** Lifetimes that `initialize_sas` states for an SPI: 12.4 does not repeat them in `create_sa`. [C] */
  readonly lifetimes = new Map<EspSpi, { lifetimeSeconds: number; lifetimeKilobytes: number | undefined }>();
  /** By remote address: true once the third main mode packet has been answered. */
  readonly keyExchanges = new Set<Address | undefined>();
  /** An exchange spoken of on a line without a connection id, when nothing was waiting for it: the next packet out is its. */
  looseMessageId: number | undefined;
  lastNotify: NotifyEvent | undefined;
  /** The last DELETE received, as long as lines may follow that tell its SPI. */
  openDelete: DeleteEvent | undefined;
  /** Why IPsec is deleting, said a line or two before it deletes. */
  deleteReason: { line: number; reason: string } | undefined;
  lastConnectionId = 0;
  /** By session id as printed; the trace and the debug of one session do not share their ids' meaning. */
  readonly ikev2Sessions = new Map<string, Ikev2Session>();
  lastIkev2Session = '';
  /** The event trace tells an SA in two lines: this is the first. */
  lastTracedSa: ChildSaEvent | undefined;
  private readonly options: LogOptions;

  constructor(options: LogOptions) {
    this.options = options;
  }

  emit(event: Event): void {
    this.events.push(event);
    if (event.kind === 'notify') this.lastNotify = event;
  }

  /** The year that a stamp without one is read in; the reader moves it on at new year. */
  set year(year: number) {
    this.options.year = year;
  }

  get year(): number {
    return this.options.year;
  }

  atOf(entry: LogEntry): number | null {
    const stamp = entry.head.stamp;
    if (stamp === undefined) return null;
    if (stamp.kind === 'uptime') return (this.options.bootAt ?? 0) + stamp.uptimeMs;
    return calendarAt(stamp, stamp.year ?? this.options.year);
  }

  /** One form for all: events are made in the hundred thousands. */
  base(entry: LogEntry, connId?: number): EventBase {
    const { head } = entry;
    return {
      side: this.options.side,
      file: this.options.file,
      line: entry.line,
      endLine: entry.endLine,
      text: entry.text,
      at: this.atOf(entry),
      precisionMs: head.stamp === undefined ? 0 : head.stamp.precisionMs,
      sequence: head.sequence,
      connId,
    };
  }

  connection(id: number): Connection {
    const known = this.connections.get(id);
    if (known !== undefined) return known;
    const fresh: Connection = {};
    this.connections.set(id, fresh);
    return fresh;
  }

  exchange(messageId: number): ExchangeState {
    const known = this.exchanges.get(messageId);
    if (known !== undefined) return known;
    const fresh: ExchangeState = { messages: [], steps: new Set(), isStarted: false, isOver: false };
    this.exchanges.set(messageId, fresh);
    return fresh;
  }
}
