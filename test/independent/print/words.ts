/** What a printed record is made of, and the facts of one story that its words need: addresses, SPIs, ids, releases. */
import type { Peer } from '../model/state.ts';

export type Family = 'ike' | 'ipsec' | 'syslog' | 'terminal';

/** One message of the log: its first line is stamped, the others are not. */
export interface Message {
  family: Family;
  /** What a reader learns of it, without figures: two runs with the same tags look the same. */
  tag: string;
  lines: readonly string[];
}

export type Release = '12.3' | '12.4' | '15' | 'xe16';

export interface Cast {
  ike: 1 | 2;
  release: Record<Peer, Release>;
  name: Record<Peer, string>;
  address: Record<Peer, string>;
  /** As the other end sees it. */
  outer: Record<Peer, string>;
  port: number;
  /** What R sees as S's port, before and after a NAT has given another. */
  seen: { before: number; after: number };
  moved: string;
  stranger: string;
  proxy: Record<Peer, string>;
  /** Conn ids are local (ike.md 1.3). */
  conn: Record<Peer, number>;
  session: Record<Peer, { session: number; sa: number }>;
  ikeSpi: { initiator: string; responder: string };
  initiator: Peer;
  /** R's inbound SPI and S's, of a pair. */
  spi: (pair: number, owner: Peer) => number;
  /** IKEv1 message id, 32 bit. */
  mid: (message: number) => number;
  /** IKEv2 message id of a request, and what each end had reached when the record begins. */
  rid: (message: number) => number;
  firstId: Record<Peer, number>;
  transform: string;
  lifetime: Record<Peer, number>;
  kilobytes: Record<Peer, number>;
  interface: Record<Peer, string>;
  hasInterface: boolean;
}

export const hex = (spi: number): string => spi.toString(16).toUpperCase().padStart(8, '0');
/** `0xB761863E(3076621886)` */
export const both = (spi: number): string => `0x${hex(spi)}(${spi})`;
export const far = (peer: Peer): Peer => (peer === 'R' ? 'S' : 'R');
/** What peer takes for its inbound and its outbound SPI. */
export const inbound = (cast: Cast, peer: Peer, pair: number): number => cast.spi(pair, peer);
export const outbound = (cast: Cast, peer: Peer, pair: number): number => cast.spi(pair, far(peer));
