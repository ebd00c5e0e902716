/** Fold words tell where a blank was lost at a line's end: the words on both sides of the break stand elsewhere in the file, or the word that they make together does. */

/** Fields with which a word begins. [C %CRYPTO-4-RECVD_PKT_INV_SPI, the packet lines of ISAKMP] */
export const FIELD_START = /^(?:destaddr=|srcaddr=|interface=\S|sa_(?:spi|dest|proto|conn_id)=|my_port$|peer_port$)/;
/** Figures alone are no word. */
const WORD = /[A-Za-z]{2}/;
/** Behind a comma no word goes on, and no letter behind a bracket that closes. */
const ENDED = /[,;]\n|\)\n[A-Za-z]/;
/** `Global (R) QM_IDLE` */
const ROLE = /^\([IRN]\)$/;
/** `500)`, `198.51.100.1`, `5E0CD1A9`: no part of a word that is known as a whole. */
const FIGURE = /^(?:\d|[0-9A-F]{8}$)/;
/** What the lines that are folded say, and few others. */
const SAID =
  'Global SPI current dport exchange for from has inbound interface local message outbound packet peer port proposal reason remote request response sending sport to updated with';

/** `at`: the lines that go on in the next one. True when more breaks lie between two words than within one. */
export function breaksBetweenWords(lines: readonly string[], at: readonly number[]): boolean {
  const told = toldBreaks(lines, at);
  const between = told.filter(({ isBlank }) => isBlank).length;
  return between > told.length - between;
}

/** Of a copy that lost the blanks at both ends of its lines: at which of the breaks one stood. */
export function blanksLostAt(lines: readonly string[], at: readonly number[]): Set<number> {
  return new Set(toldBreaks(lines, at).flatMap(({ place, isBlank }) => (isBlank ? [place] : [])));
}

/** Those of which the words tell whether a blank was lost there. */
function toldBreaks(lines: readonly string[], at: readonly number[]): { place: number; isBlank: boolean }[] {
  const known = wordsOf(lines, new Set(at));
  return at.flatMap((place): { place: number; isBlank: boolean }[] => {
    const [before, behind] = [LAST_WORD.exec(lines[place] ?? '')?.[0] ?? '', FIRST_WORD.exec(lines[place + 1] ?? '')?.[0] ?? ''];
    if (before === '' || behind === '') return [];
    if (known.has(before + behind)) return [{ place, isBlank: false }];
    return isBetween(before, behind, known) ? [{ place, isBlank: true }] : [];
  });
}

function isBetween(before: string, behind: string, known: ReadonlySet<string>): boolean {
  if (FIELD_START.test(behind) || before === '=' || ROLE.test(behind) || ENDED.test(`${before}\n${behind}`)) return true;
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
