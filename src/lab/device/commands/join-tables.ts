/** One table of several: what each tunnel would print alone, joined as the router prints all of them. */

interface Rows {
  /** The line above the first row. */
  header: RegExp;
  /** The line, and a blank one before it, behind the last. */
  end: RegExp;
}

export function joinTables({ header, end }: Rows, texts: readonly string[]): string {
  const [first = [], ...rest] = texts.map((text) => text.split('\n'));
  const rowsOf = (lines: readonly string[]): [number, number] => [
    lines.findIndex((line) => header.test(line)) + 1,
    lines.findIndex((line) => end.test(line)) - 1,
  ];
  const last = Math.max(0, rowsOf(first)[1]);
  const rows = rest.flatMap((lines) => lines.slice(...rowsOf(lines)));
  return [...first.slice(0, last), ...rows, ...first.slice(last)].join('\n');
}

/** Sessions share one title. */
export function joinSessions(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  return [first, ...rest.map((text) => text.slice(text.indexOf('\n') + 1))].join('\n');
}
