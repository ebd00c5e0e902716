/** A timeline is both peers' events on one clock, with the messages paired, every SA's life folded, and what was never recorded said. */

import type { AssumedPeers, Doubt, FileReport } from '../bundle/bundle.ts';
import type { SnapshotTime } from '../bundle/snapshot.ts';
import type { Address } from '../ipsec/address.ts';
import type { Citation } from '../ipsec/citation.ts';
import type { Event, EventKind } from '../ipsec/event.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';
import type { VendorId } from '../vendors/families/index.ts';
import type { Listening } from './listening.ts';
import type { PacketCoverage, PairedPacket } from './paired-packet.ts';
import type { ShutLog } from './shut-log.ts';
import type { StampedIn } from './stamped-in.ts';
import type { PeerState } from './state.ts';

/** Index into Timeline.events. */
export type EventRef = number;

/** b's clock minus a's, with the bound inside which the truth lies; null when nothing bounds it. */
export interface ClockEstimate {
  offsetMs: number | null;
  uncertaintyMs: number | null;
  /** How it was found, in words: `matched messages (12 pairs)`, `show clock probes`, `no IKE message was matched, and the clocks were not read side by side`. */
  method: string;
  /** Matched messages that bound it. */
  matches: number;
  /** Set when the matched messages contradict each other: a clock step, or a false match. */
  conflict?: string | undefined;
}

/** An event with its place on the common clock, which is a's. */
export type TimedEvent = Event & {
  ref: EventRef;
  /** ms since 1970 on a's clock; null when the event has no stamp, or when it is b's and the offset is unknown. */
  commonAt: number | null;
  /** Half-width of commonAt. */
  uncertaintyMs: number;
  /** What the clock steps behind it brought to precisionMs; missing when its clock was not set any more. */
  stepMs?: number | undefined;
};

/** One IKE message that was seen leaving, arriving, or both. */
export interface PairedMessage {
  /** e.g. `quick 570535495 1` (IKEv1: exchange, message id, ordinal) or the IKEv2 SPIs, id and kind. */
  key: string;
  from: Side;
  sent: EventRef | null;
  received: EventRef | null;
  /** `lost` only when the receiver was recording at that time; `unknown` otherwise. */
  fate: 'delivered' | 'lost' | 'unseen-sender' | 'unknown';
}

/** The life of one child SA: its receiver knows it as inbound, the other side as outbound. */
export interface ChildSa {
  spi: EspSpi;
  receiver: Side;
  /** Message id of the negotiation that made it, when the record ties them. */
  messageId: number | null;
  /** Refs at the receiver, where the SPI is inbound; in order of time. */
  inbound: SaLife;
  /** Refs at the sender, where the SPI is outbound. */
  outbound: SaLife;
  /** DELETEs that name this SPI (or are tied to its deletion), by what the record says happened. */
  deleteSent: EventRef[];
  deleteReceived: EventRef[];
  deleteUnsendable: EventRef[];
  deleteAcknowledged: EventRef[];
}

export interface SaLife {
  requested: EventRef | null;
  created: EventRef | null;
  installed: EventRef | null;
  enabled: EventRef | null;
  switched: EventRef | null;
  expiring: EventRef | null;
  deleted: EventRef | null;
}

/** One SPI that one peer did not know: every %CRYPTO-4-RECVD_PKT_INV_SPI for the same SPI and receiver. */
export interface Incident {
  spi: EspSpi;
  receiver: Side;
  /** srcaddr and destaddr, where they are whole; of several sources the peer's own, when it is among them. */
  source: Address | null;
  sources: Address[];
  destination: Address | null;
  refs: EventRef[];
  persistence: 'transient' | 'black-hole' | 'unknown';
  /** Why the persistence was chosen, e.g. `seen again after 60.8 s`. */
  persistenceReason: string;
}

