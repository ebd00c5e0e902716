/** What charon's log leaves to its reader's memory: which thread does what, which IKE SA stands behind it, and which child SAs are up. */
import type { LogSession } from '../../../ios/log/session.ts';
import { type Address, isSameAddress } from '../../../ipsec/address.ts';
import type { DeleteEvent, EventBase, MessageEvent } from '../../../ipsec/event.ts';
import type { EspSpi } from '../../../ipsec/spi.ts';

/** One line of charon's, and where it stands. */
export interface Line {
  words: string;
  /** True when the line itself names its IKE SA. */
  isNamed: boolean;
  thread: Thread;
  memory: StrongswanMemory;
  session: LogSession;
  base(): EventBase;
}

/** A thread takes up one packet or one job at a time: what its lines do not repeat is remembered here. */
export interface Thread {
  /** The number that charon gives the IKE SA: the 3 of `branch-hq[3]`. */
  ikeSa: string | undefined;
  local?: Address | undefined;
  remote?: Address | undefined;
  localPort?: number | undefined;
  remotePort?: number | undefined;
  /** The message that it works on, or has just built. */
  message?: MessageEvent | undefined;
  /** Built, and not yet on its way. */
  outgoing?: MessageEvent | undefined;
  /** Said before the message that carries them is built. */
  deletes: DeleteEvent[];
  /** Why it takes SAs down. */
  reason?: string | undefined;
  /** The idle timer of a child SA is over, which it closes next. */
  idle?: string | undefined;
  /** Of the ESP packet in hand. */
  espSpi?: EspSpi | undefined;
}

export interface Pair {
  inbound: EspSpi;
  outbound: EspSpi;
}

export interface IkeSa {
  version?: 1 | 2 | undefined;
  local?: Address | undefined;
  remote?: Address | undefined;
  isUp: boolean;
  isGone: boolean;
  /** What was sent, by `request 3`: it may be sent again. */
  sent: Map<string, MessageEvent>;
  /** DELETEs that wait for their answer, by the id of the request. */
  deletes: Map<number, DeleteEvent[]>;
  children: Pair[];
  /** Closed: what is inbound goes with the answer. */
  closing: Pair[];
}

export interface KnownSa {
  direction: 'inbound' | 'outbound';
  ikeSa: string | undefined;
  local?: Address | undefined;
  remote?: Address | undefined;
  /** Why it was closed; it may go much later, when its DELETE is answered or given up. */
  reason?: string | undefined;
  isGone: boolean;
}

/** charon counts from 1. */
const UNNUMBERED = '0';

export class StrongswanMemory {
  readonly sas = new Map<EspSpi, KnownSa>();
  /** True once the log says what its data plane does: then only that makes and deletes SAs. */
  hasDataPlane = false;
  /** True once a line has named thread and group. */
  isNumbered = false;
  readonly #threads = new Map<string, Thread>();
  readonly #ikeSas = new Map<string, IkeSa>();
  #latest: string | undefined;
  /** Messages of an IKE SA that has begun and has no number yet; undefined when none has. */
  #unnumbered: MessageEvent[] | undefined;

  thread(id: string): Thread {
    const known = this.#threads.get(id);
    if (known !== undefined) return known;
    const fresh: Thread = { ikeSa: undefined, deletes: [] };
    this.#threads.set(id, fresh);
    return fresh;
  }

  ikeSa(id: string): IkeSa {
    const known = this.#ikeSas.get(id);
    if (known !== undefined) return known;
    const fresh: IkeSa = { isUp: false, isGone: false, sent: new Map(), deletes: new Map(), children: [], closing: [] };
    this.#ikeSas.set(id, fresh);
    this.#latest = id;
    return fresh;
  }

  /** The thread's own, that of its packet's peer, or the only one that it can be. */
  idOf(thread: Thread): string {
    return thread.ikeSa ?? this.#idWith(thread.remote) ?? this.#latest ?? UNNUMBERED;
  }

  of(thread: Thread): IkeSa {
    return this.ikeSa(this.idOf(thread));
  }

  connIdOf(thread: Thread): number {
    return Number(this.idOf(thread));
  }

  /** A responder at level 1 numbers an IKE SA only once it is up: until then it is nobody's. */
  begin(thread: Thread): void {
    if (thread.ikeSa !== undefined) return;
    this.#ikeSas.delete(UNNUMBERED);
    thread.ikeSa = UNNUMBERED;
    this.#unnumbered = thread.message === undefined ? [] : [thread.message];
    for (const message of this.#unnumbered) message.connId = Number(UNNUMBERED);
  }

  /** The message is of the IKE SA that begins, when one does and the line does not say otherwise. */
  join(thread: Thread): void {
    if (this.#unnumbered !== undefined && thread.ikeSa === undefined) thread.ikeSa = UNNUMBERED;
  }

  keep(thread: Thread, message: MessageEvent): void {
    if (thread.ikeSa === UNNUMBERED) this.#unnumbered?.push(message);
  }

  /** Its number is known now: what was said of it before is its own. */
  number(thread: Thread, id: string): IkeSa {
    const known = this.#ikeSas.get(UNNUMBERED);
    const isIts = thread.ikeSa === UNNUMBERED && this.#unnumbered !== undefined && !this.#ikeSas.has(id);
    thread.ikeSa = id;
    const ikeSa = this.ikeSa(id);
    if (!isIts) return ikeSa;
    for (const message of this.#unnumbered ?? []) message.connId = Number(id);
    this.#unnumbered = undefined;
    this.#ikeSas.delete(UNNUMBERED);
    return Object.assign(ikeSa, known ?? {});
  }

  /** The youngest IKE SA that has sent this and still stands. */
  senderOf(sent: string): string | undefined {
    return [...this.#ikeSas].findLast(([, ikeSa]) => !ikeSa.isGone && ikeSa.sent.has(sent))?.[0];
  }

  /** An IKE SA is rekeyed within the one that is up: until the new one is up too, it has no messages. [C] RFC 7296 1.3.2 */
  carrierOf(thread: Thread): string {
    const id = this.idOf(thread);
    const { isUp, remote } = this.ikeSa(id);
    if (isUp) return id;
    return [...this.#ikeSas].findLast(([, each]) => each.isUp && !each.isGone && isSameAddress(each.remote, remote))?.[0] ?? id;
  }

  #idWith(remote: Address | undefined): string | undefined {
    if (remote === undefined) return undefined;
    return [...this.#ikeSas].findLast(([, ikeSa]) => !ikeSa.isGone && isSameAddress(ikeSa.remote, remote))?.[0];
  }
}
