/** Stopping on Ctrl-C ends the waiting, not the undoing: the first signal asks, further ones are told to be patient. */
import type { Screen } from './screen.ts';

export interface Stop {
  signal: AbortSignal;
  [Symbol.dispose](): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function listenForStop(screen: Screen): Stop {
  const controller = new AbortController();
  const onSignal = (): void => {
    screen.tell(controller.signal.aborted ? 'still putting the routers back; please wait' : 'stopping: both routers are put back first');
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
