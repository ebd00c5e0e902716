/** Reading an audit takes the books of a folder, or one file, as they stand: what is wrong with them is for the verdict to say. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, fileTrouble } from '../file-trouble.ts';
import type { Book } from './chain.ts';
import { HEAD, type Head } from './head.ts';
import type { Shelved } from './verify.ts';

/** A folder's books, each with its head; of a head whose book is gone the book is empty. */
export function readShelf(place: string): Shelved[] {
  try {
    if (!statSync(place).isDirectory()) return [withHead(readBook(place), place.replace(/\.jsonl$/, ''))];
    const stems = new Set(readdirSync(place).flatMap((name) => /^(.+)\.(?:jsonl|head\.json)$/.exec(name)?.[1] ?? []));
    return [...stems].sort().map((stem) => withHead(readBook(join(place, `${stem}.jsonl`)), join(place, stem)));
  } catch (cause) {
    throw fileTrouble('read the audit in', place, cause);
  }
}

/** An empty one where there is none. */
export function readBook(path: string): Book {
  const parts = (readIfThere(path) ?? '').split('\n');
  const rest = parts.pop() ?? '';
  return { book: basename(path).replace(/\.jsonl$/, ''), lines: parts, rest };
}

function withHead(book: Book, stem: string): Shelved {
  const text = readIfThere(join(dirname(stem), `${basename(stem)}.head.json`));
  return text === undefined ? book : { ...book, head: parseHead(text) };
}

function parseHead(text: string): Head | string {
  try {
    return HEAD.parse(JSON.parse(text));
  } catch {
    return 'it is not as it was written';
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
