/** A doubt says why a file may not be what it is taken for: the bundle is judged all the same, and nothing that rests on it is certain. */
import type { Side } from '../ipsec/side.ts';

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
