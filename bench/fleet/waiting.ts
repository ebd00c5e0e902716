/** Captures that wait: what thousands of them cost a worker and the database, and how soon another goes on with them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Goal } from '../goal.ts';
import { waitingOrders } from './playbooks.ts';
import { clear, countPhase, databaseMb, hire, type Stage, until, type Worker } from './stage.ts';

interface Options {
  captures: number;
  /** How long its share of a core is measured. */
  seconds: number;
}

const BATCH = 250;
/** What came of filling is over by then. */
const SETTLED_MS = 15_000;

export async function benchWaiting(stage: Stage, { captures, seconds }: Options): Promise<Goal[]> {
  const first = await hire(stage);
  const alone = await first.ask({ do: 'measure' });
  const orders = waitingOrders(captures);
  for (let at = 0; at < orders.length; at += BATCH) await first.ask({ do: 'fill', orders: orders.slice(at, at + BATCH) });
  await until('all wait', async () => (await countPhase(stage, 'waiting')) === captures, 300);
  await sleep(SETTLED_MS);
  const core = await shareOfCore(first, seconds);
  const full = await first.ask({ do: 'measure' });
  const database = databaseMb(stage);
  await first.kill();
  const resumed = await resume(stage, captures);
  await clear(stage);
  console.log(
    `a worker alone: ${say(alone.rssMb)} MB, heap ${say(alone.heapMb)} MB; with ${captures} waiting captures: ${say(full.rssMb)} MB, heap ${say(full.heapMb)} MB, ` +
      `${(((full.heapMb - alone.heapMb) * 1e6) / captures).toFixed(0)} bytes of heap a capture`,
  );
  console.log(
    `PostgreSQL: ${database === undefined ? 'not told on this system' : `${say(database.mb)} MB (PSS) in ${database.processes} processes`}`,
  );
  console.log(`share of a core: over ${seconds} s, from ${SETTLED_MS / 1000} s after the last capture waited`);
  return [
    { name: `memory of a worker with ${captures} waiting captures`, figure: full.rssMb, unit: 'MB', limit: { atMost: 250 } },
    { name: 'its share of a core', figure: core, unit: '%', limit: { atMost: 5 } },
    { name: 'all resumed after a restart', figure: resumed, unit: 's', limit: { atMost: 10 } },
  ];
}

async function shareOfCore(worker: Worker, seconds: number): Promise<number> {
  const [before, startedMs] = [await worker.ask({ do: 'measure' }), performance.now()];
  await sleep(seconds * 1000);
  const { cpuMs } = await worker.ask({ do: 'measure' });
  return ((cpuMs - before.cpuMs) / (performance.now() - startedMs)) * 100;
}

/** From the start of the process, at once behind the death of the one before it. */
async function resume(stage: Stage, captures: number): Promise<number> {
  const startedMs = performance.now();
  const second = await hire(stage);
  console.log(`the new process was up within ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  const { worker } = await second.ask({ do: 'measure' });
  await until('all are resumed', async () => (await countPhase(stage, 'waiting', worker)) === captures, 120);
  const seconds = (performance.now() - startedMs) / 1000;
  await second.kill();
  return seconds;
}

function say(mb: number): string {
  return mb.toFixed(0);
}
