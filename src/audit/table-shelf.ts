/** A shelf that is a table of the store: each worker has its book in it, and the database itself refuses to change a line. */
import type { Pool } from 'pg';
import { beginningOf, hashOf } from './chain.ts';
import type { Cited } from './entry.ts';
import { HEAD, type Head } from './head.ts';
import { CITED_MAX, type Shelf } from './shelf.ts';
import type { Shelved } from './verify.ts';

type Asked = Pick<Pool, 'query'>;

export class TableShelf implements Shelf {
  readonly #pool: Asked;

  constructor(pool: Asked) {
    this.#pool = pool;
  }

  /** Again is the same: nobody else writes this book, and whether it was committed is not known when the connection broke. */
  async append(book: string, number: number, lines: readonly string[]): Promise<void> {
    await this.#pool.query(
      'INSERT INTO flaptrap.audit (book, number, line) SELECT $1, $2::bigint + n - 1, line FROM unnest($3::text[]) WITH ORDINALITY AS given (line, n) ON CONFLICT DO NOTHING',
      [book, number, lines],
    );
  }

  async keepHead({ book, number, hash, ...head }: Head): Promise<void> {
    await this.#pool.query(
      'INSERT INTO flaptrap.audit_heads (book, number, hash, signature) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [book, number, hash, JSON.stringify(head)],
    );
  }

  async newest(): Promise<Cited[]> {
    const { rows } = await this.#pool.query<{ book: string; number: number; line: string }>(
      `SELECT book, number::int, line FROM (SELECT DISTINCT ON (book) book, number, line FROM flaptrap.audit ORDER BY book, number DESC) AS last
       ORDER BY book DESC LIMIT ${CITED_MAX}`,
    );
    return rows.map(({ book, number, line }) => ({ book, number, hash: number === 0 ? beginningOf(book).hash : hashOf(line) }));
  }
}

/** Every book with its newest head. */
export async function readTable(pool: Asked): Promise<Shelved[]> {
  const lines = await pool.query<{ book: string; line: string }>('SELECT book, line FROM flaptrap.audit ORDER BY book, number');
  const heads = await pool.query<{ book: string; number: number; hash: string; signature: string }>(
    'SELECT DISTINCT ON (book) book, number::int, hash, signature FROM flaptrap.audit_heads ORDER BY book, number DESC',
  );
  const books = [...new Set([...lines.rows, ...heads.rows].map(({ book }) => book))];
  return books.map((book) => {
    const found = heads.rows.find((each) => each.book === book);
    const own = lines.rows.filter((each) => each.book === book).map(({ line }) => line);
    return { book, lines: own, rest: '', ...(found === undefined ? {} : { head: readHead(found) }) };
  });
}

function readHead({ signature, ...end }: { book: string; number: number; hash: string; signature: string }): Head | string {
  try {
    return HEAD.parse({ ...(JSON.parse(signature) as object), ...end });
  } catch {
    return 'it is not as it was written';
  }
}
