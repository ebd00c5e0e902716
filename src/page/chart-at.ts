/** What stands at a place of the chart is the event of that row which is nearest to it. */
import { firstFrom } from './lanes.ts';
import type { Looking } from './looking.ts';
import type { Layout } from './marks.ts';

/** As near as a finger is sure. */
const NEAR_PX = 14;

/** -1 for nothing. */
export function plotAt(looking: Looking, layout: Layout, x: number, y: number): number {
  const { from, to } = looking.view;
  const at = from + ((x - layout.left) / layout.width) * (to - from);
  const nearMs = (NEAR_PX / layout.width) * (to - from);
  let [best, bestScore] = [-1, Number.POSITIVE_INFINITY];
  for (const side of [0, 1] as const) {
    for (const [row, lane] of looking.lanes[side].entries()) {
      const away = Math.abs(layout.rowAt(side, row) - y);
      if (away > layout.rowHeight / 2 + 1) continue;
      const index = firstFrom(lane.times, at);
      for (const each of [index - 1, index]) {
        const apart = Math.abs((lane.times[each] ?? Number.NaN) - at);
        if (apart <= nearMs && apart < bestScore) [best, bestScore] = [lane.refs[each] ?? -1, apart];
      }
    }
  }
  return best;
}
