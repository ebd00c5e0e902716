/** A token is one argument of an EEM statement: its text without quotes, and where it stands on the line. */

export interface Token {
  /** The argument's text: quotes removed, `\"` turned into `"`, everything else as written. */
  value: string;
  isQuoted: boolean;
  /** From 1; of the first character, the opening quote included. */
  column: number;
  /** Characters covered on the line, quotes included. */
  length: number;
}

export interface Tokens {
  tokens: Token[];
  /** Column of a quote that is never closed; what follows it is no token. */
  unclosedColumn?: number | undefined;
}

const BLANK = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Splits a line at blanks from `startColumn` on; a quoted argument keeps its blanks, and `\"` in it is a quote. [L] */
export function tokenize(line: string, startColumn = 1): Tokens {
  const tokens: Token[] = [];
  let at = skipBlanks(line, startColumn - 1);
  while (at < line.length) {
    const isQuoted = line.charCodeAt(at) === QUOTE;
    const end = isQuoted ? endOfQuoted(line, at) : endOfBare(line, at);
    if (end === undefined) return { tokens, unclosedColumn: at + 1 };
    const value = isQuoted ? unquote(line.slice(at + 1, end - 1)) : line.slice(at, end);
    tokens.push({ value, isQuoted, column: at + 1, length: end - at });
    at = skipBlanks(line, end);
  }
  return { tokens };
}

/** `"say \"no\""`: the text as one quoted argument. A text that ends in a backslash cannot be quoted: it stands bare, if it can. */
export function quote(text: string): string | undefined {
  if (text.endsWith('\\')) return isBare(text) ? text : undefined;
  return `"${text.replaceAll('"', '\\"')}"`;
}

/** `up`, `$line`, `10.5`: a word that needs no quotes by anyone's reading. */
export const PLAIN_WORD = /^[A-Za-z0-9_$][A-Za-z0-9_$.:/@+-]*$/;

function isBare(text: string): boolean {
  return text !== '' && !text.startsWith('"') && endOfBare(text, 0) === text.length;
}

function unquote(text: string): string {
  return text.includes('\\"') ? text.replaceAll('\\"', '"') : text;
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (isBlank(line.charCodeAt(at))) at += 1;
  return at;
}

function endOfBare(line: string, from: number): number {
  let at = from;
  while (at < line.length && !isBlank(line.charCodeAt(at))) at += 1;
  return at;
}

function endOfQuoted(line: string, from: number): number | undefined {
  for (let at = from + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH && line.charCodeAt(at + 1) === QUOTE) at += 1;
  }
  return undefined;
}

function isBlank(code: number): boolean {
  return code === BLANK || code === TAB;
}
