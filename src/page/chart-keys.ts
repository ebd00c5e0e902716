/** The keys of the chart: what each does to where the reader is. */
import type { Looking } from './looking.ts';
import { incidentAt } from './paint.ts';
import { moved, zoomed } from './scale.ts';

const ZOOM = 1.5;
const STEP = 0.2;

export function keysOf(looking: Looking): Readonly<Record<string, () => void>> {
  const span = (): number => looking.view.to - looking.view.from;
  const around = (): number => {
    const at = looking.cursor < 0 ? Number.NaN : looking.timeOf(looking.cursor);
    return at >= looking.view.from && at <= looking.view.to ? at : (looking.view.from + looking.view.to) / 2;
  };
  const zoomBy = (factor: number) => () => looking.look(zoomed(looking.view, factor, around(), looking.all));
  const moveBy = (share: number) => () => looking.look(moved(looking.view, span() * share, looking.all));
  return {
    '+': zoomBy(1 / ZOOM),
    '=': zoomBy(1 / ZOOM),
    '-': zoomBy(ZOOM),
    '0': () => looking.look(looking.all),
    ArrowLeft: moveBy(-STEP),
    ArrowRight: moveBy(STEP),
    z: () => lookAtIncident(looking),
    c: () => looking.switchClocks(),
    n: () => step(looking, 1),
    p: () => step(looking, -1),
    Enter: () => {
      const { cursor, plot } = looking;
      const text = plot.text[cursor] ?? -1;
      if (text >= 0) looking.openLine({ text, line: plot.line[cursor] ?? 1 });
    },
  };
}

/** As much before its first message as most causes need, and as much behind. */
const BEFORE_MS = 45_000;
const BEHIND_MS = 15_000;

function lookAtIncident(looking: Looking): void {
  const at = incidentAt(looking, looking.incident);
  if (Number.isNaN(at)) return;
  looking.look({ from: at - BEFORE_MS, to: at + BEHIND_MS });
}

/** To the next event that is shown, in the order in which they are drawn. */
function step(looking: Looking, by: 1 | -1): void {
  const from = looking.cursor < 0 ? (by > 0 ? looking.view.from : looking.view.to) : looking.timeOf(looking.cursor);
  let [best, bestAt] = [-1, by > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY];
  for (const lane of looking.lanes.flat()) {
    for (const [index, ref] of lane.refs.entries()) {
      const at = lane.times[index] ?? 0;
      const isBehind = at === from ? (ref - looking.cursor) * by > 0 : (at - from) * by > 0;
      const isCloser = at === bestAt ? best < 0 || (best - ref) * by > 0 : (bestAt - at) * by > 0;
      if (isBehind && isCloser) [best, bestAt] = [ref, at];
    }
  }
  if (best >= 0) looking.show(best);
}
