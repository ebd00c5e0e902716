/** A clock that stands still until nothing else can be done, and then goes on to the next that is due. */
import type { Clock } from '../../src/capture/clock.ts';

interface Due {
  atMs: number;
  order: number;
  come(): void;
}

export class VirtualClock implements Clock {
  #nowMs = 0;
  #count = 0;
  #due: Due[] = [];

  now(): number {
    return this.#nowMs;
  }

  monotonic(): number {
    return this.#nowMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const due = { atMs: this.#nowMs + Math.max(0, ms), order: this.#count, come: resolve };
      this.#count += 1;
      this.#due.push(due);
      signal?.addEventListener(
        'abort',
        () => {
          this.#due = this.#due.filter((each) => each !== due);
          resolve();
        },
        { once: true },
      );
    });
  }

  at(atMs: number, come: () => void): void {
    this.#due.push({ atMs, order: this.#count, come });
    this.#count += 1;
  }

  /** False when nobody waits for anything. */
  goOn(): boolean {
    const [next] = this.#due.sort((one, two) => one.atMs - two.atMs || one.order - two.order);
    if (next === undefined) return false;
    this.#due.shift();
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.come();
    return true;
  }
}
