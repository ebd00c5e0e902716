/** Painting messages draws a line from where each left to where it arrived; a lost one ends on its way, in a cross. */
import type { Looking } from './looking.ts';
import { type Canvas, drawMark } from './marks.ts';

/** Beyond this many in sight a pixel shows one line only. */
const EACH_MAX = 1500;

export function paintMessages(canvas: Canvas, looking: Looking): void {
  const { pen, colours } = canvas;
  const lines = linesInSight(canvas, looking);
  // All of one fate at once: a stroke of its own for each would be most of the work.
  for (const fate of FATES) {
    pen.strokeStyle = colours.rows[fate === 'lost' ? 5 : 0] ?? colours.ink;
    pen.globalAlpha = fate === 'lost' ? 1 : 0.6;
    pen.setLineDash(fate === 'delivered' ? [] : [3, 3]);
    pen.beginPath();
    for (const { x1, y1, x2, y2 } of lines[fate]) {
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
    }
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.rows[5] ?? colours.ink;
  for (const { x2, y2 } of lines.lost) drawMark(pen, 'cross', x2, y2, 3);
}

const FATES = ['delivered', 'open', 'lost'] as const;

function linesInSight(canvas: Canvas, looking: Looking): Record<(typeof FATES)[number], Line[]> {
  const { fates } = looking.picture.messages;
  const lines: ReturnType<typeof linesInSight> = { delivered: [], open: [], lost: [] };
  const { messageAt, view } = looking;
  const perPixel = (view.to - view.from) / canvas.layout.width;
  const inSight = looking.messagesInSight();
  const drawn = inSight.length > EACH_MAX ? new Set<number>() : undefined;
  for (const index of inSight) {
    const fate = fates[index] === 'l' ? 'lost' : fates[index] === 'd' ? 'delivered' : 'open';
    const pixel = Math.round(((messageAt[index] ?? 0) - view.from) / perPixel) * 2 + (fate === 'lost' ? 1 : 0);
    if (drawn?.has(pixel) === true) continue;
    drawn?.add(pixel);
    lines[fate].push(lineOf(canvas, looking, index));
  }
  return lines;
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
