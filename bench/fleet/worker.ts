/** A worker of the bench: joins the engine of a database, fills it with captures that wait where it is asked to, and tells what it costs. */
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import type { DeviceTarget } from '../../src/device/target.ts';
import { openDatabase } from '../../src/engine/database/database.ts';
import type { Order } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { PostgresStore } from '../../src/engine/postgres-store.ts';
import { SIDES, type Side } from '../../src/ipsec/side.ts';
import { isManaged, type Playbook } from '../../src/playbook/playbook.ts';
import { agreedPlan } from '../../src/run/agree.ts';
import { openRun } from '../../src/run/context.ts';

export type Asked =
  | { do: 'open'; folder: string; worker: string; out: string; targets: Record<string, DeviceTarget>; sessionsMax: number }
  /** Remembers them as armed, whatever routers say, and lets them wait. */
  | { do: 'fill'; orders: Order[] }
  | { do: 'arm'; playbooks: Playbook[] }
  | { do: 'stop'; captureIds: string[] }
  | { do: 'measure' };

export interface Said {
  is: 'opened' | 'filled' | 'armed' | 'stopped' | 'measured' | 'failed';
  rssMb?: number;
  cpuMs?: number;
  captureIds?: string[];
  why?: string;
}

type Opened = Extract<Asked, { do: 'open' }>;
let own: Awaited<ReturnType<typeof open>> | undefined;

async function open({ folder, worker, out, targets, sessionsMax }: Opened) {
  const database = await openDatabase({ kind: 'embedded', folder });
  const targetsOf = (playbook: Playbook) => ({
    targets: Object.fromEntries(
      SIDES.flatMap((side: Side) => (isManaged(playbook.tunnel[side]) ? [[side, targets[playbook.tunnel[side].name]]] : [])),
    ),
  });
  const gate = limitOf(sessionsMax);
  const reachOf = (playbook: Playbook) => ({ ...targetsOf(playbook), gate });
  const engine = await openEngine({ database, worker, clock: SYSTEM_CLOCK, out, reachOf });
  const store = new PostgresStore(database.pool, database.shown, { own: worker, isAlive: async () => true });
  return { database, engine, store, reachOf };
}

/** So many sessions at once in this process. */
function limitOf(sessionsMax: number) {
  let open = 0;
  const waiting: (() => void)[] = [];
  return {
    enter: async () => {
      if (open >= sessionsMax) await new Promise<void>((come) => waiting.push(come));
      open += 1;
      let isIn = true;
      return {
        greeted: () => undefined,
        beforeTyping: async () => undefined,
        left: () => {
          if (!isIn) return;
          isIn = false;
          open -= 1;
          waiting.shift()?.();
        },
      };
    },
  };
}

async function answer(asked: Asked): Promise<Said> {
  if (asked.do === 'open') {
    own = await open(asked);
    return { is: 'opened' };
  }
  if (own === undefined) throw new Error('the worker is not open');
  if (asked.do === 'fill') return fill(own, asked.orders);
  if (asked.do === 'arm') return arm(own, asked.playbooks);
  if (asked.do === 'stop') {
    for (const captureId of asked.captureIds) await own.engine.stop(captureId, 'bench');
    return { is: 'stopped' };
  }
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  return { is: 'measured', rssMb: process.memoryUsage().rss / 1e6, cpuMs: (user + system) / 1000 };
}

type Own = NonNullable<typeof own>;

/** What its journal would hold is written at once. */
async function fill({ database, engine, store }: Own, orders: readonly Order[]): Promise<Said> {
  const at = new Date().toISOString();
  for (const order of orders) {
    const { plan, playbook, operator } = order;
    await store.open(plan, playbook, operator);
    const steps = SIDES.flatMap((side) => plan.peers[side].steps.map(({ id }) => ({ side, step: id })));
    const entries = steps.flatMap((step) => (['intent', 'done'] as const).map((what) => ({ at, ...step, what })));
    await database.pool.query('INSERT INTO flaptrap.journal (capture_id, entry) SELECT $1, value FROM json_array_elements($2::json)', [
      plan.captureId,
      JSON.stringify(entries),
    ]);
    await engine.begin(order);
  }
  return { is: 'filled' };
}

async function arm({ engine, store, reachOf }: Own, playbooks: readonly Playbook[]): Promise<Said> {
  const captureIds: string[] = [];
  const one = async (playbook: Playbook): Promise<void> => {
    const ports = {
      say: () => undefined,
      ask: async () => true,
      stop: new AbortController().signal,
      clock: SYSTEM_CLOCK,
      journal: store,
      nonce: () => playbook.name,
    };
    const plan = await agreedPlan(openRun(playbook, ports, reachOf(playbook)), { yes: true });
    captureIds.push(plan.captureId);
    await engine.begin({ plan, playbook, operator: 'bench', watch: 'told' });
  };
  await Promise.all(playbooks.map(one));
  return { is: 'armed', captureIds };
}

process.on('message', (asked: Asked) => {
  void answer(asked)
    .catch((error: unknown): Said => ({ is: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .then((said) => process.send?.(said));
});
