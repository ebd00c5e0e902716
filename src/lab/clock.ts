/**
 * The lab's clock runs faster than real time by a factor; what is due at an instant runs at exactly that instant of it.
 *
 * Time never passes an appointment that has not been kept, and stands still until everything that it set going has come to rest: the same
 * seed tells the same story, however busy the machine is.
 */
import { setImmediate } from 'node:timers/promises';

export interface Appointment {
  cancel(): void;
}

interface Due {
  atMs: number;
  order: number;
  run(): void;
}

export interface ClockOptions {
  startAtMs: number;
  /** 0: only `advance` moves the clock. */
  speed: number;
  realNow?: () => number;
}

export class LabClock {
  readonly speed: number;
  readonly #startAtMs: number;
  readonly #realNow: () => number;
  readonly #realStartMs: number;
  /** In the order in which they come. */
  readonly #due: Due[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The instant of the appointment that is being kept. */
  #running: number | undefined;
  /** By how much `advance` has gone ahead of real time. */
  #skippedMs = 0;
  #count = 0;
  #isStopped = false;

  constructor({ startAtMs, speed, realNow = () => performance.now() }: ClockOptions) {
    this.#startAtMs = startAtMs;
    this.speed = speed;
    this.#realNow = realNow;
    this.#realStartMs = realNow();
  }

  /** ms since 1970, in the lab's time. */
  now(): number {
    return this.#running ?? Math.min(this.#target(), this.#due[0]?.atMs ?? Number.POSITIVE_INFINITY);
  }

  at(atMs: number, run: () => void): Appointment {
    const due: Due = { atMs: Math.max(atMs, this.now()), order: this.#count, run };
    this.#count += 1;
    this.#due.splice(this.#placeOf(due), 0, due);
    this.#arrange();
    return { cancel: () => this.#cancel(due) };
  }

  after(ms: number, run: () => void): Appointment {
    return this.at(this.now() + ms, run);
  }

  /** Ends early, without an error, when the signal comes. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const appointment = this.after(ms, end);
      function end(): void {
        signal?.removeEventListener('abort', end);
        appointment.cancel();
        resolve();
      }
      signal?.addEventListener('abort', end, { once: true });
    });
  }

  /** Goes ahead of real time, through everything that is due until then. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.now() + ms;
    const arrived = this.sleep(ms);
    this.#skippedMs += Math.max(0, untilMs - this.#target());
    await this.#keepDue();
    await arrived;
  }

  /** Nothing that is due runs any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#due.length = 0;
  }

  /** Where the clock would stand if nothing were due. */
  #target(): number {
    return this.#startAtMs + this.#skippedMs + (this.#realNow() - this.#realStartMs) * this.speed;
  }

  #placeOf({ atMs }: Due): number {
    let index = this.#due.length;
    while (index > 0 && (this.#due[index - 1]?.atMs ?? 0) > atMs) index -= 1;
    return index;
  }

  #cancel(due: Due): void {
    const index = this.#due.indexOf(due);
    if (index !== -1) this.#due.splice(index, 1);
  }

  #arrange(): void {
    if (this.#running !== undefined || this.speed === 0 || this.#isStopped) return;
    clearTimeout(this.#timer);
    const [first] = this.#due;
    if (first === undefined) return;
    const realMs = Math.max(0, (first.atMs - this.#target()) / this.speed);
    this.#timer = setTimeout(() => void this.#keepDue(), Math.min(realMs, LONGEST_TIMEOUT_MS));
    // A router that only waits must not keep the program alive.
    this.#timer.unref();
  }

  async #keepDue(): Promise<void> {
    if (this.#running !== undefined) return;
    try {
      for (let first = this.#due[0]; first !== undefined && first.atMs <= this.#target(); first = this.#due[0]) {
        this.#due.shift();
        this.#running = first.atMs;
        first.run();
        // Promises that it settled go on at this same instant.
        await setImmediate();
      }
    } finally {
      this.#running = undefined;
      this.#arrange();
    }
  }
}

/** Node's timers overflow beyond this. */
const LONGEST_TIMEOUT_MS = 2_000_000_000;
