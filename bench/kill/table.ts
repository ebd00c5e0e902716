/** A table of what was struck: rows, columns, and in each cell how many of how many held. */

export interface Cell {
  row: string;
  column: string;
  isOk: boolean;
}

export function printTable(cells: readonly Cell[], rows: readonly string[], columns: readonly string[], corner: string): string {
  const cellOf = (row: string, column: string): string => {
    const found = cells.filter((cell) => cell.row === row && (column === 'all' || cell.column === column));
    return found.length === 0 ? '' : `${found.filter(({ isOk }) => isOk).length}/${found.length}`;
  };
  const head = [corner, ...columns, 'all'];
  return printRows(
    head,
    rows.map((row) => [row, ...[...columns, 'all'].map((column) => cellOf(row, column))]),
  );
}

export function printRows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((title, index) => Math.max(title.length, ...body.map((line) => line[index]?.length ?? 0)));
  const printLine = (line: readonly string[]): string =>
    line
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(printLine).join('\n');
}
