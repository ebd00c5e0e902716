/** The head of a book says how far it went, and is signed: whoever cuts the tail, or writes the book anew, cannot make another. */
import { z } from 'zod';
import type { End } from './chain.ts';

export const HEAD = z.object({
  schema: z.literal('flaptrap.audit-head/1'),
  book: z.string(),
  number: z.number().int().positive(),
  hash: z.string(),
  at: z.string(),
  /** An SSH signature; null where nobody signs. */
  signature: z.string().nullable(),
});
export type Head = z.infer<typeof HEAD>;

/** What is signed: `flaptrap.audit-head/1 BOOK NUMBER HASH INSTANT` and a line end, so that `ssh-keygen -Y verify` checks it too. */
export function printSigned({ schema, book, number, hash, at }: Omit<Head, 'signature'>): string {
  return `${schema} ${book} ${number} ${hash} ${at}\n`;
}

/** Why the book is not the one that the head was made of; undefined when it is, or goes on behind it. */
export function checkHead(head: Head, book: string, ends: readonly End[]): string | undefined {
  if (head.book !== book) return `its head is of the book ${head.book}`;
  if (ends.length < head.number) return `its tail is cut: its head is entry ${head.number}, and it ends at entry ${ends.length}`;
  return ends[head.number - 1]?.hash === head.hash ? undefined : `it was written anew: entry ${head.number} is not the one of its head`;
}
