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
    eachLine(lines[fate], (x1, y1, x2, y2) => {
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
    });
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.rows[5] ?? colours.ink;
  eachLine(lines.lost, (_x1, _y1, x2, y2) => drawMark(pen, 'cross', x2, y2, 3));
}

const FATES = ['delivered', 'open', 'lost'] as const;
/** Four numbers a line, from where it begins to where it ends: thousands of objects would be most of the first drawing. */
type Lines = Record<(typeof FATES)[number], number[]>;

function eachLine(lines: readonly number[], draw: (x1: number, y1: number, x2: number, y2: number) => void): void {
  for (let at = 0; at + 3 < lines.length; at += 4) draw(lines[at] ?? 0, lines[at + 1] ?? 0, lines[at + 2] ?? 0, lines[at + 3] ?? 0);
}

function linesInSight(canvas: Canvas, looking: Looking): Lines {
  const { fates } = looking.picture.messages;
  const lines: Lines = { delivered: [], open: [], lost: [] };
  const inSight = looking.messagesInSight();
  const isDrawn = inSight.length > EACH_MAX ? pixelMemory(canvas, looking) : () => false;
  for (let at = 0; at < inSight.length; at += 1) {
    const index = inSight[at] ?? 0;
    const fate = fates[index] === 'l' ? 'lost' : fates[index] === 'd' ? 'delivered' : 'open';
    if (!isDrawn(index, fate === 'lost')) addLine(lines[fate], canvas, looking, index);
  }
  return lines;
}

/** Crosses closer than this are one blot. */
const CROSS_PX = 3;

/** Says whether a line begins in that pixel already; what was lost has lines of its own. */
function pixelMemory({ layout }: Canvas, { messageAt, view }: Looking): (index: number, isLost: boolean) => boolean {
  const drawn = new Uint8Array(2 * (Math.ceil(layout.width) + 1));
  const perPixel = (view.to - view.from) / layout.width;
  return (index, isLost) => {
    const pixel = Math.round(((messageAt[index] ?? 0) - view.from) / perPixel);
    const place = isLost ? 2 * Math.floor(pixel / CROSS_PX) + 1 : 2 * pixel;
    if (drawn[place] === 1) return true;
    // One that begins out of sight has no place in it.
    drawn[place] = 1;
    return false;
  };
}

/** Where a line leaves the row of the messages. */
const AWAY_PX = 7;

/** What was seen at one end only goes half the way. */
function addLine(lines: number[], { layout, x }: Canvas, looking: Looking, index: number): void {
  const { sent, received } = looking.picture.messages;
  const [from, to] = [sent[index] ?? null, received[index] ?? null];
  const yOf = (ref: number): number => (looking.plot.isB[ref] === 1 ? layout.rowAt(1, 0) - AWAY_PX : layout.rowAt(0, 0) + AWAY_PX);
  if (from !== null && to !== null) {
    lines.push(x(looking.timeOf(from)), yOf(from), x(looking.timeOf(to)), yOf(to));
    return;
  }
  const seen = from ?? to ?? 0;
  const place = x(looking.timeOf(seen));
  lines.push(place, yOf(seen), place, layout.middle);
}
