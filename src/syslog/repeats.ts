/** Repeats are messages that come a second time: relayed by two ways, or sent again; they are counted and not heard again. */

/** One that says when the router printed it is the same whenever it comes; no relay keeps one back for longer. [B] */
const STAMPED_MS = 600_000;
/** One that does not is the same only at once: IOS prints an unknown SPI once a minute and flow. [C seed.md 4] */
const BARE_MS = 5_000;

export class Repeats {
  /** Two generations: the older is forgotten whole. */
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  readonly #keysMax: number;

  constructor(keysMax: number) {
    this.#keysMax = keysMax;
  }

  /** True when the same was heard before, and not too long ago. */
  isRepeat(key: string, isStamped: boolean, atMs: number): boolean {
    const before = this.#young.get(key) ?? this.#old.get(key);
    if (before !== undefined && Math.abs(atMs - before) <= (isStamped ? STAMPED_MS : BARE_MS)) return true;
    if (this.#young.size >= this.#keysMax) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, atMs);
    return false;
  }
}
