/** Fold words tell where a blank was lost at a line's end: the words on both sides of the break stand elsewhere in the file, or the word that they make together does. */

/** Fields with which a word begins. [C %CRYPTO-4-RECVD_PKT_INV_SPI, the packet lines of ISAKMP] */
export const FIELD_START = /^(?:destaddr=|srcaddr=|interface=\S|sa_(?:spi|dest|proto|conn_id)=|my_port$|peer_port$)/;
/** Figures alone are no word. */
const WORD = /[A-Za-z]{2}/;
/** Behind a comma no word goes on, and no letter behind a bracket that closes. */
const ENDED = /[,;]\n|\)\n[A-Za-z]/;
/** `500)`, `198.51.100.1`, `5E0CD1A9`: no part of a word that is known as a whole. */
const FIGURE = /^(?:\d|[0-9A-F]{8}$)/;
/** What the lines that are folded say, and few others. */
const SAID =
  'SPI current exchange for from has inbound interface local message outbound packet peer port proposal reason remote request response sending to updated with';

/** `at`: the lines that go on in the next one. True when more breaks lie between two words than within one. */
export function breaksBetweenWords(lines: readonly string[], at: readonly number[]): boolean {
  const breaks = at
    .map((place) => [LAST_WORD.exec(lines[place] ?? '')?.[0] ?? '', FIRST_WORD.exec(lines[place + 1] ?? '')?.[0] ?? ''] as const)
    .filter(([before, behind]) => before !== '' && behind !== '');
  if (breaks.length === 0) return false;
  const known = wordsOf(lines, new Set(at));
  let between = 0;
  let within = 0;
  for (const [before, behind] of breaks) {
    if (known.has(before + behind)) within += 1;
    else if (isBetween(before, behind, known)) between += 1;
  }
  return between > within;
}

function isBetween(before: string, behind: string, known: ReadonlySet<string>): boolean {
  if (FIELD_START.test(behind) || ENDED.test(`${before}\n${behind}`)) return true;
  return isWord(before, known) && (isWord(behind, known) || FIGURE.test(behind));
}

function isWord(text: string, known: ReadonlySet<string>): boolean {
  return WORD.test(text) && known.has(text);
}

/** The line's last word, and the next one's first; none where a blank is left at the break. */
const LAST_WORD = /\S+$/;
const FIRST_WORD = /^\S+/;

/** All words that do not touch a break. */
function wordsOf(lines: readonly string[], broken: ReadonlySet<number>): Set<string> {
  const known = new Set<string>(SAID.split(' '));
  lines.forEach((line, place) => {
    const words = line.split(/\s+/);
    const from = broken.has(place - 1) ? 1 : 0;
    const to = broken.has(place) ? words.length - 1 : words.length;
    for (const word of words.slice(from, to)) known.add(word);
  });
  return known;
}
