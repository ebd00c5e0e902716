/** A bundle is what came back from both peers: the tunnel, each side's raw files, and what is missing or damaged. */
import type { Tunnel } from '../ipsec/peer.ts';
import type { Side } from '../ipsec/side.ts';
import type { Manifest } from './manifest.ts';
import type { PacketFile } from './packets/packet.ts';

/** Why a file cannot be trusted whole; `empty` and `binary` files have no text. */
export type FileProblem = 'empty' | 'binary' | 'cut-short';

/** One file of one side, as text that is safe to keep. */
export interface BundleFile {
  /** Name inside the side's folder: `show_logging.txt`. */
  name: string;
  /** Without secrets; line numbers are those of the file. */
  text: string;
  bytes: number;
  problem?: FileProblem | undefined;
  /** Of a packet file, which has no text: its packets. */
  packets?: PacketFile | undefined;
  /** True of a large log that was read as it stands, in which folds and repeats were looked for in places only, and of one that came through a filter: it proves nothing complete. */
  isSampled?: boolean | undefined;
  /** True of what came home whole, by the manifest: nobody took anything out of it. */
  isWhole?: boolean | undefined;
}

/** What became of one file that was handed in. */
export interface FileReport {
  /** As it was handed in: `a/show_logging.txt`. */
  path: string;
  /** Whose records it holds. */
  sides: Side[];
  /** `a log`, `show crypto ipsec sa`. */
  takenFor: string;
  lines: number;
  /** The share of a log's lines that some reader understood; null for what is no log. */
  readShare: number | null;
  /** What was done to it before it was read, in words: `unfolded at 80 characters`. */
  done: string[];
  /** What of it was not taken, and why. */
  leftOut: string[];
}

/** Where a file's lines stand in what was handed in. */
export interface Origin {
  /** By its name in the side's folder, or by the way there: `../relay.log`. */
  file: string;
  /** For each line its number there; absent where they are the same. */
  numbers?: number[] | undefined;
}

/** Both sides as far as they were captured; plain JSON. */
export interface Bundle {
  tunnel: Tunnel;
  /** By name, in alphabetical order. */
  sides: Record<Side, BundleFile[]>;
  manifest?: Manifest | undefined;
  /** What is missing, empty, binary, cut short or doubted, in words that name side and file. */
  missing: string[];
  /** True when the two sides were taken for each other's, and have been put right. */
  isExchanged?: true | undefined;
  /** Files that may not be what they are taken for. */
  doubts?: Doubt[] | undefined;
  /** Every file that was handed in. */
  files?: FileReport[] | undefined;
  /** By side and name, of those files whose lines stood elsewhere. */
  origins?: Record<Side, Record<string, Origin>> | undefined;
  /** Set when nobody named the peers: what they are taken to be, and how sure that is. */
  assumed?: AssumedPeers | undefined;
}

/** The two peers, worked out from the records. */
export interface AssumedPeers {
  confidence: 'likely' | 'possible';
  /** In words: `hq (192.0.2.1) and branch (198.51.100.1), by 12 messages that name both`. */
  why: string;
}

export interface Doubt {
  /** Null when the file belongs to neither side: tunnel.yaml, manifest.json. */
  side: Side | null;
  /** Name inside the side's folder. */
  file: string;
  /** In words that follow the name: `was changed after the capture: it has another SHA-256 than its manifest says`. */
  why: string;
}

export function printDoubt({ side, file, why }: Doubt): string {
  return `${side === null ? '' : `${side}: `}${file} ${why}`;
}
