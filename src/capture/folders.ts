/** Folders are tried before anything is armed: a disk that is full or a folder that is none is found now, and not after the capture. */
import { closeSync, fsyncSync, openSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { makeFolder } from './make-folder.ts';

/** A journal, a plan and a playbook take less. */
export const STATE_BYTES = 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/** Throws unless it is there, or can be made, and takes what will be written; `option` names another one. */
export function requireFolder(folder: string, option: string, bytesNeeded: number): void {
  try {
    makeFolder(folder);
    tryWriting(folder);
  } catch (cause) {
    throw unusable(folder, option, cause);
  }
  const free = freeBytes(folder);
  if (free === undefined || free >= bytesNeeded) return;
  throw new FlaptrapError('input', `not enough disk space in ${folder}: ${megabytes(free)} MB free, ${megabytes(bytesNeeded)} MB needed`, {
    next: `free space there, or name another folder with ${option}; nothing was armed`,
  });
}

/** Whatever the system says of rights and modes: what counts is that a file comes to lie there. */
function tryWriting(folder: string): void {
  const path = join(folder, `.flaptrap-try-${process.pid}`);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, Buffer.alloc(4096, '.'));
    fsyncSync(file);
  } finally {
    closeSync(file);
    unlinkSync(path);
  }
}

function unusable(folder: string, option: string, cause: unknown): FlaptrapError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  // What stands in the way of a folder is a file of that name, or one above it.
  const told = code === 'EEXIST' ? Object.assign(new Error('not a folder'), { code: 'ENOTDIR' }) : cause;
  const { message } = fileTrouble('write into', folder, told);
  return new FlaptrapError('input', message, { next: `correct that, or name another folder with ${option}; nothing was armed`, cause });
}

/** Undefined where the system does not say. */
function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** 0.4, 12 */
function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
}
