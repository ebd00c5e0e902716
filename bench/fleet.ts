/** A fleet on one database, in parts: what waiting captures and kept sessions cost, how a thousand routers are armed by one worker and by three, one of them killed, and what workers bring over slow lines. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../src/engine/database/database.ts';
import { stopStore } from '../src/engine/database/store-status.ts';
import { type Armed, type Arming, armAndDisarm } from './fleet/arming.ts';
import { Child } from './fleet/child.ts';
import { benchKept } from './fleet/kept.ts';
import type { Stage } from './fleet/stage.ts';
import { benchWaiting } from './fleet/waiting.ts';
import { type Goal, printGoals } from './goal.ts';
import { placeTemplates } from './templates.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    captures: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '60' },
    kept: { type: 'string', default: '50' },
    routers: { type: 'string', default: '1000' },
    'slow-routers': { type: 'string', default: '200' },
    'latency-ms': { type: 'string', default: '150' },
  },
});

/** Sessions of one worker at once. */
const SESSIONS = 8;
const FAST = { routers: Number(values.routers), latencyMs: 0, sessions: SESSIONS, isKilled: false };
const SLOW = { routers: Number(values['slow-routers']), latencyMs: Number(values['latency-ms']), sessions: SESSIONS, isKilled: false };

/** Each by itself takes some minutes. */
const PARTS: Record<string, (stage: Stage) => Promise<Goal[]>> = {
  waiting: (stage) => benchWaiting(stage, { captures: Number(values.captures), seconds: Number(values.seconds) }),
  kept: async (stage) => {
    await benchKept(stage, Number(values.kept));
    return [];
  },
  one: async (stage) => goalsOf((await armed(stage, { ...FAST, workers: 1 })).goals, 'one worker'),
  three: async (stage) => goalsOf((await armed(stage, { ...FAST, workers: 3 })).goals, 'three workers'),
  killed: async (stage) => goalsOf((await armed(stage, { ...FAST, workers: 3, isKilled: true })).goals, 'three workers, one killed'),
  slow: benchSlow,
};

async function armed(stage: Stage, arming: Arming): Promise<{ goals: Goal[]; perRouterMs: number }> {
  const done = await armAndDisarm(stage, arming);
  const perRouterMs = ((done.armSeconds + done.disarmSeconds) * 1000) / arming.routers;
  console.log(
    `${arming.routers} routers, ${arming.workers} ${arming.workers === 1 ? 'worker' : 'workers'} of ${arming.sessions} sessions each, ${arming.latencyMs} ms late: ` +
      `armed in ${done.armSeconds.toFixed(1)} s, disarmed in ${done.disarmSeconds.toFixed(1)} s, ${perRouterMs.toFixed(0)} ms a router`,
  );
  return { goals: goalsOfArmed(done, arming.routers), perRouterMs };
}

function goalsOfArmed({ armed: armedRouters, clean, overlaps }: Armed, routers: number): Goal[] {
  return [
    { name: 'routers armed', figure: armedRouters, unit: 'routers', limit: { atLeast: routers } },
    { name: 'routers left clean', figure: clean, unit: 'routers', limit: { atLeast: routers } },
    { name: 'sessions that overlapped on one router', figure: overlaps, unit: 'times', limit: { atMost: 0 } },
  ];
}

function goalsOf(goals: readonly Goal[], by: string): Goal[] {
  return goals.map((goal) => ({ ...goal, name: `${by}: ${goal.name}` }));
}

/** Where lines are slow, whoever has more sessions is sooner done. */
async function benchSlow(stage: Stage): Promise<Goal[]> {
  const one = await armed(stage, { ...SLOW, workers: 1 });
  const three = await armed(stage, { ...SLOW, workers: 3 });
  const share = three.perRouterMs / one.perRouterMs;
  return [
    ...goalsOf(one.goals, 'slow lines, one worker'),
    ...goalsOf(three.goals, 'slow lines, three workers'),
    { name: 'time a router with three workers, of that with one', figure: share, unit: 'times', limit: { atMost: 0.8 } },
  ];
}

async function runParts(names: readonly string[], folder: string): Promise<void> {
  const store = join(folder, 'store');
  const database = await openDatabase({ kind: 'embedded', folder: store });
  try {
    const goals: Goal[] = [];
    for (const name of names) goals.push(...((await PARTS[name]?.({ folder: store, out: join(folder, 'out'), database })) ?? []));
    printGoals(goals);
  } finally {
    await Child.killAll();
    await database.close();
    await stopStore({ kind: 'embedded', folder: store });
  }
}

const names = values.part?.split(',') ?? Object.keys(PARTS);
const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`there is no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
placeTemplates();
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-fleet-'));
// For root the database's own user enters it.
chmodSync(folder, 0o711);
// A bench that is stopped leaves no worker and no server behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void Child.killAll()
      .then(() => stopStore({ kind: 'embedded', folder: join(folder, 'store') }))
      .finally(() => {
        rmSync(folder, { recursive: true, force: true });
        process.exit(130);
      });
  });
try {
  await runParts(names, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
