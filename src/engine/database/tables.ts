/** Tables are what a backup holds of the two schemas, flaptrap's and the engine's, each behind those that it refers to. */
import type { ClientBase } from 'pg';
import { SCHEMA } from './migrate.ts';

/** Where DBOS keeps its workflows. */
export const ENGINE_SCHEMA = 'dbos';
/** What holds the version of a schema is made by its migrations. */
const VERSIONS = [`${SCHEMA}.version`, `${ENGINE_SCHEMA}.dbos_migrations`];

export interface Table {
  schema: string;
  name: string;
  columns: string[];
}

export interface Sequence {
  schema: string;
  name: string;
  /** As text: it may be larger than a number is exact. Null while it was never asked. */
  last: string | null;
}

const COLUMNS = `
  SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE n.nspname = ANY($1) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  GROUP BY 1, 2 ORDER BY 1, 2`;
const REFERENCES = `
  SELECT fn.nspname || '.' || f.relname AS of, tn.nspname || '.' || t.relname AS to
  FROM pg_constraint JOIN pg_class f ON f.oid = conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
  JOIN pg_class t ON t.oid = confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
  WHERE contype = 'f' AND fn.nspname = ANY($1)`;
const SEQUENCES =
  'SELECT schemaname::text AS schema, sequencename::text AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = ANY($1) ORDER BY 1, 2';

export const SCHEMAS = [SCHEMA, ENGINE_SCHEMA];

export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(COLUMNS, [SCHEMAS]);
  const references = await client.query<{ of: string; to: string }>(REFERENCES, [SCHEMAS]);
  const known = rows.filter((table) => !VERSIONS.includes(fullName(table)));
  const ordered: Table[] = [];
  const take = (table: Table): void => {
    if (ordered.includes(table)) return;
    const before = references.rows.filter(({ of, to }) => of === fullName(table) && to !== of);
    for (const { to } of before) known.filter((each) => fullName(each) === to).forEach(take);
    ordered.push(table);
  };
  known.forEach(take);
  return ordered;
}

export async function listSequences(client: ClientBase): Promise<Sequence[]> {
  return (await client.query<Sequence>(SEQUENCES, [SCHEMAS])).rows;
}

/** `flaptrap.journal` */
export function fullName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}

/** As SQL has it; a name may hold anything. */
export function quotedName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${quoted(schema)}.${quoted(name)}`;
}

export function quotedColumns({ columns }: Table): string {
  return columns.map(quoted).join(', ');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
