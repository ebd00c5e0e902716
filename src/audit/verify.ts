/** Verifying says of each book whether it is intact, where it breaks, or that its tail is cut; and what is proven by nobody's signature. */
import { type Book, type Break, checkCitation, type End, followChain } from './chain.ts';
import { checkHead, type Head, printSigned } from './head.ts';

export interface Shelved extends Book {
  /** As it was found; a text says why it cannot be read. */
  head?: Head | string | undefined;
}

/** Who has signed, or why it is not believed. */
export type Signed = { by: string } | { why: string };
export type CheckSignature = (message: string, signature: string) => Signed;

export interface VerifiedBook {
  book: string;
  entries: number;
  /** What is wrong with it, the first first. */
  breaks: Break[];
  /** Up to which entry a signed head proves it, and whose it is; null where none does. */
  proven: { number: number; by: string } | null;
}

export function verifyBooks(books: readonly Shelved[], checkSignature: CheckSignature): VerifiedBook[] {
  const followed = new Map(books.map((each) => [each.book, followChain(each)]));
  return books.map(({ book, head }) => {
    const { ends = [], entries = [], broken } = followed.get(book) ?? {};
    const first = entries[0];
    const cited = first?.what === 'opened' ? first.follows : [];
    const uncited = cited.flatMap((each) => checkCitation(each, followed.get(each.book)?.ends) ?? []);
    const judged = judgeHead(head, book, ends, checkSignature);
    const empty = ends.length === 0 && broken === undefined ? [{ number: 1, why: 'it is empty' }] : [];
    return {
      book,
      entries: ends.length,
      breaks: [...(broken === undefined ? [] : [broken]), ...empty, ...judged.breaks, ...uncited.map((why) => ({ number: 1, why }))],
      proven: judged.proven,
    };
  });
}

function judgeHead(
  head: Shelved['head'],
  book: string,
  ends: readonly End[],
  checkSignature: CheckSignature,
): Pick<VerifiedBook, 'breaks' | 'proven'> {
  const fails = (why: string) => ({ breaks: [{ number: ends.length + 1, why }], proven: null });
  if (head === undefined) return { breaks: [], proven: null };
  if (typeof head === 'string') return fails(`its head cannot be read: ${head}`);
  const why = checkHead(head, book, ends);
  if (why !== undefined) return fails(why);
  if (head.signature === null) return { breaks: [], proven: null };
  const signed = checkSignature(printSigned(head), head.signature);
  return 'why' in signed ? fails(`its head ${signed.why}`) : { breaks: [], proven: { number: head.number, by: signed.by } };
}
