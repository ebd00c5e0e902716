/** Unpacking gzip gives the bytes piece by piece, and stops at a bomb and at a file that is cut short. */
import { printBytes } from './limits.ts';
import type { Machine } from './machine.ts';

/** Debugs shrink to a tenth or a thirtieth; zeros to a thousandth. */
export const RATIO_MAX = 250;
/** Below this a bomb does no harm. */
export const HARMLESS_BYTES = 16 * 1024 * 1024;

/** What was packed cannot be taken: in words that follow the name. */
export class Unpackable extends Error {}

/** What both machines say of a file that ends before its time. */
export const CUT_SHORT = 'is cut short';

/** Throws `Unpackable` beyond `limitBytes`. */
export async function* gunzip(
  packed: AsyncIterable<Uint8Array>,
  limitBytes: number,
  { inflate }: Pick<Machine, 'inflate'>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const { piece, takenBytes } of inflate(packed)) {
    bytes += piece.length;
    if (bytes > limitBytes) throw new Unpackable(`unpacks to more than ${printBytes(limitBytes)}`);
    if (isBomb(bytes, takenBytes)) throw new Unpackable(`unpacks to more than ${RATIO_MAX} times its size`);
    yield piece;
  }
}

export function isBomb(bytes: number, packedBytes: number): boolean {
  return bytes > HARMLESS_BYTES && bytes > packedBytes * RATIO_MAX;
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
