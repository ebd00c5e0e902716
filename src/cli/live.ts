/** The live view of a capture that waits stays at the foot of a terminal, and goes when the waiting is over. */
import type { WaitingView } from '../run/waiting.ts';
import { drawWaiting } from './draw-waiting.ts';
import type { Screen } from './screen.ts';

/** Time as a live view needs it. */
export interface Ticker {
  now(): number;
  /** Gives what ends it. */
  every(ms: number, act: () => void): () => void;
}

/** It keeps no process alive. */
const SYSTEM_TICKER: Ticker = {
  now: () => performance.now(),
  every: (ms, act) => {
    const timer = setInterval(act, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

const FRAME_MS = 1000;

/** Does nothing where there is no terminal. */
export function openLive({ foot }: Pick<Screen, 'foot'>, ticker = SYSTEM_TICKER): (view: WaitingView) => void {
  let [end, view, shownMs]: [(() => void) | undefined, WaitingView | undefined, number] = [undefined, undefined, 0];
  const draw = (): void => {
    if (view !== undefined) foot?.draw(drawWaiting(view, ticker.now() - shownMs, foot.columns));
  };
  return (next) => {
    if (foot === undefined) return;
    [view, shownMs] = [next, ticker.now()];
    if (next.isOver) {
      end?.();
      [end, view] = [undefined, undefined];
      foot.draw([]);
    } else {
      end ??= ticker.every(FRAME_MS, draw);
      draw();
    }
  };
}
