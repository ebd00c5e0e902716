/** The scan is the default: whatever stands behind a word that announces a secret goes, unless it is known to be harmless. */
import type { Found } from './found.ts';
import { isHarmless } from './harmless.ts';
import { ENCRYPTION_TYPE } from './match-command.ts';
import type { Region } from './regions.ts';
import { endOfWord, skipBlanks, trimEnd } from './words.ts';

/** `key`, `server-key`, `User-Password`, `tunnel_password`, `sharedSecret`, `preSharedKey`, `PSK_HQ=`, `passw`, `commun`: alone, or as the end of a longer word. */
export const ANNOUNCING =
  /(?:(?:psk|password|passwd|passphrase|secret|pwd)_\w{1,40}(?=["']?[ \t]?=)|(?:shared|api|access|private|auth)key|(?<![A-Za-z0-9])(?:key(?:-string|-octet-string|string)?|psk|pass|passw|passwo|passwor|pwd|pin|token|idtoken|cipher|authenticator|secr|secre|commu[nit]{0,4}|passphr?|credential|pmk|cak|otp|pw)|secret|password|passwd|passwort|passphrase|passcode|community|communitystring)(?:-(?:local|remote)(?:-hex)?|-hex|_V\d)?\d{0,2}(?![\w-])/gi;
/** `: `, ` = `, `":"`, `'] = `, `=>` */
const SEPARATOR = /["'\])]{0,3}(?:\(\d{1,5}\) \d{1,4}|:\d(?= =))?[ \t]{0,40}(?:(:=|=>|[=:]{1,2})[ \t]{0,40}){0,2}/y;
/** Between the word and the secret: `is`, `[2]` and a length, `string`, `name`, `text`. */
const LINK = /(?:is|was|string|value|set to|changed to|index \d{1,3}|\[(?:\d{1,3}|\w+)\]|-{2})(?::|=)?[ \t]{1,40}/iy;
/** `Community name: ops`, where `Key name: HQKEY` is a label. */
const COMMUNITY_LINK = /(?:name|index|securityname)[ \t]{0,4}(?::|=)[ \t]{0,40}/iy;
/** `[2] 18 ` */
const ATTRIBUTE = /^\[\d{1,3}\]/;
const LINKS_MAX = 4;
/** What may follow a secret in a command without belonging to it. */
export const TRAILER =
  /^(?:address|hostname|no-xauth|ro|rw|view|ipv6|vrf|timeout|level|realm|hash|transmit-key|algorithm|context|retransmit|auth-port|acct-port|single-connection|authenticator|priv|encrypted|callin|cipher|<cr>)$/i;
/** `psk  14 23:59:01`: a group and the rest of a lifetime. */
const TIME = /^\d\d:\d\d:\d\d$/;
/** No one types so many. */
const TABLE_BLANKS_MIN = 9;
const HEX_GROUPS = /(?:[ \t-]{1,3}[0-9A-Fa-f]{2,8}(?![\w]))+/y;
const BEFORE_CHARACTERS = 60;
const REST_CHARACTERS = 40;
const HEX_WORD = /^(?:0x)?[0-9A-Fa-f]{2,8}$/;

export function scan(line: string, commands: readonly Region[], settled: readonly Found[]): Found[] {
  const found: Found[] = [];
  const pattern = ANNOUNCING;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(line); match !== null; match = pattern.exec(line)) {
    const inside = settled.find(({ start, end }) => match !== null && match.index >= start && match.index < end);
    if (inside !== undefined) {
      pattern.lastIndex = inside.end;
      continue;
    }
    const region = commands.findLast(({ start, end }) => match !== null && match.index >= start && match.index < end);
    const secret = secretBehind(line, {
      word: match[0],
      wordAt: match.index,
      at: pattern.lastIndex,
      to: region?.end ?? line.length,
      isMessage: region === undefined,
    });
    if (secret === undefined) continue;
    found.push(secret);
    pattern.lastIndex = secret.end;
  }
  return found;
}

interface Behind {
  word: string;
  wordAt: number;
  at: number;
  to: number;
  isMessage: boolean;
}

function secretBehind(line: string, { word, wordAt, at, to, isMessage }: Behind): Found | undefined {
  SEPARATOR.lastIndex = at;
  const [separator = '', sign] = SEPARATOR.exec(line) ?? [];
  if (separator === '') return undefined;
  let hasType = false;
  let start = skipLinks(line, at + separator.length, word);
  // What stands behind an attribute's number, or in quotes behind a sign, is a value, whatever word it is.
  const isValue = ATTRIBUTE.test(line.slice(at + separator.length, start)) || (sign === ':' && /["']/.test(line[start] ?? ''));
  let end = Math.min(endOfWord(line, start, to), to);
  const after = skipBlanks(line, end, to);
  if (
    ENCRYPTION_TYPE.test(line.slice(start, end)) &&
    after < to &&
    (!isTrailer(line, after, to) || skipBlanks(line, endOfWord(line, after, to), to) >= to) &&
    !TIME.test(line.slice(after, after + 8))
  ) {
    hasType = !isMessage && separator.length < TABLE_BLANKS_MIN;
    start = after;
    end = endOfWord(line, start, to);
  }
  if (start >= to || start >= end) return undefined;
  const value = line.slice(start, end);
  if (
    isHarmless(word.toLowerCase(), value, {
      sign: isValue ? '=' : sign,
      isMessage,
      hasType,
      isTable: separator.length >= TABLE_BLANKS_MIN,
      before: line.slice(Math.max(0, wordAt - BEFORE_CHARACTERS), wordAt),
      rest: line.slice(end, end + REST_CHARACTERS),
    })
  )
    return undefined;
  return { start, end: endOfSecret(line, { start, end, to, isMessage: isMessage || sign === '=' }), kind: 'secret' };
}

function skipLinks(line: string, from: number, word: string): number {
  let at = from;
  COMMUNITY_LINK.lastIndex = from;
  if (/^commu/i.test(word)) at += COMMUNITY_LINK.exec(line)?.[0].length ?? 0;
  for (let count = 0; count < LINKS_MAX; count += 1) {
    LINK.lastIndex = at;
    const link = LINK.exec(line)?.[0];
    if (link === undefined) break;
    at += link.length;
    // A length stands behind an attribute's number: `User-Password       [2]   18  "x"`.
    if (link.startsWith('[')) at += /^\d{1,4}[ \t]+/.exec(line.slice(at, at + 20))?.[0].length ?? 0;
  }
  return at;
}

function isTrailer(line: string, at: number, to: number): boolean {
  return TRAILER.test(line.slice(at, endOfWord(line, at, to)));
}

/** In a command to its end, for a password may hold blanks, but for a word that is known to follow; in a message one word, or all of its hexadecimal. */
function endOfSecret(line: string, { start, end, to, isMessage }: { start: number; end: number; to: number; isMessage: boolean }): number {
  if (!isMessage) {
    const after = skipBlanks(line, end, to);
    return after < to && isTrailer(line, after, to) ? end : trimEnd(line, start, to);
  }
  if (!HEX_WORD.test(line.slice(start, end))) return withoutPunctuation(line, start, end);
  HEX_GROUPS.lastIndex = end;
  return end + (HEX_GROUPS.exec(line)?.[0].length ?? 0);
}

function withoutPunctuation(line: string, start: number, end: number): number {
  return end - start > 1 && /[,;)\]]/.test(line[end - 1] ?? '') ? end - 1 : end;
}
