/** Senders are the routers that are heard, each with its counts: what is missing of whom, and since when whom nobody hears any more. */
import type { Address } from '../ipsec/address.ts';
import { Count, sumOf } from './count.ts';
import type { Counted } from './envelopes.ts';
import type { Sender } from './heard.ts';

interface Known {
  source: Address;
  host: string | null;
  received: number;
  lastAtMs: number;
  sent: Count | undefined;
  logged: Count | undefined;
}

export class Senders {
  forgotten = 0;
  readonly #known = new Map<string, Known>();
  readonly #max: number;
  #lostBefore = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** True when the very same message came from there before. */
  take({ host, sent, logged, body }: Counted, source: Address, atMs: number): boolean {
    const sender = this.#of(source, host ?? null, atMs);
    sender.lastAtMs = atMs;
    const sum = sent === undefined && logged === undefined ? 0 : sumOf(body);
    const isSentTwice = countOf(sender, 'sent', sent)?.take(sent ?? 0, sum) === 'repeated';
    const isLoggedTwice = !isSentTwice && countOf(sender, 'logged', logged)?.take(logged ?? 0, sum) === 'repeated';
    // Two numbers that differ in what was sent are two messages, whatever was logged.
    const isRepeat = isSentTwice || (isLoggedTwice && sent === undefined);
    if (!isRepeat) sender.received += 1;
    return isRepeat;
  }

  /** Missing by the count of what was sent. */
  get lost(): number {
    return [...this.#known.values()].reduce((sum, { sent }) => sum + (sent?.lost ?? 0), this.#lostBefore);
  }

  /** The last heard first. */
  list(): Sender[] {
    return [...this.#known.values()]
      .toSorted((one, two) => two.lastAtMs - one.lastAtMs)
      .map(({ source, host, received, lastAtMs, sent, logged }) => ({
        source,
        host,
        received,
        lastAtMs,
        lost: sent?.lost ?? null,
        lostAtMost: logged?.lost ?? null,
        restarts: (sent ?? logged)?.restarts ?? 0,
      }));
  }

  #of(source: Address, host: string | null, atMs: number): Known {
    const key = host === null ? source : `${source} ${host}`;
    const known = this.#known.get(key) ?? { source, host, received: 0, lastAtMs: atMs, sent: undefined, logged: undefined };
    // Who was heard last stands last, once there are so many that one may have to go.
    if (this.#known.size > this.#max / 2) this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > this.#max) this.#forget();
    return known;
  }

  /** Names can be made up without end: the one that has been silent for longest goes. */
  #forget(): void {
    const [oldest] = this.#known;
    if (oldest === undefined) return;
    this.#lostBefore += oldest[1].sent?.lost ?? 0;
    this.#known.delete(oldest[0]);
    this.forgotten += 1;
  }
}

function countOf(sender: Known, which: 'sent' | 'logged', printed: number | undefined): Count | undefined {
  if (printed !== undefined && sender[which] === undefined) sender[which] = new Count();
  return printed === undefined ? undefined : sender[which];
}
