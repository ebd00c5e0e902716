/** A fleet on one database: what thousands of waiting captures cost a worker, how soon they are resumed, and how arming gets faster with workers, one of which is killed. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { DeviceTarget } from '../src/device/target.ts';
import { type Database, openDatabase } from '../src/engine/database/database.ts';
import { stopStore } from '../src/engine/database/store-status.ts';
import type { Order } from '../src/engine/engine.ts';
import { SIDES, type Side } from '../src/ipsec/side.ts';
import { LabClock } from '../src/lab/clock.ts';
import { switchOn } from '../src/lab/device/device.ts';
import type { Fault } from '../src/lab/device/fault.ts';
import type { Router } from '../src/lab/device/router.ts';
import { SshServer } from '../src/lab/device/ssh-server.ts';
import { assumeFacts } from '../src/playbook/facts.ts';
import { makePlan } from '../src/playbook/make-plan.ts';
import { parsePlaybook } from '../src/playbook/parse.ts';
import type { Playbook, PlaybookPeer } from '../src/playbook/playbook.ts';
import { FLEET_PLAYBOOK_TEXT, spokeAddress } from '../test/fleet/fleet-playbook.ts';
import { Child } from './fleet/child.ts';
import { type Goal, printGoals } from './goal.ts';
import { readTemplates } from './templates.ts';

const { values } = parseArgs({
  options: {
    waiting: { type: 'string', default: '5000' },
    tunnels: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '60' },
    'latency-ms': { type: 'string', default: '150' },
    only: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-fleet-'));
// For root the database's own user enters it.
chmodSync(folder, 0o711);
const store = join(folder, 'store');
const out = join(folder, 'out');
const children: Child[] = [];
const goals: Goal[] = [];

function hire(): Child {
  const child = new Child();
  children.push(child);
  return child;
}

/** One of many, each between routers of its own. */
function playbookOf(number: number): Playbook {
  const text = `${FLEET_PLAYBOOK_TEXT.replace('name: hq,', `name: hq${number},`)
    .replace('name: branch,', `name: br${number},`)
    .replace('192.0.2.1', spokeAddress(2 * number))
    .replace('198.51.100.1', spokeAddress(2 * number + 1))}probe: false\n`;
  const { playbook } = parsePlaybook(text, 'bench.yaml');
  if (playbook === undefined) throw new Error('the playbook of the bench is wrong');
  return playbook;
}

/** One plan is drawn, and told apart by its id: what waits is not typed. */
function waitingOrders(count: number): Order[] {
  const playbook = playbookOf(0);
  const facts = { a: assumeFacts(playbook.tunnel.a), b: assumeFacts(playbook.tunnel.b) };
  const plan = makePlan(playbook, facts, readTemplates(), { nowMs: Date.now() });
  return Array.from({ length: count }, (_each, index) => ({
    plan: { ...plan, captureId: index.toString(16).padStart(8, '0') },
    playbook: playbookOf(index),
    operator: 'bench',
    watch: 'told',
  }));
}

async function countPhase(database: Database, phase: string, worker?: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(
    'SELECT count(*) FROM flaptrap.captures WHERE phase = $1 AND ($2::text IS NULL OR worker = $2)',
    [phase, worker ?? null],
  );
  return Number(rows[0]?.count ?? 0);
}

async function until(what: string, isSo: () => Promise<boolean>, seconds: number): Promise<number> {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > seconds * 1000) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
  return (performance.now() - startedMs) / 1000;
}

const SILENT_UNTIL_DEAD_MS = 12_000;
const BATCH = 100;

