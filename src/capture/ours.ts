/** What is ours belongs to this user, and nobody else can write to it; a stranger's folder could have commands run and lines typed. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';

const WRITABLE_BY_OTHERS = 0o022;
const OPEN_TO_OTHERS = 0o077;

/** Throws unless it is a folder of ours. */
export function requireOurFolder(path: string): void {
  let stats: Stats;
  try {
    stats = lstatSync(path);
  } catch (cause) {
    throw fileTrouble('look into', path, cause);
  }
  if (stats.isSymbolicLink()) throw refuse(path, 'it is a symbolic link', 'name the folder itself');
  if (!stats.isDirectory()) throw refuse(path, 'it is not a folder', 'name a folder');
  requireOurs(path, stats, WRITABLE_BY_OTHERS);
}

/** The text of a file of ours; undefined when there is none. `isPrivate`: nobody else may even read it. */
export function readOurFile(path: string, isPrivate = false): string | undefined {
  // A pipe must not be waited for, nor a link followed.
  const file = openOurs(path, constants.O_RDONLY | constants.O_NONBLOCK, isPrivate ? OPEN_TO_OTHERS : WRITABLE_BY_OTHERS);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw fileTrouble('read', path, cause);
  } finally {
    closeSync(file);
  }
}

/** Opens a file of ours to read and write it, and makes it when it is not there. */
export function openOurFile(path: string): number {
  const file = openOurs(path, constants.O_RDWR | constants.O_CREAT, WRITABLE_BY_OTHERS);
  if (file === undefined) throw new FlaptrapError('input', `cannot write ${path}: its folder is not there`, { next: 'look at --state' });
  return file;
}

function openOurs(path: string, flags: number, forbidden: number): number | undefined {
  let file: number;
  try {
    file = openSync(path, flags | constants.O_NOFOLLOW, 0o600);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw fileTrouble('open', path, cause);
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw refuse(path, 'it is not a regular file', 'check where it comes from');
    requireOurs(path, stats, forbidden);
    return file;
  } catch (refused) {
    closeSync(file);
    throw refused;
  }
}

/** Where there are no owners (Windows), nothing can be said of them. */
function requireOurs(path: string, { uid, mode }: Stats, forbidden: number): void {
  const own = process.getuid?.();
  if (own === undefined) return;
  if (uid !== own)
    throw refuse(path, `it belongs to user ${uid}, and this is user ${own}`, 'run this as its owner, or give another --state');
  if ((mode & forbidden) === 0) return;
  const what = (mode & WRITABLE_BY_OTHERS) === 0 ? 'read' : 'change';
  const mend = `if nobody changed it: chmod ${what === 'read' ? 'go-rwx' : 'go-w'} '${path}'`;
  throw refuse(path, `others can ${what} it (mode ${(mode & 0o777).toString(8)})`, `check whether somebody did; ${mend}`);
}

export function refuse(path: string, why: string, next: string): FlaptrapError {
  return new FlaptrapError('input', `${path} is not trusted: ${why}`, { next });
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
