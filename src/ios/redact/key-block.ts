/** A key block is a private key in PEM, a PKCS #12 file or a table of keys as a router prints it: its lines go, one for one. */
import type { Found } from './found.ts';
import { type Line, lineBelow } from './lines.ts';
import { MESSAGE_LINE } from './regions.ts';

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

/** `Keyring      Hostname/Address                            Preshared Key`: [C] IOS Security Command Reference */
export const TABLE_HEAD = /^[ \t]*(?:Keyring[ \t]+)?(?:Hostname|Host ?name|Address|IP)[\w/ ]{0,40}[ \t]+Pre-?shared Key[ \t\r]*$/i;
const RULE = /^[-=\s]*$/;
const PROMPT = /^[\w.-]{1,63}[#>]/;

/** A key table is what `show crypto isakmp key` prints: the last column of each line is a pre-shared key. */
export function keyTable(text: string, line: Line): Block | undefined {
  const head = text.slice(line.start, line.end);
  if (!TABLE_HEAD.test(head)) return undefined;
  const found: Found[] = [];
  let last = line;
  for (let next = lineBelow(text, last); next !== undefined; next = lineBelow(text, next)) {
    const content = text.slice(next.start, next.end);
    // Somebody else speaks: a message of the log, or a comment.
    if (PROMPT.test(content) || MESSAGE_LINE.test(content) || content.startsWith('!') || (RULE.test(content) && found.length > 0)) break;
    const secret = RULE.test(content) ? undefined : keyOf(content, /keyring/i.test(head) ? 2 : 1);
    if (secret !== undefined) found.push({ start: next.start + secret.start, end: next.start + secret.end, kind: 'secret' });
    last = next;
  }
  return { found, end: last.end };
}

/** What stands behind so many columns; behind the last one where a column is empty. */
function keyOf(content: string, columns: number): { start: number; end: number } | undefined {
  const words = [...content.matchAll(/[^ \t\r]+/g)];
  const isIndented = /^[ \t]{4}/.test(content);
  const first = words[Math.min(isIndented ? columns - 1 : columns, words.length - 1)];
  const last = words.at(-1);
  return first === undefined || last === undefined || words.length < 2
    ? undefined
    : { start: first.index, end: last.index + last[0].length };
}
