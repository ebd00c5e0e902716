/** Watching the engine keeps what it has last said of each capture, and tells the feed of what is new. */
import type { Engine, Told } from '../engine/engine.ts';
import type { WaitingView } from '../run/waiting.ts';
import type { Feed } from './feed.ts';
import { incidentsOf, type Watched } from './house.ts';
import { addLine } from './said.ts';

const LINES_MAX = 100;
const CAPTURES_MAX = 10_000;

interface Kept {
  view?: WaitingView | undefined;
  lines: string[];
}

export interface Watch extends Watched, Disposable {
  /** Looks at all captures, those of other workers too: what has come home since is told. */
  look(): Promise<void>;
}

export function watchEngine(engine: Engine, feed: Feed): Watch {
  const kept = new Map<string, Kept>();
  let known: Map<string, number> | undefined;
  let seen = '';
  const end = engine.hear((told) => {
    hear(kept, told);
    feed.touch();
  });
  return {
    view: (captureId) => kept.get(captureId)?.view,
    lines: (captureId) => kept.get(captureId)?.lines ?? [],
    look: async () => {
      const states = await engine.captures();
      const all = JSON.stringify(states);
      if (all !== seen) feed.touch();
      seen = all;
      const before = known;
      known = new Map(states.map(({ captureId, bundles }) => [captureId, bundles.length]));
      // What was home before anybody looked is no news.
      if (before === undefined) return;
      const news = states.flatMap((state) =>
        incidentsOf([state]).slice(0, Math.max(0, state.bundles.length - (before.get(state.captureId) ?? 0))),
      );
      for (const each of news.reverse()) feed.tell('incident', each);
    },
    [Symbol.dispose]: end,
  };
}

function hear(kept: Map<string, Kept>, { captureId, news }: Told): void {
  const own = kept.get(captureId) ?? { lines: [] };
  kept.delete(captureId);
  kept.set(captureId, own);
  const oldest = kept.size > CAPTURES_MAX ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
  if (news.about === 'waiting') own.view = news.view;
  if (news.about === 'progress') addLine(own.lines, news, LINES_MAX);
}
