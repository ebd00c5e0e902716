/** Where captures are remembered, as a command line says it: --store or FLAPTRAP_STORE names a folder, a team's PostgreSQL, or plain files; else it is the embedded one in the user's data folder. */
import { homedir } from 'node:os';
import { type Address, readAddress } from '../engine/database/address.ts';
import { defaultFolder } from '../engine/database/place.ts';
import { FlaptrapError } from '../errors.ts';

/** In the place of a database: a folder a capture below --state, which no other worker goes on with. */
const FILES = 'files';

/** Of commands that cannot do without the database. */
export const STORE = [
  '--store <where>',
  "a folder, or the postgresql:// URL of a team's database; also set by FLAPTRAP_STORE, where a password belongs (default: your data folder)",
] as const;

/** Of commands that have one capture. */
export const MEMORY = [
  '--store <where>',
  "where captures are remembered: a folder, the postgresql:// URL of a team's database, or `files` where no PostgreSQL can run (below --state); also set by FLAPTRAP_STORE (default: your data folder)",
] as const;

/** Undefined where captures are remembered in files. */
export function memoryOf(named: string | undefined, env: NodeJS.ProcessEnv = process.env): Address | undefined {
  const said = named ?? env['FLAPTRAP_STORE'];
  if (said === FILES) return undefined;
  return readAddress(said, defaultFolder({ env, home: homedir(), uid: process.getuid?.() }));
}

export function storeAddress(named: string | undefined, env: NodeJS.ProcessEnv = process.env): Address {
  const address = memoryOf(named, env);
  if (address !== undefined) return address;
  throw new FlaptrapError('input', 'this needs the database: `files` remembers the captures of single commands only', {
    tried: named === undefined ? 'FLAPTRAP_STORE=files' : '--store files',
    next: 'give a folder or a postgresql:// URL with --store, or leave it out',
  });
}
