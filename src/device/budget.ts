/** A budget is what one exchange with a router may still cost in time, bytes, lines and questions; the first that is spent ends it. */
import { type Allowance, LIMITS } from './limits.ts';

/** What was spent, for an error. */
export interface Spent {
  message: string;
  next: string;
}

const FLOOD = 'log in by hand and see what it prints; what it has sent so far is lost';
const LINE_FEED = 0x0a;

export class Budget {
  readonly #allowance: Allowance;
  readonly #startedAtMs = performance.now();
  #bytes = 0;
  #lines = 0;
  #pages = 0;
  #replies = 0;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  hear(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (Number.isFinite(this.#allowance.lines)) this.#lines += countLineFeeds(chunk);
  }

  /** A key was pressed for the pager. */
  page(): void {
    this.#pages += 1;
  }

  /** A question was answered. */
  reply(): void {
    this.#replies += 1;
  }

  get leftMs(): number {
    const { baseMs, bytesPerSecond, ceilingMs } = this.#allowance;
    const allowedMs = Math.min(baseMs + (this.#bytes * 1000) / bytesPerSecond, ceilingMs);
    return Math.max(0, this.#startedAtMs + allowedMs - performance.now());
  }

  /** Undefined while there is some of everything. */
  get spent(): Spent | undefined {
    const { bytes, lines } = this.#allowance;
    if (this.#bytes > bytes) return { message: `sent more than ${bytes} bytes without an end`, next: FLOOD };
    if (this.#lines > lines) return { message: `sent more than ${lines} lines without an end`, next: FLOOD };
    if (this.#pages > LIMITS.pages) return { message: `sent more than ${LIMITS.pages} pages without an end`, next: FLOOD };
    if (this.#replies > LIMITS.replies)
      return { message: `asked more than ${LIMITS.replies} questions`, next: 'type the command by hand and see what it asks for' };
    if (this.leftMs > 0) return undefined;
    const seconds = Math.round((performance.now() - this.#startedAtMs) / 100) / 10;
    return {
      message: `did not finish within ${seconds} s (${this.#bytes} bytes received)`,
      next: 'the device may be overloaded, or the line too slow: try again, or choose fewer show commands',
    };
  }
}

function countLineFeeds(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}
