/** The texts of a picture are the files as they were read, without secrets, and where each of their lines stood in what was handed in. */
import type { Bundle } from '../../bundle/bundle.ts';
import { SIDES, type Side } from '../../ipsec/side.ts';

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
  /** The empty lines, first and last of each stretch, where outputs were taken out of this file into texts of their own. */
  empty?: [number, number][] | undefined;
}

/** A line of one of the texts; both count from where arrays and people do: `text` from 0, `line` from 1. */
export interface Place {
  text: number;
  line: number;
}

export function headsOf({ sides, origins }: Bundle): TextHead[] {
  const parted = new Set(SIDES.flatMap((side) => Object.values(origins?.[side] ?? {}).map(({ file }) => pathOf(side, file))));
  return SIDES.flatMap((side) =>
    sides[side].map(({ name, text }) => {
      const origin = origins?.[side][name];
      return {
        side,
        name,
        characters: text.length,
        ...(origin === undefined ? {} : { from: pathOf(side, origin.file) }),
        ...(origin === undefined && parted.has(pathOf(side, name)) ? { empty: emptyStretches(text) } : {}),
        ...(origin?.numbers === undefined ? {} : { steps: origin.numbers.map((each, at, all) => each - (all[at - 1] ?? 0)) }),
      };
    }),
  );
}

function emptyStretches(text: string): [number, number][] {
  const stretches: [number, number][] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() !== '') continue;
    const last = stretches.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else stretches.push([at + 1, at + 1]);
  }
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
      if (found !== undefined) return { text: each.text, line: found };
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
