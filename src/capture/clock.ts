/** A clock tells the capture the time and lets it wait; a rehearsal brings a faster one. */
import { setTimeout as sleepFor } from 'node:timers/promises';

export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Ends early, without an error, when the signal comes. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }).catch(() => undefined),
};
