/** Node as the machine of the front door: its zlib and its hashes, and yauzl for the list of a zip. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { Unpackable } from '../gunzip.ts';
import type { Inflated, Machine, ZipEntry } from '../machine.ts';

export const NODE: Machine = { inflate, zipEntries, sha256: (bytes) => createHash('sha256').update(bytes).digest('hex') };

async function* inflate(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Inflated> {
  const unzip = createGunzip();
  // What fails on the way in fails on the way out too, where it is told.
  pipeline(Readable.from(packed), unzip).catch(() => undefined);
  try {
    for await (const piece of unzip as AsyncIterable<Buffer>) yield { piece, takenBytes: unzip.bytesWritten };
  } catch (error) {
    throw sayWhy(error);
  }
}

function sayWhy(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new Unpackable('is cut short');
  return code.startsWith('Z_') ? new Unpackable('is damaged: it does not unpack') : error;
}

async function* zipEntries(packed: Uint8Array): AsyncGenerator<ZipEntry> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: false, validateEntrySizes: true });
  for await (const entry of zip.eachEntry()) yield entryOf(zip, entry);
}

function entryOf(zip: ZipFile, entry: Entry): ZipEntry {
  return {
    name: entry.fileName,
    isEncrypted: entry.isEncrypted(),
    attributes: entry.externalFileAttributes,
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    read: async () => {
      const pieces: Buffer[] = [];
      for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
      const bytes = Buffer.concat(pieces);
      if (crc32(bytes) !== entry.crc32) throw new Unpackable('is damaged');
      return bytes;
    },
  };
}
