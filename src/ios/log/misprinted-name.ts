/** A misprinted name is that of the message of an unknown SPI with letters lost, exchanged, or typed into it: the sentence that stands behind it is of no other message. */
import { distance } from '../../nearest.ts';

export const NAME_OF_MESSAGE = '%CRYPTO-4-RECVD_PKT_INV_SPI';
/** `%CRYPTO-4-RECVD_PKTsh ver_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=…` */
export const NAME_AND_SENTENCE = /^%([^%:]{6,70}?)(?: ?:|(?= decaps\b)) ?(.{0,60}?\binvalid spi for dest_?addr {0,2}=.*)$/is;
/** Of a name's letters and figures a third may be others, as of any word that somebody mistyped. */
const APART_MAX = 7;
const LETTERS = lettersOf(NAME_OF_MESSAGE);

/** The message with its name; undefined where what stands before the sentence is the name of another. */
export function withRightName(body: string): string | undefined {
  const [, name, said] = NAME_AND_SENTENCE.exec(body) ?? [];
  return name !== undefined && isLikeName(name) ? `${NAME_OF_MESSAGE}: ${said}` : undefined;
}

/** `CRYPT0-4-RECVD_PTK_INV_SPI`, `CRYPTO-4-RECVD_PKTsh ver_INV_SPI`: what was typed while the router printed stands at one place. */
export function isLikeName(printed: string): boolean {
  const letters = lettersOf(printed);
  return distance(letters, LETTERS, APART_MAX) <= APART_MAX || isTypedInto(letters);
}

function isTypedInto(letters: string): boolean {
  if (letters.length <= LETTERS.length) return false;
  const places = Array.from({ length: LETTERS.length + 1 }, (_, at) => at);
  return places.some((at) => letters.startsWith(LETTERS.slice(0, at)) && letters.endsWith(LETTERS.slice(at)));
}

function lettersOf(printed: string): string {
  return printed.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
