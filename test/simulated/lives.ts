/** A life is a process that may be killed between any two of its steps: what it would have done next is done by nobody. */
import type { Scheduler } from 'fast-check';

export class Life {
  readonly name: string;
  readonly #scheduler: Scheduler;
  isOver = false;

  constructor(name: string, scheduler: Scheduler) {
    this.name = name;
    this.#scheduler = scheduler;
  }

  kill(): void {
    this.isOver = true;
  }

  /** Others may come first, and the process may be killed before. */
  async step(what: string): Promise<void> {
    await this.#scheduler.schedule(Promise.resolve(), `${this.name}: ${what}`);
    if (this.isOver) await new Promise<never>(() => undefined);
  }
}
