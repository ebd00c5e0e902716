/** File trouble says in words why a file or folder cannot be read or written, and what to do about it. */
import { FlaptrapError, messageOf } from './errors.ts';

/** By the system's name for it. */
const REASONS: Record<string, [reason: string, next: string]> = {
  EACCES: ['you have no right to it', 'change its owner or mode, or name another place'],
  EBUSY: ['it is in use', 'try again, or name another place'],
  EDQUOT: ['your quota is used up', 'free space, or name another place'],
  EEXIST: ['it is there already, and nothing is ever overwritten', 'name another place, or move that one away'],
  EFBIG: ['the file would be too large', 'name a place on another file system'],
  EINVAL: ['its name cannot be used', 'name another place'],
  EIO: ['the disk does not answer as it should', 'look at the disk, or name another place'],
  EISDIR: ['it is a folder, not a file', 'name a file'],
  ELOOP: ['its symbolic links lead in a circle, or links are refused here', 'name the place itself'],
  EMFILE: ['too many files are open', 'raise the limit with `ulimit -n`'],
  ENAMETOOLONG: ['its name is too long', 'name another place'],
  ENFILE: ['the system has too many files open', 'close other programs'],
  ENODEV: ['its disk is not there', 'name another place'],
  ENOENT: ['it is not there', 'look at the spelling'],
  ENOSPC: ['the disk is full', 'free space, or name another place'],
  ENOTDIR: ['a part of its path is a file, not a folder', 'name another place'],
  ENOTEMPTY: ['the folder is not empty, and nothing is ever overwritten', 'name another place, or move that one away'],
  ENXIO: ['nothing reads or writes at its other end', 'name a plain file'],
  EPERM: ['you have no right to it', 'change its owner or mode, or name another place'],
  EPIPE: ['the reader has gone', 'run it again'],
  EROFS: ['the file system is read-only', 'name another place'],
  ESTALE: ['its network file system has lost it', 'mount it again, or name another place'],
};

/** What is to be written is never there yet: it is the folder that is missing. */
const NO_FOLDER: (typeof REASONS)[string] = ['its folder is not there', 'make the folder, or name another place'];

/** What was tried, by the call that the system refused. */
const ACTS: Record<string, string> = {
  access: 'reach',
  copyfile: 'copy',
  fsync: 'write',
  link: 'write',
  lstat: 'look at',
  mkdir: 'make the folder',
  opendir: 'read the folder',
  rename: 'write',
  rmdir: 'remove the folder',
  scandir: 'read the folder',
  stat: 'look at',
  unlink: 'remove',
};

/** `ENOSPC`; what is no error of the system is said as it is. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** `ENOSPC`: the disk is full. */
export function explainReason(code: string): string {
  return REASONS[code]?.[0] ?? `the system says ${code}`;
}

/** `act` as in `write the journal`; an error that is one of ours already stays as it is. */
export function fileTrouble(act: string, path: string, cause: unknown): FlaptrapError {
  if (cause instanceof FlaptrapError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const known = code === undefined ? undefined : code === 'ENOENT' && act.startsWith('write') ? NO_FOLDER : REASONS[code];
  const [reason, next] = known ?? [messageOf(cause), undefined];
  return new FlaptrapError('input', `cannot ${act} ${path}: ${reason}`, { next, cause });
}

/** Trouble of the place that the user chose, not of a file that we forgot: those that a write meets anywhere. */
const OF_THE_PLACE = /^E(?:ACCES|DQUOT|FBIG|IO|ISDIR|LOOP|MFILE|NAMETOOLONG|NFILE|NOSPC|NOTDIR|PERM|ROFS)$/;

/** An error of the file system that nobody put into words on its way; any other stays what it is. */
export function sayFileTrouble(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error) || !OF_THE_PLACE.test(String(error.code))) return error;
  // Sockets have trouble of the same names.
  if ('address' in error) return error;
  const call = String(error.syscall);
  return fileTrouble(ACTS[call] ?? call, 'path' in error ? String(error.path) : 'a file', error);
}
