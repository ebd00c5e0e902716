/** A plot is the events of a picture as numbers that are ready to be drawn: when, which row, which line says it. */
import type { EventKind } from '../ipsec/event.ts';
import type { Picture } from '../report/picture/picture.ts';

/** From the gap between the lanes outwards: what travels stands where the lanes face each other. */
export const ROWS = ['IKE messages', 'DELETEs', 'SAs', 'dead peer detection', 'the log', 'unknown SPI'] as const;
export const SHORT_ROWS = ['IKE', 'DELETE', 'SAs', 'DPD', 'log', 'SPI?'] as const;

const ROW_OF: Readonly<Record<EventKind, number>> = {
  message: 0,
  notify: 0,
  negotiation: 0,
  'ike-sa': 0,
  identity: 0,
  delete: 1,
  'child-sa': 2,
  dpd: 3,
  syslog: 4,
  command: 4,
  reload: 4,
  'clock-step': 4,
  esp: 4,
  'invalid-spi': 5,
};

/** What of a plot is made of numbers alone: it is handed over by a worker without being copied. */
export interface Plotted {
  count: number;
  /** 1: b. */
  isB: Uint8Array;
  row: Uint8Array;
  family: Uint8Array;
  /** ms on the device's own clock; NaN without a stamp. */
  at: Float64Array;
  uncertaintyMs: Float64Array;
  spi: Int32Array;
  text: Int32Array;
  line: Int32Array;
  /** Numbers in the picture's lists. */
  word: Uint32Array;
  change: Uint16Array;
}

/** `picture`: its lists are used, its columns no longer. */
export interface Plot extends Plotted {
  picture: Picture;
}

export function plotOf(picture: Picture): Plot {
  return { ...plottedOf(picture), picture };
}

/** For the way from a worker, with what was plotted of them. */
export function withoutColumns(picture: Picture): Picture {
  const gone = { sides: '', kind: [], family: [], at: [], uncertaintyMs: [], change: [], word: [], spi: [], text: [], line: [] };
  return { ...picture, events: { ...picture.events, ...gone } };
}

export function plottedOf({ events }: Picture): Plotted {
  const count = events.sides.length;
  const isB = Uint8Array.from(events.sides, (side) => (side === 'b' ? 1 : 0));
  const rowOfKind = events.kinds.map((kind) => ROW_OF[kind]);
  return {
    count,
    isB,
    row: Uint8Array.from(events.kind, (kind) => rowOfKind[kind] ?? 4),
    family: Uint8Array.from(events.family),
    at: summed(events.at, isB),
    uncertaintyMs: Float64Array.from(events.uncertaintyMs),
    spi: Int32Array.from(events.spi),
    text: Int32Array.from(events.text),
    line: Int32Array.from(summed(events.line, isB)),
    word: Uint32Array.from(events.word),
    change: Uint16Array.from(events.change),
  };
}

function summed(steps: readonly (number | null)[], isB: Uint8Array): Float64Array {
  const before = [0, 0];
  return Float64Array.from(steps, (step, ref) => {
    if (step === null) return Number.NaN;
    const side = isB[ref] ?? 0;
    before[side] = (before[side] ?? 0) + step;
    return before[side] ?? 0;
  });
}

/** By how much each side's own clock is moved to stand where it is drawn. */
export interface Shifts {
  a: number;
  b: number;
  /** Set when the clocks are so far apart that b is drawn from a's first stamp on. */
  isFar: boolean;
}

/** Farther apart than the records are long, the two would not be in sight together. */
export function shiftsOf(plot: Plot, isAligned: boolean): Shifts {
  const { offsetMs } = plot.picture.verdict.clock;
  if (isAligned && offsetMs !== null) return { a: 0, b: -offsetMs, isFar: false };
  const { a, b } = plot.picture.verdict.recordings;
  if (a.fromAt === null || b.fromAt === null || a.toAt === null || b.toAt === null) return { a: 0, b: 0, isFar: false };
  const lengthMs = Math.max(a.toAt - a.fromAt, b.toAt - b.fromAt, MINUTE_MS);
  const isFar = Math.abs(b.fromAt - a.fromAt) > 2 * lengthMs && Math.abs(b.toAt - a.toAt) > 2 * lengthMs;
  return { a: 0, b: isFar ? a.fromAt - b.fromAt : 0, isFar };
}

const MINUTE_MS = 60_000;

/** What the event says, in a few words. */
export function wordsOf({ picture: { events }, word }: Plot, ref: number): string {
  return events.words[word[ref] ?? -1] ?? '';
}

export function changeOf({ picture: { events }, change }: Plot, ref: number): string {
  return events.changes[change[ref] ?? -1] ?? '';
}
