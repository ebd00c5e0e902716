/** The nearest names are those that somebody may have meant who typed another: few letters apart, or a part of the name. */

const NAMES_MAX = 3;

/** The nearest first; none where nothing is near. */
export function nearest(typed: string, names: readonly string[]): string[] {
  const wanted = typed.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const scored = [...new Set(names)].map((name) => ({ name, apart: scoreOf(wanted, name.toLowerCase(), most) }));
  const near = scored.filter(({ apart }) => apart <= most).sort((one, two) => one.apart - two.apart || one.name.localeCompare(two.name));
  return near.slice(0, NAMES_MAX).map(({ name }) => name);
}

/** `; did you mean delete-lost?`, or nothing. */
export function sayNearest(typed: string, names: readonly string[]): string {
  const near = nearest(typed, names);
  return near.length === 0 ? '' : `; did you mean ${near.join(', ')}?`;
}

/** A part of a name is as near as one can be without the name itself, unless it is a letter or two. */
function scoreOf(typed: string, name: string, most: number): number {
  return typed.length > 2 && name.includes(typed) ? Math.min(1, most) : distance(typed, name);
}

/** Letters to add, leave out, change, or exchange with the one beside (optimal string alignment); words whose lengths tell that it is more than `most` are not looked at. */
export function distance(one: string, two: string, most = Number.POSITIVE_INFINITY): number {
  if (Math.abs(one.length - two.length) > most) return most + 1;
  const rows: number[][] = [Array.from({ length: two.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= two.length; column += 1) rows[row]?.push(cheapest(one, two, rows, row, column));
  }
  return rows[one.length]?.[two.length] ?? 0;
}

function cheapest(one: string, two: string, rows: readonly number[][], row: number, column: number): number {
  const at = (up: number, left: number): number => rows[row - up]?.[column - left] ?? Number.POSITIVE_INFINITY;
  const isSame = one[row - 1] === two[column - 1];
  const isSwapped = one[row - 1] === two[column - 2] && one[row - 2] === two[column - 1];
  return Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + (isSame ? 0 : 1), isSwapped ? at(2, 2) + 1 : Number.POSITIVE_INFINITY);
}
