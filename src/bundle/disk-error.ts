/** A disk that refuses a bundle is told in one sentence: which folder, what is wrong with it, and what to do next. */
import { FlaptrapError } from '../errors.ts';

const REASONS: Readonly<Record<string, { why: string; next: string }>> = {
  ENOSPC: { why: 'there is no room left on its disk', next: 'make room there, or name a folder on another disk' },
  EDQUOT: { why: 'your quota on its disk is used up', next: 'make room there, or name a folder on another disk' },
  EACCES: { why: 'you may not write there', next: 'change its permissions, or name another folder' },
  EPERM: { why: 'you may not write there', next: 'change its permissions, or name another folder' },
  EROFS: { why: 'its disk is read-only', next: 'name a folder on another disk' },
  ENOTDIR: { why: 'a part of that path is a file, no folder', next: 'name another folder' },
  ENOTEMPTY: { why: 'it exists and holds something, and nothing is ever overwritten', next: 'name another folder, or move that one away' },
  EEXIST: { why: 'something of that name exists, and nothing is ever overwritten', next: 'name another folder, or move that one away' },
  ENAMETOOLONG: { why: 'the path is too long', next: 'name a folder with a shorter path' },
};

/** `error` as it came from the file system; its code is said where nothing better is known. */
export function refusalOfDisk(error: unknown, folder: string): FlaptrapError {
  const code = codeOf(error);
  const { why, next } = REASONS[code] ?? { why: `the disk answered ${code}`, next: 'name another folder' };
  return new FlaptrapError('input', `the bundle was not written to ${folder}: ${why}`, { next, cause: error });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
