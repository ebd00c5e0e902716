/** What is seen of a line is what a terminal shows of it: corrected with backspaces, overwritten, coloured; each character knows where it stands. */
import type { Found } from './found.ts';

export interface Seen {
  text: string;
  /** The secret's span in the line as it was written, with what was typed there and taken back. */
  placed(found: Found): Found;
}

/** `ESC [ 1 ; 32 m` */
const COLOUR = /\x1b\[[0-9;?]{0,16}[ -/]?[@-~]/y;
const BACKSPACE = '\b';

export function seenOf(line: string): Seen {
  if (!/[\b\x1b]/.test(line)) return { text: line, placed: (found) => found };
  const characters: string[] = [];
  const places: number[] = [];
  let column = 0;
  for (let at = 0; at < line.length; ) {
    COLOUR.lastIndex = at;
    const colour = COLOUR.exec(line)?.[0].length ?? 0;
    if (colour > 0) at += colour;
    else if (line[at] === BACKSPACE) {
      column = Math.max(0, column - 1);
      at += 1;
    } else {
      characters[column] = line[at] ?? '';
      places[column] = at;
      column += 1;
      at += 1;
    }
  }
  return { text: characters.join(''), placed: (found) => placedIn(places, found) };
}

function placedIn(places: readonly number[], { start, end, kind }: Found): Found {
  const own = places.slice(start, end);
  const before = places[start - 1];
  return { start: before === undefined ? Math.min(...own) : Math.min(before + 1, ...own), end: Math.max(...own) + 1, kind };
}
