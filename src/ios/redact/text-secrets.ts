/** The secrets of a text stand in lines that may hold one, and in the lines below for which these speak. */
import { foldedTail, foldedWord } from './folded.ts';
import type { Found } from './found.ts';
import { keyBlock, keyTable } from './key-block.ts';
import { isKeyNumber } from './key-number.ts';
import { secretsOfLine } from './line-secrets.ts';
import { type Line, lineAt } from './lines.ts';
import { secretsAround } from './neighbours.ts';
import { seenOf } from './seen.ts';

/** `candidates`: where the lines start that may hold one, in order. */
export function secretsOfText(text: string, candidates: readonly number[]): Found[] {
  const found: Found[] = [];
  let at = 0;
  const known: KnownLines = new Map();
  for (const start of candidates) if (start >= at) at = readLine(text, lineAt(text, start), found, known);
  found.push(...failedLogins(text));
  return found;
}

/** What stands in a line by itself: a session shows the same configuration again and again. Forgotten with the text. */
type KnownLines = Map<string, readonly Found[]>;
const KNOWN_MAX = 10_000;

/** Adds the line's secrets, and those of the lines below that belong to it; returns where to go on. */
function readLine(text: string, line: Line, found: Found[], known: KnownLines): number {
  const block = keyBlock(text, line) ?? keyTable(text, line);
  if (block !== undefined) {
    found.push(...block.found);
    return block.end;
  }
  const content = text.slice(line.start, line.end);
  const secrets = isKeyNumber(text, line) ? [] : inLine(content, known).map((each) => moved(each, line.start));
  found.push(...secrets, ...foldedWord(text, line));
  found.push(...secretsAround(text, line));
  const tail = foldedTail(
    text,
    line,
    secrets.filter(({ kind }) => kind === 'secret'),
  );
  if (tail !== undefined) found.push(tail);
  return line.end;
}

function inLine(content: string, known: KnownLines): readonly Found[] {
  const before = known.get(content);
  if (before !== undefined) return before;
  const secrets = partsOf(content).flatMap(({ part, at }) => {
    const seen = seenOf(part);
    return secretsOfLine(seen.text).map((each) => moved(seen.placed(each), at));
  });
  if (known.size < KNOWN_MAX) known.set(content, secrets);
  return secrets;
}

/** A carriage return begins the line anew on a terminal. */
function partsOf(content: string): { part: string; at: number }[] {
  if (!content.includes('\r')) return [{ part: content, at: 0 }];
  const parts: { part: string; at: number }[] = [];
  for (const { index, 0: part } of content.matchAll(/[^\r]+/g)) parts.push({ part, at: index });
  return parts;
}

function moved({ start, end, kind }: Found, by: number): Found {
  return { start: start + by, end: end + by, kind };
}

/** `%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: ops] [Source: 203.0.113.5]` */
export const FAILED_LOGIN = /(\bLOGIN_FAILED: Login failed \[user: )([^\]\r\n]+)/g;
/** `%SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: ops]` */
export const LOGIN = /\bLOGIN_SUCCESS: Login Success \[user: ([^\]\r\n]+)/g;

/** A failed login may hold a password in the place of the user: whoever is not known to have logged in is taken out. */
function failedLogins(text: string): Found[] {
  if (!text.includes('LOGIN_FAILED')) return [];
  const users = new Set([...text.matchAll(LOGIN)].map(([, user]) => user));
  return [...text.matchAll(FAILED_LOGIN)].flatMap(({ index, 1: before = '', 2: user = '' }): Found[] => {
    const start = index + before.length;
    return users.has(user) || user.startsWith('<') ? [] : [{ start, end: start + user.length, kind: 'secret' }];
  });
}
