/** Does nothing outlive its lease with flaptrap gone for good: killed at seeded moments of arming and waiting, with and without a store, and nobody comes back. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOf } from '../src/engine/database/place.ts';
import { stopServer } from '../src/engine/database/server.ts';
import { printGoals } from './goal.ts';
import { LabClient } from './kill/lab-client.ts';
import { differencesOfBoth, rolesOf } from './kill/lab-state.ts';
import { isChosen, playAll, readOptions, SPEED } from './kill/options.ts';
import { endWithin, startProgram } from './kill/program.ts';
import { areArmed, learnReference, type Reference } from './kill/reference.ts';
import { argumentsOf, makeStage, type Stage, tell } from './kill/stage.ts';

interface Point {
  number: number;
  /** Killed when both stand armed, or so long after the start. */
  when: 'armed' | number;
  isStored: boolean;
}

/** The lease of the stage's playbook, and as long again for the guards, which come again and again. */
const LEASE_MS = 2 * 3_600_000;
const START_SPAN_MS = 9000;
const PATIENCE_MS = 60_000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const options = readOptions('points', 12);
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-lease-'));
chmodSync(folder, 0o711);
const reference = await learnReference(options, join(folder, 'reference'), SPEED);
const points = draw(options.count, options.seed).filter(({ number }) => isChosen(options, number));
const played = await playAll(points, options.workers, async (point) => ({ point, ...(await play(point, reference)) }));
report();

/** A third is killed armed; the others anywhere from the first login on. */
function draw(count: number, seed: number): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const part = ((index * 2_654_435_761 + seed * 40_503) % 1000) / 1000;
    return { number: index + 1, when: index % 3 === 0 ? 'armed' : Math.floor(part * START_SPAN_MS), isStored: index % 2 === 1 };
  });
}

async function play(point: Point, known: Reference): Promise<{ failures: string[]; held: number }> {
  const home = join(folder, `point-${point.number}`);
  await using lab = await LabClient.start(options.seed * 1000 + point.number, SPEED);
  const stage = makeStage(lab, home, options);
  chmodSync(home, 0o711);
  const held = await abandon(point, stage, known);
  await lab.advance(2 * LEASE_MS);
  const left = differencesOfBoth(known.before, (await lab.look()).state);
  writeFileSync(join(home, 'story.txt'), [...stage.story, ...left].join('\n'));
  if (left.length === 0) rmSync(home, { recursive: true, force: true });
  return { failures: left, held };
}

/** Gives how many applets stood when it died. */
async function abandon({ when, isStored }: Point, stage: Stage, known: Reference): Promise<number> {
  const store = join(stage.folder, 'store');
  const program = startProgram(stage.surroundings, [...argumentsOf(stage, ['run']), ...(isStored ? ['--store', store] : [])]);
  if (when === 'armed') await stage.lab.until((state) => areArmed(known, state), PATIENCE_MS);
  else await sleep(when);
  program.send('SIGKILL');
  await endWithin(program, PATIENCE_MS);
  if (isStored) await stopServer(placeOf(store, process.getuid?.()));
  const { state } = await stage.lab.look();
  tell(stage, `${program.said}\nkilled; applets: ${[...state.a.applets, ...state.b.applets].join(' ')}`);
  return rolesOf(state.a).length + rolesOf(state.b).length;
}

function report(): void {
  for (const { point, failures } of played)
    if (failures.length > 0) console.log(`point ${point.number} ${JSON.stringify(point)}: ${failures.join('; ')}`);
  const clean = played.filter(({ failures }) => failures.length === 0).length;
  if (clean === played.length) rmSync(folder, { recursive: true, force: true });
  console.log(`${played.length} captures abandoned, ${played.filter(({ held }) => held > 0).length} of them with applets on a router`);
  printGoals([{ name: 'clean at the end of the lease', figure: clean, unit: `of ${played.length}`, limit: { atLeast: played.length } }]);
}
