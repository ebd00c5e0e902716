/** Flood control: of one tunnel and cause one message in a time; what is held back is counted, and told with the next. */
import type { Tale } from './tale.ts';

const KEYS_MAX = 10_000;

export class Flood {
  readonly #everyMs: number;
  readonly #byKey = new Map<string, { toldMs: number; heldBack: number }>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** The tale as it is to be told, or undefined when it is held back. */
  admit(tale: Tale, nowMs: number): Tale | undefined {
    const key = JSON.stringify([tale.tunnel, tale.cause]);
    const before = this.#byKey.get(key);
    if (before !== undefined && nowMs - before.toldMs < this.#everyMs && nowMs >= before.toldMs) {
      before.heldBack += 1;
      return undefined;
    }
    this.#byKey.delete(key);
    this.#byKey.set(key, { toldMs: nowMs, heldBack: 0 });
    const oldest = this.#byKey.size > KEYS_MAX ? this.#byKey.keys().next().value : undefined;
    if (oldest !== undefined) this.#byKey.delete(oldest);
    return { ...tale, heldBack: before?.heldBack ?? 0 };
  }
}
