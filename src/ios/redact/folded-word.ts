/** A folded word is a keyword that a terminal broke in two: what it announces stands on the line below. */
import type { Found } from './found.ts';
import { secretsOfLine } from './line-secrets.ts';
import { type Line, lineBelow } from './lines.ts';

/** `sec` and `ret`, `pre-shared-key loc` and `al`: only both parts together say what follows. */
const KEYWORD =
  /^(?:key|(?:masked-)?secret|password|community|pre-shared-key|local|remote|key-string|passphrase|(?:server|session|authentication)-key|authentication|cipher|authenticator)$/i;
const LAST_PART = /[\w-]+$/;
const FIRST_PART = /^[\w-]+(?=[ \t])/;
const CHARACTERS_MAX = 300;

export function foldedWord(text: string, line: Line): Found[] {
  const below = lineBelow(text, line);
  if (below === undefined || line.end - line.start > CHARACTERS_MAX || !/[\w-]/.test(text[below.start] ?? '')) return [];
  const above = text.slice(line.start, line.end).replace(/\r+$/, '');
  const rest = text.slice(below.start, Math.min(below.end, below.start + CHARACTERS_MAX)).replace(/\r+$/, '');
  const last = LAST_PART.exec(above)?.[0];
  const first = FIRST_PART.exec(rest)?.[0];
  if (last === undefined || first === undefined || !KEYWORD.test(last + first)) return [];
  return secretsOfLine(above + rest).flatMap(({ start, end, kind }) =>
    end <= above.length ? [] : [{ start: below.start + Math.max(0, start - above.length), end: below.start + end - above.length, kind }],
  );
}
