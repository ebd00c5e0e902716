/** Does a capture survive by construction: worker and database killed together at each thing that an undisturbed capture was seen to make durable. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PHASES } from '../src/engine/engine.ts';
import { STEPS } from '../src/engine/steps.ts';
import { printGoals } from './goal.ts';
import { LabClient } from './kill/lab-client.ts';
import { type Mark, type Moment, marksMet, untilMark, wantAgain, watchMarks } from './kill/marks.ts';
import { Network } from './kill/network.ts';
import { isChosen, playAll, readOptions, SPEED } from './kill/options.ts';
import { learnReference } from './kill/reference.ts';
import { ROADS, type RoadId } from './kill/roads.ts';
import { makeStage, tell } from './kill/stage.ts';
import type { StoredPoint } from './kill/stored-points.ts';
import { type Course, type DrawnScene, playStored, strike } from './kill/stored-scene.ts';
import { ask, killDatabase, startHelper } from './kill/stored-stage.ts';
import { printRows } from './kill/table.ts';

interface Strike extends Mark {
  number: number;
  road: RoadId;
}

const MARK_MS = 120_000;
/** So many things at least are made durable where what was begun is put back. */
const THINGS_MAX = 12;
const AGAIN_MS = 40_000;
const LOOK_MS = 50;
const NEVER = new AbortController().signal;
const NEVER_CAME = 'it never came by there';
const MOMENTS: readonly Moment[] = ['before', 'behind'];

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const options = readOptions('points', 1000);
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-marks-'));
chmodSync(folder, 0o711);
const reference = await learnReference(options, join(folder, 'reference'), SPEED);
const learnt = options.mark === undefined ? await learnRoads() : new Map<RoadId, string[]>([['sprung', [options.mark]]]);
const strikes = spread(strikesOf(learnt), options.count).filter(({ number }) => isChosen(options, number));
console.log(`${strikes.length} strikes, ${options.workers} at a time`);
const failed: string[] = [];
let inTime = 0;
let again = 0;
await playAll(strikes, options.workers, playOne);
report();

async function learnRoads(): Promise<Map<RoadId, string[]>> {
  const marks = new Map<RoadId, string[]>();
  const roads = Object.keys(ROADS) as RoadId[];
  await playAll(roads, options.workers, async (road) => {
    let met: string[] = [];
    const failures = await play(`road-${road}`, 0, road, undefined, (found) => (met = found));
    if (failures.length > 0) throw new Error(`undisturbed, the road ${road} fails: ${failures.join('; ')}`);
    marks.set(road, met);
  });
  return marks;
}

/** What two roads pass by is struck on the first. */
function strikesOf(marks: ReadonlyMap<RoadId, readonly string[]>): Strike[] {
  const seen = new Set<string>();
  const own = (Object.keys(ROADS) as RoadId[]).flatMap((road) =>
    (marks.get(road) ?? []).filter((mark) => !seen.has(mark) && seen.add(mark)).map((mark) => ({ road, mark })),
  );
  return own.flatMap((each) => MOMENTS.map((moment) => ({ ...each, moment }))).map((each, index) => ({ ...each, number: index + 1 }));
}

/** So many, as far from each other as can be. */
function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / Math.max(1, count));
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step)).slice(0, count);
}

async function playOne(struck: Strike): Promise<void> {
  const failures = await play(`strike-${struck.number}`, struck.number, struck.road, struck);
  if (!failures.includes(NEVER_CAME)) inTime += 1;
  const wrong = failures.filter((why) => why !== NEVER_CAME);
  const name = `strike ${struck.number} (--only ${struck.number}): ${struck.road}, ${struck.moment} "${struck.mark}"`;
  console.log(`${name}: ${failures.length === 0 ? 'held' : failures.join('; ')}`);
  failed.push(...wrong.map((why) => `${name}: ${why}`));
}

