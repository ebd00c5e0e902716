/** Words of a line are its runs without blanks; what stands in quotes is one word. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** What separates words on a terminal; a no-break space is none, it may be half of a character read as Latin-1. */
const BLANK = /[ \t\0-\x08\x0b-\x1f\x7f]/;
/** No command has more words that matter. */
const WORDS_MAX = 40;
const QUOTES = '"\'';
/** No password in quotes is longer. */
const QUOTED_CHARACTERS_MAX = 512;

/** The words from `from` up to `to`, not all of a line that has too many. */
export function readWords(line: string, from: number, to: number): Word[] {
  const words: Word[] = [];
  for (let at = skipBlanks(line, from, to); at < to && words.length < WORDS_MAX; ) {
    const end = endOfWord(line, at, to);
    words.push({ text: line.slice(at, end), start: at, end });
    at = skipBlanks(line, end, to);
  }
  return words;
}

export function skipBlanks(line: string, from: number, to: number): number {
  let at = from;
  while (at < to && BLANK.test(line[at] ?? '')) at += 1;
  return at;
}

/** A quote closes only before a blank, a comma or the end: a password may hold one. */
export function endOfWord(line: string, from: number, to: number): number {
  const quote = line[from] ?? '';
  if (QUOTES.includes(quote)) {
    for (
      let at = line.indexOf(quote, from + 1);
      at !== -1 && at < Math.min(to, from + QUOTED_CHARACTERS_MAX);
      at = line.indexOf(quote, at + 1)
    ) {
      if (at + 1 >= to || /[\s,;:)\]}>.&]/.test(line[at + 1] ?? '')) return at + 1;
    }
  }
  let at = from;
  while (at < to && !BLANK.test(line[at] ?? '')) at += 1;
  return at;
}

/** The end of the region without the blanks behind it. */
export function trimEnd(line: string, from: number, to: number): number {
  let end = to;
  while (end > from && BLANK.test(line[end - 1] ?? '')) end -= 1;
  return end;
}
