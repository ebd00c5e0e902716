/** The form of a backup: a .tar.gz of each table's rows as PostgreSQL copies them, in pieces, and at its end a manifest that proves each. */
import { z } from 'zod';

const COUNT = z.number().int().nonnegative();

export const BACKUP = z.object({
  schema: z.literal('flaptrap.store-backup/1'),
  flaptrap: z.string(),
  takenAt: z.string(),
  /** Of the schema `flaptrap`, and of the engine's. */
  versions: z.object({ flaptrap: COUNT, engine: COUNT }),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.string()),
      pieces: COUNT,
      rows: COUNT,
      bytes: COUNT,
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), last: z.string().nullable() })),
});
export type Backup = z.infer<typeof BACKUP>;

/** Last: without it the archive is cut short. */
export const MANIFEST = 'manifest.json';
/** No more is held in memory; a manifest is far smaller. */
export const PIECE_BYTES = 4 * 1024 * 1024;

/** `flaptrap.journal/00001` */
export function printPiece(table: string, number: number): string {
  return `${table}/${String(number).padStart(5, '0')}`;
}

export function parsePiece(path: string): { table: string; number: number } | undefined {
  const [, table, number] = /^([^/]+)\/(\d{5,9})$/.exec(path) ?? [];
  return table === undefined ? undefined : { table, number: Number(number) };
}
