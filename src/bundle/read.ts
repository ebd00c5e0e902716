/** Reading a bundle takes a folder or an archive as it is: with or without a manifest, with files missing, with one side missing. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { codeOf } from '../file-trouble.ts';
import { archiveKindOf, HEAD_BYTES } from './archive-kind.ts';
import { assembleBundle, type ReadBundle } from './assemble.ts';
import { bundlesIn, kindOf, readFolder } from './disk/read.ts';
import { gunzip, isGzip, Unpackable } from './gunzip.ts';
import { LIMITS, printBytes } from './limits.ts';
import { UNFINISHED } from './path.ts';
import { refusal } from './refuse.ts';
import { isLeft, type LeftFile, type RawFile, type TakenFile } from './taken.ts';
import { TUNNEL_FILE } from './tunnel.ts';
import { untar } from './untar.ts';
import { unzip } from './unzip.ts';

/**
 * Reads a folder, .tar, .tar.gz or .zip with `tunnel.yaml`, `a/` and `b/`; secrets are taken out on the way in. What is missing, damaged or
 * doubted is said in the result. Throws `input` with the diagnostics as its message when there is no bundle, or when nobody knows the peers for
 * want of tunnel.yaml.
 */
export async function readBundle(path: string): Promise<ReadBundle> {
  return assembleBundle(takeIn(await readFrom(path)), path);
}

async function readFrom(path: string): Promise<AsyncIterable<RawFile | LeftFile>> {
  if (path === '') throw refusal('""', 'name a folder or an archive');
  const entry = await stat(path).catch((error: unknown) => codeOf(error));
  if (typeof entry === 'string') {
    const isAbsent = entry === 'ENOENT' || entry === 'ENOTDIR';
    throw refusal(path, isAbsent ? 'there is no such folder or archive' : `it cannot be read (${entry})`);
  }
  if (entry.isDirectory() && UNFINISHED.test(basename(resolve(path))))
    throw refusal(path, 'this bundle is incomplete: writing it was interrupted', COLLECT_AGAIN);
  if (entry.isDirectory()) return refuseAbove(path).then(() => readFolder(path));
  if (!entry.isFile()) throw refusal(path, `this is ${kindOf(entry)}, not a bundle`);
  return readArchive(path, entry.size);
}

const COLLECT_AGAIN = 'Its content is still on the routers: `flaptrap collect` fetches it.';

/** The folder in which bundles are kept is easily taken for one of them. */
async function refuseAbove(path: string): Promise<void> {
  const bundles = await bundlesIn(path).catch(() => []);
  if (bundles.length > 0) throw refusal(path, `there is no ${TUNNEL_FILE}`, `There are bundles in it: ${bundles.join(', ')}; name one.`);
}

async function readArchive(path: string, size: number): Promise<AsyncIterable<RawFile>> {
  const kind = archiveKindOf(await readHead(path));
  if (kind === 'tar') return untar(createReadStream(path), path);
  if (kind === 'tar.gz') return untar(gunzip(createReadStream(path), LIMITS.unpackedBytes), path);
  if (kind !== 'zip') throw refusal(path, `this is ${kind.is}, not a bundle`);
  if (size > LIMITS.zipBytes) throw refusal(path, `it is larger than ${printBytes(LIMITS.zipBytes)}; pack it as .tar.gz`);
  return unzip(await readFile(path), path);
}

async function readHead(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw refusal(path, `it cannot be read (${codeOf(error)})`);
  } finally {
    await file?.close();
  }
}

/** Each file with its hash; one that is packed by itself is unpacked, and no more is taken than fits. */
async function* takeIn(files: AsyncIterable<RawFile | LeftFile>): AsyncGenerator<TakenFile> {
  let bytes = 0;
  for await (const packed of files) {
    const file = isLeft(packed) ? packed : await unpack(packed);
    bytes += isLeft(file) ? 0 : file.bytes.length;
    if (isLeft(file)) yield file;
    else if (bytes > LIMITS.allBytes) yield { path: file.path, left: `is beyond the limit of ${printBytes(LIMITS.allBytes)}` };
    else yield { ...file, sha256: createHash('sha256').update(file.bytes).digest('hex') };
  }
}

/** `a/show_logging.txt.gz` is `a/show_logging.txt`. */
async function unpack(file: RawFile): Promise<RawFile | LeftFile> {
  if (!/\.gz$/i.test(file.path) || !isGzip(file.bytes)) return file;
  try {
    const pieces: Buffer[] = [];
    for await (const piece of gunzip(once(file.bytes), LIMITS.unpackedFileBytes)) pieces.push(piece);
    return { path: file.path.slice(0, -'.gz'.length), bytes: Buffer.concat(pieces) };
  } catch (error) {
    if (error instanceof Unpackable) return { path: file.path, left: error.message };
    throw error;
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
