/** Painting the axis writes each side's own stamps at its lane, and what its rows are called. */
import type { Looking } from './looking.ts';
import { type Canvas, drawMark, MARKS } from './marks.ts';
import { ROWS, SHORT_ROWS } from './plot.ts';
import { printTick, ticksOf } from './scale.ts';

const TICK_PX = 110;

/** Each side's own stamps, wherever its lane is drawn. */
export function paintAxis({ pen, layout, colours, x }: Canvas, { view, shifts, picture }: Looking, side: 0 | 1): void {
  const shift = side === 1 ? shifts.b : shifts.a;
  const y = side === 0 ? layout.axisA : layout.axisB;
  const apart = ((view.to - view.from) / layout.width) * TICK_PX;
  pen.font = layout.font;
  pen.textBaseline = 'middle';
  paintSilence({ pen, layout, colours, x }, picture, side);
  for (const { at, stepMs } of ticksOf({ from: view.from - shift, to: view.to - shift }, apart)) {
    const place = x(at + shift);
    pen.fillStyle = colours.rule;
    pen.fillRect(Math.round(place), side === 0 ? layout.axisA + 10 : layout.laneB, 1, layout.laneHeight + 2);
    pen.fillStyle = colours.soft;
    if (place < layout.left + layout.width - 40) pen.fillText(printTick(at, stepMs), place + 3, y);
  }
  pen.fillStyle = colours.ink;
  pen.font = layout.strong;
  const name = picture.verdict.tunnel[side === 0 ? 'a' : 'b'].name;
  pen.fillText(fitted(pen, name, layout.left - 12), 2, y);
}

/** An empty lane says why it is empty. */
function paintSilence({ pen, layout, colours }: Canvas, { verdict }: Looking['picture'], side: 0 | 1): void {
  const own = side === 0 ? 'a' : 'b';
  if (verdict.recordings[own].kinds.length > 0) return;
  pen.fillStyle = colours.soft;
  pen.fillText(`nothing of ${verdict.tunnel[own].name} could be read`, layout.left + 12, layout.laneAt(side) + layout.laneHeight / 2);
}

function fitted(pen: CanvasRenderingContext2D, text: string, width: number): string {
  let shown = text;
  while (shown.length > 1 && pen.measureText(shown).width > width) shown = `${shown.slice(0, -2)}\u2026`;
  return shown;
}

export function paintNames({ pen, layout, colours }: Canvas, _looking: Looking, side: 0 | 1): void {
  pen.font = layout.font;
  pen.textBaseline = 'middle';
  for (const [row, name] of (layout.isNarrow ? SHORT_ROWS : ROWS).entries()) {
    const y = layout.rowAt(side, row);
    pen.fillStyle = colours.rows[row] ?? colours.ink;
    drawMark(pen, MARKS[row] ?? 'dot', 8, y, 4);
    pen.fillStyle = colours.soft;
    pen.fillText(fitted(pen, name, layout.left - 22), 18, y);
  }
}

export function paintPacketName({ pen, layout, colours }: Canvas): void {
  pen.font = layout.font;
  pen.textBaseline = 'middle';
  pen.fillStyle = colours.soft;
  pen.fillText('packets', 18, layout.packets);
}