/** What both ends captured on the wire. */
export interface PacketTable {
  /** b's capture clock minus a's, by the same packets at both ends: a second proof, beside that of the logs. */
  clock: ClockEstimate;
  coverage: Record<Side, PacketCoverage>;
  /** In the order of their time on a's capture clock; what cannot be placed there stands at its own time. */
  pairs: PairedPacket[];
}

/** What one side's record covers; "not recorded" is never "did not happen". */
export interface Recording {
  /** First and last stamp on the peer's own clock, null without stamps. */
  fromAt: number | null;
  toAt: number | null;
  /** Kinds of event that this side's record shows at all; an absent kind proves nothing. */
  kinds: EventKind[];
  /** Debug families whose lines appear, by id (`isakmp`, `ipsec`, `ikev2`, …). */
  families: string[];
  /** Whose log it is, where it is not of IOS: `strongswan`. It is read less surely, and asked for other things. */
  vendors: VendorId[];
  lines: number;
  unknownLines: number;
  damagedLines: number;
  /** Events of other tunnels, by their addresses; they are counted and left out. */
  foreignEvents: number;
  /** %CRYPTO-4-RECVD_PKT_INV_SPI among them. */
  foreignInvalidSpis: number;
  /** From whom, where no configuration names them as another peer: an address of the tunnel that nobody has told, perhaps. */
  strangers: Address[];
  /** The rest of them, which are of other tunnels of the router: each source and SPI once. */
  others: { source: Address; spi: EspSpi }[];
  /** %CRYPTO-4-RECVD_PKT_INV_SPI that are older than the capture by months: counted, no incident. */
  oldInvalidSpis: number;
  gaps: { fromAt: number; toAt: number; why: string }[];
  /** Why none of its logs could have held a message of an unknown SPI; absent where one of them could. */
  shut?: ShutLog[] | undefined;
  /** Messages that `show logging` counts as never logged, at whatever time; absent where it counts none. */
  unlogged?: number | undefined;
}

/** All that both records tell, before anything is concluded; plain JSON, instants in ms since 1970. */
export interface Timeline {
  schema: 'flaptrap.timeline/1';
  tunnel: Tunnel;
  /** b's stamps against a's, as they were read: by this both records lie on one clock. */
  clock: ClockEstimate;
  /** What of it may be said of the clocks themselves. */
  claim: ClockEstimate;
  /** False when no stamp, no show and no manifest says a year: then the year of every instant is only assumed. */
  isYearKnown: boolean;
  /** In which zone each side's stamps were read, and whether that is known. */
  stampedIn: Record<Side, StampedIn>;
  /** By commonAt, then side, sequence and line; events without a stamp stay next to their neighbours in the file. */
  events: TimedEvent[];
  messages: PairedMessage[];
  childSas: ChildSa[];
  incidents: Incident[];
  /** What both ends captured on the wire; null when neither did. */
  packets: PacketTable | null;
  recordings: Record<Side, Recording>;
  /** By debug family: from when to when each side surely listened, on its own clock. */
  listening: Record<Side, Listening>;
  /** What show commands and configuration say of each peer. */
  states: Record<Side, PeerState>;
  /** The same shows at arming and at the end, where they were taken: what they differ by has happened in between. */
  snapshots: Record<Side, Partial<Record<SnapshotTime, PeerState>>>;
  /** Files that may not be what they are taken for: nothing that rests on them is certain. */
  doubts: Doubt[];
  /** Files that are missing, empty, binary or cut short, in words that name side and file. */
  missing: string[];
  /** Messages of an unknown SPI of which too little is left to judge them; absent where there are none. */
  cut?: Citation[] | undefined;
  /** True when the folders were taken for each other's, and read the right way round. */
  isExchanged?: true | undefined;
  /** What each log yielded, file by file. */
  readings?: Reading[] | undefined;
  /** Every file that was handed in, and what became of it. */
  files?: FileReport[] | undefined;
  /** Set when nobody named the peers. */
  peers?: AssumedPeers | undefined;
}

/** One log: its lines, and those of which nobody knows what they say. */
export interface Reading {
  side: Side;
  file: string;
  lines: number;
  unknown: number;
}
