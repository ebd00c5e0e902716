/** Arming many routers by one worker or by several, of which one may die in the middle; then all are disarmed. */
import { openLabs } from './labs.ts';
import { playbookOf } from './playbooks.ts';
import { clear, countPhase, hire, type Stage, until, type Worker } from './stage.ts';

export interface Arming {
  routers: number;
  workers: number;
  latencyMs: number;
  /** A worker may have so many open at once. */
  sessions: number;
  /** One worker is killed when a third of the tunnels is armed. */
  isKilled: boolean;
}

export interface Armed {
  /** Until every router was armed, and until every one was disarmed behind that. */
  armSeconds: number;
  disarmSeconds: number;
  armed: number;
  clean: number;
  overlaps: number;
  logins: number;
}

const PATIENCE_SECONDS = 1500;

export async function armAndDisarm(stage: Stage, arming: Arming): Promise<Armed> {
  const tunnels = arming.routers / 2;
  const labs = await openLabs(tunnels, arming.latencyMs);
  const staff: Worker[] = [];
  for (let number = 0; number < arming.workers; number += 1)
    staff.push(await hire(stage, { targets: labs.targets, sessionsMax: arming.sessions }));
  const startedMs = performance.now();
  await armAll(stage, staff, { ...arming, tunnels });
  const { armed } = await labs.look();
  const armedMs = performance.now();
  await staff.at(-1)?.ask({ do: 'stop', captureIds: await openCaptures(stage) });
  await until('all have ended', async () => (await openCaptures(stage)).length === 0, PATIENCE_SECONDS);
  const disarmedMs = performance.now();
  const { clean, overlaps, logins, rssMb } = await labs.look();
  console.log(`labs: ${arming.routers} routers take ${rssMb.toFixed(0)} MB; ${logins} logins`);
  await Promise.all([...staff.map((worker) => worker.kill()), labs.close()]);
  await clear(stage);
  return { armSeconds: (armedMs - startedMs) / 1000, disarmSeconds: (disarmedMs - armedMs) / 1000, armed, clean, overlaps, logins };
}

/** What the dead one had in hand is put back or taken over; what it had not begun is armed by the others. */
async function armAll(
  stage: Stage,
  staff: readonly Worker[],
  { tunnels, isKilled, sessions }: Arming & { tunnels: number },
): Promise<void> {
  const all = Array.from({ length: tunnels }, (_each, number) => number);
  const shares = staff.map((worker, index) => {
    const playbooks = all.filter((number) => number % staff.length === index).map(playbookOf);
    return worker.ask({ do: 'arm', playbooks, watch: 'told', round: 1, atOnce: sessions });
  });
  const [first, second] = staff;
  if (isKilled) {
    shares[0]?.catch(() => undefined);
    await until('a third is armed', async () => (await countPhase(stage, 'waiting')) >= tunnels / 3, PATIENCE_SECONDS);
    await first?.kill();
  }
  await Promise.all(isKilled ? shares.slice(1) : shares);
  await until(
    'none is being armed',
    async () => (await countPhase(stage, 'waiting')) === (await openCaptures(stage)).length,
    PATIENCE_SECONDS,
  );
  if (!isKilled) return;
  const armed = await armedTunnels(stage);
  const left = all.filter((number) => !armed.has(`hq${number}`));
  console.log(`the dead worker left ${left.length} tunnels of ${tunnels} that were not armed: another arms them`);
  await second?.ask({ do: 'arm', playbooks: left.map(playbookOf), watch: 'told', round: 2, atOnce: sessions });
  await until('all are armed', async () => (await countPhase(stage, 'waiting')) === tunnels, PATIENCE_SECONDS);
}

async function openCaptures({ database }: Stage): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>("SELECT capture_id AS id FROM flaptrap.captures WHERE phase <> 'ended'");
  return rows.map(({ id }) => id);
}

/** By the names of their first routers. */
async function armedTunnels({ database }: Stage): Promise<Set<string>> {
  const { rows } = await database.pool.query<{ name: string }>(
    "SELECT state #>> '{peers,a,name}' AS name FROM flaptrap.captures WHERE phase = 'waiting'",
  );
  return new Set(rows.map(({ name }) => name));
}
