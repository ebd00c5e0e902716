/** The stage of the bench of fleets: one store, whoever works on it, and how it is asked what it holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceTarget } from '../../src/device/target.ts';
import type { Database } from '../../src/engine/database/database.ts';
import { placeOf } from '../../src/engine/database/place.ts';
import { findPostmaster } from '../../src/engine/database/postmaster.ts';
import { Child } from './child.ts';
import type { WorkerAsked, WorkerSaid } from './worker.ts';

export interface Stage {
  /** Of the store. */
  folder: string;
  out: string;
  database: Database;
}

export type Worker = Child<WorkerAsked, WorkerSaid>;

export interface Hired {
  targets?: Record<string, DeviceTarget>;
  /** Sessions that it may have open at once. */
  sessionsMax?: number;
}

export async function hire({ folder, out }: Stage, { targets = {}, sessionsMax = 1 }: Hired = {}): Promise<Worker> {
  const child: Worker = new Child('worker.js');
  await child.ask({ do: 'open', folder, out, targets, sessionsMax });
  return child;
}

/** `worker`: those that it holds. */
export async function countPhase({ database }: Stage, phase: string, worker?: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(
    'SELECT count(*) FROM flaptrap.captures WHERE phase = $1 AND ($2::text IS NULL OR worker = $2)',
    [phase, worker ?? null],
  );
  return Number(rows[0]?.count ?? 0);
}

/** The next part begins with nothing that waits. */
export async function clear({ database }: Stage): Promise<void> {
  await database.pool.query('DELETE FROM flaptrap.captures');
  await database.pool.query('DELETE FROM dbos.workflow_status');
}

/** Gives how many seconds it took. */
export async function until(what: string, isSo: () => Promise<boolean>, seconds: number): Promise<number> {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > seconds * 1000) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
  return (performance.now() - startedMs) / 1000;
}

/** Of all its processes, what they share counted once; undefined where the system does not tell. */
export function databaseMb({ folder }: Stage): { mb: number; processes: number } | undefined {
  const postmaster = findPostmaster(placeOf(folder, process.getuid?.()))?.pid;
  if (postmaster === undefined) return undefined;
  try {
    const family = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && (Number(pid) === postmaster || parentOf(pid) === postmaster));
    return { mb: family.reduce((total, pid) => total + shareMb(pid), 0), processes: family.length };
  } catch {
    return undefined;
  }
}

/** The second field may hold anything but ends with the last parenthesis. [C] proc(5) */
function parentOf(pid: string): number {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function shareMb(pid: string): number {
  const [, kb = '0'] = /^Pss:\s+(\d+) kB/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(kb) / 1000;
}

/** A process may end at any time. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
