/** The server is one PostgreSQL of the user's own, started when first needed; it outlives whoever started it, and the next one finds it again. */
import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { FlaptrapError } from '../../errors.ts';
import { fileTrouble } from '../../file-trouble.ts';
import { MASTER, makeCluster, makeOwn, requireMajor } from './cluster.ts';
import { makePlace, type Place, PORT } from './place.ts';
import { disownNumber, findPostmaster, isServerOf, type Postmaster } from './postmaster.ts';
import { findPackage, installPrograms, type Programs, removeOtherPrograms } from './programs.ts';
import { lastLines, runProgram } from './run-program.ts';
import { requireWanted } from './wanted.ts';

/** Owns what is stored, and nothing else. */
export const OWNER = 'flaptrap';
/** A recovery after a kill reads the write-ahead log first. */
const START_MS = 60_000;
const LOOK_MS = 25;
const LOG = 'start.log';

/** On the command line, where no file can say otherwise. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '200',
  shared_buffers: '64MB',
  // Nobody replicates it: less is written.
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A week of days, each overwritten by the next of its name.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
} as const;

/** Found, or started. `stop` comes when nobody wants it any more: what is half made then the next one finishes. */
export async function openServer(place: Place, stop?: AbortSignal): Promise<Postmaster> {
  const running = await attach(place, stop);
  if (running !== undefined) return running;
  const programs = prepare(place);
  if (!existsSync(place.data)) await makeCluster(place, programs);
  requireWanted(stop);
  requireMajor(place, programs);
  const started = await start(place, programs, stop);
  removeOtherPrograms(place.folder, programs);
  return started;
}

/** By the caller's hand or another's; `fast`: whoever is connected is cut off, what they had committed stays. */
export async function stopServer(place: Place): Promise<boolean> {
  const running = findPostmaster(place);
  if (running === undefined) return false;
  process.kill(running.pid, 'SIGINT');
  const untilMs = performance.now() + START_MS;
  while (isServerOf(running.pid, place.data)) {
    if (performance.now() > untilMs)
      throw new FlaptrapError('input', `the database in ${place.folder} does not end (process ${running.pid})`, {
        next: 'look at its log, or end the process yourself: what was committed stays',
      });
    await sleep(LOOK_MS);
  }
  return true;
}

/** For pg: how to reach it. */
export function connectionOf({ socketFolder, port }: Postmaster, user: string = OWNER, database: string = user) {
  return { host: socketFolder, port, user, database };
}

/** Undefined when none runs; waits for one that has only begun. */
async function attach(place: Place, stop: AbortSignal | undefined): Promise<Postmaster | undefined> {
  const untilMs = performance.now() + START_MS;
  for (;;) {
    requireWanted(stop);
    const found = findPostmaster(place);
    if (found === undefined) return undefined;
    const why = await whyNot(found);
    if (why === undefined) return found;
    if (performance.now() > untilMs)
      throw new FlaptrapError('input', `the database in ${place.folder} runs (process ${found.pid}), and does not answer: ${why}`, {
        answer: logOf(place),
        next: 'wait until it has recovered, or end it with `flaptrap store stop`',
      });
    await sleep(LOOK_MS);
  }
}

/** Makes the owner and his database too, where the first start was killed before that. */
async function whyNot(found: Postmaster): Promise<string | undefined> {
  const trouble = await tryConnect(connectionOf(found));
  if (trouble === undefined || !MISSING.test(trouble.code)) return trouble?.message;
  const client = clientOf(connectionOf(found, MASTER));
  try {
    await client.connect();
    for (const make of [`CREATE ROLE ${OWNER} LOGIN`, `CREATE DATABASE ${OWNER} OWNER ${OWNER}`])
      await client.query(make).catch((error: Error) => (IS_THERE.test(codeOf(error)) ? undefined : Promise.reject(error)));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** No such role, no such database. [C] PostgreSQL, appendix A */
const MISSING = /^(?:28000|3D000)$/;
const IS_THERE = /^(?:42710|42P04|23505)$/;

/** Undefined when it answers; else why not. */
export async function tryConnect(config: pg.ClientConfig): Promise<{ code: string; message: string } | undefined> {
  const client = clientOf(config);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return { code: codeOf(error), message: (error as Error).message };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A server that is killed while its client waits for nothing says so to whoever listens, and ends the process where nobody does. */
function clientOf(config: pg.ClientConfig): pg.Client {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  return client;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function prepare(place: Place): Programs {
  try {
    // First: where it is missing no folder is made.
    const found = findPackage();
    makePlace(place);
    return installPrograms(place.folder, found);
  } catch (cause) {
    throw fileTrouble('keep the database in', place.folder, cause);
  }
}

async function start(place: Place, programs: Programs, stop: AbortSignal | undefined): Promise<Postmaster> {
  const untilMs = performance.now() + START_MS;
  makeSocketFolder(place);
  for (;;) {
    disownNumber(place);
    const trouble = await startOnce(place, programs).catch((error: unknown) => error);
    // Somebody else's may be the one that runs.
    const running = await attach(place, stop);
    if (running !== undefined) return running;
    // Processes of one that was killed hold the data for a moment.
    if (!/shared memory block/.test(logOf(place)) || performance.now() > untilMs) throw trouble ?? gone(place);
    await sleep(LOOK_MS);
  }
}

async function startOnce(place: Place, programs: Programs): Promise<void> {
  const settings = { ...SETTINGS, port: String(PORT), unix_socket_directories: place.socketFolder, cluster_name: OWNER };
  const options = Object.entries(settings).map(([name, value]) => `-c ${quoted(`${name}=${value}`)}`);
  const args = ['start', '--pgdata', place.data, '--silent', '--wait', '--timeout', String(START_MS / 1000)];
  const log = join(place.data, LOG);
  rmSync(log, { force: true });
  try {
    await runProgram(join(programs.folder, 'bin', 'pg_ctl'), [...args, '--log', log, '--options', options.join(' ')], place);
  } catch (error) {
    if (!(error instanceof FlaptrapError)) throw error;
    throw new FlaptrapError(error.code, error.message, { ...error.context, answer: logOf(place) || error.context.answer });
  }
}

/** For the shell by which pg_ctl starts it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function makeSocketFolder(place: Place): void {
  const { socketFolder, user } = place;
  if (!existsSync(socketFolder)) makeOwn(socketFolder, place);
  const { uid, mode } = lstatSync(socketFolder);
  if (uid === (user?.uid ?? process.getuid?.() ?? uid) && (mode & 0o077) === 0) return;
  throw new FlaptrapError('input', `the folder of the database's socket, ${socketFolder}, is somebody else's or open to others`, {
    next: 'remove it, or name another place with --store DIR',
  });
}

function gone({ folder }: Place): FlaptrapError {
  return new FlaptrapError('input', `the database in ${folder} was ended while it started`, { next: 'try again' });
}

function logOf({ data }: Place): string {
  const path = join(data, LOG);
  return existsSync(path) ? lastLines(readFileSync(path, 'utf8')) : '';
}
