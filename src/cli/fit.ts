/** Fitting sets prose that was written line by line into the width of a terminal: whole words, and what follows stands below its first word. */

/** They are to be read or pasted as they are: JSON, an excerpt of a file and the caret below it, a line that is typed, alone or with what it is for. */
const AS_IT_IS = /^[[{]|^ +\d+ \| |^ +\^+$|^ {5}\S|^ +mend: | {3}# /;

export function fitProse(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= columns || AS_IT_IS.test(line) ? [line] : fitLine(line, columns)))
    .join('\n');
}

/** `  next:   `, or the name in a list of two columns, and what is said behind it. */
const LABEL = /^ *(?:[a-z]+: {1,3}|\S+ {2,}(?=\S))?/;
/** With less room beside it, a label stands alone. */
const BESIDE_MIN = 20;

function fitLine(line: string, columns: number): string[] {
  const label = LABEL.exec(line)?.[0] ?? '';
  const indent = / */.exec(line)?.[0] ?? '';
  const hung = columns - label.length < BESIDE_MIN || label === indent ? `${indent}  ` : ' '.repeat(label.length);
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(label.length).split(' ')) {
    const room = columns - (lines.length === 0 ? label.length : hung.length);
    if (current !== '' && current.length + 1 + word.length > room) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].map((each, index) => `${index === 0 ? label : hung}${each}`);
}
