/** The cluster is the database's data on disk: made once, whole or not at all, and of one major version. */
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FlaptrapError } from '../../errors.ts';
import { fileTrouble } from '../../file-trouble.ts';
import type { Place } from './place.ts';
import { isAlive } from './postmaster.ts';
import type { Programs } from './programs.ts';
import { runProgram } from './run-program.ts';

/** Who may make roles and databases. */
export const MASTER = 'postgres';

/** Under a name of its own until it is whole: of two who begin at once one is late, and takes the other's. */
export async function makeCluster(place: Place, programs: Programs): Promise<void> {
  removeAbandoned(place);
  const part = `${place.data}.${process.pid}.part`;
  makeOwn(part, place);
  const args = ['--pgdata', part, '--username', MASTER, '--encoding', 'UTF8', '--no-instructions', ...LOCALE, ...ACCESS];
  try {
    await runProgram(join(programs.folder, 'bin', 'initdb'), args, place);
    renameSync(part, place.data);
  } catch (cause) {
    if (!existsSync(place.data)) throw cause;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** The same order of letters on every system. */
const LOCALE = ['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'];
/** Who reaches the socket is the user: its folder is his alone. */
const ACCESS = ['--auth-local', 'trust', '--auth-host', 'reject'];

/** `data.4711.part` of a process that was killed. */
function removeAbandoned({ folder }: Place): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /\.(\d+)\.part$/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

export function requireMajor({ data, folder }: Place, { major }: Programs): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new FlaptrapError('input', `the data in ${folder} are of PostgreSQL ${found}, and this flaptrap brings PostgreSQL ${major}`, {
    next: `with the flaptrap that made them: \`flaptrap store backup FILE\`, \`store stop\`; then move ${data} away and \`flaptrap store restore FILE\` with this one`,
  });
}

/** A folder that is the database's own user's alone. */
export function makeOwn(folder: string, { user }: Place): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
  } catch (cause) {
    throw fileTrouble('make the folder', folder, cause);
  }
}
