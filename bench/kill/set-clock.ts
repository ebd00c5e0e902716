/** A clock that is set under running programs, by libfaketime of Debian: the calendar jumps, what counts elapsed time goes on. */
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { stopServer } from '../../src/engine/database/server.ts';

const LIBRARY = 'faketime/libfaketimeMT.so.1';

/** `/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1`; undefined where it is not installed. */
export function findLibrary(): string | undefined {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, LIBRARY))
    .find((path) => existsSync(path));
}

export interface SetClock {
  /** Of a program whose clock it is. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on it is so many seconds away from the true time. */
  set(seconds: number): void;
}

export function makeClock(folder: string, name: string, library: string): SetClock {
  const file = join(folder, `${name}.clock`);
  const set = (seconds: number): void => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}`, { mode: 0o644 });
  set(0);
  chmodSync(file, 0o644);
  const env = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  return { env, set };
}

/** The embedded server of that place, started anew by the command line that it was started by, under that clock. */
export async function restartUnder({ env }: SetClock, place: Place): Promise<void> {
  const line = readFileSync(join(place.data, 'postmaster.opts'), 'utf8');
  const [program = '', ...args] = [line.slice(0, line.indexOf(' "')), ...[...line.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word)];
  await stopServer(place);
  const log = openSync(join(place.folder, 'set-clock.log'), 'a');
  const options = { ...place.user, cwd: '/', detached: true, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...env } };
  spawn(program, args, { ...options, stdio: ['ignore', log, log] }).unref();
  closeSync(log);
  for (const untilMs = performance.now() + 20_000; findPostmaster(place) === undefined; await new Promise((come) => setTimeout(come, 25)))
    if (performance.now() > untilMs) throw new Error('the database does not start under another clock');
}
