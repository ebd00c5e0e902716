/** A heard message is one that says something of a tunnel, with whom it is about; plain JSON, as the listener hands it over. */
import type { Address } from '../ipsec/address.ts';
import type { Sign } from './sign.ts';

export interface Heard extends Sign {
  /** When it was heard, by the listener's clock; of a file, when the router or its relay printed it. */
  atMs: number;
  /** Whom it came from: the router, its NAT, or a relay; null of a file. */
  source: Address | null;
  /** The router by its own word or by the relay's. */
  host: string | null;
  /** True when its head was torn: what it says was found by its words. */
  isTorn: boolean;
  /** As it came, made harmless, and cut where it is longer than any message. */
  text: string;
}

/** What the listener has taken and what it has not, since it began; JSON. */
export interface Tally {
  received: number;
  bytes: number;
  /** Of senders that are not on the list. */
  refused: number;
  /** Nobody could read them; they were kept and searched all the same. */
  unread: number;
  /** Came a second time. */
  repeated: number;
  /** Said something of a tunnel, and were handed over. */
  heard: number;
  /** Said something of a tunnel, and were too many of their source, or of their flow. */
  flooded: { bySource: number; byFlow: number };
  /** Longer than is taken, or cut by the end of a connection. */
  cut: number;
  /** Not handed over because whoever takes them did not come for them. */
  overflowed: number;
  /** Connections that were closed at once: too many of one address. */
  crowdedOut: number;
  /** Datagrams that the socket had no room for; null where nobody counts them. */
  socketDrops: number | null;
  /** Missing by the numbers that routers print. */
  lost: number;
  senders: Sender[];
  /** Senders that there was no room to remember. */
  forgotten: number;
}

/** One router as far as its messages tell. */
export interface Sender {
  source: Address;
  host: string | null;
  received: number;
  lastAtMs: number;
  /** By the count of what it sent; null where it prints none. */
  lost: number | null;
  /** By the count of what it logged, of which it may not send all; null where it prints none. */
  lostAtMost: number | null;
  restarts: number;
}
