/** Marks and their places: each row has a form and a colour of its own, so that neither is needed to tell it. */

export type Mark = 'dot' | 'square' | 'triangle' | 'diamond' | 'tick' | 'cross';

/** By row. */
export const MARKS: readonly Mark[] = ['dot', 'square', 'triangle', 'diamond', 'tick', 'cross'];

/** As the style sheet has them, light or dark. */
export interface Colours {
  ground: string;
  ink: string;
  soft: string;
  rule: string;
  heard: string;
  deaf: string;
  rows: readonly string[];
}

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const named = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: named('ground'),
    ink: named('ink'),
    soft: named('soft'),
    rule: named('rule'),
    heard: named('heard'),
    deaf: named('deaf'),
    rows: ['ike', 'delete', 'sa', 'dpd', 'log', 'bad'].map(named),
  };
}

export interface Layout {
  /** What it is the layout of: the width of the canvas. */
  whole: number;
  left: number;
  width: number;
  height: number;
  axisA: number;
  axisB: number;
  laneB: number;
  laneHeight: number;
  rowHeight: number;
  /** Between the lanes. */
  middle: number;
  gap: number;
  bottom: number;
  packets: number;
  isNarrow: boolean;
  font: string;
  strong: string;
  laneAt(side: 0 | 1): number;
  rowAt(side: 0 | 1, row: number): number;
}

export interface Canvas {
  pen: CanvasRenderingContext2D;
  layout: Layout;
  colours: Colours;
  x: (at: number) => number;
}

const ROW_COUNT = 6;
const ROW_PX = 17;
const AXIS_PX = 22;
const GAP_PX = 64;
const PACKETS_PX = 56;
const NARROW_PX = 600;

export function layoutOf(whole: number, hasPackets: boolean): Layout {
  const isNarrow = whole < NARROW_PX;
  const left = isNarrow ? 72 : 150;
  const laneHeight = ROW_COUNT * ROW_PX;
  const laneA = AXIS_PX;
  const laneB = laneA + laneHeight + GAP_PX;
  const bottom = laneB + laneHeight;
  const rowAt = (side: 0 | 1, row: number): number =>
    side === 0 ? laneA + laneHeight - (row + 0.5) * ROW_PX : laneB + (row + 0.5) * ROW_PX;
  return {
    whole,
    left,
    width: Math.max(whole - left - 4, 40),
    height: bottom + AXIS_PX + (hasPackets ? PACKETS_PX : 0),
    axisA: AXIS_PX / 2,
    axisB: bottom + AXIS_PX / 2,
    laneB,
    laneHeight,
    rowHeight: ROW_PX,
    middle: laneA + laneHeight + GAP_PX / 2,
    gap: GAP_PX,
    bottom,
    packets: bottom + AXIS_PX + PACKETS_PX / 2,
    isNarrow,
    font: '12px system-ui, sans-serif',
    strong: '600 12px system-ui, sans-serif',
    laneAt: (side) => (side === 0 ? laneA : laneB),
    rowAt,
  };
}

/** In the pen's colour; each by itself, as many at once are slower to fill. */
export function drawMark(pen: CanvasRenderingContext2D, mark: Mark, x: number, y: number, size: number): void {
  pen.beginPath();
  DRAW[mark](pen, x, y, size);
  pen.fill();
}

type Draw = (pen: CanvasRenderingContext2D, x: number, y: number, size: number) => void;

const polygon = (pen: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void => {
  for (const [index, [x, y]] of points.entries()) {
    if (index === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.closePath();
};

const DRAW: Readonly<Record<Mark, Draw>> = {
  dot: (pen, x, y, size) => pen.arc(x, y, size, 0, 2 * Math.PI),
  square: (pen, x, y, size) => pen.rect(x - size, y - size, size * 2, size * 2),
  triangle: (pen, x, y, size) =>
    polygon(pen, [
      [x, y - size],
      [x + size, y + size],
      [x - size, y + size],
    ]),
  diamond: (pen, x, y, size) =>
    polygon(pen, [
      [x, y - size - 1],
      [x + size + 1, y],
      [x, y + size + 1],
      [x - size - 1, y],
    ]),
  tick: (pen, x, y, size) => pen.rect(x - 1, y - size - 1, 2, size * 2 + 2),
  // The most frequent of all where much was lost: drawn without a list of its corners.
  cross: (pen, x, y, size) => {
    const [out, thin] = [(size + 2) * Math.SQRT1_2, THIN * Math.SQRT1_2];
    for (const turn of [1, -1]) {
      pen.moveTo(x - out - turn * thin, y - turn * out + thin);
      pen.lineTo(x + out - turn * thin, y + turn * out + thin);
      pen.lineTo(x + out + turn * thin, y + turn * out - thin);
      pen.lineTo(x - out + turn * thin, y - turn * out - thin);
      pen.closePath();
    }
  },
};

/** Half of how thick its two strokes are. */
const THIN = 1.2;
