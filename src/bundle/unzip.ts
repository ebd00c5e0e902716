/** Unpacking zip gives its files one by one, by the list at its end; links, encrypted files and paths that lead elsewhere are refused. */
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { FlaptrapError } from '../errors.ts';
import { isBomb, RATIO_MAX } from './gunzip.ts';
import { Intake } from './intake.ts';
import type { RawFile } from './taken.ts';

/** The upper half of the attributes is the mode of a Unix file. [C] APPNOTE 4.4.15, Info-ZIP */
const MODE_SHIFT = 16;
const TYPE_MASK = 0o170000;
const TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'a symbolic link'],
  [0o010000, 'a pipe'],
  [0o140000, 'a socket'],
]);

/** `archive`: its name in errors. */
export async function* unzip(packed: Buffer, archive: string): AsyncGenerator<RawFile> {
  const intake = new Intake(archive);
  try {
    const zip = await fromBufferPromise(packed, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true });
    for await (const entry of zip.eachEntry()) {
      const file = await readEntry(zip, entry, intake);
      if (file !== undefined) yield file;
    }
  } catch (error) {
    if (error instanceof FlaptrapError) throw error;
    throw intake.refuse(`it cannot be unpacked: ${JSON.stringify(error instanceof Error ? error.message : String(error))}`);
  }
}

async function readEntry(zip: ZipFile, entry: Entry, intake: Intake): Promise<RawFile | undefined> {
  const name = entry.fileName;
  const kind = name.endsWith('/') ? 'folder' : typeOf(entry);
  intake.admitKind(name, entry.isEncrypted() ? 'an encrypted file' : kind);
  if (kind === 'folder') return undefined;
  const path = intake.admitFile(name, entry.uncompressedSize);
  if (isBomb(entry.uncompressedSize, entry.compressedSize))
    throw intake.refuse(`${JSON.stringify(path)} unpacks to more than ${RATIO_MAX} times its size`);
  const pieces: Buffer[] = [];
  for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  const bytes = Buffer.concat(pieces);
  if (crc32(bytes) !== entry.crc32) throw intake.refuse(`${JSON.stringify(path)} is damaged`);
  return { path, bytes };
}

function typeOf({ externalFileAttributes }: Entry): string {
  return TYPES.get((externalFileAttributes >>> MODE_SHIFT) & TYPE_MASK) ?? 'of an unknown kind';
}
