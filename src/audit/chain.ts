/** The chain makes a book of entries that holds together: each line carries its number and the hash of the line before, and a head proves the last. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Cited, ENTRY, type Entry } from './entry.ts';

/** What the next line follows. */
export interface End {
  /** Of the last line; zero before the first. */
  number: number;
  hash: string;
}

/** One book as it was read: each line without its line end; `rest` is what stands behind the last line end. */
export interface Book {
  book: string;
  lines: readonly string[];
  rest: string;
}

/** What is wrong in a book: at which entry, counted from 1, and what. */
export interface Break {
  number: number;
  why: string;
}

const LINK = z.object({ number: z.number(), previous: z.string() });

/** Of a book without lines: the first line of one fits no other. */
export function beginningOf(book: string): End {
  return { number: 0, hash: hashOf(`flaptrap.audit/1 ${book}`) };
}

export function addEntry(end: End, entry: Entry): { line: string; end: End } {
  const number = end.number + 1;
  const line = JSON.stringify({ number, previous: end.hash, ...entry });
  return { line, end: { number, hash: hashOf(line) } };
}

/** Where it ends, what it cites, and where it first breaks; behind a break nothing is believed. */
export function followChain({ book, lines, rest }: Book): { ends: End[]; entries: Entry[]; broken?: Break } {
  const ends: End[] = [];
  const entries: Entry[] = [];
  let end = beginningOf(book);
  for (const line of lines) {
    const read = readLine(line, end, book);
    if (typeof read === 'string') return { ends, entries, broken: { number: end.number + 1, why: read } };
    end = { number: end.number + 1, hash: hashOf(line) };
    ends.push(end);
    entries.push(read);
  }
  return rest === '' ? { ends, entries } : { ends, entries, broken: { number: end.number + 1, why: 'its last line is cut' } };
}

/** The entry, or what is wrong with it. */
function readLine(line: string, before: End, book: string): Entry | string {
  // JSON passes it by, and the line behind it would be blamed.
  if (line.endsWith('\r')) return 'it ends in CR LF: an editor, or the way by which it was copied, has changed it';
  const value = parse(line);
  const [link, entry] = [LINK.safeParse(value), ENTRY.safeParse(value)];
  if (!link.success || !entry.success) return 'it is no entry of an audit';
  if (link.data.number !== before.number + 1) return `it has number ${link.data.number}: entries are missing, added or out of order`;
  const isFirst = entry.data.what === 'opened';
  if (isFirst !== (before.number === 0)) return isFirst ? 'a book is opened once' : 'the first entry is missing';
  if (entry.data.what === 'opened' && entry.data.book !== book)
    return `it opens the book ${entry.data.book}, which stands here under another name`;
  if (link.data.previous === before.hash) return entry.data;
  return isFirst ? 'it does not begin as this book does' : 'the entry before it was changed, or is another';
}

/** Each line that one book cites of another is there and is the same. `number` is of the citing book's first entry. */
export function checkCitation({ number, hash, book }: Cited, found: readonly End[] | undefined): string | undefined {
  if (found === undefined) return `${book}, which it follows, is missing`;
  if (found.length < number) return `${book}, which it follows, is cut: it ends at entry ${found.length}, and had ${number}`;
  return found[number - 1]?.hash === hash ? undefined : `${book}, which it follows, was written anew: entry ${number} is another`;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
