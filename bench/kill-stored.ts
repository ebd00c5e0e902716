/** Does a capture out of a store survive: workers killed, stopped and woken, PostgreSQL killed, routers that restart, at seeded moments; another worker always ends it. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printGoals } from './goal.ts';
import { LabClient } from './kill/lab-client.ts';
import { isChosen, playAll, readOptions, SPEED } from './kill/options.ts';
import { learnReference, type Reference } from './kill/reference.ts';
import { makeStage, tell } from './kill/stage.ts';
import { drawStored, type StoredPoint } from './kill/stored-points.ts';
import { playStored } from './kill/stored-scene.ts';
import { printTable } from './kill/table.ts';

interface Played {
  point: StoredPoint;
  failures: string[];
  tookMs: number;
  folder: string;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const options = readOptions('points', 24);
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-stored-'));
// For root the database has a user of its own.
chmodSync(folder, 0o711);
const reference = await learnReference(options, join(folder, 'reference'), SPEED);
const points = drawStored(options.count, options.seed).filter(({ number }) => isChosen(options, number));
const played = await playAll(points, options.workers, (point) => play(point, reference));
report(played);

async function play(point: StoredPoint, known: Reference): Promise<Played> {
  const home = join(folder, `point-${point.number}`);
  await using lab = await LabClient.start(options.seed * 1000 + point.number, SPEED);
  const stage = makeStage(lab, home, options);
  chmodSync(home, 0o711);
  const startedMs = performance.now();
  const failures: string[] = [];
  try {
    tell(stage, JSON.stringify(point));
    failures.push(...(await playStored(point, stage, known)));
  } catch (error) {
    failures.push(`the proof itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  writeFileSync(join(home, 'story.txt'), [...stage.story, ...failures.map((why) => `FAILED: ${why}`)].join('\n'));
  if (failures.length === 0) rmSync(home, { recursive: true, force: true });
  return { point, failures, tookMs: performance.now() - startedMs, folder: home };
}

function report(all: readonly Played[]): void {
  const cells = all.map(({ point, failures }) => ({ row: point.strike, column: point.helper, isOk: failures.length === 0 }));
  console.log(
    printTable(cells, [...new Set(cells.map(({ row }) => row))], [...new Set(cells.map(({ column }) => column))], 'strike, points held'),
  );
  const failed = all.filter(({ failures }) => failures.length > 0);
  for (const { point, failures, folder: home } of failed) {
    console.log(`\npoint ${point.number} (--seed ${options.seed} --only ${point.number}): ${JSON.stringify(point)}; ${home}`);
    for (const why of failures) console.log(`  ${why}`);
  }
  if (failed.length === 0) rmSync(folder, { recursive: true, force: true });
  console.log('');
  const countOf = (what: RegExp): number => failed.filter(({ failures }) => failures.some((why) => what.test(why))).length;
  printGoals([
    { name: 'stored points that hold', figure: all.length - failed.length, unit: `of ${all.length}`, limit: { atLeast: all.length } },
    { name: 'evidence lost', figure: countOf(/^evidence lost/), unit: 'points', limit: { atMost: 0 } },
    { name: 'armed twice', figure: countOf(/armed twice/), unit: 'points', limit: { atMost: 0 } },
    { name: 'left armed', figure: countOf(/^left: /), unit: 'points', limit: { atMost: 0 } },
  ]);
}
