/** Painting packets draws a strip: what left a upwards, what left b downwards, what never arrived in the colour of what is wrong. */
import type { Looking } from './looking.ts';
import type { Canvas } from './marks.ts';

const STRIP_PX = 24;

export function paintPackets(canvas: Canvas, looking: Looking): void {
  const { pen, layout, colours } = canvas;
  const counts = countPackets(looking, Math.ceil(layout.width));
  const most = Math.max(1, ...counts.map(({ all }) => all.reduce((one, two) => Math.max(one, two), 0)));
  pen.fillStyle = colours.rule;
  pen.fillRect(layout.left, layout.packets, layout.width, 1);
  for (const [side, { all, gone }] of counts.entries()) {
    pen.fillStyle = colours.rows[2] ?? colours.ink;
    for (const [place, count] of all.entries()) bar(canvas, side, place, count / most);
    pen.fillStyle = colours.rows[5] ?? colours.ink;
    for (const [place, count] of gone.entries()) bar(canvas, side, place, count / most);
  }
}

function bar({ pen, layout }: Canvas, side: number, place: number, share: number): void {
  if (share === 0) return;
  const height = Math.max(2, Math.sqrt(share) * STRIP_PX);
  pen.fillRect(layout.left + place, side === 0 ? layout.packets - height : layout.packets + 1, 1, height);
}

interface Counts {
  all: Float64Array;
  gone: Float64Array;
}

/** By side and pixel. */
function countPackets({ view, packetTimes, picture: { packets } }: Looking, width: number): [Counts, Counts] {
  const made = (): Counts => ({ all: new Float64Array(width), gone: new Float64Array(width) });
  const counts: [Counts, Counts] = [made(), made()];
  for (const [index, at] of packetTimes.entries()) {
    const place = Math.floor(((at - view.from) / (view.to - view.from)) * width);
    if (!(place >= 0 && place < width)) continue;
    const { all, gone } = counts[packets?.from[index] === 'b' ? 1 : 0];
    all[place] = (all[place] ?? 0) + 1;
    if (packets?.fates[index] === 'u') gone[place] = (gone[place] ?? 0) + 1;
  }
  return counts;
}
