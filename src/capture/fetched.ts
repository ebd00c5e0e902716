/** What one router yielded: its evidence, how each file is known to be whole, and what could not be had. */
import type { FileEntry } from '../ios/directory.ts';
import type { Side } from '../ipsec/side.ts';

export interface FetchedEvidence {
  /** File name in the bundle: `show_logging.txt`. */
  name: string;
  bytes: Buffer;
  /** How it is known to be whole. */
  proof: 'size and md5' | 'size' | 'answer';
}

/** What the router's clock said, between two readings of ours. */
export interface ClockReading {
  beforeMs: number;
  afterMs: number;
  answer: string;
}

export interface Fetched {
  side: Side;
  evidence: FetchedEvidence[];
  /** Files on the router that are here now, proven whole: they alone may be deleted there. */
  verified: FileEntry[];
  probe: ClockReading | null;
  /** What could not be fetched, and why. */
  failures: string[];
}
