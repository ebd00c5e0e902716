/** Two runs on one tunnel within a second: exactly one arms, the other says who holds it, and nothing of the loser is left. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../src/lab/random.ts';
import { printGoals } from './goal.ts';
import { LabClient } from './kill/lab-client.ts';
import { isChosen, playAll, readOptions, SPEED } from './kill/options.ts';
import { type Outcome, race, type Start } from './kill/race.ts';
import { learnReference } from './kill/reference.ts';
import { makeStage } from './kill/stage.ts';
import { printTable } from './kill/table.ts';

/** Two people start within a second of each other. */
const APART_MS = 1000;
/** Columns of the table, in ms. */
const STEP_MS = 250;

interface Raced {
  start: Start;
  outcome: Outcome;
  folder: string;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const options = readOptions('starts', 50);
const folder = mkdtempSync(join(tmpdir(), 'flaptrap-race-'));
const reference = await learnReference(options, join(folder, 'reference'), SPEED);
const chosen = drawStarts(options.count).filter(({ number }) => isChosen(options, number));
report(await playAll(chosen, options.workers, play));

/** Every other pair shares a state folder, as two windows of one person do; the rest are two persons. */
function drawStarts(count: number): Start[] {
  const random = seeded(options.seed);
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    apartMs: Math.floor(random() * (APART_MS + 1)),
    states: random() < 0.5 ? 'one' : 'two',
  }));
}

async function play(start: Start): Promise<Raced> {
  const home = join(folder, `start-${start.number}`);
  await using lab = await LabClient.start(options.seed * 1000 + start.number, SPEED);
  const stage = makeStage(lab, home, options);
  const outcome = await race(stage, reference, start).catch(
    (error: unknown): Outcome => ({ armed: -1, failures: [`the proof itself failed: ${String(error)}`] }),
  );
  writeFileSync(join(home, 'story.txt'), [...stage.story, ...outcome.failures.map((why) => `FAILED: ${why}`)].join('\n'));
  if (outcome.failures.length === 0) rmSync(home, { recursive: true, force: true });
  return { start, outcome, folder: home };
}

function report(raced: readonly Raced[]): void {
  const columnOf = (apartMs: number): string => `from ${Math.min(Math.floor(apartMs / STEP_MS), 3) * STEP_MS} ms`;
  const cells = raced.map(({ start, outcome }) => ({
    row: `${start.states} state folder${start.states === 'two' ? 's' : ''}`,
    column: columnOf(start.apartMs),
    isOk: outcome.failures.length === 0,
  }));
  const columns = [0, 1, 2, 3].map((step) => columnOf(step * STEP_MS));
  console.log(printTable(cells, ['one state folder', 'two state folders'], columns, 'starts held'));
  const failed = raced.filter(({ outcome }) => outcome.failures.length > 0);
  for (const { start, outcome, folder: home } of failed) {
    console.log(
      `\nstart ${start.number} (--seed ${options.seed} --only ${start.number}): ${start.apartMs} ms apart, ${start.states} state; ${home}`,
    );
    for (const why of outcome.failures) console.log(`  ${why}`);
  }
  if (failed.length === 0) rmSync(folder, { recursive: true, force: true });
  const once = raced.filter(({ outcome }) => outcome.armed === 1).length;
  console.log('');
  printGoals([
    { name: 'starts that hold', figure: raced.length - failed.length, unit: `of ${raced.length}`, limit: { atLeast: raced.length } },
    { name: 'starts with exactly one armed', figure: once, unit: `of ${raced.length}`, limit: { atLeast: raced.length } },
  ]);
}
