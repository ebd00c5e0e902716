/** A router of the radar is as far as it was heard: since when, what is missing of it, and since when it is silent; where it was not heard nothing is known. */
import { Count, sumOf } from '../../syslog/count.ts';
import type { Sender } from '../../syslog/heard.ts';

export interface Gap {
  fromMs: number;
  toMs: number;
  /** Messages; null where nobody knows how many. */
  messages: number | null;
}

/** JSON; instants in ms since 1970. */
export interface RouterReport {
  router: string;
  messages: number;
  firstMs: number;
  lastMs: number;
  /** By the numbers that it prints; null where it prints none: then nobody knows. */
  lost: number | null;
  reloads: number;
  gaps: Gap[];
  /** Since when it says nothing, where that is longer than it was ever silent before. */
  silentSinceMs: number | null;
}

/** What a listener says of a router. */
type Told = Pick<Sender, 'received' | 'lastAtMs' | 'lost' | 'restarts'>;

const HOUR_MS = 3_600_000;
/** So much longer than ever before, and at least an hour, is a silence. */
const SILENCE_TIMES = 3;
/** Who says so little may have nothing to say. */
const MESSAGES_MIN = 10;
const GAPS_MAX = 100;

export class HeardRouter {
  readonly name: string;
  #messages = 0;
  #reloads = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #longestMs = 0;
  #count: Count | undefined;
  #told: (Told & { askedAtMs: number }) | undefined;
  readonly #gaps: Gap[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** One of its messages, of whatever matter; `sent` is the number that it printed. */
  hear(atMs: number, sent: number | undefined, body: string): void {
    this.#messages += 1;
    const before = this.#lastMs;
    this.#firstMs = Math.min(this.#firstMs, atMs);
    this.#lastMs = Math.max(before, atMs);
    if (Number.isFinite(before)) this.#longestMs = Math.max(this.#longestMs, atMs - before);
    if (sent !== undefined) this.#followCount(sent, sumOf(body), Number.isFinite(before) ? Math.min(before, atMs) : atMs, atMs);
  }

  /** Counted by somebody else, who is asked now and then: what is missing was lost since he was asked last. */
  follow({ received, lastAtMs, lost, restarts }: Told, nowMs: number): void {
    const before = this.#told ?? { received: 0, lastAtMs, lost: lost === null ? null : 0, restarts: 0, askedAtMs: lastAtMs };
    this.#messages += Math.max(0, received - before.received);
    this.#firstMs = Math.min(this.#firstMs, before.lastAtMs);
    if (Number.isFinite(this.#lastMs)) this.#longestMs = Math.max(this.#longestMs, lastAtMs - this.#lastMs);
    this.#lastMs = Math.max(this.#lastMs, lastAtMs);
    const missing = (lost ?? 0) - (before.lost ?? 0);
    if (missing > 0) this.#lose(before.askedAtMs, nowMs, missing);
    if (restarts > before.restarts) this.#lose(before.askedAtMs, nowMs, null);
    this.#told = { received, lastAtMs, lost, restarts, askedAtMs: nowMs };
  }

  reload(): void {
    this.#reloads += 1;
  }

  /** `untilMs`: when the last message of anybody came. */
  report(untilMs: number): RouterReport {
    const [router, messages, firstMs, lastMs, count, reloads, gaps, longestMs] = [
      this.name,
      this.#messages,
      this.#firstMs,
      this.#lastMs,
      this.#count,
      this.#reloads,
      this.#gaps,
      this.#longestMs,
    ];
    const isSilent = messages >= MESSAGES_MIN && untilMs - lastMs > Math.max(HOUR_MS, SILENCE_TIMES * longestMs);
    return {
      router,
      messages,
      firstMs,
      lastMs,
      lost: count?.lost ?? this.#told?.lost ?? null,
      reloads,
      gaps,
      silentSinceMs: isSilent ? lastMs : null,
    };
  }

  #lose(fromMs: number, toMs: number, messages: number | null): void {
    if (this.#gaps.length < GAPS_MAX) this.#gaps.push({ fromMs, toMs, messages });
  }

  #followCount(sent: number, sum: number, fromMs: number, toMs: number): void {
    this.#count ??= new Count();
    const counted = this.#count.take(sent, sum);
    if (counted === 'restarted') this.#lose(fromMs, toMs, null);
    else if (counted !== 'repeated' && counted > 0) this.#lose(fromMs, toMs, counted);
    else if (counted === -1) this.#takeBack();
  }

  /** One that was only late is missing no more: it is of the latest gap, as a rule. */
  #takeBack(): void {
    const last = this.#gaps.at(-1);
    if (last?.messages == null) return;
    last.messages -= 1;
    if (last.messages <= 0) this.#gaps.pop();
  }
}
