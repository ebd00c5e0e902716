/** A count is the numbers that a router prints before its messages: what is missing between the first and the last was lost, whatever order they came in. */

/** A datagram is overtaken by no more than these; a number further back is of a count that began anew. [B] */
const LATE_MAX = 64;
/** Counts are kept in 32 bits. [B] */
const WRAP = 2 ** 32;

/** What became of one number: so many more are missing now (-1: a late one was found), it came a second time, or the count began anew. */
export type Counted = number | 'repeated' | 'restarted';

export class Count {
  /** Times that it began anew, as at a reload: what was lost around it nobody knows. */
  restarts = 0;
  /** Of counts that are over. */
  #lostBefore = 0;
  #first = 0;
  #highest: number | undefined;
  /** Different numbers since `first`. */
  #distinct = 0;
  /** Of the last numbers: which of them came, and with what text. */
  readonly #numbers = new Float64Array(LATE_MAX);
  readonly #texts = new Int32Array(LATE_MAX);

  get lost(): number {
    return this.#lostBefore + (this.#highest === undefined ? 0 : this.#highest - this.#first + 1 - this.#distinct);
  }

  /** The same number with the same text is one message that came twice; with another text, another count. */
  take(printed: number, text: number): Counted {
    if (this.#highest === undefined) return this.#begin(printed, text);
    const number = unwrapped(printed, this.#highest);
    const isSeen = this.#numbers[number % LATE_MAX] === number;
    if (isSeen && this.#texts[number % LATE_MAX] === text) return 'repeated';
    if (isSeen || number <= this.#highest - LATE_MAX) return this.#restart(printed, text);
    const before = this.lost;
    if (number < this.#first) this.#first = number;
    if (number > this.#highest) this.#highest = number;
    this.#mark(number, text);
    return this.lost - before;
  }

  #restart(printed: number, text: number): 'restarted' {
    this.#lostBefore = this.lost;
    this.restarts += 1;
    this.#begin(printed, text);
    return 'restarted';
  }

  #begin(printed: number, text: number): 0 {
    // As if it had turned once already: one that is late may be of the turn before.
    const number = printed + WRAP;
    this.#first = number;
    this.#highest = number;
    this.#distinct = 0;
    this.#numbers.fill(-1);
    this.#mark(number, text);
    return 0;
  }

  #mark(number: number, text: number): void {
    this.#numbers[number % LATE_MAX] = number;
    this.#texts[number % LATE_MAX] = text;
    this.#distinct += 1;
  }
}

/** Behind a wrap numbers go on as if they had none. */
function unwrapped(printed: number, highest: number): number {
  const turns = highest - (highest % WRAP);
  const isBehind = highest % WRAP > WRAP - LATE_MAX && printed < LATE_MAX;
  const isBefore = highest % WRAP < LATE_MAX && printed > WRAP - LATE_MAX;
  return turns + printed + (isBehind ? WRAP : isBefore ? -WRAP : 0);
}

/** A sum of a text, by which the few that share a number are told apart. FNV-1a. */
export function sumOf(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return sum | 0;
}
