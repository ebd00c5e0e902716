/** The audit of a command is a book of its own in the state folder, opened with its first login and signed with the user's key where one is named. */
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { FileShelf } from '../audit/file-shelf.ts';
import { TableShelf } from '../audit/table-shelf.ts';
import { Audit } from '../audit/write.ts';
import { makeFolder } from '../capture/make-folder.ts';
import { openKeyFile } from '../evidence/signer.ts';
import { printSignature, signedPart } from '../evidence/sshsig.ts';
import type { Screen } from './screen.ts';

/** Below the state folder. */
export const AUDIT_FOLDER = 'audit';

export function openBook(state: string, screen: Screen, env: NodeJS.ProcessEnv = process.env): Audit {
  const shelf = new FileShelf(join(state, AUDIT_FOLDER), makeFolder);
  return new Audit({
    shelf,
    book: nameBook(Date.now(), process.pid),
    operator: operatorOf(env),
    follows: () => shelf.newest(),
    nowMs: Date.now,
    tell: (text) => screen.tell(text, 'grave'),
    sign: signWith(env),
  });
}

/** Of a worker: in the table of its store, which all share. */
export async function openTableBook(pool: Pool, worker: string, tell: (text: string) => void): Promise<Audit> {
  const shelf = new TableShelf(pool);
  const follows = await shelf.newest();
  const book = `${printInstant(Date.now())}-${worker}`;
  return new Audit({
    shelf,
    book,
    operator: operatorOf(process.env),
    follows: () => follows,
    nowMs: Date.now,
    tell,
    sign: signWith(process.env),
  });
}

/** `20260105T100000Z-4711-9f3a`: by their names in the order of time, and never the same again. */
function nameBook(nowMs: number, pid: number): string {
  return `${printInstant(nowMs)}-${pid}-${randomBytes(2).toString('hex')}`;
}

function printInstant(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** FLAPTRAP_AUDIT_KEY names a private key without a passphrase, or a public one whose private half the SSH agent holds. */
function signWith(env: NodeJS.ProcessEnv): ((message: string) => Promise<string>) | undefined {
  const { FLAPTRAP_AUDIT_KEY: path = '', SSH_AUTH_SOCK: agent } = env;
  if (path === '') return undefined;
  const opened = openKeyFile(path, { agent });
  // Told where something is signed.
  opened.catch(() => undefined);
  return async (message) => {
    const { publicKey, sign } = await opened;
    return printSignature(publicKey, await sign(signedPart(Buffer.from(message))));
  };
}

/** Who typed the command, behind sudo too. */
export function operatorOf(env: NodeJS.ProcessEnv): string {
  const own = ownName();
  const { SUDO_USER: behind = '' } = env;
  return behind === '' || behind === own ? own : `${behind} as ${own}`;
}

/** A user whom the system does not know has none. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
