/** Arguments of a statement, read and printed by its syntax; the two are inverses. */
import type { Part, Syntax } from './syntax.ts';
import type { Token } from './token.ts';
import { wordMeant } from './word.ts';

export interface ParsedArguments {
  fields: Record<string, unknown>;
  /** What is wrong, when something is; `column` 0 means the end of the line. */
  mistake?: { column: number; length: number; text: string; isDoubtful?: true | undefined } | undefined;
}

/** A statement's arguments on the way through its syntax. */
export interface Reading {
  syntax: Syntax;
  tokens: readonly Token[];
  line: string;
  at: number;
  fields: Record<string, unknown>;
}

/** Reads the tokens from `from` on. */
export function parseArguments(syntax: Syntax, tokens: readonly Token[], from: number, line: string): ParsedArguments {
  const reading: Reading = { syntax, tokens, line, at: from, fields: {} };
  while (reading.at < tokens.length) {
    const part = partAt(reading);
    if (part === undefined && beginsComment(tokens[reading.at])) break;
    if (part === undefined) return mistake(reading, `does not belong here`);
    const problem = take(reading, part);
    if (problem !== undefined) return mistake(reading, problem);
  }
  const missing = missingPart(syntax, reading.fields);
  for (const part of syntax) fillEmpty(part, reading.fields);
  const unknown = missing === undefined ? unknownIn(reading, from) : undefined;
  if (unknown !== undefined) return { fields: reading.fields, mistake: unknown };
  if (missing !== undefined)
    return { fields: reading.fields, mistake: { column: 0, length: 1, text: `${expectation(missing)} is missing` } };
  const comment = tokens[reading.at];
  if (comment === undefined) return { fields: reading.fields };
  const text = 'whether a device takes a comment behind a statement is not known: give it a line of its own';
  return {
    fields: reading.fields,
    mistake: { column: comment.column, length: line.trimEnd().length - comment.column + 1, text, isDoubtful: true },
  };
}

/** Words behind all that are known, where a release may have added some. */
function unknownIn({ syntax, fields, tokens, line }: Reading, from: number): ParsedArguments['mistake'] {
  const open = syntax.find((part) => part.at === 'rest' && part.isOpen === true);
  const text = open === undefined ? undefined : fields[open.field];
  if (typeof text !== 'string' || text === '') return undefined;
  const at = line.trimEnd().length - text.length + 1;
  const word = tokens.slice(from).find(({ column }) => column >= at);
  return word === undefined
    ? undefined
    : {
        column: word.column,
        length: word.length,
        text: `\`${word.value}\` is not known here: whether a release takes it is not known`,
        isDoubtful: true,
      };
}

/** `end ! of the loop` [U] */
function beginsComment(token: Token | undefined): boolean {
  return token !== undefined && !token.isQuoted && token.value.startsWith('!');
}

/** The first part that the syntax requires and the fields lack. */
export function missingPart(syntax: Syntax, fields: object): Part | undefined {
  return syntax.find((part) => part.required && part.at !== 'many' && part.at !== 'rest' && !(part.field in fields));
}

/** The arguments in the syntax's own order, each as its kind prints it; of two ways to write one field, the first. */
export function printArguments(syntax: Syntax, fields: Readonly<Record<string, unknown>>): string[] {
  const written = syntax.filter((part, index) => syntax.findIndex(({ field }) => field === part.field) === index);
  return written.flatMap((part) => (fields[part.field] === undefined ? [] : printPart(part, fields[part.field])));
}

function printPart(part: Part, value: unknown): string[] {
  if (part.at === 'flag') return [part.keyword];
  if (part.at === 'group') return [part.keyword, ...printArguments(part.syntax, value as Record<string, unknown>)];
  if (part.at === 'rest') return value === '' ? [] : [String(value)];
  if (part.at === 'many') return (value as string[]).map((each) => part.kind.print(each));
  return part.at === 'option' ? [part.keyword, part.kind.print(value)] : [part.kind.print(value)];
}

/** The part that the next token belongs to: a keyword's, unless a place before it is still empty; then the next empty place's. */
export function partAt({ syntax, tokens, at, fields }: Reading): Part | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  for (const part of syntax) {
    if (part.at === 'many') return part;
    // A keyword may still stand there as far as it may be cut.
    if (part.at === 'rest') return abbreviated(syntax, token, fields) ?? part;
    if (part.field in fields) continue;
    if (part.at === 'place' && (part.required || !isKeyword(syntax, token, fields))) return part;
    if (isKeywordOf(part, token)) return part;
  }
  return abbreviated(syntax, token, fields);
}

