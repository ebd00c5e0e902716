/** A worker of the bench: joins the engine of a database, fills it with captures that wait where it is asked to, and tells what it costs. */
import pLimit from 'p-limit';
import { SYSTEM_CLOCK } from '../../src/capture/clock.ts';
import { isGone, nameWorker } from '../../src/cli/worker-name.ts';
import type { DeviceTarget } from '../../src/device/target.ts';
import { openDatabase } from '../../src/engine/database/database.ts';
import type { Order } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { PostgresStore } from '../../src/engine/postgres-store.ts';
import { Workers } from '../../src/engine/workers.ts';
import { SIDES, type Side } from '../../src/ipsec/side.ts';
import { isManaged, type Playbook } from '../../src/playbook/playbook.ts';
import { agreedPlan } from '../../src/run/agree.ts';
import { openRun } from '../../src/run/context.ts';
import { serveParent } from './child.ts';

export type WorkerAsked =
  | { do: 'open'; folder: string; out: string; targets: Record<string, DeviceTarget>; sessionsMax: number }
  /** Remembers them as armed, whatever routers say, and lets them wait. */
  | { do: 'fill'; orders: Order[] }
  /** Each round gives captures of its own; so many are drawn at once. */
  | { do: 'arm'; playbooks: Playbook[]; watch: Order['watch']; round: number; atOnce: number }
  | { do: 'stop'; captureIds: string[] }
  | { do: 'measure' };

export interface WorkerSaid {
  /** Its name in the store. */
  worker: string;
  rssMb: number;
  heapMb: number;
  cpuMs: number;
}

type Opened = Extract<WorkerAsked, { do: 'open' }>;
let opened: Own | undefined;
const worker = nameWorker();

/** As every worker of an embedded database opens. */
async function open({ folder, out, targets, sessionsMax }: Opened) {
  const database = await openDatabase({ kind: 'embedded', folder });
  await Workers.strikeOffGone(database.pool, isGone);
  const targetsOf = (playbook: Playbook) => ({
    targets: Object.fromEntries(
      SIDES.flatMap((side: Side) => (isManaged(playbook.tunnel[side]) ? [[side, targets[playbook.tunnel[side].name]]] : [])),
    ),
  });
  const gate = limitOf(sessionsMax);
  const reachOf = (playbook: Playbook) => ({ ...targetsOf(playbook), gate });
  // Taken for dead, it ends, as every worker does; a machine that is too busy fails the bench so.
  const onLost = (): void => {
    console.error(`${worker} was silent for so long that another took it for dead`);
    process.exit(1);
  };
  const engine = await openEngine({ database, worker, clock: SYSTEM_CLOCK, out, reachOf, onLost, isGone });
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

async function answer(asked: WorkerAsked): Promise<WorkerSaid> {
  opened = asked.do === 'open' ? await open(asked) : opened;
  if (opened === undefined) throw new Error('the worker is not open');
  const own = opened;
  if (asked.do === 'fill') await pLimit(FILLED_AT_ONCE).map(asked.orders, (order) => fill(own, order));
  if (asked.do === 'arm') await pLimit(asked.atOnce).map(asked.playbooks, (playbook) => arm(own, playbook, asked));
  if (asked.do === 'stop') for (const captureId of asked.captureIds) await own.engine.stop(captureId, 'bench');
  return measure();
}

/** Behind a collection. */
function measure(): WorkerSaid {
  globalThis.gc?.();
  const [{ user, system }, { rss, heapUsed }] = [process.cpuUsage(), process.memoryUsage()];
  return { worker, rssMb: rss / 1e6, heapMb: heapUsed / 1e6, cpuMs: (user + system) / 1000 };
}

type Own = Awaited<ReturnType<typeof open>>;

const FILLED_AT_ONCE = 20;

/** What its journal would hold is written at once. */
async function fill({ database, engine, store }: Own, order: Order): Promise<void> {
  const { plan, playbook, operator } = order;
  const at = new Date().toISOString();
  await store.open(plan, playbook, operator);
  const steps = SIDES.flatMap((side) => plan.peers[side].steps.map(({ id }) => ({ side, step: id })));
  const entries = steps.flatMap((step) => (['intent', 'done'] as const).map((what) => ({ at, ...step, what })));
  await database.pool.query('INSERT INTO flaptrap.journal (capture_id, entry) SELECT $1, value FROM json_array_elements($2::json)', [
    plan.captureId,
    JSON.stringify(entries),
  ]);
  await engine.begin(order);
}

async function arm({ engine, store, reachOf }: Own, playbook: Playbook, { watch, round }: { watch: Order['watch']; round: number }) {
  const ports = {
    say: () => undefined,
    ask: async () => true,
    stop: new AbortController().signal,
    clock: SYSTEM_CLOCK,
    journal: store,
    nonce: () => `${playbook.tunnel.a.name} ${round}`,
  };
  const plan = await drawn(() => agreedPlan(openRun(playbook, ports, reachOf(playbook)), { yes: true }));
  await engine.begin({ plan, playbook, operator: 'bench', watch });
}

const TRIES = 5;

/** On a machine that is too busy a lab answers late: asked again, as whoever conducts a rollout does. */
async function drawn<Given>(draw: () => Promise<Given>): Promise<Given> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await draw();
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

serveParent(answer);
