/** A folded message of an unknown SPI is put together by what it must say: only one way of joining its pieces makes every field whole, with one SPI in both forms. */
import { readLogLine } from '../../ios/log/line.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import { readAddress } from '../../ipsec/address.ts';

/** Where such a message stands, and what its lines say together. */
export interface PutTogether {
  from: number;
  /** The last of its lines. */
  to: number;
  text: string;
}

/** `… has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1`: every field, and one SPI in both forms. [C %CRYPTO-4-RECVD_PKT_INV_SPI] */
export const WHOLE_FIELDS = /has invalid spi for destaddr=\S+, prot=\d+, spi=0x([0-9A-Fa-f]{1,8})\((\d{1,10})\), srcaddr=\S+/;
/** The same from its first word to its last, so that no blank is lost or won in it. */
export const WHOLE_MESSAGE =
  /: decaps:? rec['`’]?d IPSEC packet has invalid spi for destaddr=[^\s,]+, prot=\d{1,3}, spi=0x([0-9A-Fa-f]{1,8})\((\d{1,10})\), srcaddr=([^\s,]+)(?:, input interface=[^\s,]+)?$/;
/** `0/0`, `itEthernet0/0`, `1`: how the name of an interface ends. */
export const INTERFACE_TAIL = /^[A-Za-z-]{0,24}\d[\d/.:]{0,12}$/;
/** 190 characters at 40 a line. */
const PIECES_MAX = 6;
/** Narrower than this nobody folds. */
const WIDTH_MIN = 40;

/** True of a line that says one SPI in both forms, with every field around it. */
export function hasWholeSpi(line: string): boolean {
  const [, hexadecimal, decimal] = WHOLE_FIELDS.exec(line) ?? [];
  return isOneSpi(hexadecimal, decimal);
}

/** IOS prints the SPI in hex and in decimal: where both agree, the pieces were put together rightly. */
function isOneSpi(hexadecimal: string | undefined, decimal: string | undefined): boolean {
  return hexadecimal !== undefined && decimal !== undefined && Number.parseInt(hexadecimal, 16) === Number(decimal);
}

/** Every message of the page that its lines hold in pieces; those that are whole in one line, or in no way, are not among them. */
export function putTogether(lines: readonly string[]): PutTogether[] {
  const found: PutTogether[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (!line.includes('%') || line.length < WIDTH_MIN || isWhole(line)) continue;
    if (!readLogLine(line).isHead || !isCandidate(lines, at)) continue;
    const message = longest(lines, at);
    if (message === undefined) continue;
    found.push(message);
    at = message.to;
  }
  return found;
}

function isWhole(line: string): boolean {
  const [, hexadecimal, decimal] = WHOLE_MESSAGE.exec(line.trimEnd()) ?? [];
  return isOneSpi(hexadecimal, decimal) && line.includes('input interface=');
}

/** Its name or its sentence stands in it, or in what it makes with the lines below. */
function isCandidate(lines: readonly string[], at: number): boolean {
  const text = piecesFrom(lines, at)
    .map((piece) => piece.trim())
    .join('');
  return /RECVD_PKT_INV_SPI|-4-402101/.test(text) || /invalid ?spi ?for ?destaddr/i.test(text);
}

/** The line, and those below that are no message of their own. */
function piecesFrom(lines: readonly string[], at: number): string[] {
  const pieces = [lines[at] ?? ''];
  for (let next = at + 1; next < lines.length && pieces.length < PIECES_MAX; next += 1) {
    const line = lines[next] ?? '';
    if (line.trim() === '' || readLogLine(line).isHead || readCommand(line) !== undefined) break;
    pieces.push(line);
  }
  return pieces;
}

function longest(lines: readonly string[], from: number): PutTogether | undefined {
  const pieces = piecesFrom(lines, from);
  let best = joinedAnyhow(pieces.slice(0, 1)) === undefined ? undefined : { from, to: from, text: pieces[0] ?? '' };
  for (let count = 2; count <= pieces.length; count += 1) {
    const text = joinedAnyhow(pieces.slice(0, count));
    // Behind a whole message only the rest of its source or its interface may stand.
    if (text !== undefined && (best === undefined || isTail(pieces, count))) best = { from, to: from + count - 1, text };
  }
  return best === undefined || best.to === from ? undefined : best;
}

/** The line above ends within the last field, at the width, and what follows is the end of it. */
function isTail(pieces: readonly string[], count: number): boolean {
  const above = (pieces[count - 2] ?? '').trimEnd();
  const next = (pieces[count - 1] ?? '').trim();
  if (/^,? ?input(?: interface=|$)|^interface=|^[\d.]+, ?input/.test(next)) return true;
  const isFull = pieces.slice(0, count - 1).every((piece) => piece.trimEnd().length <= above.length);
  return isFull && (/\d$/.test(above) ? /^[\d/.:]{1,12}$/ : INTERFACE_TAIL).test(next);
}

/** At each break nothing was lost, or a blank: the way in which every word and field is whole. */
function joinedAnyhow(pieces: readonly string[]): string | undefined {
  const bare = pieces.map((piece) => piece.trim());
  for (let ways = 0; ways < 1 << (pieces.length - 1); ways += 1) {
    const text = bare.reduce((whole, piece, index) => `${whole}${((ways >> (index - 1)) & 1) === 1 ? ' ' : ''}${piece}`);
    const [, hexadecimal, decimal, source] = WHOLE_MESSAGE.exec(text) ?? [];
    if (isOneSpi(hexadecimal, decimal) && isSource(source)) return text;
  }
  return undefined;
}

/** An address, or what somebody put in its place. */
function isSource(text = ''): boolean {
  return readAddress(text) !== undefined || /[g-z<*]/i.test(text);
}
