/** A retransmission repeats a message that is not answered, and gives up after five times. [L] ike.md 3.3 */
import type { Appointment, LabClock } from '../clock.ts';

export const RETRANSMISSION_MS = 10_000;
export const ATTEMPTS = 5;

export interface Retransmission {
  stop(): void;
}

export interface Attempts {
  /** From 1 to ATTEMPTS. */
  again(attempt: number): void;
  giveUp(): void;
}

export function retransmit(clock: LabClock, { again, giveUp }: Attempts): Retransmission {
  let next: Appointment | undefined;
  const wait = (attempt: number): void => {
    next = clock.after(RETRANSMISSION_MS, () => {
      if (attempt > ATTEMPTS) {
        giveUp();
        return;
      }
      again(attempt);
      wait(attempt + 1);
    });
  };
  wait(1);
  return { stop: () => next?.cancel() };
}
