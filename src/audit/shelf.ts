/** A shelf is where books stand: a folder of files, or a table that all workers of a store share. */
import type { Head } from './head.ts';

export interface Shelf {
  /** Whole or not at all; `number` is that of the first line. One that answers at once has written when it returns. */
  append(book: string, number: number, lines: readonly string[]): Promise<void> | undefined;
  keepHead(head: Head): Promise<void> | undefined;
}

/** A book that is taken away is missed by as many as came after it. */
export const CITED_MAX = 20;
