/** Unpacking zip gives its files one by one, by the list at its end; links, encrypted files and paths that lead elsewhere are refused. */
import { FlaptrapError, messageOf } from '../errors.ts';
import { isBomb, RATIO_MAX, Unpackable } from './gunzip.ts';
import { Intake } from './intake.ts';
import type { Machine, ZipEntry } from './machine.ts';
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
export async function* unzip(packed: Uint8Array, archive: string, { zipEntries }: Pick<Machine, 'zipEntries'>): AsyncGenerator<RawFile> {
  const intake = new Intake(archive);
  try {
    for await (const entry of zipEntries(packed)) {
      const file = await readEntry(entry, intake);
      if (file !== undefined) yield file;
    }
  } catch (error) {
    if (error instanceof FlaptrapError) throw error;
    throw intake.refuse(`it cannot be unpacked: ${JSON.stringify(messageOf(error))}`);
  }
}

/** Nobody asks for a password here. */
const ENCRYPTED = 'encrypted: unpack it with its password, and hand in what is in it';

async function readEntry(entry: ZipEntry, intake: Intake): Promise<RawFile | undefined> {
  const { name, bytes, packedBytes } = entry;
  const kind = name.endsWith('/') ? 'folder' : typeOf(entry);
  intake.admitKind(name, kind);
  if (entry.isEncrypted) throw intake.refuse(`${JSON.stringify(intake.admitName(name))} is ${ENCRYPTED}`);
  if (kind === 'folder') return undefined;
  const path = intake.admitFile(name, bytes);
  if (isBomb(bytes, packedBytes)) throw intake.refuse(`${JSON.stringify(path)} unpacks to more than ${RATIO_MAX} times its size`);
  const read = await entry.read().catch((error: unknown) => {
    throw error instanceof Unpackable ? intake.refuse(`${JSON.stringify(path)} ${error.message}`) : error;
  });
  return { path, bytes: read };
}

function typeOf({ attributes }: ZipEntry): string {
  return TYPES.get((attributes >>> MODE_SHIFT) & TYPE_MASK) ?? 'of an unknown kind';
}
