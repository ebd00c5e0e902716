/** A paired packet is one IKE or ESP packet in the captures of both ends, where it left and where it arrived. */
import type { Side } from '../ipsec/side.ts';
import type { EspSpi } from '../ipsec/spi.ts';

/** One packet in the capture of one end. */
export interface Sighting {
  /** Name inside the side's folder. */
  file: string;
  /** Its number in the file, from 1, as capture tools count. */
  frame: number;
  /** ms since 1970 on the clock of the end that captured it. */
  atMs: number;
  /** On the clock of a's capture; null for b's when nothing bounds the offset. */
  commonAtMs: number | null;
}

interface Paired {
  /** `0xFE4C83FC 12`; of IKE its SPIs, exchange, message id, and whether it is a request or an answer. */
  key: string;
  from: Side;
  sent: Sighting | null;
  received: Sighting | null;
  /** `unseen`: the other end captured at that time, and did not see it arrive; whether it was lost or not captured is not known. */
  fate: 'delivered' | 'unseen' | 'unseen-sender' | 'unknown';
}

export interface PairedEsp extends Paired {
  kind: 'esp';
  spi: EspSpi;
  sequence: number;
}

export interface PairedIke extends Paired {
  kind: 'ike';
  exchange: number;
  messageId: number;
}

export type PairedPacket = PairedEsp | PairedIke;

/** What one end's captures cover; "not captured" is never "did not happen". */
export interface PacketCoverage {
  files: string[];
  /** First and last packet on that end's own clock; null without any. */
  fromMs: number | null;
  toMs: number | null;
  packets: number;
  /** IKE and ESP between other addresses. */
  foreign: number;
  others: number;
  fragments: number;
  unread: number;
}
