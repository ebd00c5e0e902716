/** Reading a bundle takes a folder or an archive as it is: with or without a manifest, with files missing, with one side missing. */
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { FlaptrapError } from '../errors.ts';
import { codeOf, explainReason } from '../file-trouble.ts';
import { archiveKindOf, HEAD_BYTES } from './archive-kind.ts';
import { assembleBundle, type ReadBundle } from './assemble.ts';
import { NODE } from './disk/node.ts';
import { bundlesIn, kindOf, readFolder } from './disk/read.ts';
import { evidenceNames } from './evidence-names.ts';
import { gunzip } from './gunzip.ts';
import { LIMITS, printBytes } from './limits.ts';
import { withoutLayout } from './office/document.ts';
import { UNFINISHED } from './path.ts';
import { refusal } from './refuse.ts';
import { amongOthers } from './several.ts';
import { takeIn } from './take-in.ts';
import type { LeftFile, RawFile, TakenFile } from './taken.ts';
import { TUNNEL_FILE } from './tunnel.ts';
import { openWhole } from './unpack.ts';
import { untar } from './untar.ts';
import { unzip } from './unzip.ts';

/** What is read in the place of a path. */
export const STANDARD_INPUT = '-';

/**
 * Reads a folder, an archive, one file or several, or standard input (`-`); secrets are taken out on the way in. What is missing, damaged or
 * doubted is said in the result. Throws `input` with the diagnostics as its message when there is no bundle, or when nobody knows the peers.
 */
export async function readBundle(paths: string | readonly string[], input: AsyncIterable<Uint8Array> = none()): Promise<ReadBundle> {
  return assembleBundle(await readTaken(paths, input), typeof paths === 'string' ? paths : paths.join(' '));
}

/** The same files as they lie there, each with its hash and with whatever secrets it holds: for who passes them on. */
export async function readTaken(
  paths: string | readonly string[],
  input: AsyncIterable<Uint8Array> = none(),
): Promise<AsyncIterable<TakenFile>> {
  const named = typeof paths === 'string' ? [paths] : paths;
  const [only = ''] = named;
  return takeIn(named.length <= 1 ? await readFrom(only, input) : readAll(named, input), NODE);
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** Each below the name by which it was given. */
async function* readAll(paths: readonly string[], input: AsyncIterable<Uint8Array>): AsyncGenerator<RawFile | LeftFile> {
  const names = evidenceNames(paths.map((path) => basename(resolve(path))));
  for (const [index, path] of paths.entries()) {
    const name = names[index] ?? path;
    const isInput = path === STANDARD_INPUT;
    const itself = isInput ? INPUT_NAME : basename(resolve(path));
    for await (const file of await readFrom(path, input)) yield amongOthers(file, itself, isInput ? INPUT_NAME : name);
  }
}

const INPUT_NAME = 'standard-input';

async function readFrom(path: string, input: AsyncIterable<Uint8Array>): Promise<AsyncIterable<RawFile | LeftFile>> {
  if (path === '') throw refusal('""', 'name a folder, an archive or a file');
  if (path === STANDARD_INPUT) return openWhole({ path: INPUT_NAME, bytes: await readInput(input) }, INPUT_NAME, NODE);
  const entry = await stat(path).catch((error: unknown) => codeOf(error));
  if (typeof entry === 'string') {
    const isAbsent = entry === 'ENOENT' || entry === 'ENOTDIR';
    throw isAbsent ? refusal(path, 'there is no such file or folder') : unreadable(path, entry);
  }
  if (entry.isDirectory() && UNFINISHED.test(basename(resolve(path))))
    throw refusal(path, 'this bundle is incomplete: writing it was interrupted', COLLECT_AGAIN);
  if (entry.isDirectory()) return refuseAbove(path).then(() => readFolder(path));
  if (!entry.isFile()) throw refusal(path, `this is ${kindOf(entry)}, not a bundle`);
  return readArchive(path, entry.size);
}

async function readInput(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of input) {
    bytes += piece.length;
    if (bytes > LIMITS.fileBytes) throw refusal(STANDARD_INPUT, `it is larger than ${printBytes(LIMITS.fileBytes)}`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What a bundle looks like is no answer to who has no right to it. */
function unreadable(path: string, code: string): FlaptrapError {
  return refusal(path, `it cannot be read: ${explainReason(code)}`, 'Put that right, or name another place.');
}

const COLLECT_AGAIN = 'Its content is still on the routers: `flaptrap collect` fetches it.';

/** The folder in which bundles are kept is easily taken for one of them. */
async function refuseAbove(path: string): Promise<void> {
  const bundles = await bundlesIn(path).catch(() => []);
  if (bundles.length > 0) throw refusal(path, `there is no ${TUNNEL_FILE}`, `There are bundles in it: ${bundles.join(', ')}; name one.`);
}

async function readArchive(path: string, size: number): Promise<AsyncIterable<RawFile | LeftFile>> {
  const kind = archiveKindOf(await readHead(path));
  if (kind === 'tar') return untar(createReadStream(path), path);
  if (kind === 'tar.gz' && (await isTarInside(path))) return untar(gunzip(createReadStream(path), LIMITS.unpackedBytes, NODE), path);
  if (typeof kind === 'object' && !kind.isText) throw refusal(path, `this is ${kind.is}, not a bundle`);
  if (kind === 'zip' && size > LIMITS.zipBytes) throw refusal(path, `it is larger than ${printBytes(LIMITS.zipBytes)}; pack it as .tar.gz`);
  if (kind === 'zip') return withoutLayout(unzip(await readFile(path), path, NODE), basename(resolve(path)));
  if (size > LIMITS.fileBytes) throw refusal(path, `it is larger than ${printBytes(LIMITS.fileBytes)}`);
  return openWhole({ path: basename(resolve(path)), bytes: await readFile(path) }, path, NODE);
}

async function isTarInside(path: string): Promise<boolean> {
  try {
    for await (const piece of gunzip(createReadStream(path), LIMITS.unpackedBytes, NODE)) {
      const kind = archiveKindOf(piece.subarray(0, HEAD_BYTES));
      const isText = typeof kind === 'object' && kind.isText;
      return kind === 'tar' || (piece.length < HEAD_BYTES && !isText);
    }
    // Nothing was packed.
    return false;
  } catch {
    // What it is made of is said where it is unpacked.
  }
  return true;
}

async function readHead(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(path, codeOf(error));
  } finally {
    await file?.close();
  }
}
