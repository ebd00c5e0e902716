/** Wrapping breaks prose at blanks, so that it fits a terminal. */

export const COLUMNS = 96;
/** Where what stands beside a heading begins. */
const HEADED = 8;

export function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > COLUMNS) {
      lines.push(`${indent}${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, `${indent}${line}`];
}

/** `CLOCK   the offset …`, and what follows below its first word. */
export function wrapUnder(heading: string, text: string): string[] {
  return wrap(text, ' '.repeat(HEADED)).map((line, index) => (index === 0 ? `${heading.padEnd(HEADED)}${line.trimStart()}` : line));
}
