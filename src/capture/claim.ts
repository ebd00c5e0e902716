/** A claim says which process watches a capture, so that two do not watch one: a process that has died holds nothing. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FlaptrapError } from '../errors.ts';
import { codeOf, fileTrouble } from '../file-trouble.ts';
import { makeFolder } from './make-folder.ts';
import { readOurFile } from './ours.ts';
import { parseJson } from './record-shape.ts';

/** `startedAt`: what tells this process from a later one with the same number. */
const HOLDER = z.object({ pid: z.int().positive(), startedAt: z.string().min(1) });
type Holder = z.infer<typeof HOLDER>;

export interface Claim {
  [Symbol.dispose](): void;
}

/** Throws when another process that lives watches the capture. */
export function claimCapture(folder: string, captureId: string): Claim {
  const path = join(folder, 'claim.json');
  const own = `${path}.${process.pid}`;
  try {
    makeFolder(folder);
    rmSync(own, { force: true });
    writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }), { mode: 0o600, flag: 'wx' });
    // Of two that find nobody one comes first: the second finds it and looks again.
    for (let attempt = 0; !isLinked(own, path); attempt += 1) {
      const holder = readHolder(path);
      if (holder !== undefined && (attempt > ATTEMPTS_MAX || isAnother(holder))) throw claimed(captureId, holder);
      takeAway(path, `${own}.old`);
    }
  } catch (cause) {
    throw fileTrouble('write', path, cause);
  } finally {
    rmSync(own, { force: true });
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

const ATTEMPTS_MAX = 3;

/** What was read may have been replaced meanwhile: who took its place, and lives, is given it back. */
function takeAway(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return;
    throw cause;
  }
  const holder = readHolder(aside);
  if (holder !== undefined && isAnother(holder)) isLinked(aside, path);
  rmSync(aside, { force: true });
}

/** Whole or not at all, and never over what is there; a link is not written through. */
function isLinked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  }
}

function isAnother({ pid, startedAt }: Holder): boolean {
  return pid !== process.pid && startedAt === startOf(pid);
}

/** Undefined for nobody, or for one that was killed while it wrote: it does not live. Throws when the claim is none of ours. */
function readHolder(path: string): Holder | undefined {
  return HOLDER.safeParse(parseJson(readOurFile(path) ?? '')).data;
}

/** Empty when there is no such process. Where the system does not tell when it started, its number must do. */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch {
    return '';
  }
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return fields[START_TIME_FIELD] ?? 'running';
  } catch {
    return 'running';
  }
}

/** The 22nd field of proc(5) stat, counted behind the name of the command. */
const START_TIME_FIELD = 19;

function claimed(captureId: string, { pid }: Holder): FlaptrapError {
  return new FlaptrapError('input', `process ${pid} is already running capture ${captureId}`, {
    next: 'let it go on, or stop it first: Ctrl-C there restores both routers',
  });
}
