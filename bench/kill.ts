/** Does a capture survive being struck: kill -9, a closed terminal, closed pipes, full disks, signals, at seeded moments of every phase. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printGoals } from './goal.ts';
import { followStrike } from './kill/after-strike.ts';
import { type Disk, mountDisk } from './kill/disk.ts';
import { LabClient } from './kill/lab-client.ts';
import { isChosen, playAll, readOptions, SPEED } from './kill/options.ts';
import { PHASES } from './kill/phases.ts';
import { drawPoints, type Point } from './kill/points.ts';
import { learnReference, type Reference } from './kill/reference.ts';
import { makeScene } from './kill/scene.ts';
import { makeStage, tell } from './kill/stage.ts';
import { type Struck, strikePoint } from './kill/strike-point.ts';
import { STRIKES } from './kill/strikes.ts';
import { printTable } from './kill/table.ts';

interface Played {
  point: Point;
  struck: Struck;
  failures: string[];
  folder: string;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const options = readOptions('points', 60);
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-kill-'));
const { points, skipped } = drawPoints(options.count, options.seed, folder);
for (const line of skipped) console.log(line);
const reference = await learnReference(options, join(folder, 'reference'), SPEED);
const chosen = points.filter(({ number }) => isChosen(options, number));
const played = await playAll(chosen, options.workers, (point) => play(point, reference));
report(played);

async function play(point: Point, reference: Reference): Promise<Played> {
  const home = join(folder, `point-${point.number}`);
  await using lab = await LabClient.start(options.seed * 1000 + point.number, SPEED);
  const stage = makeStage(lab, home, options);
  using disk = diskOf(point, home);
  const scene = makeScene(point, stage, reference, disk);
  let struck: Struck = 'never';
  try {
    tell(stage, JSON.stringify(point));
    struck = await strikePoint(scene);
    await followStrike(scene);
  } catch (error) {
    scene.failures.push(`the proof itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  const failures = [...new Set(scene.failures)];
  writeFileSync(join(home, 'story.txt'), [...stage.story, ...failures.map((why) => `FAILED: ${why}`)].join('\n'));
  if (failures.length === 0) {
    disk?.[Symbol.dispose]();
    rmSync(home, { recursive: true, force: true });
  }
  return { point, struck, failures, folder: home };
}

function diskOf({ strike }: Point, home: string): Disk | undefined {
  const place = { 'disk of captures': 'captures', 'disk of state': 'state' }[STRIKES[strike].on as string];
  if (place === undefined) return undefined;
  mkdirSync(home, { recursive: true });
  return mountDisk(join(home, place));
}

function report(played: readonly Played[]): void {
  const cells = played.map(({ point, failures }) => ({ row: point.phase, column: point.strike, isOk: failures.length === 0 }));
  const columns = Object.keys(STRIKES).filter((id) => cells.some(({ column }) => column === id));
  console.log(printTable(cells, Object.keys(PHASES), columns, 'phase, points held'));
  const failed = played.filter(({ failures }) => failures.length > 0);
  for (const { point, failures, folder: home, struck } of failed) {
    const { number, phase, strike, command, delayMs, followUp } = point;
    console.log(
      `\npoint ${number} (--seed ${options.seed} --only ${number}): ${command}, ${strike} ${delayMs} ms into ${phase} (${struck}), then ${followUp}; ${home}`,
    );
    for (const why of failures) console.log(`  ${why}`);
  }
  if (failed.length === 0) rmSync(folder, { recursive: true, force: true });
  const inTime = played.filter(({ struck }) => struck === 'in time').length;
  console.log('');
  printGoals([
    { name: 'points that hold', figure: played.length - failed.length, unit: `of ${played.length}`, limit: { atLeast: played.length } },
    { name: 'struck in their phase', figure: inTime / played.length, unit: 'of all', limit: { atLeast: 0.75 } },
    { name: 'evidence lost', figure: countOf(failed, /^evidence lost/), unit: 'points', limit: { atMost: 0 } },
    { name: 'armed twice', figure: countOf(failed, /armed twice/), unit: 'points', limit: { atMost: 0 } },
    { name: 'status untrue', figure: countOf(failed, /^status /), unit: 'points', limit: { atMost: 0 } },
  ]);
}

function countOf(failed: readonly Played[], what: RegExp): number {
  return failed.filter(({ failures }) => failures.some((why) => what.test(why))).length;
}