async function play(
  name: string,
  number: number,
  road: RoadId,
  mark: Mark | undefined,
  onMarks?: (marks: string[]) => void,
): Promise<string[]> {
  const home = join(folder, name);
  await using lab = await LabClient.start(options.seed * 1000 + number, SPEED);
  await using network = await Network.open(lab.ports);
  const stage = makeStage(lab, home, options, network.ports);
  chmodSync(home, 0o711);
  // Of one mark alone a single capture is enough.
  if (options.mark === undefined) ROADS[road].prepare(stage);
  const failures: string[] = [];
  const course: Course = {
    prepare: (database) => watchMarks(database, mark),
    walk: (scene, signal) => ROADS[road].walk(scene, signal),
    strike: async (scene) => {
      if (mark === undefined) return;
      const over = new AbortController();
      void scene.workers[0]?.ended.then(() => over.abort());
      if (await untilMark(scene.place, MARK_MS, over.signal)) await strike(scene);
      else failures.push(NEVER_CAME);
      if (options.isTwice) await strikeAgain(scene, 1 + (number % THINGS_MAX));
    },
    isOver: async (place) => {
      const open = await ask(place, "SELECT 1 FROM dbos.workflow_status WHERE status IN ('PENDING', 'ENQUEUED', 'DELAYED')");
      if (open?.length !== 0) return false;
      onMarks?.((await marksMet(place)) ?? []);
      return true;
    },
  };
  try {
    tell(stage, JSON.stringify({ road, ...mark }));
    failures.push(...new Set((await playStored(pointOf(number, mark), stage, network, reference, course)).failures));
  } catch (error) {
    failures.push(`the proof itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  writeFileSync(join(home, 'story.txt'), [...stage.story, ...failures.map((why) => `FAILED: ${why}`)].join('\n'));
  if (failures.length === 0) rmSync(home, { recursive: true, force: true });
  return failures;
}

/** The next worker, and the database that it has started, while it goes on; one that has ended all before that is let be. */
async function strikeAgain(scene: DrawnScene, things: number): Promise<void> {
  const { place, workers, stage } = scene;
  startHelper(scene);
  const untilMs = performance.now() + MARK_MS;
  while (!(await wantAgain(place, things)) && performance.now() < untilMs) await sleep(LOOK_MS);
  const isHeld = await untilMark(place, AGAIN_MS, NEVER);
  again += isHeld ? 1 : 0;
  tell(stage, isHeld ? `strikes again, at thing ${things}` : `nothing to strike again: fewer than ${things} things`);
  for (const worker of workers) worker.send('SIGKILL');
  killDatabase(place);
}

/** Undisturbed nobody stands by; behind a strike another worker comes, as after a restart of the host. */
function pointOf(number: number, mark: Mark | undefined): StoredPoint {
  return { number, strike: 'kill both', delayMs: 0, helper: mark === undefined ? 'nobody' : 'behind', side: 'a', lastsMs: 0, form: 0 };
}

function report(): void {
  const all = [...learnt.values()].flat();
  const isLearnt = options.mark === undefined;
  const phases = isLearnt ? PHASES.filter((phase) => !all.some((mark) => mark.includes(`, ${phase}: `))) : [];
  const steps = STEPS.filter((step) => !all.some((mark) => mark.endsWith(`: step ${step} is done`)));
  for (const step of isLearnt ? steps : []) console.log(`no road leads by the step ${step}`);
  console.log(
    printRows(
      ['road', 'marks'],
      [...learnt].map(([road, marks]) => [road, String(marks.length)]),
    ),
  );
  if (options.isTwice) console.log(`${again} of ${strikes.length} were struck again`);
  for (const why of failed) console.log(why);
  if (failed.length === 0) rmSync(folder, { recursive: true, force: true });
  const held = strikes.length - new Set(failed.map((why) => why.split(' (')[0])).size;
  printGoals([
    { name: 'marks that hold', figure: held, unit: `of ${strikes.length}`, limit: { atLeast: strikes.length } },
    { name: 'struck at their mark', figure: inTime, unit: `of ${strikes.length}`, limit: { atLeast: Math.ceil(strikes.length * 0.9) } },
    { name: 'phases that no road leads by', figure: phases.length, unit: 'phases', limit: { atMost: 0 } },
    { name: 'evidence lost', figure: countOf(/: evidence lost/), unit: 'strikes', limit: { atMost: 0 } },
    { name: 'armed twice', figure: countOf(/armed twice/), unit: 'strikes', limit: { atMost: 0 } },
    { name: 'left armed', figure: countOf(/: (?:left|not ended): /), unit: 'strikes', limit: { atMost: 0 } },
  ]);
}

function countOf(what: RegExp): number {
  return failed.filter((why) => what.test(why)).length;
}
