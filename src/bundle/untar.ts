/** Unpacking tar gives its files one by one, each held whole and no other; links, devices and paths that lead elsewhere are refused. */
import { type Extract, extract, type Header } from 'tar-stream';
import { joined } from './bytes.ts';
import { Unpackable } from './gunzip.ts';
import { Intake } from './intake.ts';
import { LIMITS, printBytes } from './limits.ts';
import type { RawFile } from './taken.ts';

const BLOCK_BYTES = 512;
/** A tar from before POSIX has no mark; the option is missing in the library's types. */
const OPTIONS = { allowUnknownFormat: true, highWaterMark: 64 * 1024 };
const KINDS: Readonly<Record<string, string>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'a symbolic link',
  link: 'a hard link',
  'character-device': 'a device',
  'block-device': 'a device',
  fifo: 'a pipe',
};

/** `archive`: its name in errors. */
export async function* untar(packed: AsyncIterable<Uint8Array>, archive: string): AsyncGenerator<RawFile> {
  const intake = new Intake(archive);
  const tail = { isSeen: false };
  const entries = extract(OPTIONS);
  // What fails on the way in fails at the next entry too, where it is told.
  pour(watch(packed, tail), entries).catch((error: Error) => entries.destroy(error));
  try {
    for await (const entry of entries) {
      const file = await readEntry(entry, intake);
      if (file !== undefined) yield file;
    }
  } catch (error) {
    throw sayWhy(error, intake);
  }
  if (!tail.isSeen) throw intake.refuse('it is cut short');
}

type Entry = AsyncIterable<unknown> & { header: Header; resume(): unknown };

async function readEntry(entry: Entry, intake: Intake): Promise<RawFile | undefined> {
  const { name, size, type } = entry.header;
  const kind = KINDS[type] ?? 'of an unknown kind';
  intake.admitKind(name, kind);
  if (kind === 'folder') {
    entry.resume();
    return undefined;
  }
  const path = intake.admitFile(name, size);
  const pieces: Uint8Array[] = [];
  for await (const piece of entry) pieces.push(piece as Uint8Array);
  return { path, bytes: joined(pieces) };
}

/** No faster than the entries are read. */
async function pour(packed: AsyncIterable<Uint8Array>, entries: Extract): Promise<void> {
  for await (const piece of packed) {
    if (entries.destroyed) return;
    if (!entries.write(piece)) await new Promise<void>((go) => void entries.once('drain', () => go()).once('close', () => go()));
  }
  entries.end(null);
}

/** Passes the bytes on, no more than the limit, and sees whether they end in the empty block that ends every tar. [C] POSIX ustar */
async function* watch(packed: AsyncIterable<Uint8Array>, tail: { isSeen: boolean }): AsyncGenerator<Uint8Array> {
  let zeros = 0;
  let bytes = 0;
  for await (const piece of packed) {
    const last = piece.findLastIndex((byte) => byte !== 0);
    zeros = last === -1 ? zeros + piece.length : piece.length - 1 - last;
    bytes += piece.length;
    if (bytes > LIMITS.unpackedBytes) throw new Unpackable(`unpacks to more than ${printBytes(LIMITS.unpackedBytes)}`);
    yield piece;
  }
  tail.isSeen = zeros >= BLOCK_BYTES;
}

/** tar-stream's own words for what it cannot read. */
function sayWhy(error: unknown, intake: Intake): unknown {
  if (error instanceof Unpackable) return intake.refuse(`it ${error.message}`);
  const words = error instanceof Error ? error.message : '';
  if (/Unexpected end of data/.test(words)) return intake.refuse('it is cut short');
  return /header|exceeds/i.test(words) ? intake.refuse(`it is not a tar archive, or it is damaged (${words})`) : error;
}
