/** The first ESP with a new SA shows its responder that the initiator has it; what waits for that is kept here. RFC 7296 2.8 */

export class FirstEsp {
  /** By inbound SPI. */
  readonly #awaited = new Map<number, () => void>();

  /** Gives what is to be called when no ESP has come in time; only the first call counts. */
  await(inbound: number, run: () => void): () => void {
    const once = (): void => {
      if (this.#awaited.get(inbound) === once && this.#awaited.delete(inbound)) run();
    };
    this.#awaited.set(inbound, once);
    return once;
  }

  isAwaited(inbound: number): boolean {
    return this.#awaited.has(inbound);
  }

  heard(inbound: number): void {
    this.#awaited.get(inbound)?.();
  }

  /** The peer has shown in another way that it has what it asked for. */
  heardAll(): void {
    for (const run of [...this.#awaited.values()]) run();
  }

  clear(): void {
    this.#awaited.clear();
  }
}
