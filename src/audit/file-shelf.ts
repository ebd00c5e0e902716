/** A shelf of files is a folder: `BOOK.jsonl`, an entry a line, and `BOOK.head.json`; each for its owner alone. */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileTrouble } from '../file-trouble.ts';
import { beginningOf, hashOf } from './chain.ts';
import type { Cited } from './entry.ts';
import type { Head } from './head.ts';
import { readBook } from './read.ts';
import { CITED_MAX, type Shelf } from './shelf.ts';

/** Only appended to, and never through a link. */
const FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;

export class FileShelf implements Shelf {
  readonly #folder: string;
  readonly #makeFolder: (folder: string) => void;

  constructor(folder: string, makeFolder: (folder: string) => void) {
    this.#folder = folder;
    this.#makeFolder = makeFolder;
  }

  /** In the page cache when it returns: a kill loses nothing, and a head waits for the disk. */
  append(book: string, _number: number, lines: readonly string[]): undefined {
    const path = join(this.#folder, `${book}.jsonl`);
    try {
      this.#makeFolder(this.#folder);
      const file = openSync(path, FLAGS, 0o600);
      try {
        appendWhole(file, Buffer.from(lines.map((line) => `${line}\n`).join('')));
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      throw fileTrouble('write the audit', path, cause);
    }
  }

  keepHead(head: Head): undefined {
    const path = join(this.#folder, `${head.book}.head.json`);
    try {
      const file = openSync(join(this.#folder, `${head.book}.jsonl`), 'r+');
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      writeFileSync(`${path}.part`, `${JSON.stringify(head)}\n`, { mode: 0o600, flush: true });
      renameSync(`${path}.part`, path);
    } catch (cause) {
      throw fileTrouble('write the head of the audit', path, cause);
    }
  }

  /** Where the newest books end. */
  newest(): Cited[] {
    const found = readdirSync(this.#folder).filter((name) => name.endsWith('.jsonl'));
    const byAge = found.map((name) => ({ name, atMs: statSync(join(this.#folder, name)).mtimeMs })).sort((one, two) => two.atMs - one.atMs);
    return byAge.slice(0, CITED_MAX).map(({ name }) => endOf(join(this.#folder, name)));
  }
}

/** As it stands, whether it holds together or not. */
function endOf(path: string): Cited {
  const { book, lines } = readBook(path);
  const last = lines.at(-1);
  return { book, number: lines.length, hash: last === undefined ? beginningOf(book).hash : hashOf(last) };
}

function appendWhole(file: number, bytes: Buffer): void {
  const { size } = fstatSync(file);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } catch (cause) {
    // Half a line would break the book.
    ftruncateSync(file, size);
    throw cause;
  }
}
