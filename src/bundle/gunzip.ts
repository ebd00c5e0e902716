/** Unpacking gzip gives the bytes piece by piece, and stops at a bomb and at a file that is cut short. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { printBytes } from './limits.ts';

/** Debugs shrink to a tenth or a thirtieth; zeros to a thousandth. */
export const RATIO_MAX = 250;
/** Below this a bomb does no harm. */
export const HARMLESS_BYTES = 16 * 1024 * 1024;

/** What was packed cannot be taken: in words that follow the name. */
export class Unpackable extends Error {}

/** Throws `Unpackable` beyond `limitBytes`. */
export async function* gunzip(packed: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<Buffer> {
  const unzip = createGunzip();
  // What fails on the way in fails on the way out too, where it is told.
  pipeline(Readable.from(packed), unzip).catch(() => undefined);
  let bytes = 0;
  try {
    for await (const piece of unzip as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > limitBytes) throw new Unpackable(`unpacks to more than ${printBytes(limitBytes)}`);
      if (isBomb(bytes, unzip.bytesWritten)) throw new Unpackable(`unpacks to more than ${RATIO_MAX} times its size`);
      yield piece;
    }
  } catch (error) {
    throw sayWhy(error);
  }
}

export function isBomb(bytes: number, packedBytes: number): boolean {
  return bytes > HARMLESS_BYTES && bytes > packedBytes * RATIO_MAX;
}

function sayWhy(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new Unpackable('is cut short');
  return code.startsWith('Z_') ? new Unpackable('is damaged: it does not unpack') : error;
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
