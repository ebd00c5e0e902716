/** The postmaster is the server's first process; its own file says where it listens, and outlives a kill. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, fileTrouble } from '../../file-trouble.ts';
import type { Place } from './place.ts';

export interface Postmaster {
  pid: number;
  /** Epoch seconds. */
  startedAtSeconds: number;
  port: number;
  socketFolder: string;
}

/** A line each: pid, data, start, port, socket folder, address, shared memory, status. [C] PostgreSQL, miscadmin.h */
export function parsePostmaster(text: string): Postmaster | undefined {
  const [pid, , started, port, socketFolder] = text.split('\n');
  const numbers = { pid: Number(pid), startedAtSeconds: Number(started), port: Number(port) };
  if (!Object.values(numbers).every((each) => Number.isInteger(each) && each > 0)) return undefined;
  return socketFolder === undefined || socketFolder === '' ? undefined : { ...numbers, socketFolder };
}

/** Undefined when none runs; one that was killed leaves its file behind, and its number to whoever comes next. */
export function findPostmaster({ data }: Place): Postmaster | undefined {
  const text = readIfThere(pidFile(data));
  const found = text === undefined ? undefined : parsePostmaster(text);
  return found !== undefined && isServerOf(found.pid, data) ? found : undefined;
}

const EMPTY_MS = 5000;
/** Larger than any number of a process. [C] proc(5): at most 2^22 */
const NO_PROCESS = 2_147_483_646;

/**
 * Once its number is another program's, PostgreSQL takes the dead one for alive. Only the number is changed: by the rest of the file
 * PostgreSQL sees whether a process of the dead one still holds the data.
 */
export function disownNumber({ data, socketFolder }: Place): void {
  const text = readIfThere(pidFile(data));
  // Written within a moment by one that starts; empty for longer, its writer was killed, and neither pg_ctl nor the server would begin any more.
  if (text === '') {
    if (Date.now() - statSync(pidFile(data)).mtimeMs > EMPTY_MS) rmSync(pidFile(data), { force: true });
    return;
  }
  const pid = Number(text?.split('\n')[0]);
  if (text === undefined || !isAlive(pid) || isServerOf(pid, data)) return;
  writeFileSync(pidFile(data), text.replace(/^\d+/, String(NO_PROCESS)));
  rmSync(join(socketFolder, '.s.PGSQL.5432.lock'), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** It runs, and was started on this very data; one that has ended and that nobody has waited for runs no more. */
export function isServerOf(pid: number, data: string): boolean {
  return isAlive(pid) && `${commandOf(pid) ?? ''} `.replace(/[\0\n]/g, ' ').includes(` -D ${data} `);
}

function commandOf(pid: number): string | undefined {
  if (existsSync('/proc/self')) return readIfThere(`/proc/${pid}/cmdline`);
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (/^E(?:NOENT|SRCH|NOTDIR)$/.test(codeOf(error))) return undefined;
    throw fileTrouble('read', path, error);
  }
}