/** `com` for `command`: the only keyword left that begins so, in any case. */
function abbreviated(syntax: Syntax, token: Token | undefined, fields: Record<string, unknown>): Part | undefined {
  if (token === undefined || token.isQuoted) return undefined;
  const open = syntax.filter((part) => 'keyword' in part && !(part.field in fields));
  const word = wordMeant(
    token.value,
    open.map((part) => ('keyword' in part ? part.keyword : '')),
  );
  return open.find((part) => 'keyword' in part && part.keyword === word);
}

function isKeyword(syntax: Syntax, token: Token | undefined, fields: Record<string, unknown>): boolean {
  return syntax.some((part) => !(part.field in fields) && isKeywordOf(part, token));
}

function isKeywordOf(part: Part, token: Token | undefined): boolean {
  if (token === undefined || token.isQuoted) return false;
  if (part.at === 'option' && part.also === token.value) return true;
  return (part.at === 'option' || part.at === 'flag' || part.at === 'group') && part.keyword === token.value;
}

/** Consumes what the part wants; answers what is wrong with it. */
export function take(reading: Reading, part: Part): string | undefined {
  const { tokens, fields, line } = reading;
  if (part.at === 'rest') {
    fields[part.field] = line.slice((tokens[reading.at]?.column ?? 1) - 1).trimEnd();
    reading.at = tokens.length;
    return undefined;
  }
  if (part.at === 'many') {
    fields[part.field] = tokens.slice(reading.at).map((token) => token.value);
    reading.at = tokens.length;
    return undefined;
  }
  if (part.at === 'flag') {
    fields[part.field] = true;
    reading.at += 1;
    return undefined;
  }
  return part.at === 'group' ? takeGroup(reading, part) : takeValue(reading, part);
}

/** Everything that belongs to the group, up to the first word that does not. */
function takeGroup(reading: Reading, { field, syntax }: Extract<Part, { at: 'group' }>): string | undefined {
  const inner: Reading = { ...reading, syntax, at: reading.at + 1, fields: {} };
  reading.fields[field] = inner.fields;
  for (let part = partAt(inner); part !== undefined && inner.at < inner.tokens.length; part = partAt(inner)) {
    const problem = take(inner, part);
    reading.at = inner.at;
    if (problem !== undefined) return problem;
  }
  reading.at = inner.at;
  const missing = missingPart(syntax, inner.fields);
  return missing === undefined ? undefined : `${expectation(missing)} is missing`;
}

function takeValue(reading: Reading, part: Extract<Part, { kind: unknown; at: 'place' | 'option' }>): string | undefined {
  if (part.at === 'option') reading.at += 1;
  const { tokens, at } = reading;
  const words = phraseAt(tokens, at, part.kind.goesOn);
  const value = words.length === 0 ? undefined : part.kind.parse(words.length === 1 ? (words[0] ?? '') : words.join(' '));
  const alone = part.at === 'option' ? part.alone : undefined;
  if (value === undefined && alone === undefined) return `${expectation(part)} is expected`;
  reading.fields[part.field] = value ?? alone;
  if (value !== undefined) reading.at += words.length;
  return undefined;
}

/** The word that stands there, with those that belong to it. */
function phraseAt(tokens: readonly Token[], at: number, goesOn: ((before: string, next: string) => boolean) | undefined): string[] {
  const first = tokens[at]?.value;
  if (first === undefined) return [];
  const words = [first];
  if (goesOn === undefined) return words;
  for (let next = tokens[at + 1]?.value; next !== undefined && goesOn(words.join(' '), next); next = tokens[at + words.length]?.value)
    words.push(next);
  return words;
}

function fillEmpty(part: Part, fields: Record<string, unknown>): void {
  if (part.field in fields) return;
  if (part.at === 'many') fields[part.field] = [];
  if (part.at === 'rest') fields[part.field] = '';
}

function expectation(part: Part): string {
  if (part.at === 'flag' || part.at === 'group') return `\`${part.keyword}\``;
  if (part.at === 'rest') return 'a text';
  return part.at === 'option' ? `${part.kind.expects} after \`${part.keyword}\`` : `${part.kind.expects} (${part.field})`;
}

function mistake({ tokens, at, fields }: Reading, text: string): ParsedArguments {
  const token = tokens[at];
  if (token === undefined) return { fields, mistake: { column: 0, length: 1, text } };
  return {
    fields,
    mistake: { column: token.column, length: token.length, text: `\`${token.value === '' ? '""' : token.value}\`: ${text}` },
  };
}
