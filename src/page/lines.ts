/** The lines of a text are found by where they begin; each has its time on both clocks, as far as an event near it tells. */

/** Where each line begins, and the end behind the last. */
export function startsOf(text: string): Uint32Array {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  // What ends with a line end has no line behind it.
  if (starts.at(-1) === text.length && starts.length > 1) starts.pop();
  starts.push(text.length);
  // Not `from`, which walks: there may be a million lines.
  return new Uint32Array(starts);
}

export function countLines(starts: Uint32Array): number {
  return starts.length - 1;
}

/** `line` counts from 1. */
export function lineOf(text: string, starts: Uint32Array, line: number): string {
  return text.slice(starts[line - 1], starts[line]).replace(/[\r\n]+$/, '');
}

/** The line in which the place stands. */
export function lineAt(starts: Uint32Array, at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, starts.length - 2) + 1;
}

/** Lines that hold the words, whatever their case; each once. */
export function search(text: string, starts: Uint32Array, words: string, most: number): number[] {
  const found: number[] = [];
  if (words === '') return found;
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  for (let match = pattern.exec(text); match !== null && found.length < most; match = pattern.exec(text)) {
    const line = lineAt(starts, match.index);
    found.push(line);
    // On to the next line.
    pattern.lastIndex = Math.max(starts[line] ?? text.length, match.index + 1);
  }
  return found;
}

/** `03:00:01.250` as a stamp prints it. */
const TIME = /\b(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?/;
const DAY_MS = 86_400_000;

/** ms since midnight by the first stamp of the line; undefined without one. */
export function timeOfDay(line: string): number | undefined {
  const match = TIME.exec(line);
  if (match === null) return undefined;
  const [, hours, minutes, seconds, part = '0'] = match;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(`0.${part}`) * 1000;
}

/** The instant of a line by that of an event near it: what their stamps are apart, over midnight too. */
export function instantOf(line: string, near: { at: number; line: string } | undefined): number | undefined {
  const [own, known] = [timeOfDay(line), near === undefined ? undefined : timeOfDay(near.line)];
  if (own === undefined || known === undefined || near === undefined) return undefined;
  const apart = own - known;
  const wrapped = apart > DAY_MS / 2 ? apart - DAY_MS : apart < -DAY_MS / 2 ? apart + DAY_MS : apart;
  return near.at + wrapped;
}
