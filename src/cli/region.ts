/** A region is the last lines of a terminal, drawn again and again below all that is told; whatever ends the process, the cursor stands below it. */
import type { Outlet, Sink } from './outlet.ts';

/** Cursor up, erase to the end of the line and of the screen. [C ECMA-48 8.3.22, 8.3.41, 8.3.39] */
const UP = (rows: number): string => (rows === 0 ? '\r' : `\r\u001b[${rows}A`);
const END_OF_LINE = '\u001b[K';
const END_OF_SCREEN = '\u001b[J';
/** A frame is shown at once, where the terminal knows how; others pass over it. [C "Synchronized Output", DEC private mode 2026] */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l'];
const COLUMNS_USUAL = 80;

export class Region {
  readonly #stream: Pick<Sink, 'columns' | 'rows'>;
  readonly #outlet: Outlet;
  /** Visible characters of each line that stands there. */
  #lengths: number[] = [];
  #lines: readonly Drawn[] = [];

  constructor(stream: Pick<Sink, 'columns' | 'rows'>, outlet: Outlet) {
    this.#stream = stream;
    this.#outlet = outlet;
  }

  get columns(): number {
    return this.#stream.columns ?? COLUMNS_USUAL;
  }

  /** Takes the place of what stood there; none takes it away. The cursor is never hidden: there is nothing to put back. */
  draw(lines: readonly Drawn[]): void {
    this.#frame('', lines);
  }

  /** `text` stays, above. False where nothing is drawn. */
  tell(text: string): boolean {
    if (this.#lines.length === 0) return false;
    this.#frame(text, this.#lines);
    return true;
  }

  #frame(text: string, lines: readonly Drawn[]): void {
    // A screen that is too low shows the first ones: what has scrolled away cannot be drawn again.
    const shown = lines.slice(0, Math.max(1, (this.#stream.rows ?? Number.POSITIVE_INFINITY) - 1));
    const body = shown.map(({ painted }) => `${painted}${END_OF_LINE}\n`).join('');
    const above = text.replaceAll('\n', `${END_OF_LINE}\n`);
    this.#outlet.mention(`${BEGIN}${UP(this.#rows())}${above}${body}${END_OF_SCREEN}${END}`);
    this.#lengths = shown.map(({ text: words }) => words.length);
    this.#lines = lines;
  }

  /** A terminal that became narrower has broken the lines that stand there. */
  #rows(): number {
    return this.#lengths.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / this.columns)), 0);
  }
}

/** One line: its words, and the same with colours. */
export interface Drawn {
  text: string;
  painted: string;
}
