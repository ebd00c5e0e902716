/** A stored stage is one point's store with its workers and what can be struck beside them, looked at from outside of flaptrap. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { printUrl } from '../../src/engine/database/database.ts';
import type { Place } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import type { CaptureState } from '../../src/engine/engine.ts';
import type { Side } from '../../src/ipsec/side.ts';
import type { Disk } from './disk.ts';
import type { Network } from './network.ts';
import { type Program, startProgram } from './program.ts';
import type { Reference } from './reference.ts';
import type { SetClock } from './set-clock.ts';
import type { Stage } from './stage.ts';

export interface StoredDraw {
  number: number;
  /** After the start of the first worker, in ms of real time. */
  delayMs: number;
  /** The second worker runs from the beginning, or comes behind the strike; `nobody` where nothing is struck. */
  helper: 'beside' | 'behind' | 'nobody';
  /** A second strike of the same kind at the second worker; absent for none. */
  againMs?: number | undefined;
  /** The router that is struck, where one is. */
  side: Side;
  /** How long it lasts, where it passes. */
  lastsMs: number;
  /** Below 1: which of its forms a strike takes. */
  form: number;
}

export interface StoredScene {
  point: StoredDraw;
  stage: Stage;
  known: Reference;
  store: string;
  place: Place;
  /** The first carries the capture. */
  workers: Program[];
  network: Network;
  /** The one that is struck, where one is. */
  disk: Disk | undefined;
  clocks: { workers: SetClock; database: SetClock } | undefined;
  /** What a strike looks at behind its end: gives what went wrong. */
  later: Promise<string[]>[];
}

/** Another worker of the store, which stays: it takes over whatever dead ones carried. */
export function startHelper({ stage, store, workers }: Pick<StoredScene, 'stage' | 'store' | 'workers'>): void {
  const args = ['serve', '--listen', '127.0.0.1:0', '--state', `${stage.folder}/state`, '--out', stage.out, '--store', store];
  workers.push(startProgram(stage.surroundings, args));
}

export function killDatabase(place: Place): void {
  const running = findPostmaster(place);
  if (running !== undefined) process.kill(running.pid, 'SIGKILL');
}

/** Undefined while the database is away. */
export async function ask<Row extends pg.QueryResultRow>(place: Place, sql: string, values: unknown[] = []): Promise<Row[] | undefined> {
  const running = findPostmaster(place);
  if (running === undefined) return undefined;
  const client = new pg.Client({ connectionString: printUrl(running), connectionTimeoutMillis: 10_000, query_timeout: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql, values)).rows;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const LOOK_MS = 40;

/** True as soon as it gives so many rows; false when the time is over. */
export async function untilStore(place: Place, sql: string, values: unknown[], count: number, timeoutMs: number): Promise<boolean> {
  for (const untilMs = performance.now() + timeoutMs; performance.now() < untilMs; await sleep(LOOK_MS))
    if ((await ask(place, sql, values))?.length === count) return true;
  return false;
}

export async function oldestWorker(place: Place): Promise<string | undefined> {
  const rows = await ask<{ worker: string }>(place, 'SELECT worker FROM flaptrap.workers ORDER BY since LIMIT 1');
  return rows?.[0]?.worker;
}

/** Of the first capture that is open. */
export async function holderOf(place: Place): Promise<{ captureId: string; worker: string } | undefined> {
  const sql = `SELECT capture_id AS "captureId", worker FROM flaptrap.captures WHERE phase <> 'ended' ORDER BY opened_at LIMIT 1`;
  return (await ask<{ captureId: string; worker: string }>(place, sql))?.[0];
}

export type Seen = Pick<CaptureState, 'captureId' | 'phase'> & {
  state: { next?: string | null; ending?: string | null; trouble?: string | null };
};

export async function statesOf(place: Place): Promise<Seen[] | undefined> {
  return ask<Seen>(place, 'SELECT capture_id AS "captureId", phase, state FROM flaptrap.captures ORDER BY opened_at');
}
