/** Kept sessions: what each of them costs a worker, beside captures of the same routers that are told of their triggers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order } from '../../src/engine/engine.ts';
import { openLabs } from './labs.ts';
import { playbookOf } from './playbooks.ts';
import { clear, countPhase, hire, type Stage, until } from './stage.ts';
import type { WorkerSaid } from './worker.ts';

const SETTLED_MS = 20_000;
const SESSIONS_MAX = 10_000;

/** Two sessions a tunnel; no goal, the issue asks for the figure. */
export async function benchKept(stage: Stage, tunnels: number): Promise<void> {
  const told = await measure(stage, tunnels, 'told');
  const kept = await measure(stage, tunnels, 'kept');
  const sessions = kept.sessions - told.sessions;
  const each = (of: 'rssMb' | 'heapMb'): string => ((kept[of] - told[of]) / sessions).toFixed(2);
  console.log(
    `${sessions} kept sessions: a worker takes ${kept.rssMb.toFixed(0)} MB, without them ${told.rssMb.toFixed(0)} MB: ` +
      `${each('rssMb')} MB a kept session, ${each('heapMb')} MB of it heap`,
  );
}

/** All are armed alike; only how they are watched differs. */
async function measure(stage: Stage, tunnels: number, watch: Order['watch']): Promise<WorkerSaid & { sessions: number }> {
  const labs = await openLabs(tunnels, 0);
  const worker = await hire(stage, { targets: labs.targets, sessionsMax: SESSIONS_MAX });
  const playbooks = Array.from({ length: tunnels }, (_each, index) => playbookOf(index));
  await worker.ask({ do: 'arm', playbooks, watch, round: 1, atOnce: 8 });
  await until('all are armed', async () => (await countPhase(stage, 'waiting')) === tunnels, 300);
  await sleep(SETTLED_MS);
  const said = await worker.ask({ do: 'measure' });
  const { sessions } = await labs.look();
  await worker.kill();
  await labs.close();
  await clear(stage);
  return { ...said, sessions };
}
