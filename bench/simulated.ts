/** Simulated time: seeded schedules of a fleet and of whole captures, with kills, faults and every order of events; a failing one is replayed from its seed and path. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import fc, { type IAsyncProperty } from 'fast-check';
import { parsePlaybook } from '../src/playbook/parse.ts';
import type { Playbook } from '../src/playbook/playbook.ts';
import { FLEET_PLAYBOOK_TEXT } from '../test/fleet/fleet-playbook.ts';
import { CAPTURE_STORY, playCapture, quickened } from '../test/simulated/capture-schedule.ts';
import { FLEET_STORY, playFleet } from '../test/simulated/fleet-schedule.ts';
import { printGoals } from './goal.ts';
import { readTemplates } from './templates.ts';

const { values } = parseArgs({
  options: {
    fleets: { type: 'string', default: '10000' },
    captures: { type: 'string', default: '300' },
    seed: { type: 'string' },
    path: { type: 'string' },
    only: { type: 'string' },
  },
});

function playbookOf(text: string): Playbook {
  const { playbook } = parsePlaybook(text, 'simulated.yaml');
  if (playbook === undefined) throw new Error('the playbook of the bench is wrong');
  return playbook;
}

const fleet = playbookOf(FLEET_PLAYBOOK_TEXT);
const tunnel = playbookOf(quickened(readFileSync('playbooks/tunnel-flaps.yaml', 'utf8')));
const templates = readTemplates();
const endings = new Map<string, number>();

const PLAYS = {
  fleets: fc.asyncProperty(FLEET_STORY, fc.scheduler(), async (story, scheduler) => {
    await playFleet(story, scheduler, fleet);
  }),
  captures: fc.asyncProperty(CAPTURE_STORY, fc.scheduler(), async (story, scheduler) => {
    const { ending } = await playCapture(story, scheduler, { playbook: tunnel, templates });
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }),
};

interface Played {
  runs: number;
  seconds: number;
  failures: number;
}

async function play(name: keyof typeof PLAYS, runs: number): Promise<Played> {
  if (values.only !== undefined && values.only !== name) return { runs: 0, seconds: 0, failures: 0 };
  const startedMs = performance.now();
  const details = await fc.check(PLAYS[name] as unknown as IAsyncProperty<[unknown, unknown]>, {
    numRuns: runs,
    endOnFailure: true,
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    ...(values.path === undefined ? {} : { path: values.path }),
  });
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(`${name}: ${details.numRuns} schedules in ${seconds.toFixed(0)} s, seed ${details.seed}`);
  if (details.failed) {
    console.log(
      `${String(details.errorInstance)}\nreplay it: npm run bench simulated -- --only ${name} --seed ${details.seed} --path ${details.counterexamplePath}`,
    );
  }
  return { runs: details.numRuns, seconds, failures: details.failed ? 1 : 0 };
}

const fleets = await play('fleets', Number(values.fleets));
const captures = await play('captures', Number(values.captures));
if (endings.size > 0) console.log(`captures ended: ${[...endings].map(([ending, count]) => `${count} ${ending}`).join(', ')}`);
if (values.path === undefined) {
  const wanted = values.only === undefined || values.only === 'fleets' ? 1 : 0;
  printGoals([
    { name: 'schedules of a fleet', figure: fleets.runs, unit: 'schedules', limit: { atLeast: wanted * Number(values.fleets) } },
    {
      name: 'schedules of whole captures',
      figure: captures.runs,
      unit: 'schedules',
      limit: { atLeast: values.only === 'fleets' ? 0 : Number(values.captures) },
    },
    { name: 'broken promises', figure: fleets.failures + captures.failures, unit: 'schedules', limit: { atMost: 0 } },
  ]);
} else process.exitCode = fleets.failures + captures.failures > 0 ? 1 : 0;
// Whoever was killed in a schedule left its limits of real time behind: minutes in which nothing happens.
process.exit();
