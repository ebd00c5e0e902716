/** Known secrets are found verbatim, wherever they stand. */
import type { Found } from './found.ts';

/** A shorter one is only found as a word of its own: it would tear other words apart. */
const INSIDE_WORDS_CHARACTERS_MIN = 4;
const WORD = /[\p{L}\p{N}_]/u;

export function knownIn(text: string, values: readonly string[]): Found[] {
  return [...new Set(values)].flatMap((value) => linesOf(value).flatMap((each) => placesOf(text, each)));
}

/** A private key is printed with other line ends than it was given: each of its lines counts. */
function linesOf(value: string): string[] {
  return value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('-----'));
}

function placesOf(text: string, value: string): Found[] {
  const needsWord = value.length < INSIDE_WORDS_CHARACTERS_MIN;
  const found: Found[] = [];
  for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + value.length)) {
    const end = start + value.length;
    if (!needsWord || (!WORD.test(text[start - 1] ?? '') && !WORD.test(text[end] ?? ''))) found.push({ start, end, kind: 'secret' });
  }
  return found;
}
