/** Opening a capture gives it its way into the world: the system clock, logins by SSH, the store. */
import type { Playbook } from '../playbook/playbook.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { CaptureContext, Progress } from './context.ts';
import { Entrance, type EntranceOptions } from './entrance.ts';
import type { Sight } from './sight.ts';
import type { Store } from './store.ts';

export interface OpenOptions extends EntranceOptions {
  store: Store;
  say(progress: Progress): void;
  see?: ((sight: Sight) => void) | undefined;
  stop: AbortSignal;
  clock?: Clock | undefined;
}

export function openCapture(playbook: Playbook, options: OpenOptions): CaptureContext {
  const { store, say, see, stop, clock = SYSTEM_CLOCK } = options;
  const entrance = new Entrance(playbook, options);
  return {
    clock,
    turns: {},
    leaving: {},
    store,
    say,
    see,
    stop,
    secrets: () => entrance.secrets(),
    // Without the stop signal: what was begun must be undone over the same sessions.
    connect: (side) => entrance.connect(side),
    openSession: (side) => entrance.openSession(side),
  };
}
