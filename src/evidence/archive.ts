/** The archive is a bag as one file: .tar.gz of one folder, the same bytes for the same bag. */
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { joined } from '../bundle/bytes.ts';
import { NODE } from '../bundle/disk/node.ts';
import { gunzip } from '../bundle/gunzip.ts';
import { LIMITS } from '../bundle/limits.ts';
import { untar } from '../bundle/untar.ts';
import { FlaptrapError, messageOf } from '../errors.ts';
import type { BagFile, Fault } from './bag.ts';

const FILE_MODE = 0o644;
/** Where the header of a gzip file tells its system: unknown, so that every system writes the same. [C] RFC 1952 */
const SYSTEM_AT = 9;
const SYSTEM_UNKNOWN = 255;

/** `folder`: what it unpacks to; `atMs`: when its files are from. */
export async function packArchive(files: readonly BagFile[], folder: string, atMs: number): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(Math.floor(atMs / 1000) * 1000);
  for (const { path, bytes } of files)
    tar.entry(
      { name: `${folder}/${path}`, size: bytes.length, mode: FILE_MODE, mtime, uid: 0, gid: 0, uname: '', gname: '' },
      bytes as Buffer,
    );
  tar.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of tar) pieces.push(piece as Uint8Array);
  const packed = gzipSync(joined(pieces), { level: 9 });
  packed[SYSTEM_AT] = SYSTEM_UNKNOWN;
  return packed;
}

/** The files below its one folder, or what is wrong with the archive itself. */
export async function openArchive(archive: Uint8Array, name: string): Promise<{ files: BagFile[]; faults: Fault[] }> {
  const files: BagFile[] = [];
  if (!isPacked(archive))
    return { files, faults: [{ fault: 'archive-damaged', file: name, why: archive.length === 0 ? 'is empty' : NO_ARCHIVE }] };
  try {
    for await (const { path, bytes } of untar(gunzip(once(archive), LIMITS.unpackedBytes, NODE), name)) files.push({ path, bytes });
  } catch (error) {
    return { files: [], faults: [faultOf(error, name)] };
  }
  const tops = new Set(files.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  const [top = ''] = tops;
  if (tops.size !== 1 || top === '' || top === 'data/') return { files, faults: [] };
  return { files: files.map(({ path, bytes }) => ({ path: path.slice(top.length), bytes })), faults: [] };
}

const NO_ARCHIVE = 'is no .tar.gz archive: name the one that `flaptrap evidence` wrote';

/** [C] RFC 1952 section 2.3.1 */
function isPacked([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

function faultOf(error: unknown, name: string): Fault {
  const words = messageOf(error);
  if (/cut short/.test(words)) return { fault: 'archive-cut', file: name, why: 'is cut short' };
  if (!(error instanceof FlaptrapError) && !/damaged|unpacks to|header|gzip/i.test(words)) throw error;
  const [first = ''] = words.split('\n');
  return { fault: 'archive-damaged', file: name, why: `cannot be unpacked: ${first.replace(/^.*? error: /, '')}` };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
