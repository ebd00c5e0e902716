/** A retransmission repeats a message that is not answered, and gives up after five times. [L] ike.md 3.3 */
import type { Appointment, LabClock } from '../clock.ts';

const RETRANSMISSION_MS = 10_000;
export const ATTEMPTS = 5;

export interface Retransmission {
  stop(): void;
}

export interface Attempts {
  /** Before that attempt, from 1 on; and before giving up. */
  waitMs?(attempt: number): number;
  /** From 1 to ATTEMPTS. */
  again(attempt: number): void;
  giveUp(): void;
}

export function retransmit(clock: LabClock, { waitMs = () => RETRANSMISSION_MS, again, giveUp }: Attempts): Retransmission {
  let next: Appointment | undefined;
  const wait = (attempt: number): void => {
    next = clock.after(waitMs(attempt), () => {
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
