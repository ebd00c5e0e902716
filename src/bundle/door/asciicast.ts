/** An asciicast is a terminal's output as asciinema records it, piece by piece with its time: the pieces are put together again. */
import { parseJson } from './exported.ts';
import type { Page } from './page.ts';
import { openPage } from './residue.ts';

/** No header is longer. */
const HEADER_CHARACTERS = 4096;
const VERSIONS: readonly unknown[] = [2, 3];

/** The text as a page; of an asciicast what was shown, each line with the number of the piece that it begins in. */
export function openPlayed(path: string, text: string): Page {
  const [first = ''] = text.slice(0, HEADER_CHARACTERS).split('\n', 1);
  return isHeader(first) ? play(path, text) : openPage(path, text);
}

/** `{"version": 2, "width": 80, "height": 24}`, `{"version": 3, "term": {…}}` [C] asciicast v2 and v3 */
function isHeader(line: string): boolean {
  const header = line.startsWith('{') ? parseJson(line) : undefined;
  if (header === undefined || !('version' in header)) return false;
  return VERSIONS.includes(header.version) && ('width' in header || 'term' in header);
}

function play(path: string, text: string): Page {
  const pieces = text.split('\n').map(shownIn);
  const origins = [pieces.findIndex((piece) => piece !== '') + 1];
  pieces.forEach((piece, at) => {
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', end + 1))
      origins.push(end + 1 < piece.length ? at + 1 : at + 2);
  });
  const page = openPage(path, pieces.join(''));
  return {
    ...page,
    numbers: page.numbers.map((number) => origins[number - 1] ?? number),
    done: ['the pieces of a terminal recording were put together', ...page.done],
  };
}

/** `[0.53, "o", "r#show logging\r\n"]`: what the terminal showed; `"i"` is what was typed, which it echoed. */
function shownIn(line: string): string {
  const piece = line.startsWith('[') ? parseJson(line) : undefined;
  return Array.isArray(piece) && piece[1] === 'o' && typeof piece[2] === 'string' ? piece[2] : '';
}
