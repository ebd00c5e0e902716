/** A clock tells the capture the time and lets it wait; a rehearsal brings a faster one. */
import { setTimeout as sleepFor } from 'node:timers/promises';

export interface Clock {
  /** ms since 1970. Somebody may set it: good for what is written down, not for how long to wait. */
  now(): number;
  /** ms since some instant; nobody sets it. */
  monotonic(): number;
  /** Ends early, without an error, when the signal comes. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Node's timers overflow beyond this: longer waits are made of shorter ones. */
const LONGEST_SLEEP_MS = 2_000_000_000;

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    for (let left = ms; left > 0 && signal?.aborted !== true; left -= LONGEST_SLEEP_MS)
      await sleepFor(Math.min(left, LONGEST_SLEEP_MS), undefined, { signal }).catch(() => undefined);
  },
};
