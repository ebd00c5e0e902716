/** A key block is a private key in PEM, or a PKCS #12 file as a router prints it: its lines go, one for one. */
import type { Found } from './found.ts';
import { type Line, lineBelow } from './lines.ts';

/** `-----BEGIN RSA PRIVATE KEY-----`; `Exported pkcs12 follows:` */
export const BLOCK_BEGIN = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----|exported pkcs12 follows:?/i;
/** `-----END …`, `---End - This line not part of the certificate---` */
export const BLOCK_END = /-----END |---End - /i;
/** One word, or the head of an encrypted key: `Proc-Type: 4,ENCRYPTED`, `DEK-Info: DES-EDE3-CBC,F23C…`. */
const BODY = /^[\r\t ]*(?:[^\r\t ]+|(?:Proc-Type|DEK-Info|Comment): .*|)[\r\t ]*$/;
/** A comment or a prompt: the block was cut. */
const OTHER_LINE = /^(?:!|[\w.-]{1,63}(?:\([\w-]{1,40}\))?[#>][ \t\r]*$)/;

export interface Block {
  found: Found[];
  end: number;
}

export function keyBlock(text: string, line: Line): Block | undefined {
  const begin = BLOCK_BEGIN.exec(text.slice(line.start, line.end));
  if (begin === null) return undefined;
  const found: Found[] = [];
  const behind = line.start + begin.index + begin[0].length;
  const close = endOfBlock(text, behind, line.end);
  if (close > behind && text.slice(behind, close).trim() !== '') found.push(trimmed(text, behind, close));
  if (close < line.end) return { found, end: close };
  let last = line;
  for (let next = lineBelow(text, last); next !== undefined; next = lineBelow(text, next)) {
    const content = text.slice(next.start, next.end);
    if (BLOCK_END.test(content) || !BODY.test(content) || OTHER_LINE.test(content)) break;
    if (content.trim() !== '') found.push(trimmed(text, next.start, next.end));
    last = next;
  }
  return { found, end: last.end };
}

/** Written on one line, with `\n` for its line ends, a block ends there too. */
function endOfBlock(text: string, from: number, to: number): number {
  const rest = text.slice(from, to);
  const at = rest.search(BLOCK_END);
  return at === -1 ? to : from + at;
}

function trimmed(text: string, from: number, to: number): Found {
  const content = text.slice(from, to);
  const start = from + (content.length - content.trimStart().length);
  return { start, end: start + content.trim().length, kind: 'secret' };
}
