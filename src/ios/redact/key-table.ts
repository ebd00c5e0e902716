/** A key table is what `show crypto isakmp key` prints: the last column of each line is a pre-shared key. */
import type { Found } from './found.ts';
import type { Block } from './key-block.ts';
import { type Line, lineBelow } from './lines.ts';

/** `Keyring      Hostname/Address                            Preshared Key`: [C] IOS Security Command Reference */
export const TABLE_HEAD = /^[ \t]*(?:Keyring[ \t]+)?(?:Hostname|Host ?name|Address|IP)[\w/ ]{0,40}[ \t]+Pre-?shared Key[ \t\r]*$/i;
const RULE = /^[-=\s]*$/;
const PROMPT = /^[\w.-]{1,63}[#>]/;

export function keyTable(text: string, line: Line): Block | undefined {
  const head = text.slice(line.start, line.end);
  if (!TABLE_HEAD.test(head)) return undefined;
  const found: Found[] = [];
  let last = line;
  for (let next = lineBelow(text, last); next !== undefined; next = lineBelow(text, next)) {
    const content = text.slice(next.start, next.end);
    if (PROMPT.test(content) || (RULE.test(content) && found.length > 0)) break;
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
