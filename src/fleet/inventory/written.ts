/** A written inventory is what a file says of its tunnels, before anything is believed, and where in the file each word of it stands. */
import type { Diagnostic } from '../../diagnostic.ts';

/** Where a value stands; from 1. */
export interface Place {
  line: number;
  column: number;
  length: number;
}

/** One tunnel as its row has it: `{ name, group, a: { name, host, … }, b: { … } }`. */
export interface WrittenRow {
  written: unknown;
  /** Of the value at the end of these keys, or of the nearest above it that is there; of the key itself when `isKey`. */
  placeOf(path: readonly PropertyKey[], isKey?: boolean): Place;
}

export interface WrittenInventory {
  rows: WrittenRow[];
  /** With one among them the rows are not looked at. */
  diagnostics: Diagnostic[];
}

/** A file's text, by the name that the diagnostics carry. */
export interface InventoryText {
  file: string;
  text: string;
}

/** With the offsets at which its lines begin: in each of thousands of rows a mistake shows its line. */
export interface InventorySource extends InventoryText {
  lineStarts: readonly number[];
}

/** `password: hunter2`, `ops:hunter2@hq`: nothing of an inventory is a secret, and a line that holds one is not shown. */
const HOLDS_SECRET = /(?:pass|pwd|secret|private.?key|psk|token|credential)|:[^@\s,:]+@/i;

/** A mistake at its place, with its line, unless that may hold a secret. */
export function diagnoseAt(source: InventorySource, place: Place, said: { summary: string; detail?: string | undefined }): Diagnostic {
  const sourceLine = lineOf(source, place.line);
  const isShown = sourceLine !== undefined && !HOLDS_SECRET.test(sourceLine);
  return {
    severity: 'error',
    file: source.file,
    line: place.line,
    column: place.column,
    ...said,
    ...(isShown ? { sourceLine, length: place.length } : {}),
  };
}

/** A file of one line is no help under a caret. */
const LINE_SHOWN_MAX = 400;

/** Undefined where there is none, or it is too long to be shown. */
function lineOf({ text, lineStarts }: InventorySource, line: number): string | undefined {
  const start = lineStarts[line - 1];
  if (start === undefined) return undefined;
  const end = (lineStarts[line] ?? text.length + 1) - 1;
  return end - start > LINE_SHOWN_MAX ? undefined : text.slice(start, end).replace(/\r$/, '');
}

/** Line and column of an offset, by the offsets at which lines begin. */
export function placeAt(lineStarts: readonly number[], start: number, end: number): Place {
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: start - (lineStarts[low] ?? 0) + 1, length: Math.max(1, end - start) };
}

export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
