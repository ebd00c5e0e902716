/** The texts of a picture are the files as they were read, without secrets, and where each of their lines stood in what was handed in. */
import type { Bundle } from '../../bundle/bundle.ts';
import { other, SIDES, type Side } from '../../ipsec/side.ts';

/** One text; the text itself travels apart, behind those before it. */
export interface TextHead {
  side: Side;
  /** Inside the side's folder: `show_logging.txt`. */
  name: string;
  characters: number;
  /** The file that was handed in, from the bundle's top, where that is another. */
  from?: string | undefined;
  /** For each line by how much its number there is above that of the line before it; absent where they are the same. */
  steps?: number[] | undefined;
  /** The empty lines, first and last of each stretch, where one file holds several outputs: each text has the lines of one, where they stood. */
  empty?: [number, number][] | undefined;
}

/** A line of one of the texts; both count from where arrays and people do: `text` from 0, `line` from 1. */
export interface Place {
  text: number;
  line: number;
}

/** `isExchanged`: the folders are, so that what was read of the one router came from the folder of the other. */
export function headsOf({ sides, origins }: Bundle, isExchanged = false): TextHead[] {
  const readAs = (side: Side): Side => (isExchanged ? other(side) : side);
  const parted = new Set(SIDES.flatMap((side) => Object.values(origins?.[side] ?? {}).map(({ file }) => pathOf(readAs(side), file))));
  return SIDES.flatMap((side) =>
    sides[side].map(({ name, text }) => {
      const origin = origins?.[side][name];
      const isInPlace = origin === undefined ? parted.has(pathOf(readAs(side), name)) : origin.numbers === undefined;
      return {
        side: readAs(side),
        name,
        characters: text.length,
        ...(origin === undefined ? {} : { from: pathOf(readAs(side), origin.file) }),
        ...(isInPlace ? { empty: emptyStretches(text) } : {}),
        ...(origin?.numbers === undefined ? {} : { steps: origin.numbers.map((each, at, all) => each - (all[at - 1] ?? 0)) }),
      };
    }),
  );
}

/** The last one has no end: what was taken out may have stood behind all that is left. */
function emptyStretches(text: string): [number, number][] {
  const stretches: [number, number][] = [];
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    if (line.trim() !== '') continue;
    const last = stretches.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else stretches.push([at + 1, at + 1]);
  }
  const last = stretches.at(-1);
  if (last?.[1] === lines.length) last[1] = Number.MAX_SAFE_INTEGER;
  else stretches.push([lines.length + 1, Number.MAX_SAFE_INTEGER]);
  return stretches;
}

export function textOf({ sides }: Bundle): string {
  return SIDES.flatMap((side) => sides[side].map(({ text }) => text)).join('');
}

/** Finds the line that a citation names, whatever the front door made of its file; undefined when no text holds it. */
export function locatorOf(heads: readonly TextHead[]): (cited: { side: Side; file: string; line: number }) => Place | undefined {
  const own = new Map<string, number>(
    heads.flatMap((head, text) => (head.from === undefined ? [[`${head.side}/${head.name}`, text] as const] : [])),
  );
  const moved = heads.flatMap((head, text) => (head.from === undefined ? [] : [{ head, text, lines: linesOf(head) }]));
  return ({ side, file, line }) => {
    const path = pathOf(side, file);
    const text = own.get(path);
    const there = text === undefined ? undefined : { text, line };
    if (there !== undefined && !isEmptyAt(heads[there.text], line)) return there;
    const among = moved.filter(({ head }) => head.from === path);
    // What came in one file may be of both sides: a line of the side that is cited is looked for first.
    const sorted = [...among.filter(({ head }) => head.side === side), ...among.filter(({ head }) => head.side !== side)];
    for (const each of sorted) {
      const found = each.lines === undefined ? line : each.lines.get(line);
      if (found !== undefined && !isEmptyAt(each.head, found)) return { text: each.text, line: found };
    }
    return there;
  };
}

function isEmptyAt(head: TextHead | undefined, line: number): boolean {
  return head?.empty?.some(([first, last]) => first <= line && line <= last) === true;
}

/** From the number of a line in what was handed in to its number in the text; undefined where they are the same. */
function linesOf({ steps }: TextHead): Map<number, number> | undefined {
  if (steps === undefined) return undefined;
  let number = 0;
  const lines = new Map<number, number>();
  for (const [at, step] of steps.entries()) {
    number += step;
    if (!lines.has(number)) lines.set(number, at + 1);
  }
  return lines;
}

/** `a/show_logging.txt`, `relay.log` of `../relay.log`. */
export function pathOf(side: Side, file: string): string {
  const parts: string[] = [];
  for (const part of `${side}/${file}`.split('/')) {
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
