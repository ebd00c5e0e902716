/** Does a capture out of a store survive: workers, PostgreSQL, disks, network, clocks and routers struck at seeded moments; another worker always ends it. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { medianOf, printGoals } from './goal.ts';
import { LabClient } from './kill/lab-client.ts';
import { Network } from './kill/network.ts';
import { isChosen, playAll, readOptions, SPEED } from './kill/options.ts';
import { learnReference, type Reference } from './kill/reference.ts';
import { makeStage, tell } from './kill/stage.ts';
import { drawStored, type StoredPoint } from './kill/stored-points.ts';
import { playStored } from './kill/stored-scene.ts';
import { STORED_STRIKES } from './kill/stored-strikes.ts';
import { printRows } from './kill/table.ts';

interface Played {
  point: StoredPoint;
  failures: string[];
  endedMs: number | undefined;
  folder: string;
}

/** One point by itself, on two cores. */
const POINT_SECONDS = 45;

const LOST = /^evidence lost/;
const TWICE = /armed twice/;
const LEFT = /^(?:left|not ended): /;

const HEAD = ['strike', 'points', 'held', 'evidence lost', 'armed twice', 'left armed', 'ended after, median', 'longest'];

const played: Played[] = [];
// Whoever stops it sees what has been played so far.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
const options = readOptions('points', 100);
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-stored-'));
// For root the database has a user of its own.
chmodSync(folder, 0o711);
const reference = await learnReference(options, join(folder, 'reference'), SPEED);
const { points: drawn, skipped } = drawStored(options.count, options.seed);
const points = drawn.filter(({ number }) => isChosen(options, number));
const startedMs = performance.now();
for (const line of skipped) console.log(line);
console.log(
  `${points.length} points, ${options.workers} at a time: about ${Math.ceil((points.length * POINT_SECONDS) / options.workers / 60)} minutes`,
);
await playAll(points, options.workers, async (point) => played.push(await play(point, reference)));
report(played);

async function play(point: StoredPoint, known: Reference): Promise<Played> {
  const home = join(folder, `point-${point.number}`);
  await using lab = await LabClient.start(options.seed * 1000 + point.number, SPEED);
  await using network = await Network.open(lab.ports);
  const stage = makeStage(lab, home, options, network.ports);
  chmodSync(home, 0o711);
  const failures: string[] = [];
  let endedMs: number | undefined;
  try {
    tell(stage, JSON.stringify(point));
    const ended = await playStored(point, stage, network, known);
    endedMs = ended.endedMs;
    failures.push(...new Set(ended.failures));
  } catch (error) {
    failures.push(`the proof itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  writeFileSync(join(home, 'story.txt'), [...stage.story, ...failures.map((why) => `FAILED: ${why}`)].join('\n'));
  if (failures.length === 0) rmSync(home, { recursive: true, force: true });
  else console.log(`point ${point.number} ${point.strike}: ${failures.join('; ')}`);
  return { point, failures, endedMs, folder: home };
}

function report(all: readonly Played[]): void {
  console.log(
    printRows(
      HEAD,
      [...new Set(all.map(({ point }) => point.strike))].map((strike) => rowOf(strike, all)),
    ),
  );
  const failed = all.filter(({ failures }) => failures.length > 0);
  for (const { point, failures, folder: home } of failed) {
    console.log(`\npoint ${point.number} (--seed ${options.seed} --only ${point.number}): ${JSON.stringify(point)}; ${home}`);
    for (const why of failures) console.log(`  ${why}`);
  }
  if (failed.length === 0 && all.length === points.length) rmSync(folder, { recursive: true, force: true });
  const kills = all.filter(({ point }) => STORED_STRIKES[point.strike].isKill).length;
  console.log(`\n${all.length} points in ${Math.ceil((performance.now() - startedMs) / 60_000)} minutes, ${kills} of them by kill -9`);
  printGoals([
    { name: 'stored points that hold', figure: all.length - failed.length, unit: `of ${all.length}`, limit: { atLeast: all.length } },
    { name: 'evidence lost', figure: countOf(all, LOST), unit: 'points', limit: { atMost: 0 } },
    { name: 'armed twice', figure: countOf(all, TWICE), unit: 'points', limit: { atMost: 0 } },
    { name: 'left armed', figure: countOf(all, LEFT), unit: 'points', limit: { atMost: 0 } },
  ]);
}

function stop(): void {
  if (played.length > 0) report(played);
  process.exit(130);
}

function rowOf(strike: StoredPoint['strike'], all: readonly Played[]): string[] {
  const own = all.filter(({ point }) => point.strike === strike);
  const ended = own.flatMap(({ endedMs }) => (endedMs === undefined ? [] : [endedMs / 1000]));
  const seconds = (figure: number): string => (Number.isFinite(figure) ? `${figure.toFixed(1)} s` : '');
  const held = own.filter(({ failures }) => failures.length === 0).length;
  const counts = [own.length, held, countOf(own, LOST), countOf(own, TWICE), countOf(own, LEFT)];
  return [strike, ...counts.map(String), seconds(medianOf(ended)), seconds(Math.max(...ended))];
}

function countOf(played: readonly Played[], what: RegExp): number {
  return played.filter(({ failures }) => failures.some((why) => what.test(why))).length;
}
