/** The store's address on a command line: --store or FLAPTRAP_STORE names a folder or a team's PostgreSQL, else it stands in the user's data folder. */
import { homedir } from 'node:os';
import { type Address, readAddress } from '../engine/database/address.ts';
import { defaultFolder } from '../engine/database/place.ts';

export const STORE = [
  '--store <where>',
  "a folder, or the postgresql:// URL of a team's database; also set by FLAPTRAP_STORE, where a password belongs (default: your data folder)",
] as const;

export function storeAddress(named: string | undefined, env: NodeJS.ProcessEnv = process.env): Address {
  return readAddress(named ?? env['FLAPTRAP_STORE'], defaultFolder({ env, home: homedir(), uid: process.getuid?.() }));
}
