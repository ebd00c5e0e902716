/** The ledger of evidence: every file that was whole on a router's flash must stay there or be in a bundle. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Side } from '../../src/ipsec/side.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import { type FlashContent, isEvidence } from './lab-state.ts';

interface Entry {
  side: Side;
  name: string;
  text: string;
}

export class EvidenceLedger {
  readonly #entries: Entry[] = [];

  /** Notes what is there now; an empty file holds nothing to lose. */
  note(content: FlashContent): void {
    for (const side of SIDES)
      for (const [name, text] of Object.entries(content[side]))
        if (
          isEvidence(name) &&
          text !== '' &&
          !this.#entries.some((entry) => entry.side === side && entry.name === name && entry.text === text)
        )
          this.#entries.push({ side, name, text });
  }

  /** Names of those that are neither on flash nor in a bundle; a file that has grown is still there. */
  lost(content: FlashContent, out: string): string[] {
    const bundled = { a: textsOf(out, 'a'), b: textsOf(out, 'b') };
    return this.#entries
      .filter(({ side, name, text }) => content[side][name]?.startsWith(text) !== true && !bundled[side].some((kept) => isSame(text, kept)))
      .map(({ side, name, text }) => `${side}: ${name} (${text.length} bytes)`);
  }
}

/** Every file of that side, in whatever bundle. */
function textsOf(out: string, side: Side): string[] {
  if (!existsSync(out)) return [];
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith(`/${side}`))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

/** What stands in the place of a secret: `<removed>`, `<key-1>`. */
const REMOVED = /<[^<>\s][^<>]*>/;

/** Byte by byte; only where a secret was removed may a line differ, and only from there to where the line goes on. */
export function isSame(original: string, kept: string): boolean {
  if (original === kept) return true;
  const [lines, keptLines] = [original.split('\n'), kept.split('\n')];
  return lines.length === keptLines.length && lines.every((line, index) => isSameLine(line, keptLines[index] ?? ''));
}

function isSameLine(line: string, kept: string): boolean {
  if (line === kept) return true;
  const parts = kept.split(new RegExp(REMOVED, 'g'));
  if (parts.length < 2) return false;
  let at = 0;
  const isInOrder = parts.every((part, index) => {
    const found = index === 0 ? (line.startsWith(part) ? 0 : -1) : line.indexOf(part, at);
    at = found + part.length;
    return found !== -1;
  });
  return isInOrder && line.endsWith(parts.at(-1) ?? '');
}
