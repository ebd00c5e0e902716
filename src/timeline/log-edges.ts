/** A log's edges are the first and the last that it stamped and numbered: by them it is known which file goes on where another ends. */
import type { LogLine } from '../ios/log/entry.ts';
import { readLogLine } from '../ios/log/line.ts';
import { calendarAt, type Stamp, YEAR_UNKNOWN } from '../ios/log/stamp.ts';

export interface Edge {
  stamp: Stamp | undefined;
  sequence: number | undefined;
}

export interface Edges {
  /** False of a file that holds the rest of a message and nothing else. */
  hasHead: boolean;
  first: Edge;
  last: Edge;
}

/** So many lines stand above the first message of a log, or below the last one. [B] */
const LINES_LOOKED_AT = 200;

export function edgesOf(text: string): Edges {
  const [top, bottom] = [headsOf(linesFromTop(text)), headsOf(linesFromBottom(text))];
  return { hasHead: top.length + bottom.length > 0, first: edgeOf(top), last: edgeOf(bottom) };
}

function edgeOf(heads: readonly LogLine[]): Edge {
  return {
    stamp: heads.find(({ stamp }) => stamp !== undefined)?.stamp,
    sequence: heads.find(({ sequence }) => sequence !== undefined)?.sequence,
  };
}

/** Up to the first with a stamp. */
function headsOf(lines: Iterable<string>): LogLine[] {
  const heads: LogLine[] = [];
  for (const line of lines) {
    const head = readLogLine(line);
    if (head.isHead) heads.push(head);
    if (head.isHead && head.stamp !== undefined) break;
  }
  return heads;
}

function* linesFromTop(text: string): Generator<string> {
  let from = 0;
  for (let count = 0; count < LINES_LOOKED_AT && from < text.length; count += 1) {
    const end = text.indexOf('\n', from);
    const to = end === -1 ? text.length : end;
    yield text.slice(from, to).trimEnd();
    from = to + 1;
  }
}

function* linesFromBottom(text: string): Generator<string> {
  let to = text.length;
  for (let count = 0; count < LINES_LOOKED_AT && to > 0; count += 1) {
    const from = text.lastIndexOf('\n', to - 1) + 1;
    yield text.slice(from, to).trimEnd();
    to = from - 1;
  }
}

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
/** Stamps without a year that lie further back than this are of the next one. [B] */
const HALF_YEAR_MS = 183 * DAY_MS;

/** From the end of the one to the beginning of the other; undefined where one has no stamp, or theirs are of two kinds. */
export function msBetween({ last: { stamp: from } }: Edges, { first: { stamp: to } }: Edges): number | undefined {
  if (from?.kind === 'uptime' && to?.kind === 'uptime') return to.uptimeMs - from.uptimeMs;
  if (from?.kind !== 'calendar' || to?.kind !== 'calendar') return undefined;
  const year = from.year ?? to.year ?? YEAR_UNKNOWN;
  const ms = calendarAt(to, to.year ?? year) - calendarAt(from, from.year ?? year);
  return to.year === undefined && ms < -HALF_YEAR_MS ? ms + YEAR_MS : ms;
}
