/** A browser as the machine of the front door: fflate unpacks, the browser itself hashes. */
import { inflateSync } from 'fflate';
import { hexOf } from '../bundle/bytes.ts';
import { Unpackable } from '../bundle/gunzip.ts';
import type { Machine, ZipEntry } from '../bundle/machine.ts';
import { crc32 } from './crc32.ts';
import { inflate } from './inflate.ts';

export const BROWSER: Machine = { inflate, zipEntries, sha256 };

async function sha256(bytes: Uint8Array): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
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
    // As some programs of Windows pack it: a folder ends in a backslash there. [C] APPNOTE 4.4.17.1 asks for slashes
    name: new TextDecoder().decode(packed.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)).replaceAll('\\', '/'),
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
