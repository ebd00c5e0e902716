/** Painting packets draws a strip: what left a upwards, what left b downwards, what never arrived in the colour of what is wrong. */
import type { Looking } from './looking.ts';
import type { Canvas } from './paint.ts';

const STRIP_PX = 24;

export function paintPackets({ pen, layout, colours }: Canvas, looking: Looking): void {
  const { view, packetTimes, picture } = looking;
  const fates = picture.packets?.fates ?? '';
  const width = Math.ceil(layout.width);
  const counts = [0, 1].map(() => ({ all: new Float64Array(width), gone: new Float64Array(width) }));
  for (const [index, at] of packetTimes.entries()) {
    const place = Math.floor(((at - view.from) / (view.to - view.from)) * layout.width);
    const own = counts[picture.packets?.from[index] === 'b' ? 1 : 0];
    if (!(place >= 0 && place < width) || own === undefined) continue;
    own.all[place] = (own.all[place] ?? 0) + 1;
    if (fates[index] === 'u') own.gone[place] = (own.gone[place] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts.map(({ all }) => all.reduce((one, two) => Math.max(one, two), 0)));
  const height = (count: number): number => (count === 0 ? 0 : Math.max(2, (Math.sqrt(count) / Math.sqrt(most)) * STRIP_PX));
  pen.fillStyle = colours.rule;
  pen.fillRect(layout.left, layout.packets, layout.width, 1);
  for (const [side, { all, gone }] of counts.entries()) {
    for (let place = 0; place < width; place += 1) {
      const [whole, missing] = [height(all[place] ?? 0), height(gone[place] ?? 0)];
      if (whole === 0) continue;
      pen.fillStyle = colours.rows[2] ?? colours.ink;
      pen.fillRect(layout.left + place, side === 0 ? layout.packets - whole : layout.packets + 1, 1, whole);
      pen.fillStyle = colours.rows[5] ?? colours.ink;
      pen.fillRect(layout.left + place, side === 0 ? layout.packets - missing : layout.packets + 1, 1, missing);
    }
  }
}
