/** The ISAKMP memory is what the lines of IKEv1 have said so far: connections, the exchanges under way on them, and which was spoken of last. */
import type { Address } from '../../../ipsec/address.ts';
import type { DeleteEvent, EventBase, IkeSaEvent, MessageEvent, NotifyEvent } from '../../../ipsec/event.ts';
import type { LogEntry } from '../../log/entry.ts';
import type { LogSession } from '../../log/session.ts';

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
  /** When it was spoken of. */
  spokenAt?: number | null | undefined;
  /** An IKE SA begun before a packet told with whom. */
  started?: IkeSaEvent | undefined;
  isRetransmitting?: boolean | undefined;
  lifetimeSeconds?: number | undefined;
  /** An ID payload that is spoken of: whose it is, until its value is printed. */
  identity?: 'sent' | 'received' | undefined;
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
  /** Stamp of the line that said so. */
  overAt?: number | null | undefined;
}

export class IsakmpMemory {
  readonly exchanges = new Map<number, ExchangeState>();
  /** By remote address: true once the third main mode packet has been answered. */
  readonly keyExchanges = new Set<Address | undefined>();
  /** An exchange spoken of on a line without a connection id, when nothing was waiting for it: the next packet out is its, on whatever connection. */
  loose: Pick<Connection, 'messageId' | 'spokenAt'> | undefined;
  lastNotify: NotifyEvent | undefined;
  /** The last DELETE received, as long as lines may follow that tell its SPI. */
  openDelete: DeleteEvent | undefined;
  lastConnectionId = 0;
  readonly #connections = new Map<number, Connection>();

  /** The connection spoken of last. */
  get connection(): Connection {
    const known = this.#connections.get(this.lastConnectionId);
    if (known !== undefined) return known;
    const fresh: Connection = {};
    this.#connections.set(this.lastConnectionId, fresh);
    return fresh;
  }

  exchange(messageId: number): ExchangeState {
    const known = this.exchanges.get(messageId);
    if (known !== undefined) return known;
    const fresh: ExchangeState = { messages: [], steps: new Set(), isStarted: false, isOver: false };
    this.exchanges.set(messageId, fresh);
    return fresh;
  }

  /** The quick mode of the connection spoken of last: IPsec's own lines do not name it. */
  get quickModeId(): number | undefined {
    const id = this.connection.messageId;
    return id !== undefined && this.exchanges.get(id)?.exchange === 'quick' ? id : undefined;
  }
}

/** One line of IKEv1, and what was known before it. */
export interface IsakmpContext {
  session: LogSession;
  memory: IsakmpMemory;
  entry: LogEntry;
  /** Undefined when the line prints none; then the last connection spoken of is meant. */
  connId: number | undefined;
  connection: Connection;
  /** When the line was printed. */
  at: number | null;
  base(): EventBase;
}
