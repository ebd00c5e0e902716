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
}

/** Both sides as far as they were captured; plain JSON. */
export interface Bundle {
  tunnel: Tunnel;
  /** By name, in alphabetical order. */
  sides: Record<Side, BundleFile[]>;
  manifest?: Manifest | undefined;
  /** What is missing, empty, binary, cut short or doubted, in words that name side and file. */
  missing: string[];
  /** Files that may not be what they are taken for. */
  doubts?: Doubt[] | undefined;
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
