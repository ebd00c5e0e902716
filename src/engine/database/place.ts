/** A place is where the embedded PostgreSQL of one user stands: its data, its programs, its socket, and the user that it runs as. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { makeFolder } from '../../capture/make-folder.ts';
import { FlaptrapError } from '../../errors.ts';

export interface Place {
  folder: string;
  /** The cluster, as PostgreSQL keeps it. */
  data: string;
  socketFolder: string;
  /** Whom the server runs as; undefined: as whoever calls. */
  user: { uid: number; gid: number } | undefined;
}

export interface Caller {
  env: NodeJS.ProcessEnv;
  home: string;
  /** Undefined where the system has no such numbers. */
  uid: number | undefined;
}

/** PostgreSQL refuses to run as root; this user owns nothing else and is known everywhere. */
const NOBODY = { uid: 65_534, gid: 65_534 };
/** Where a server of root's keeps its data: this folder can be entered by its user. */
const OF_THE_SYSTEM = '/var/lib/flaptrap';
/** A name of its own at the end of each socket: `.s.PGSQL.5432`. */
export const PORT = 5432;
/** The path of a socket has 107 bytes on Linux, 103 on macOS. [C] unix(7) */
const SOCKET_BYTES_MAX = 103;

/** `$XDG_DATA_HOME/flaptrap`, for root a folder of the system. */
export function defaultFolder({ env, home, uid }: Caller): string {
  if (uid === 0) return OF_THE_SYSTEM;
  const { XDG_DATA_HOME: xdg = '' } = env;
  return join(isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'flaptrap');
}

export function placeOf(folder: string, uid: number | undefined): Place {
  const root = resolve(folder);
  const user = uid === 0 ? NOBODY : undefined;
  return { folder: root, data: join(root, 'data'), socketFolder: socketFolderOf(root, user?.uid ?? uid ?? 0), user };
}

/** Beside the data, or below /tmp where that path is too long for a socket. */
function socketFolderOf(folder: string, uid: number): string {
  const own = join(folder, 'socket');
  if (Buffer.byteLength(`${own}/.s.PGSQL.${PORT}`) <= SOCKET_BYTES_MAX) return own;
  return `/tmp/flaptrap-${uid}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/** Folders that are made for another user let him through; what stands in them is his alone, or nobody's secret. */
export function makePlace({ folder, user }: Place): void {
  if (user === undefined) {
    makeFolder(folder);
    return;
  }
  // Not by a change behind the making: another worker that begins now must never find one that is shut.
  const umask = process.umask(0o066);
  try {
    makeFolder(folder, 0o711);
  } finally {
    process.umask(umask);
  }
  requireEntry(folder, user.uid);
}

/** Throws, and names the folder, when the server's user may not enter one on the way: root made it for itself alone. */
function requireEntry(folder: string, user: number): void {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid } = statSync(at);
    if ((mode & 0o001) === 0 && uid !== user)
      throw new FlaptrapError('input', `the database cannot stand in ${folder}: its own user may not enter ${at}`, {
        next: `run flaptrap as a user of its own, or let others enter it (chmod o+x ${at}), or name another place with --store DIR`,
      });
    if (dirname(at) === at) return;
  }
}
