/** What the model knows: two peers of which R receives and S sends, SA pairs, messages and what happened, in ms of one true clock. */

export type Peer = 'R' | 'S';
/** An SA pair: one SPI that R owns as inbound, one that S owns. */
export type PairId = number;

/** How one run is set up, before anything happens. */
export interface Setup {
  ike: 1 | 2;
  /** 12.4 sends its third quick mode message before it makes the SA (ike.md 4.4). */
  isOldR: boolean;
  /** Packets every 4 ms, or every 700 ms. */
  isDense: boolean;
  /** S probes. */
  isProbing: boolean;
  /** R probes. */
  isRProbing: boolean;
  /** On an unknown SPI R sends a Delete when it has an IKE SA (seed.md 5). */
  answers: boolean;
  /** R has the shorter lifetimes. */
  isShorterAtR: boolean;
  /** R has the smaller limit of kilobytes, which a busy line uses up. */
  isSmallAtR: boolean;
  /** S's data plane keeps what its IKE has let go. */
  isStaleAtS: boolean;
  /** For how long what S's data plane has in its queue leaves behind the moment at which its IKE has gone over. */
  queueMs: number;
  /** The first SPI of R begins with 0xFF, and R's data plane refuses it (CSCvp16730). */
  isFf: boolean;
  /** Behind a NAT, in UDP 4500. */
  isNat: boolean;
}

/**
 * Packets overtaken at a normal rekey or teardown (seed.md 4, ike.md 8.25): less than a round trip; or the queue of a busy line, of which 40 packets of 1500 bytes (IOS's output
 * hold queue) take 240 ms at 2 Mbit/s, and which IKE, of precedence 6, overtakes.
 */
export const QUEUES_MS = { short: 16, busy: 80 } as const;

/** In seconds: from how long before its end on an SA is renewed, and how long it lives. */
export const THRESHOLD_S = 45;
export const LIFETIME_S = 180;
const LONG_S = 3600;

/** IKEv2 negotiates no lifetime; in IKEv1 a responder with a smaller value than was offered simply expires (ike.md 8.10). */
export const lifetimesOf = ({ isShorterAtR }: Setup): Record<Peer, number> => ({ R: LIFETIME_S, S: isShorterAtR ? LONG_S : LIFETIME_S });

/** Who began the IKE SA: R, if it knows S well enough to answer an unknown SPI; S, where R must be the responder. */
export const initiatorOf = ({ answers, isShorterAtR, isSmallAtR, ike }: Setup): Peer =>
  answers && !((isShorterAtR || isSmallAtR) && ike === 1) ? 'R' : 'S';

/** In kilobytes: the default, and what 250 packets a second use up in VOLUME_MS. */
const LIMIT = 4_608_000;
const SMALL_LIMIT = 40_000;
export const VOLUME_MS = 114_000;
export const limitsOf = ({ isSmallAtR }: Setup): Record<Peer, number> => ({ R: isSmallAtR ? SMALL_LIMIT : LIMIT, S: LIMIT });

/** Why R's half of a pair is not there. */
export type Gone =
  | 'cleared'
  | 'cleared-unseen'
  | 'by-user'
  | 'expired-time'
  | 'expired-volume'
  | 'expired-idle'
  | 'with-ike'
  | 'dpd'
  | 'retired'
  | 'duplicate'
  | 'by-peer'
  | 'early-packet'
  | 'reload'
  | 'failover'
  | 'refused-new'
  | 'no-memory'
  | 'not-installed'
  | 'elsewhere'
  | 'not-yet'
  | 'data-plane';

export type Told = 'not-sent' | 'unsendable' | 'lost' | 'late' | 'in-time' | 'not-needed';

/** One thing that happened at one peer. */
export interface Happening {
  at: number;
  peer: Peer;
  kind: string;
  pair?: PairId;
  /** Ties what one peer sent to what the other received. */
  message?: number;
  note?: string;
}

export interface Pair {
  id: PairId;
  madeAt: number;
  /** When R had it in place. */
  installedAt?: number;
  gone: { R?: { why: Gone; at: number; told: Told }; S?: { at: number } };
  /** Made in a rekey of this one. */
  of?: PairId;
  /** The path or IKE was shut, and how, when R let it go. */
  netAtGone?: Net;
}

/** What passes. `toR` and `toS` are IKE's directions; ESP is of S to R. */
export interface Net {
  toR: boolean;
  toS: boolean;
  esp: boolean;
}

export interface Unknown {
  at: number;
  pair: PairId | null;
  /** Who sent it: S, S from its new address, or somebody else. */
  from: 'S' | 'S-moved' | 'stranger' | 'tloc';
}
