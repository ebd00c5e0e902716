/** Painting the timeline draws two lanes, what travelled between them, where each side listened, and the packets; a pixel once, however much is in it. */
import { type Pixel, pixelsOf } from './lanes.ts';
import type { Looking } from './looking.ts';
import { type Canvas, type Colours, drawMark, type Layout, MARKS } from './marks.ts';
import { paintAxis, paintNames, paintPacketName } from './paint-axis.ts';
import { paintListening } from './paint-listening.ts';
import { paintMessages } from './paint-messages.ts';
import { paintPackets } from './paint-packets.ts';

export function paint(pen: CanvasRenderingContext2D, width: number, looking: Looking, colours: Colours, layout: Layout): void {
  const { from, to } = looking.view;
  const canvas: Canvas = { pen, layout, colours, x: (at) => layout.left + ((at - from) / (to - from)) * layout.width };
  pen.clearRect(0, 0, width, layout.height);
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, width, layout.height);
  for (const side of [0, 1] as const) {
    paintListening(canvas, looking, side);
    paintAxis(canvas, looking, side);
    paintNames(canvas, looking, side);
  }
  if (looking.picture.packets !== null) paintPacketName(canvas);
  pen.save();
  pen.beginPath();
  pen.rect(layout.left, 0, layout.width, layout.height);
  pen.clip();
  paintIncidents(canvas, looking);
  paintMessages(canvas, looking);
  for (const side of [0, 1] as const) paintLane(canvas, looking, side);
  if (looking.picture.packets !== null) paintPackets(canvas, looking);
  paintCursor(canvas, looking);
  pen.restore();
}

/** Marks closer than this are one bar, as high as there are many. */
const MARK_PX = 9;
const BAR_PX = 1.4;

function paintLane(canvas: Canvas, looking: Looking, side: 0 | 1): void {
  const { pen, layout, colours } = canvas;
  for (const [row, lane] of looking.lanes[side].entries()) {
    const y = layout.rowAt(side, row);
    const pixels = pixelsOf(lane, looking.view.from, looking.view.to, layout.width);
    pen.fillStyle = colours.rows[row] ?? colours.ink;
    for (let index = 0; index < pixels.length; index += 1) {
      const { x, first } = pixels[index] ?? NOWHERE;
      if (isAlone(pixels, index)) {
        paintBound(canvas, looking, lane.refs[first] ?? 0, layout.left + x, y);
        drawMark(pen, MARKS[row] ?? 'dot', layout.left + x, y, 4);
        continue;
      }
      const height = heightOf(pixels, index, layout.rowHeight);
      // Bars side by side and alike are one: where events are many, that is most of them.
      while (pixels[index + 1]?.x === (pixels[index]?.x ?? 0) + 1 && heightOf(pixels, index + 1, layout.rowHeight) === height) index += 1;
      pen.fillRect(layout.left + x, y - height / 2, (pixels[index]?.x ?? x) - x + BAR_PX, height);
    }
  }
}

const NOWHERE: Pixel = { x: 0, first: 0, count: 0 };

function isAlone(pixels: readonly Pixel[], index: number): boolean {
  const { x, count } = pixels[index] ?? NOWHERE;
  return count <= 2 && x - (pixels[index - 1]?.x ?? -MARK_PX) >= MARK_PX && (pixels[index + 1]?.x ?? x + MARK_PX) - x >= MARK_PX;
}

function heightOf(pixels: readonly Pixel[], index: number, rowHeight: number): number {
  return Math.min(rowHeight - 3, Math.round(4 + Math.log2((pixels[index]?.count ?? 0) + 1) * 2.4));
}

/** How far off the true instant may be. */
function paintBound({ pen, layout }: Canvas, { plot, view }: Looking, ref: number, x: number, y: number): void {
  const half = ((plot.uncertaintyMs[ref] ?? 0) / (view.to - view.from)) * layout.width;
  if (half < 2) return;
  pen.save();
  pen.globalAlpha = 0.22;
  pen.fillRect(x - half, y - 3, half * 2, 6);
  pen.restore();
  pen.fillRect(x - half, y - 3, 1, 6);
  pen.fillRect(x + half, y - 3, 1, 6);
}

/** Numbers closer than this would stand on each other. */
const NUMBER_PX = 24;

function paintIncidents({ pen, layout, colours, x }: Canvas, looking: Looking): void {
  let free = Number.NEGATIVE_INFINITY;
  pen.font = layout.strong;
  pen.textBaseline = 'middle';
  pen.fillStyle = colours.rows[5] ?? colours.ink;
  for (const index of looking.picture.verdict.incidents.keys()) {
    const place = x(incidentAt(looking, index));
    const isChosen = index === looking.incident;
    const isInSight = place > layout.left - NUMBER_PX && place < layout.left + layout.width + NUMBER_PX;
    if (!isInSight || (!isChosen && place - free < 2)) continue;
    pen.globalAlpha = isChosen ? 1 : 0.35;
    pen.fillRect(Math.round(place), layout.axisA + 10, isChosen ? 2 : 1, layout.bottom - layout.axisA - 10);
    if (isChosen || place - free > NUMBER_PX) pen.fillText(String(index + 1), place + 5, layout.middle + layout.gap / 3);
    pen.globalAlpha = 1;
    free = place;
  }
}

/** Where its first message is drawn: on a's clock, or on the receiver's own when the clocks are not aligned. */
export function incidentAt({ picture: { verdict }, shifts, isAligned }: Looking, index: number): number {
  const incident = verdict.incidents[index];
  const at = Date.parse(incident?.firstAt ?? '');
  const { offsetMs } = verdict.clock;
  if (incident?.receiver !== 'b') return at;
  if (offsetMs === null) return at + shifts.b;
  return isAligned ? at : at + offsetMs + shifts.b;
}

function paintCursor({ pen, layout, colours, x }: Canvas, looking: Looking): void {
  if (looking.cursor < 0) return;
  const place = x(looking.timeOf(looking.cursor));
  if (Number.isNaN(place)) return;
  const y = layout.rowAt(looking.plot.isB[looking.cursor] === 1 ? 1 : 0, looking.plot.row[looking.cursor] ?? 0);
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 1.5;
  pen.strokeRect(place - 7, y - 7, 14, 14);
  pen.lineWidth = 1;
}
