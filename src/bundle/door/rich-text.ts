/** Rich text (.rtf) is what a word processor makes of a pasted log: its paragraphs are lines, and all that tells how they look goes. [C] Rich Text Format 1.9.1 */
import type { Page } from './page.ts';

const BEGINS = /^\s*\{\\rtf\d/;
/** A control word with its number and the blank that ends it, a byte, a control symbol, the edge of a group, or text. */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([\da-f]{2})|\\(.|$)|([{}])|[^\\{}]+/gi;
/** Groups that hold no text of the document; what begins with `\*` may be left out by whoever does not know it. */
const UNSHOWN = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'header', 'footer', 'object', 'listtable', 'revtbl']);
const LINE_ENDS = new Set(['par', 'line', 'row', 'sect', 'page']);
const CHARACTERS: Readonly<Record<string, string>> = {
  tab: '\t',
  cell: '\t',
  lquote: "'",
  rquote: "'",
  ldblquote: '"',
  rdblquote: '"',
  endash: '-',
  emdash: '-',
};
const SYMBOLS: Readonly<Record<string, string>> = { '\\': '\\', '{': '{', '}': '}', '~': ' ', _: '-' };

/** Undefined when the page is none. */
export function textOfRichText({ path, lines, numbers, done }: Page): Page | undefined {
  if (!BEGINS.test(lines[0] ?? '')) return undefined;
  const page: Page = { path, lines: [], numbers: [], done: [...done, 'its text was taken out of rich text (RTF)'] };
  const reader = new Reader(page);
  for (const [at, line] of lines.entries()) reader.read(line, numbers[at] ?? 0);
  reader.endLine();
  return page;
}

class Reader {
  readonly #page: Page;
  /** Whether the groups around this one are left out. */
  readonly #around: boolean[] = [];
  #isUnshown = false;
  /** Characters that stand for one of Unicode where that is not known. */
  #standIns = 0;
  #text = '';
  #number = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** One line of the file: where it ends means nothing in this format. */
  read(line: string, number: number): void {
    for (const [whole, word, figure, byte, symbol, edge] of line.matchAll(TOKEN)) {
      if (this.#text === '') this.#number = number;
      if (edge === '{') this.#around.push(this.#isUnshown);
      else if (edge === '}') this.#isUnshown = this.#around.pop() ?? false;
      else if (word !== undefined) this.#control(word, figure);
      else if (byte !== undefined) this.#say(String.fromCharCode(Number.parseInt(byte, 16)));
      else if (symbol !== undefined) this.#symbol(symbol);
      else this.#say(whole);
    }
  }

  endLine(): void {
    this.#page.lines.push(this.#text);
    this.#page.numbers.push(this.#number);
    this.#text = '';
  }

  #control(word: string, figure: string | undefined): void {
    if (UNSHOWN.has(word)) this.#isUnshown = true;
    else if (LINE_ENDS.has(word) && !this.#isUnshown) this.endLine();
    else if (word === 'u') this.#unicode(Number(figure));
    else this.#say(CHARACTERS[word] ?? '');
  }

  /** Written as a number of 16 bits with a sign. */
  #unicode(code: number): void {
    this.#standIns = 0;
    this.#say(String.fromCharCode(code & 0xffff));
    this.#standIns = 1;
  }

  /** A backslash at the end of a line of the file is one more way to end a paragraph. */
  #symbol(symbol: string): void {
    if (symbol === '*') this.#isUnshown = true;
    else if (symbol === '' && !this.#isUnshown) this.endLine();
    else this.#say(SYMBOLS[symbol] ?? '');
  }

  #say(text: string): void {
    if (this.#isUnshown || text === '') return;
    this.#text += text.slice(this.#standIns);
    this.#standIns = 0;
  }
}