async function benchWaiting(database: Database, count: number): Promise<void> {
  const first = hire();
  await first.ask({ do: 'open', folder: store, worker: 'waiting-1', out, targets: {}, sessionsMax: 1 });
  const orders = waitingOrders(count);
  for (let at = 0; at < orders.length; at += BATCH) await first.ask({ do: 'fill', orders: orders.slice(at, at + BATCH) });
  await until('all wait', async () => (await countPhase(database, 'waiting')) === count, 300);
  await sleep(5000);
  const [before, startedMs] = [await first.ask({ do: 'measure' }), performance.now()];
  await sleep(Number(values.seconds) * 1000);
  const after = await first.ask({ do: 'measure' });
  const core = (((after.cpuMs ?? 0) - (before.cpuMs ?? 0)) / (performance.now() - startedMs)) * 100;
  await first.kill();
  await sleep(SILENT_UNTIL_DEAD_MS);
  const second = hire();
  const openedMs = performance.now();
  await second.ask({ do: 'open', folder: store, worker: 'waiting-2', out, targets: {}, sessionsMax: 1 });
  await until('all are resumed', async () => (await countPhase(database, 'waiting', 'waiting-2')) === count, 120);
  const resumed = (performance.now() - openedMs) / 1000;
  await second.kill();
  await database.pool.query("UPDATE flaptrap.captures SET phase = 'ended'");
  goals.push(
    { name: `memory of a worker with ${count} waiting captures`, figure: after.rssMb ?? 0, unit: 'MB', limit: { atMost: 250 } },
    { name: 'its share of a core', figure: core, unit: '%', limit: { atMost: 5 } },
    { name: 'all resumed after a restart', figure: resumed, unit: 's', limit: { atMost: 10 } },
  );
}

interface Armed {
  seconds: number;
  disarmed: number;
  overlaps: number;
}

/** With `killed`, one of the workers dies while it arms. */
async function armAll(
  database: Database,
  labs: readonly Pair[],
  playbooks: readonly Playbook[],
  workers: number,
  killed = false,
): Promise<Armed> {
  const targets = Object.fromEntries(
    labs.flatMap((lab, index) => SIDES.map((side) => [`${side === 'a' ? 'hq' : 'br'}${index}`, targetOf(lab, side, index)])),
  );
  const overlaps = watchOverlaps(labs);
  const names = Array.from({ length: workers }, (_each, index) => `arming-${workers}${killed ? 'k' : ''}-${index}`);
  const staff = names.map(() => hire());
  await Promise.all(
    staff.map((child, index) => child.ask({ do: 'open', folder: store, worker: names[index] ?? '', out, targets, sessionsMax: SESSIONS })),
  );
  const startedMs = performance.now();
  const shares = staff.map((child, index) =>
    child.ask({ do: 'arm', playbooks: playbooks.filter((_each, number) => number % workers === index) }).catch(() => undefined),
  );
  if (killed) {
    await sleep(3000);
    await staff[0]?.kill();
  }
  const ids = (await Promise.all(shares)).flatMap((said) => said?.captureIds ?? []);
  await until('none is being armed', async () => (await countPhase(database, 'arming')) === 0, 900);
  const seconds = (performance.now() - startedMs) / 1000;
  await staff.at(-1)?.ask({ do: 'stop', captureIds: ids });
  const open = await database.pool.query<{ id: string }>("SELECT capture_id AS id FROM flaptrap.captures WHERE phase <> 'ended'");
  await staff.at(-1)?.ask({ do: 'stop', captureIds: open.rows.map(({ id }) => id) });
  await until('all have ended', async () => (await countPhase(database, 'ended')) === (await total(database)), 900);
  for (const child of staff) await child.kill();
  const clean = labs.filter(({ routers }) => SIDES.every((side) => isClean(routers[side]))).length;
  return { seconds, disarmed: clean, overlaps: overlaps() };
}

const SESSIONS = 8;

function targetOf(pair: Pair, side: Side, index: number): DeviceTarget {
  const { port, hostKeyFingerprint } = pair.servers[side];
  return {
    name: `${side === 'a' ? 'hq' : 'br'}${index}`,
    host: '127.0.0.1',
    port,
    ...ACCOUNT,
    hostKeys: { policy: 'pinned', fingerprint: hostKeyFingerprint },
    legacyAlgorithms: false,
    jumpHosts: [],
  };
}

