/** A backup is every record, file and audit line, and the engine's own, as they stood at one instant; workers go on meanwhile. */
import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ClientBase } from 'pg';
import { to } from 'pg-copy-streams';
import { type Pack, pack } from 'tar-stream';
import { codeOf, fileTrouble } from '../../file-trouble.ts';
import { type Backup, MANIFEST, PIECE_BYTES, printPiece } from './backup-form.ts';
import { type Database, withTransaction } from './database.ts';
import { engineVersionOf } from './engine-schema.ts';
import { requireKnown, versionOf } from './migrate.ts';
import { fullName, listSequences, listTables, quotedColumns, quotedName, type Table } from './tables.ts';

export interface Stamp {
  /** The program's own version. */
  flaptrap: string;
  /** ISO 8601. */
  takenAt: string;
}

/** Never over a file that is there; readable by its owner alone, for it holds plans and what routers printed. */
export async function backupStore(database: Database, file: string, stamp: Stamp): Promise<Backup> {
  const tar = pack();
  // `flush`: on the disk when it is said to be.
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  const gzip = createGzip();
  // A full disk says so more than once, and to each of them: what `pipeline` gives is enough.
  const ignore = (): void => undefined;
  tar.on('error', ignore);
  gzip.on('error', ignore);
  out.on('error', ignore);
  const written = pipeline(tar, gzip, out);
  try {
    const [taken] = await Promise.all([fill(database, tar, stamp), written]);
    return taken;
  } catch (cause) {
    tar.destroy();
    await written.catch(() => undefined);
    if (codeOf(cause) !== 'EEXIST') rmSync(file, { force: true });
    throw cause instanceof Error && 'syscall' in cause ? fileTrouble('write the backup', file, cause) : cause;
  }
}

/** One snapshot, whatever is committed while it is read. */
function fill(database: Database, tar: Pack, stamp: Stamp): Promise<Backup> {
  return withTransaction(database, 'ISOLATION LEVEL REPEATABLE READ READ ONLY', (client) => fillFrom(client, tar, stamp));
}

async function fillFrom(client: ClientBase, tar: Pack, stamp: Stamp): Promise<Backup> {
  const versions = { flaptrap: await versionOf(client), engine: await engineVersionOf(client) };
  requireKnown(versions.flaptrap);
  const sequences = await listSequences(client);
  const tables: Backup['tables'] = [];
  for (const table of await listTables(client)) tables.push(await packTable(client, tar, table));
  const backup: Backup = { schema: 'flaptrap.store-backup/1', ...stamp, versions, tables, sequences };
  await entry(tar, MANIFEST, Buffer.from(`${JSON.stringify(backup, null, 2)}\n`));
  tar.finalize();
  return backup;
}

async function packTable(client: ClientBase, tar: Pack, table: Table): Promise<Backup['tables'][number]> {
  const rows = client.query(to(`COPY ${quotedName(table)} (${quotedColumns(table)}) TO STDOUT`));
  const hash = createHash('sha256');
  let [pieces, bytes] = [0, 0];
  for await (const piece of inPieces(rows)) {
    pieces += 1;
    bytes += piece.length;
    hash.update(piece);
    await entry(tar, printPiece(fullName(table), pieces), piece);
  }
  return { ...table, pieces, rows: rows.rowCount, bytes, sha256: hash.digest('hex') };
}

async function* inPieces(source: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const part of source as AsyncIterable<Buffer>) {
    held.push(part);
    bytes += part.length;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/** Back when it is taken: a slow disk holds the reading up, and one that is full ends it. */
function entry(tar: Pack, name: string, content: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('the archive cannot be written'));
    tar.once('close', fail);
    const put = tar.entry({ name, mode: 0o600, mtime: new Date(0) }, content, (error) => {
      tar.off('close', fail);
      if (error == null) resolve();
      else reject(error);
    });
    // It is told of the end of the archive too, behind whoever waits here.
    put.on('error', () => undefined);
  });
}
