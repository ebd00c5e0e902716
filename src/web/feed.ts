/** The feed is what happens, numbered, for pages that follow: whoever was away for a while is told what he missed, or that it was too much. */

export interface FedEvent {
  /** Of one start of this program: `lq3k2-17`. */
  id: string;
  event: 'changed' | 'incident' | 'lost';
  /** JSON. */
  data: string;
}

/** What is kept for those who come back. */
export const KEPT_MAX = 500;

export class Feed {
  readonly #start: string;
  readonly #kept: FedEvent[] = [];
  readonly #listeners = new Set<(event: FedEvent) => void>();
  #last = 0;
  #changed = false;

  /** `start` is another one each time the program starts: an id of before says nothing. */
  constructor(start: string) {
    this.#start = start;
  }

  /** How many follow. */
  get listening(): number {
    return this.#listeners.size;
  }

  tell(event: FedEvent['event'], data: unknown): void {
    this.#last += 1;
    const fed = { id: `${this.#start}-${this.#last}`, event, data: JSON.stringify(data) };
    this.#kept.push(fed);
    if (this.#kept.length > KEPT_MAX) this.#kept.shift();
    for (const listener of this.#listeners) listener(fed);
  }

  /** Something shown is no longer so; told by the next `flush`, however much it was. */
  touch(): void {
    this.#changed = true;
  }

  flush(): void {
    if (!this.#changed) return;
    this.#changed = false;
    this.tell('changed', {});
  }

  /** Hears all that comes, and first what came behind `lastId`. Gives what ends it. */
  follow(lastId: string | undefined, listener: (event: FedEvent) => void): () => void {
    for (const event of this.#since(lastId)) listener(event);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From here on: told to whoever begins to follow, so that he can come back even if nothing happens. */
  get here(): string {
    return `${this.#start}-${this.#last}`;
  }

  #since(lastId: string | undefined): FedEvent[] {
    if (lastId === undefined || lastId === '') return [];
    const [, start, number] = /^(.*)-(\d{1,15})$/.exec(lastId) ?? [];
    const missed = start === this.#start ? this.#last - Number(number) : Number.NaN;
    if (missed >= 0 && missed <= this.#kept.length) return this.#kept.slice(this.#kept.length - missed);
    // It is of another start, or too old: the page asks for everything.
    return [{ id: this.here, event: 'lost', data: '{}' }];
  }
}
