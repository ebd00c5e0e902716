/** A sheet's text is what its program would save as CSV; one that has a single column is a log that was pasted into it, line by line. */

/** Rows of cells, each as it is shown. */
export type Sheet = readonly (readonly string[])[];

export function textOfSheet(sheet: Sheet): string {
  const columns = new Set(sheet.flatMap((cells) => cells.flatMap((cell, column) => (cell === '' ? [] : [column]))));
  const isLog = columns.size <= 1;
  return sheet.map((cells) => (isLog ? cells.join('') : cells.map(quoted).join(','))).join('\n');
}

/** [C] RFC 4180 */
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Rows that nobody wrote in are left out by some programs: each stands where it did, unless it stands where nobody would look. */
export function placeRow(sheet: string[][], at: number, cells: string[]): void {
  for (let missing = at - sheet.length; missing > 0 && missing <= EMPTY_ROWS_MAX; missing -= 1) sheet.push([]);
  sheet.push(cells);
}

const EMPTY_ROWS_MAX = 1000;
