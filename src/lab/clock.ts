/** The lab's clock runs faster than real time by a factor; what is due at an instant runs at exactly that instant of it. */

export interface Appointment {
  cancel(): void;
}

interface Due {
  atMs: number;
  order: number;
  run(): void;
  isCancelled: boolean;
}

export class LabClock {
  readonly speed: number;
  readonly #startAtMs: number;
  readonly #realNow: () => number;
  readonly #realStartMs: number;
  readonly #due: Due[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The instant of the appointment that is running. */
  #running: number | undefined;
  #count = 0;

  constructor({ startAtMs, speed, realNow = () => performance.now() }: { startAtMs: number; speed: number; realNow?: () => number }) {
    this.#startAtMs = startAtMs;
    this.speed = speed;
    this.#realNow = realNow;
    this.#realStartMs = realNow();
  }

  /** ms since 1970, in the lab's time. */
  now(): number {
    return this.#running ?? this.#startAtMs + (this.#realNow() - this.#realStartMs) * this.speed;
  }

  at(atMs: number, run: () => void): Appointment {
    const due: Due = { atMs, order: this.#count, run, isCancelled: false };
    this.#count += 1;
    this.#due.push(due);
    this.#due.sort((one, two) => one.atMs - two.atMs || one.order - two.order);
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

  /** Nothing that is due runs any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#due.length = 0;
  }

  #cancel(due: Due): void {
    due.isCancelled = true;
    const index = this.#due.indexOf(due);
    if (index !== -1) this.#due.splice(index, 1);
  }

  #arrange(): void {
    if (this.#running !== undefined) return;
    clearTimeout(this.#timer);
    const [first] = this.#due;
    if (first === undefined) return;
    const realMs = Math.max(0, (first.atMs - this.now()) / this.speed);
    this.#timer = setTimeout(() => this.#runDue(), Math.min(realMs, LONGEST_TIMEOUT_MS));
    // A router that only waits must not keep the program alive.
    this.#timer.unref();
  }

  #runDue(): void {
    const nowMs = this.now();
    try {
      for (let first = this.#due[0]; first !== undefined && first.atMs <= nowMs; first = this.#due[0]) {
        this.#due.shift();
        this.#running = first.atMs;
        if (!first.isCancelled) first.run();
      }
    } finally {
      this.#running = undefined;
      this.#arrange();
    }
  }
}

/** Node's timers overflow beyond this. */
const LONGEST_TIMEOUT_MS = 2_000_000_000;
