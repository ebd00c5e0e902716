/** A browser as the machine of the front door: fflate unpacks, the browser itself hashes. */
import { Gunzip, inflateSync } from 'fflate';
import { hexOf } from '../bundle/bytes.ts';
import { Unpackable } from '../bundle/gunzip.ts';
import type { Inflated, Machine, ZipEntry } from '../bundle/machine.ts';

export const BROWSER: Machine = { inflate, zipEntries, sha256 };

async function sha256(bytes: Uint8Array): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}

/** In steps, so that a bomb is seen before it has unpacked. */
const STEP_BYTES = 64 * 1024;
const TRAILER_BYTES = 8;

async function* inflate(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Inflated> {
  let [crc, takenBytes, tail] = [0, 0, new Uint8Array()];
  let ready: Uint8Array[] = [];
  let isBehind = false;
  const unzip = new Gunzip((piece) => {
    crc = crc32(piece, crc);
    ready.push(piece);
  });
  unzip.onmember = () => {
    crc = 0;
  };
  const push = (bytes: Uint8Array, isLast: boolean): Uint8Array[] => {
    ready = [];
    try {
      unzip.push(bytes, isLast);
    } catch (error) {
      // No member begins here: what stands behind the last one is left alone, as zlib does.
      isBehind = error instanceof Error && error.message === 'invalid gzip data';
      if (isBehind) return ready;
      throw new Unpackable(error instanceof Error && /EOF/.test(error.message) ? 'is cut short' : 'is damaged: it does not unpack');
    }
    takenBytes += bytes.length;
    return ready;
  };
  for await (const whole of packed) {
    for (let at = 0; at < whole.length; at += STEP_BYTES) {
      const bytes = whole.slice(at, at + STEP_BYTES);
      tail = lastOf(tail, bytes);
      for (const piece of push(bytes, false)) yield { piece, takenBytes };
      if (isBehind) return;
    }
  }
  for (const piece of push(new Uint8Array(), true)) yield { piece, takenBytes };
  if (tail.length < TRAILER_BYTES || new DataView(tail.buffer).getUint32(0, true) !== crc)
    throw new Unpackable('is damaged: it does not unpack');
}

function lastOf(before: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(before.length + bytes.length);
  both.set(before);
  both.set(bytes, before.length);
  return both.slice(-TRAILER_BYTES);
}

/** [C] APPNOTE 4.3.16, 4.3.12 */
const END_MARK = 0x06054b50;
const END_BYTES = 22;
const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const COMMENT_BYTES_MAX = 0xffff;

async function* zipEntries(packed: Uint8Array): AsyncGenerator<ZipEntry> {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > packed.length || view.getUint32(at, true) !== ENTRY_MARK) throw new Error('its list is damaged');
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [number, number, number];
    yield entryAt(packed, view, at, name);
    at += ENTRY_BYTES + name + extra + comment;
  }
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - END_BYTES; at >= Math.max(0, view.byteLength - END_BYTES - COMMENT_BYTES_MAX); at -= 1)
    if (view.getUint32(at, true) === END_MARK) return at;
  throw new Error('it has no list of its files');
}

function entryAt(packed: Uint8Array, view: DataView, at: number, nameBytes: number): ZipEntry {
  const [packedBytes, bytes] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
  const local = view.getUint32(at + 42, true);
  return {
    name: new TextDecoder().decode(packed.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)),
    isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    attributes: view.getUint32(at + 38, true),
    bytes,
    packedBytes,
    read: async () => {
      if (local + 30 > packed.length) throw new Unpackable('is damaged');
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const body = packed.subarray(from, from + packedBytes);
      const read = unpackBody(body, view.getUint16(at + 10, true), bytes);
      if (read.length !== bytes || crc32(read) !== view.getUint32(at + 16, true)) throw new Unpackable('is damaged');
      return read;
    },
  };
}

function unpackBody(body: Uint8Array, method: number, bytes: number): Uint8Array {
  if (method === 0) return body;
  if (method !== 8) throw new Unpackable('is packed in a way that is not known here');
  try {
    return inflateSync(body, { out: new Uint8Array(bytes) });
  } catch {
    throw new Unpackable('is damaged');
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** [C] RFC 1952 8 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
