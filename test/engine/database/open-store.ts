/** A store of its own for a test, in a folder that is gone afterwards; the server in it is the real one. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { SYSTEM_CLOCK } from '../../../src/capture/clock.ts';
import type { Address } from '../../../src/engine/database/address.ts';
import { MASTER } from '../../../src/engine/database/cluster.ts';
import { type Database, openDatabase, openUnmigrated, printUrl } from '../../../src/engine/database/database.ts';
import { placeOf } from '../../../src/engine/database/place.ts';
import { findPostmaster } from '../../../src/engine/database/postmaster.ts';
import { findPackage, installPrograms } from '../../../src/engine/database/programs.ts';
import { connectionOf, OWNER, openServer, stopServer } from '../../../src/engine/database/server.ts';
import { launchAmongOthers } from '../../../src/engine/launch.ts';
import { madeOnce, SHARED_STORE } from '../../shared-folder.ts';

/** Where its optional package is not installed the tests of the store are skipped, and say so; on CI it must be there. */
export const hasPostgres = isInstalled();

function isInstalled(): boolean {
  try {
    return findPackage().version !== '';
  } catch (error) {
    if (process.env['CI'] !== undefined) throw error;
    console.warn('SKIPPED: the tests of the store, since the embedded PostgreSQL of this platform is not installed');
    return false;
  }
}

/** Nobody changes them: a thousand files that each store would copy, and each test remove. They are installed where a test names a folder that is not there yet. */
function lendPrograms(folder: string): void {
  const shared = join(inject('sharedFolder'), 'postgresql');
  mkdirSync(shared, { recursive: true, mode: 0o755 });
  const programs = installPrograms(shared, findPackage()).folder;
  symlinkSync(programs, join(folder, basename(programs)));
}

/** `below`: names in a temporary folder, for a long path, or for one that is not there yet. */
export function storeFolder(...below: string[]): string {
  const home = mkdtempSync(join(tmpdir(), 'flaptrap-store-'));
  // For root the server has a user of its own.
  if (process.getuid?.() === 0) chmodSync(home, 0o711);
  const folder = join(home, ...below);
  if (below.length === 0 && hasPostgres) lendPrograms(folder);
  onTestFinished(async () => {
    await endServer(folder);
    rmSync(home, { recursive: true, force: true });
  }, 60_000);
  return folder;
}

/** At once: what it holds goes with it. */
export async function endServer(folder: string): Promise<void> {
  const place = placeOf(folder, process.getuid?.());
  const running = findPostmaster(place);
  if (running !== undefined) process.kill(running.pid, 'SIGQUIT');
  await stopServer(place);
}

/** One that was begun before, as it is at every start but its first: to make it and the engine's tables takes longer than most tests. */
function begunFolder(): Promise<string> {
  return madeOnce('store', async (folder) => {
    mkdirSync(folder, { mode: 0o755 });
    lendPrograms(folder);
    const database = await openDatabase({ kind: 'embedded', folder });
    const endLaunch = await launchAmongOthers({ database, worker: 'the first', clock: SYSTEM_CLOCK });
    await endLaunch();
    await database.close();
    await stopServer(placeOf(folder, process.getuid?.()));
  });
}

/** The folder must not be there yet. Each file stays its owner's, whom PostgreSQL asks for. */
async function copyBegun(folder: string): Promise<void> {
  execFileSync('cp', ['-Rp', await begunFolder(), folder]);
}

/** The folder of one that was begun before, and does not run. */
export async function begunStoreFolder(): Promise<string> {
  const folder = storeFolder('store');
  await copyBegun(folder);
  return folder;
}

/** Without a folder a database of its own, begun before, on the server that all share. Closed before its folder goes. */
export async function openStore(folder?: string): Promise<Database> {
  const database = await openDatabase(folder === undefined ? await ownDatabase(OWNER) : { kind: 'embedded', folder });
  onTestFinished(() => database.close());
  return database;
}

/** In which nobody has begun anything, on the same server. */
export async function openEmpty(): Promise<Database> {
  const database = await openUnmigrated(await ownDatabase('template0'));
  onTestFinished(() => database.close());
  return database;
}

/** One for all tests of a file or a group, which empty it themselves; asked for where these are described, opened before the first. */
export function suiteStore(): { readonly database: Database } {
  let database: Database | undefined;
  beforeAll(async () => {
    database = await openDatabase(await ownDatabase(OWNER));
  }, 120_000);
  afterAll(() => database?.close());
  return {
    get database() {
      if (database === undefined) throw new Error('the store is not open yet');
      return database;
    },
  };
}

/** To begin a server and to end it takes longer than most tests. It ends with the folder that all share. */
function sharedFolder(): Promise<string> {
  return madeOnce(SHARED_STORE, copyBegun);
}

let count = 0;

/** Nobody else's, and as that one is; it goes with the server. */
async function ownDatabase(model: string): Promise<Address> {
  const postmaster = await openServer(placeOf(await sharedFolder(), process.getuid?.()));
  count += 1;
  const name = `test_${process.pid}_${count}`;
  const master = new pg.Client(connectionOf(postmaster, MASTER));
  await master.connect();
  await master.query(`CREATE DATABASE ${name} TEMPLATE ${model} OWNER ${OWNER}`).finally(() => master.end());
  return { kind: 'team', url: printUrl(postmaster).replace(`/${OWNER}?`, `/${name}?`) };
}

/** A folder for all tests of a file or a group, in which nothing is begun yet. */
export function suiteStoreFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'flaptrap-store-'));
  const folder = join(home, 'store');
  if (process.getuid?.() === 0) chmodSync(home, 0o711);
  afterAll(async () => {
    // Whatever becomes of it, no server is left running.
    await endServer(folder);
    rmSync(home, { recursive: true, force: true });
  }, 60_000);
  return folder;
}
