/** Matching a command tells which of its words are secrets, by the command forms, abbreviated as IOS allows. */
import { COMMAND_FORMS, HARMLESS_COMMANDS } from './command-forms.ts';
import type { Found } from './found.ts';
import { readWords, trimEnd, type Word } from './words.ts';

interface Element {
  take: 'keyword' | 'any' | 'many' | 'type' | 'secret' | 'rest' | 'user' | 'open';
  words: readonly string[];
}

const TAKES: Readonly<Record<string, Element['take']>> = {
  '*': 'any',
  '**': 'many',
  T: 'type',
  S: 'secret',
  'S+': 'rest',
  U: 'user',
  '…': 'open',
};
/** `0`, `5`, `6`, `7`, `8`, `9`; `hex` of a key; words of other releases. [C] */
export const ENCRYPTION_TYPE = /^(?:\d|1[0-5]|hex|ascii|encrypted|unencrypted|clear|cleartext|hidden|plain)$/i;
/** What stands before a command without being one. */
const PREFIXES = /^(?:no|do|default|[!#>*+-]+|\d{1,3}[.)]|[;,`"']+)$/i;
/** The first word says enough in three letters, those that people shorten most in two, later ones in one. */
const HEAD_CHARACTERS_MIN = 3;
const SHORTER_HEAD = /^(?:en|cr|us|sn|ip)$/;
/** Longer ones are no such commands. */
const HARMLESS_CHARACTERS_MAX = 200;
/** Keywords that are also the beginning of longer ones. */
const OWN_COMMAND = /^(?:authentication|key|server|set|message|area)$/;
const SHORT_HEADS = new Set(['pre-shared-key', 'snmp-server', 'tacacs-server', 'radius-server']);

const FORMS = COMMAND_FORMS.map((form) => form.trim().split(/ +/).map(readElement));
/** By the first letters of their heads: most lines begin as no form does. */
const FORMS_BY_HEAD = new Map<string, (typeof FORMS)[number][]>();
for (const form of FORMS)
  for (const letters of new Set(form[0]?.words.map(lettersOf))) FORMS_BY_HEAD.set(letters, [...(FORMS_BY_HEAD.get(letters) ?? []), form]);

function lettersOf(word: string): string {
  return word.slice(0, 2).toLowerCase();
}

function readElement(text: string): Element {
  return { take: TAKES[text] ?? 'keyword', words: text.split('|') };
}

export interface MatchedCommand {
  found: Found[];
  /** Up to where the line is settled: what follows is looked at as any other text. */
  end: number;
}

/** Undefined when the region is none of the known commands; without finds when it is known to hold no secret. */
export function matchCommand(line: string, from: number, to: number): MatchedCommand | undefined {
  const words = readWords(line, from, to);
  while (words.length > 1 && PREFIXES.test(words[0]?.text ?? '')) words.shift();
  const [first] = words;
  if (first === undefined || /^[:=]/.test(words[1]?.text ?? '')) return undefined;
  const end = trimEnd(line, from, to);
  const command = line.slice(first.start, Math.min(end, first.start + HARMLESS_CHARACTERS_MAX));
  if (HARMLESS_COMMANDS.some((pattern) => pattern.test(command))) return { found: [], end };
  for (const form of FORMS_BY_HEAD.get(lettersOf(first.text)) ?? []) {
    if (!isHead(first.text, form[0]?.words ?? [])) continue;
    const matched = matchForm(form, words, end);
    if (matched !== undefined) return matched;
  }
  return undefined;
}

function matchForm(form: readonly Element[], words: readonly Word[], end: number): MatchedCommand | undefined {
  const found: Found[] = [];
  const last = follow(form, words, { element: 0, word: 0 }, found);
  if (last === undefined) return undefined;
  const closing = form.at(-1)?.take;
  const next = words[last];
  if (closing === 'rest' || (closing === 'secret' && next !== undefined)) {
    const rest = found.at(-1);
    if (rest !== undefined) rest.end = end;
    return { found, end };
  }
  return { found, end: words[last - 1]?.end ?? end };
}

/** Index of the word behind the form; `found` is filled on the way. Only `T` and `**` can be tried twice, so it stays short. */
function follow(
  form: readonly Element[],
  words: readonly Word[],
  at: { element: number; word: number },
  found: Found[],
): number | undefined {
  const element = form[at.element];
  if (element === undefined) return at.word;
  const word = words[at.word];
  if (element.take === 'open') return at.word;
  if (word === undefined) return undefined;
  const next = { element: at.element + 1, word: at.word + 1 };
  switch (element.take) {
    case 'keyword':
      return at.element === 0 || isKeyword(word.text, element.words, 1) ? follow(form, words, next, found) : undefined;
    case 'type':
      return followType(form, words, at, found);
    case 'many':
      return followMany(form, words, at, found);
    case 'any':
      return follow(form, words, next, found);
    default:
      return take(form, words, at, found);
  }
}

/** A type is one only if something follows that can be the secret: `enable password 7` is a password of one digit. */
function followType(
  form: readonly Element[],
  words: readonly Word[],
  at: { element: number; word: number },
  found: Found[],
): number | undefined {
  const count = found.length;
  if (ENCRYPTION_TYPE.test(words[at.word]?.text ?? '') && words[at.word + 1] !== undefined) {
    const last = follow(form, words, { element: at.element + 1, word: at.word + 1 }, found);
    if (last !== undefined) return last;
    found.length = count;
  }
  return follow(form, words, { element: at.element + 1, word: at.word }, found);
}

/** The nearest keyword that the form goes on with. */
function followMany(
  form: readonly Element[],
  words: readonly Word[],
  at: { element: number; word: number },
  found: Found[],
): number | undefined {
  const goal = form[at.element + 1];
  const count = found.length;
  for (let word = at.word; word < words.length; word += 1) {
    if (!isWhole(words[word]?.text ?? '', goal?.words ?? [])) continue;
    const last = follow(form, words, { element: at.element + 1, word }, found);
    if (last !== undefined) return last;
    found.length = count;
  }
  return undefined;
}

function take(form: readonly Element[], words: readonly Word[], at: { element: number; word: number }, found: Found[]): number | undefined {
  const word = words[at.word];
  const element = form[at.element];
  if (word === undefined || element === undefined) return undefined;
  const count = found.length;
  found.push({ start: word.start, end: word.end, kind: element.take === 'user' ? 'user' : 'secret' });
  const last = follow(form, words, { element: at.element + 1, word: at.word + 1 }, found);
  if (last === undefined) found.length = count;
  return last;
}

function isKeyword(text: string, keywords: readonly string[], charactersMin: number): boolean {
  const lower = text.toLowerCase();
  return (
    lower.length >= charactersMin &&
    keywords.some((keyword) => keyword.startsWith(lower) && !(OWN_COMMAND.test(lower) && keyword !== lower))
  );
}

/** `server`, `authentication` and `key` are commands of their own: only `server-k` is `server-key`. */
function isHead(text: string, keywords: readonly string[]): boolean {
  const lower = text.toLowerCase();
  const isOwn = (keyword: string): boolean => keyword.includes('-') && !SHORT_HEADS.has(keyword) && lower.length <= keyword.indexOf('-');
  return (
    (lower.length >= HEAD_CHARACTERS_MIN || SHORTER_HEAD.test(lower)) &&
    keywords.some((keyword) => keyword.startsWith(lower) && !isOwn(keyword))
  );
}

/** After any words a keyword must say more of itself, or be whole: `p` behind `username ops` is a privilege. */
function isWhole(text: string, keywords: readonly string[]): boolean {
  return isKeyword(text, keywords, 2) || keywords.includes(text.toLowerCase()) || (/^[sk]$/i.test(text) && isKeyword(text, keywords, 1));
}
