/** Reading a backup: first all of it, against its manifest; only what is whole is then read again, piece by piece, to be loaded. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { FlaptrapError, messageOf } from '../../errors.ts';
import { fileTrouble } from '../../file-trouble.ts';
import { BACKUP, type Backup, MANIFEST, PIECE_BYTES, parsePiece } from './backup-form.ts';
import { fullName } from './tables.ts';

export interface Piece {
  table: string;
  bytes: Buffer;
}

interface Seen {
  hash: Hash;
  pieces: number;
  bytes: number;
}

/** Throws when anything in it is not what its manifest says. */
export async function checkBackup(file: string): Promise<Backup> {
  requireFile(file);
  const seen = new Map<string, Seen>();
  let manifest: Backup | undefined;
  for await (const { path, bytes } of filesOf(file)) {
    if (manifest !== undefined) throw refuse(file, `${path} stands behind its manifest`);
    if (path === MANIFEST) manifest = parseManifest(bytes, file);
    else seePiece(seen, path, bytes, file);
  }
  if (manifest === undefined) throw refuse(file, 'it is cut short: its manifest is missing');
  requireProven(manifest, seen, file);
  return manifest;
}

/** It is read twice; and a pipe without a writer would be waited for. */
function requireFile(file: string): void {
  try {
    if (statSync(file).isFile()) return;
  } catch (cause) {
    throw fileTrouble('read', file, cause);
  }
  throw refuse(file, 'it is no file');
}

function seePiece(seen: Map<string, Seen>, path: string, bytes: Buffer, file: string): void {
  const piece = parsePiece(path);
  if (piece === undefined) throw refuse(file, `${path} does not belong into one`);
  const table = seen.get(piece.table) ?? { hash: createHash('sha256'), pieces: 0, bytes: 0 };
  seen.set(piece.table, table);
  table.hash.update(bytes);
  table.pieces += 1;
  table.bytes += bytes.length;
  if (piece.number !== table.pieces) throw refuse(file, `of ${piece.table} a piece is missing, or out of its order`);
}

function requireProven({ tables }: Backup, seen: ReadonlyMap<string, Seen>, file: string): void {
  for (const { bytes, pieces, sha256, ...table } of tables) {
    const found = seen.get(fullName(table)) ?? { hash: createHash('sha256'), pieces: 0, bytes: 0 };
    if (found.bytes !== bytes || found.pieces !== pieces || found.hash.digest('hex') !== sha256)
      throw refuse(file, `${fullName(table)} was changed, or is not whole`);
  }
  for (const name of seen.keys())
    if (!tables.some((table) => fullName(table) === name)) throw refuse(file, `${name} is not in its manifest`);
}

export async function* piecesOf(file: string): AsyncGenerator<Piece> {
  for await (const { path, bytes } of filesOf(file)) {
    const piece = parsePiece(path);
    if (piece !== undefined) yield { table: piece.table, bytes };
  }
}

async function* filesOf(file: string): AsyncGenerator<{ path: string; bytes: Buffer }> {
  const entries = extract();
  // What fails on the way in fails at the next entry too, where it is told.
  const poured = pipeline(createReadStream(file), createGunzip(), entries).catch((error: Error) => entries.destroy(error));
  try {
    for await (const entry of entries) {
      if (entry.header.type !== 'file' || (entry.header.size ?? 0) > 2 * PIECE_BYTES)
        throw refuse(file, `${entry.header.name} is no piece of one`);
      const parts: Buffer[] = [];
      for await (const part of entry) parts.push(part as Buffer);
      yield { path: entry.header.name, bytes: Buffer.concat(parts) };
    }
    await poured;
  } catch (error) {
    if (error instanceof FlaptrapError) throw error;
    throw error instanceof Error && 'syscall' in error
      ? fileTrouble('read', file, error)
      : refuse(file, `it cannot be unpacked: ${messageOf(error)}`);
  }
}

function parseManifest(bytes: Buffer, file: string): Backup {
  try {
    return BACKUP.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw refuse(file, 'its manifest is of another form');
  }
}

function refuse(file: string, why: string): FlaptrapError {
  return new FlaptrapError('input', `${file} is no whole backup of a store: ${why}; nothing was restored`, {
    next: 'take another copy of it, or an older backup',
  });
}
