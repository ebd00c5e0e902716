/** Painting messages draws a line from where each left to where it arrived; a lost one ends on its way, in a cross. */
import type { Looking } from './looking.ts';
import { type Canvas, drawMark } from './marks.ts';

/** Beyond this many in sight a pixel shows one line only. */
const EACH_MAX = 1500;

export function paintMessages(canvas: Canvas, looking: Looking): void {
  const { pen, colours } = canvas;
  const { fates, sent, received } = looking.picture.messages;
  const inSight = looking.messagesInSight();
  const drawn = inSight.length > EACH_MAX ? new Set<number>() : undefined;
  for (const index of inSight) {
    const isLost = fates[index] === 'l';
    const pixel = Math.round(canvas.x(looking.timeOf(sent[index] ?? received[index] ?? 0))) * 2 + (isLost ? 1 : 0);
    if (drawn?.has(pixel) === true) continue;
    drawn?.add(pixel);
    const line = lineOf(canvas, looking, index);
    pen.strokeStyle = (isLost ? colours.rows[5] : colours.rows[0]) ?? colours.ink;
    pen.fillStyle = pen.strokeStyle;
    pen.globalAlpha = isLost ? 1 : 0.6;
    pen.setLineDash(isLost || fates[index] !== 'd' ? [3, 3] : []);
    pen.beginPath();
    pen.moveTo(line.x1, line.y1);
    pen.lineTo(line.x2, line.y2);
    pen.stroke();
    if (isLost) drawMark(pen, 'cross', line.x2, line.y2, 3);
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

interface Line {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** What was seen at one end only goes half the way. */
function lineOf({ layout, x }: Canvas, looking: Looking, index: number): Line {
  const { sent, received } = looking.picture.messages;
  const [from, to] = [sent[index] ?? null, received[index] ?? null];
  const yOf = (ref: number): number => layout.rowAt(looking.plot.isB[ref] === 1 ? 1 : 0, 0) + (looking.plot.isB[ref] === 1 ? -7 : 7);
  if (from !== null && to !== null) return { x1: x(looking.timeOf(from)), y1: yOf(from), x2: x(looking.timeOf(to)), y2: yOf(to) };
  const seen = from ?? to ?? 0;
  const place = x(looking.timeOf(seen));
  return { x1: place, y1: yOf(seen), x2: place, y2: layout.middle };
}
