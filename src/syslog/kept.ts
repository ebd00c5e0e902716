/** Kept is what nobody could read: the last of it, bounded by bytes, for a person to look at. */
import { plainLine } from '../plain-text.ts';

export class KeptLines {
  readonly #lines: string[] = [];
  #from = 0;
  #size = 0;
  readonly #bytesMax: number;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** A line of a terminal-proof text; the oldest make room. */
  keep(text: string, source: string, atMs: number): void {
    const line = `${new Date(atMs).toISOString()} ${source} ${plainLine(text)}`.slice(0, this.#bytesMax);
    this.#lines.push(line);
    this.#size += Buffer.byteLength(line) + 1;
    while (this.#size > this.#bytesMax) this.#dropFirst();
    if (this.#from > this.#lines.length / 2) {
      this.#lines.splice(0, this.#from);
      this.#from = 0;
    }
  }

  get text(): string {
    return this.#lines
      .slice(this.#from)
      .map((line) => `${line}\n`)
      .join('');
  }

  #dropFirst(): void {
    this.#size -= Buffer.byteLength(this.#lines[this.#from] ?? '') + 1;
    this.#lines[this.#from] = '';
    this.#from += 1;
  }
}
