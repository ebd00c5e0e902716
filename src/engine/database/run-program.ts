/** Running a program of PostgreSQL's: as the server's user, in an environment that knows none of our secrets, its last lines in the error. */
import { spawn } from 'node:child_process';
import { FlaptrapError } from '../../errors.ts';
import type { Place } from './place.ts';

/** An `initdb` on a slow disk, or a recovery after a kill. */
const PATIENCE_MS = 120_000;
const LINES_TOLD = 6;
/** In a container that runs under any number. */
const UNKNOWN_USER = /could not look up (?:effective|local) user ID/;

export async function runProgram(program: string, args: readonly string[], { user, folder }: Place): Promise<void> {
  const { code, said } = await ended(program, args, user).catch((cause: Error) => {
    throw new FlaptrapError('input', `the database cannot be started in ${folder}: ${why(cause, user !== undefined)}`, {
      tried: program,
      next: 'name a PostgreSQL of yours with --store postgresql://…, another folder with --store DIR, or remember captures in files with --store files',
      cause,
    });
  });
  if (code === 0) return;
  throw new FlaptrapError('input', `the database cannot be started in ${folder}`, {
    tried: program,
    answer: lastLines(said),
    next: UNKNOWN_USER.test(said)
      ? 'give this user a line in /etc/passwd, as PostgreSQL wants it, or name a PostgreSQL of yours with --store postgresql://…'
      : 'mend what it says, or name another place with --store DIR',
  });
}

export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-LINES_TOLD).join('\n');
}

async function ended(program: string, args: readonly string[], user: Place['user']): Promise<{ code: number | null; said: string }> {
  const child = spawn(program, args, {
    ...user,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  return new Promise((resolve, reject) => void child.on('error', reject).on('close', (code) => resolve({ code, said })));
}

function why(cause: Error, isOther: boolean): string {
  const code = 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT') return 'its programs do not fit this system (they are made for glibc)';
  if (code === 'EPERM' && isOther) return 'flaptrap may not start a program as another user here';
  return code === 'EACCES' ? 'programs may not be run from there (noexec?)' : cause.message;
}
