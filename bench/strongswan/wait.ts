/** Waiting for something that comes from outside this process: bounded, and loud when it does not come. */
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

export async function until(what: string, isSo: () => boolean, withinMs = 20_000): Promise<void> {
  const lastMs = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > lastMs) throw new Error(`did not happen within ${withinMs / 1000} s: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Time that a story itself takes: traffic flows, lifetimes run. */
export const letPass = (seconds: number): Promise<void> => delay(seconds * 1000);
