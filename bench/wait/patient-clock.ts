/** A patient clock makes a simulated day short: time passes only while everybody who waits on it waits, and then jumps to who is due first. */
import type { Clock } from '../../src/capture/clock.ts';
import type { LabClock } from '../../src/lab/clock.ts';

interface Sleeper {
  atMs: number;
  wake(): void;
}

/** Of whoever waits for two routers: both watches, the end of the lease, the heartbeat. */
const SLEEPERS = 4;

/** `lab` stands still by itself (speed 0): what happens in between on its routers happens at its own instant. */
export function patientClock(lab: LabClock, sleepers = SLEEPERS): Clock {
  const asleep = new Set<Sleeper>();
  let isJumping = false;
  const jump = async (): Promise<void> => {
    if (isJumping) return;
    isJumping = true;
    while (asleep.size >= sleepers) {
      const [first] = [...asleep].sort((one, two) => one.atMs - two.atMs);
      if (first === undefined) break;
      await lab.advance(Math.max(0, first.atMs - lab.now()));
      first.wake();
    }
    isJumping = false;
  };
  return {
    now: () => lab.now(),
    monotonic: () => lab.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper: Sleeper = { atMs: lab.now() + ms, wake };
        function wake(): void {
          asleep.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        }
        if (signal?.aborted === true) return resolve();
        signal?.addEventListener('abort', wake, { once: true });
        asleep.add(sleeper);
        void jump();
      }),
  };
}
