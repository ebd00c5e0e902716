/** The sieve looks at every line once and says what it may hold; lines that differ in their figures alone are looked at once for all, and that is most of a log. */

/** What a line may hold: to be added up. */
export const HOLDS = { secret: 1, name: 2, user: 4, ipv6: 8, pairs: 16 } as const;

/** Lines that may hold something, by where they start, in order. */
export interface Sieved {
  starts: number[];
  holds: number[];
  /** All lines, where many are alike. */
  lines: ShapedLines | undefined;
}

/** Where each line starts, and the number of its shape; `NO_SHAPE` for those that are looked at one by one. */
export interface ShapedLines {
  starts: number[];
  shapes: number[];
}

export const NO_SHAPE = -1;

/** `judge` must not look at how long a figure is, nor which. */
export type Judge = (text: string, start: number, end: number) => number;

/** Enough for all the shapes of lines in a log; what is beyond is judged each time. */
export const SLOTS = 1 << 16;
const FULL = SLOTS / 2;
const NEWLINE = 10;
/** Of a text that is shorter nothing repeats that is worth a table. */
const SHORT_CHARACTERS = 16_384;

export function sieve(text: string, judge: Judge): Sieved {
  const shapes = text.length < SHORT_CHARACTERS ? undefined : new Shapes();
  const lines: ShapedLines = { starts: [], shapes: [] };
  const sieved: Sieved = { starts: [], holds: [], lines: shapes && lines };
  for (let start = 0; start < text.length; ) {
    const end = shapes?.read(text, start) ?? endOfLine(text, start);
    const holds = shapes?.judged ?? judge(text, start, end);
    if (shapes !== undefined) {
      if (shapes.judged === undefined) shapes.keep(holds);
      lines.starts.push(start);
      lines.shapes.push(shapes.number);
    }
    if (holds !== 0) {
      sieved.starts.push(start);
      sieved.holds.push(holds);
    }
    start = end + 1;
  }
  return sieved;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** The shape of a line is the line with one mark in the place of each figure, kept as two hashes of 32 bits. */
class Shapes {
  readonly #first = new Int32Array(SLOTS);
  readonly #second = new Int32Array(SLOTS);
  /** 0: the slot is free; else one more than what its lines hold. */
  readonly #holds = new Uint8Array(SLOTS);
  #count = 0;
  #one = 0;
  #two = 0;
  #slot = 0;
  /** Of the line that was read last; undefined when none of its shape was seen before. */
  judged: number | undefined;
  number = NO_SHAPE;

  /** Returns where the line ends. */
  read(text: string, start: number): number {
    let one = 0x811c9dc5 | 0;
    let two = 5381;
    let at = start;
    const { length } = text;
    while (at < length) {
      let code = text.charCodeAt(at);
      at += 1;
      if (code < 58) {
        if (code === NEWLINE) {
          at -= 1;
          break;
        }
        if (code >= 48) {
          at = endOfFigure(text, at);
          code = 48;
        }
      }
      one = Math.imul(one ^ code, 0x01000193);
      two = ((two << 5) + two + code) | 0;
    }
    this.#find(one, two);
    return at;
  }

  keep(holds: number): void {
    if (this.#count >= FULL) return;
    this.#count += 1;
    this.number = this.#slot;
    this.#first[this.#slot] = this.#one;
    this.#second[this.#slot] = this.#two;
    this.#holds[this.#slot] = holds + 1;
  }

  #find(one: number, two: number): void {
    let slot = (one ^ (one >>> 16)) & (SLOTS - 1);
    while (this.#holds[slot] !== 0 && (this.#first[slot] !== one || this.#second[slot] !== two)) slot = (slot + 1) & (SLOTS - 1);
    this.#one = one;
    this.#two = two;
    this.#slot = slot;
    const holds = this.#holds[slot] ?? 0;
    this.judged = holds === 0 ? undefined : holds - 1;
    this.number = holds === 0 ? NO_SHAPE : slot;
  }
}

const OF_FIGURE = Uint8Array.from({ length: 128 }, (_, code) => (/[\dA-Fa-fx]/.test(String.fromCharCode(code)) ? 1 : 0));

/** A text with one mark in the place of each figure: what lines of one shape have in common. */
export function shapeOf(text: string): string {
  return text.replaceAll(/\d[\dA-Fa-fx]*/g, '0');
}

/** `2985889497`, `0xB1F90ED9`, `4d02h` up to its h. */
function endOfFigure(text: string, from: number): number {
  const { length } = text;
  let at = from;
  while (at < length && OF_FIGURE[text.charCodeAt(at)] === 1) at += 1;
  return at;
}