/** Two sessions of ours on one router at once, ever. */
function watchOverlaps(labs: readonly Pair[]): () => number {
  let overlaps = 0;
  const timer = setInterval(() => {
    for (const lab of labs) for (const side of SIDES) if (sessionsOf(lab, side) > 1) overlaps += 1;
  }, 5);
  return () => {
    clearInterval(timer);
    return overlaps;
  };
}

/** EEM's own lines are nobody's session. */
function sessionsOf({ routers }: Pair, side: Side): number {
  return [...routers[side].lines.values()].filter((user) => user === ACCOUNT.username).length;
}

async function total(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>('SELECT count(*) FROM flaptrap.captures');
  return Number(rows[0]?.count ?? 0);
}

interface Pair {
  routers: Record<Side, Router>;
  servers: Record<Side, SshServer>;
  clock: LabClock;
}

const ACCOUNT = { username: 'ops', password: randomBytes(12).toString('hex') };

/** Every answer comes so late, as over a slow line. */
function lateBy(ms: number): Fault {
  return {
    makeOutput:
      () =>
      (bytes, { send }) =>
        void setTimeout(() => send(bytes), ms),
  };
}

async function openPair(index: number): Promise<Pair> {
  const { a, b } = playbookOf(index).tunnel;
  const clock = new LabClock({ startAtMs: Date.now(), speed: 1 });
  const spec = ({ name, address }: PlaybookPeer) => ({ hostname: name, address, platform: 'ios' as const, offsetMs: 0 });
  const routers = {
    a: switchOn({ ...spec(a), peerAddress: b.address }, clock),
    b: switchOn({ ...spec(b), peerAddress: a.address }, clock),
  };
  const fault = lateBy(Number(values['latency-ms']));
  const listen = (side: Side): Promise<SshServer> => SshServer.listen(routers[side], ACCOUNT, 0, fault);
  return { routers, servers: { a: await listen('a'), b: await listen('b') }, clock };
}

/** Nothing of flaptrap is on it. */
function isClean({ eem, debugs, conditions }: Router): boolean {
  return eem.applets.length + debugs.size + conditions.size === 0;
}

async function benchArming(database: Database, tunnels: number): Promise<void> {
  const labs = await Promise.all(Array.from({ length: tunnels }, (_each, index) => openPair(index)));
  const playbooks = labs.map((_lab, index) => playbookOf(index));
  const one = await armAll(database, labs, playbooks, 1);
  const three = await armAll(database, labs, playbooks, 3);
  const struck = await armAll(database, labs, playbooks, 3, true);
  for (const { clock, servers } of labs) {
    clock.stop();
    await Promise.all(SIDES.map((side) => servers[side].close()));
  }
  const perRouter = ({ seconds }: Armed): string => ((seconds * 1000) / (2 * tunnels)).toFixed(0);
  console.log(
    `${2 * tunnels} routers: ${perRouter(one)} ms a router with one worker, ${perRouter(three)} with three, ${SESSIONS} sessions each`,
  );
  goals.push(
    {
      name: 'routers left clean',
      figure: Math.min(one.disarmed, three.disarmed, struck.disarmed) * 2,
      unit: 'routers',
      limit: { atLeast: 2 * tunnels },
    },
    {
      name: 'sessions that overlapped on one router',
      figure: one.overlaps + three.overlaps + struck.overlaps,
      unit: 'times',
      limit: { atMost: 0 },
    },
    { name: 'time with three workers, of that with one', figure: three.seconds / one.seconds, unit: 'times', limit: { atMost: 0.8 } },
  );
}

// A bench that is stopped leaves no worker and no server behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void Promise.all(children.map((child) => child.kill()))
      .then(() => stopStore({ kind: 'embedded', folder: store }))
      .finally(() => process.exit(130));
  });

try {
  const database = await openDatabase({ kind: 'embedded', folder: store });
  if (values.only !== 'arming') await benchWaiting(database, Number(values.waiting));
  if (values.only !== 'waiting') await benchArming(database, Number(values.tunnels));
  printGoals(goals);
  await database.close();
  await stopStore({ kind: 'embedded', folder: store });
} finally {
  for (const child of children) await child.kill();
  rmSync(folder, { recursive: true, force: true });
}
