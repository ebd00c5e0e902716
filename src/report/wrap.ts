/** Wrapping breaks prose at blanks, so that it fits a terminal. */

/** Where nobody knows how wide it will be read. */
export const COLUMNS = 96;
/** However wide a terminal is, prose that is wider is hard to read; lines of a log have all of it. */
const PROSE_COLUMNS_MAX = 120;
/** Where what stands beside a heading begins. */
const HEADED = 8;

/** `columns`: of a terminal; a word that is wider is broken there, and nowhere else. */
export function wrap(text: string, indent: string, columns?: number): string[] {
  const room = Math.min(columns ?? COLUMNS, PROSE_COLUMNS_MAX) - indent.length;
  const words = columns === undefined ? text.split(' ') : text.split(' ').flatMap((word) => broken(word, room));
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(`${indent}${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, `${indent}${line}`];
}

/** By characters, none of which is cut in two. */
function broken(word: string, room: number): string[] {
  if (word.length <= room) return [word];
  const characters = [...word];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += room) pieces.push(characters.slice(at, at + room).join(''));
  return pieces;
}

/** `CLOCK   the offset …`, and what follows below its first word. */
export function wrapUnder(heading: string, text: string, columns?: number): string[] {
  return wrap(text, ' '.repeat(HEADED), columns).map((line, index) =>
    index === 0 ? `${heading.padEnd(HEADED)}${line.trimStart()}` : line,
  );
}
