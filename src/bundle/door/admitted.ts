/** An admitted file is what one side has of one file that was handed in, in the form in which every reader takes it. */

import type { Side } from '../../ipsec/side.ts';
import type { FileReport } from '../bundle.ts';
import type { Decoded } from '../decode.ts';
import type { PacketFile } from '../packets/packet.ts';
import type { Page } from './page.ts';
import { isWhole } from './page.ts';

/** A file as it stands in the bundle, decoded; secrets are still in it. */
export interface DecodedFile extends Decoded {
  packets?: PacketFile | undefined;
  path: string;
  bytes: number;
  sha256: string;
}

export interface AdmittedFile {
  side: Side;
  /** By which readers know it: `show_crypto_ipsec_sa.txt`. */
  name: string;
  text: string;
  source: DecodedFile;
  /** For each line its number in the source, where they differ. */
  numbers?: number[] | undefined;
  /** True when it is not all of its source. */
  isPart: boolean;
  /** What was done to it, in words. */
  done: readonly string[];
  /** True of a log that proves nothing complete: only places of it were looked at, or it came through a filter. */
  isSampled?: boolean | undefined;
}

export interface Admitted {
  files: AdmittedFile[];
  reports: FileReport[];
}

/** The page as a file; where nothing was done to it, the text is the source's own. */
export function admit(side: Side, name: string, page: Page, source: DecodedFile, isPart: boolean): AdmittedFile {
  if (!isPart && page.done.length === 0) return { side, name, text: source.text, source, isPart, done: [] };
  const isMoved = !isWhole(page);
  return { side, name, text: page.lines.join('\n'), source, isPart, done: page.done, ...(isMoved ? { numbers: page.numbers } : {}) };
}

/** Every name once on a side: what was printed twice is numbered, and what is the same is left. */
export function withNames(files: readonly AdmittedFile[]): AdmittedFile[] {
  const taken = new Map<string, AdmittedFile>();
  const texts = new Map<string, Set<string>>();
  return files.flatMap((file) => {
    const isSplit = file.isPart;
    const known = texts.get(file.side) ?? new Set();
    texts.set(file.side, known);
    if (isSplit && known.has(file.text)) return [];
    known.add(file.text);
    let name = file.name;
    for (let count = 2; taken.has(`${file.side}/${name}`); count += 1) name = numbered(file.name, count);
    const named = { ...file, name };
    taken.set(`${file.side}/${name}`, named);
    return [named];
  });
}

function numbered(name: string, count: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}_${count}${name.slice(dot)}` : `${name}_${count}`;
}
