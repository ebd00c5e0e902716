/** An event trace is a ring of lines that IOS XE keeps in memory without any debug. [C] ike.md 4.2 */
import { logStamp } from './stamp.ts';

/** How many lines it keeps. [U] */
const LINES_MAX = 1000;

export class EventTrace {
  isEnabled: boolean;
  #lines: string[] = [];
  readonly #now: () => number;

  constructor(isEnabled: boolean, now: () => number) {
    this.isEnabled = isEnabled;
    this.#now = now;
  }

  write(text: string): void {
    if (!this.isEnabled) return;
    this.#lines.push(`*${logStamp(this.#now())}: ${text}`);
    if (this.#lines.length > LINES_MAX) this.#lines.shift();
  }

  show(): string {
    if (!this.isEnabled) return 'Tracing currently disabled, from exec command';
    return this.#lines.join('\n');
  }

  clear(): void {
    this.#lines = [];
  }
}
