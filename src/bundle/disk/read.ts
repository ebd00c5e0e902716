/** Reading from the disk takes plain files only: nothing is waited for, no link is followed inside a bundle (what it leads to inside is read by its own name), and the size is known before. */
import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { codeOf, explainReason } from '../../file-trouble.ts';
import { SIDES } from '../../ipsec/side.ts';
import { bytesAllowed, LIMITS, printBytes } from '../limits.ts';
import { MANIFEST_FILE } from '../manifest.ts';
import type { LeftFile, RawFile } from '../taken.ts';
import { TUNNEL_FILE } from '../tunnel.ts';

/** What `stat` tells of an entry. */
interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

/** In words: `a pipe`. */
export function kindOf(entry: Kind): string {
  if (entry.isFile()) return 'a file';
  if (entry.isDirectory()) return 'a folder';
  if (entry.isSymbolicLink()) return 'a symbolic link';
  if (entry.isFIFO()) return 'a pipe';
  return entry.isSocket() ? 'a socket' : 'a device';
}

/** tunnel.yaml and manifest.json, then all other files by name, however deep they lie; what is in their place and no file is named. */
export async function* readFolder(folder: string): AsyncGenerator<RawFile | LeftFile> {
  for (const path of [TUNNEL_FILE, MANIFEST_FILE]) {
    const file = await readInside(folder, path);
    if (file !== undefined) yield file;
  }
  for (const side of SIDES) yield* refuseSide(folder, side);
  yield* readBelow(folder, '', { count: 0 });
}

/** Deeper nobody files a log. */
const DEPTH_MAX = 12;

async function* readBelow(folder: string, below: string, entries: { count: number }): AsyncGenerator<RawFile | LeftFile> {
  const names = await readdir(join(folder, below)).catch((error: unknown) => codeOf(error));
  if (typeof names === 'string') {
    yield { path: below === '' ? '.' : below.slice(0, -1), left: `cannot be read, for ${explainReason(names)}` };
    return;
  }
  if (names.length === 0 && below.includes('/') && below !== 'a/' && below !== 'b/')
    yield { path: below.slice(0, -1), left: 'is a folder, not a file' };
  for (const name of names.filter((each) => !each.startsWith('.')).sort()) {
    const path = `${below}${name}`;
    if (below === '' && isReadFirst(name)) continue;
    entries.count += 1;
    if (entries.count > LIMITS.entries) {
      yield { path, left: `is one of more than ${LIMITS.entries} files` };
      return;
    }
    yield* readEntry(folder, path, entries);
  }
}

async function* readEntry(folder: string, path: string, entries: { count: number }): AsyncGenerator<RawFile | LeftFile> {
  const entry = await lstat(join(folder, path)).catch(() => undefined);
  const isSide = SIDES.some((side) => side === path);
  if (entry?.isDirectory() === true && path.split('/').length < DEPTH_MAX) yield* readBelow(folder, `${path}/`, entries);
  else if (!isSide) {
    const file = await readInside(folder, path);
    if (file !== undefined) yield file;
  }
}

/** What is read before all others. */
function isReadFirst(name: string): boolean {
  return name === TUNNEL_FILE || name === MANIFEST_FILE;
}

async function* refuseSide(folder: string, side: string): AsyncGenerator<LeftFile> {
  const entry = await lstat(join(folder, side)).catch(() => undefined);
  if (entry === undefined || entry.isDirectory()) return;
  const is = entry.isSymbolicLink() ? await describeLink(folder, join(folder, side), 'folder') : `is ${kindOf(entry)}, not a folder`;
  yield { path: side, left: `${is}: put the output of this router into a folder ${side}/` };
}

const BUNDLES_SAID = 5;

/** Some of the bundles that lie in a folder which is none itself. */
export async function bundlesIn(folder: string): Promise<string[]> {
  const has = (place: string) =>
    lstat(join(place, TUNNEL_FILE))
      .then(() => true)
      .catch(() => false);
  const found: string[] = [];
  if (await has(folder)) return found;
  for (const name of (await readdir(folder)).sort().slice(0, LIMITS.entries)) {
    if (found.length < BUNDLES_SAID && (await has(join(folder, name)))) found.push(join(folder, name));
  }
  return found;
}

/** Where a link leads is only said: inside the folder it would be read twice, outside it is none of ours. */
async function describeLink(folder: string, place: string, wanted: 'file' | 'folder'): Promise<string> {
  const [inside, target] = await Promise.all([realpath(folder), realpath(place).catch(() => undefined)]);
  if (target === undefined) return `is a symbolic link that leads nowhere, not a ${wanted}`;
  const below = relative(inside, target);
  const isInside = below !== '' && !isAbsolute(below) && below.split(sep)[0] !== '..';
  return isInside
    ? `is a symbolic link, a second name of ${below.split(sep).join('/')}, which is read`
    : `is a symbolic link out of the folder, not a ${wanted}`;
}

/** Undefined when there is nothing of that name. */
async function readInside(folder: string, path: string): Promise<RawFile | LeftFile | undefined> {
  const place = join(folder, path);
  try {
    const entry = await lstat(place);
    if (entry.isSymbolicLink()) return { path, left: await describeLink(folder, place, 'file') };
    if (!entry.isFile()) return { path, left: `is ${kindOf(entry)}, not a file` };
    const allowed = bytesAllowed(path, LIMITS.fileBytes);
    if (entry.size > allowed) return { path, left: `is larger than ${printBytes(allowed)}` };
    return { path, bytes: await readBytes(place, allowed) };
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { path, left: `cannot be read, for ${explainReason(code)}` };
  }
}

/** A pipe that took the file's place since is not waited for, and a file that grows is read as long as it was. */
async function readBytes(place: string, allowed: number): Promise<Buffer> {
  const file = await open(place, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, allowed));
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } finally {
    await file.close();
  }
}
