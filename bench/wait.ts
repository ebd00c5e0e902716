/** A wait on simulated routers: what a day of it costs them and this process, in a day made short and, at the speed of real routers, for some minutes. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { arm } from '../src/capture/arm.ts';
import { SYSTEM_CLOCK } from '../src/capture/clock.ts';
import type { CaptureContext } from '../src/capture/context.ts';
import { disarm } from '../src/capture/disarm.ts';
import { FileStore } from '../src/capture/file-store.ts';
import { openCapture } from '../src/capture/open-capture.ts';
import { survey } from '../src/capture/survey.ts';
import { waitForSpring } from '../src/capture/wait.ts';
import { SIDES } from '../src/ipsec/side.ts';
import { type Lab, startLab } from '../src/lab/lab.ts';
import { makePlan } from '../src/playbook/make-plan.ts';
import { parsePlaybook } from '../src/playbook/parse.ts';
import type { Playbook } from '../src/playbook/playbook.ts';
import { labTargets } from '../src/run/open-lab.ts';
import { type Goal, printGoals } from './goal.ts';
import { readTemplates } from './templates.ts';
import { type Heard, openLedger } from './wait/ledger.ts';
import { patientClock } from './wait/patient-clock.ts';

const DAY_MINUTES = 1440;
const START_AT_MS = Date.UTC(2026, 0, 5, 3, 0, 0);
/** Of the heap behind a collection, after everything has been used once. */
const GROWTH_KB_PER_HOUR_MAX = 512;
const BASE = `name: wait
tunnel:
  a: { name: hq, host: 127.0.0.1, port: 2201, address: 192.0.2.1, login: ops }
  b: { name: branch, host: 127.0.0.1, port: 2202, address: 198.51.100.1, login: ops }
logins:
  ops: { username: ops, password: env:UNUSED }
probe: false
`;

interface Waited {
  name: string;
  minutes: number;
  heard: Heard[];
  /** Between the first hour, or half of it all, and the end. */
  growthKb: number;
  measuredMinutes: number;
}

async function waitOnLab(name: string, speed: 0 | 1, minutes: number): Promise<Waited> {
  const spec = (hostname: string, address: string) => ({ hostname, address, platform: 'ios' as const, offsetMs: 0 });
  const startAtMs = speed === 0 ? START_AT_MS : Date.now();
  const lab = await startLab({ a: spec('hq', '192.0.2.1'), b: spec('branch', '198.51.100.1'), speed, seed: 1, startAtMs });
  const ledger = await openLedger(lab);
  const stateFolder = mkdtempSync(join(tmpdir(), 'flaptrap-wait-'));
  const playbook = readBase();
  const targets = labTargets(lab, playbook);
  for (const side of SIDES) if (targets[side] !== undefined) targets[side].port = ledger.ports[side];
  const clock = speed === 0 ? patientClock(lab.clock) : SYSTEM_CLOCK;
  const stop = new AbortController();
  const context = openCapture(playbook, {
    store: new FileStore(stateFolder),
    stop: stop.signal,
    clock,
    targets,
    say: ({ text }) => console.log(`  ${name}: ${text}`),
  });
  try {
    return await measure({ name, minutes, lab, context, playbook, heard: SIDES.map((side) => ledger.heard[side]) });
  } finally {
    await ledger.close();
    await lab.close();
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

interface Measured {
  name: string;
  minutes: number;
  lab: Lab;
  context: CaptureContext;
  playbook: Playbook;
  heard: Heard[];
}

async function measure({ name, minutes, lab, context, playbook, heard }: Measured): Promise<Waited> {
  const plan = makePlan(playbook, await survey(context, playbook), readTemplates(), { nowMs: context.clock.now() });
  await arm(context, plan, playbook);
  for (const each of heard) Object.assign(each, { logins: 0, commands: 0, bytes: 0 });
  const settledMinutes = minutes / 2;
  let settled = 0;
  lab.clock.after(settledMinutes * 60_000, () => {
    settled = heapKb();
  });
  await waitForSpring(context, plan, playbook, minutes * 60_000);
  const growthKb = heapKb() - settled;
  const copies = heard.map((each) => ({ ...each }));
  // Alone on the clock now.
  await disarm({ ...context, clock: context.clock === SYSTEM_CLOCK ? SYSTEM_CLOCK : patientClock(lab.clock, 1) }, plan);
  return { name, minutes, heard: copies, growthKb, measuredMinutes: minutes - settledMinutes };
}

function readBase(): Playbook {
  const { playbook, diagnostics } = parsePlaybook(BASE, 'wait.yaml');
  if (playbook === undefined) throw new Error(JSON.stringify(diagnostics));
  return playbook;
}

function heapKb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024;
}

/** A day's figures of each router; of a shorter wait what it heard, whose first minutes are the dearest. */
function goalsOf({ name, minutes, heard, growthKb, measuredMinutes }: Waited): Goal[] {
  const most = (of: (each: Heard) => number): number => Math.max(...heard.map(of));
  const perHour = growthKb / (measuredMinutes / 60);
  return [
    { name: `${name}: logins of a router`, figure: most(({ logins }) => logins), unit: `in ${minutes} min`, limit: { atMost: 100 } },
    { name: `${name}: commands of a router`, figure: most(({ commands }) => commands), unit: `in ${minutes} min`, limit: { atMost: 1500 } },
    { name: `${name}: memory grows by`, figure: perHour, unit: 'kB an hour', limit: { atMost: GROWTH_KB_PER_HOUR_MAX } },
  ];
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '0' } } });
const minutes = Number(values.minutes);
const waits = [await waitOnLab('a day made short', 0, DAY_MINUTES)];
if (minutes > 0) waits.push(await waitOnLab('at speed 1', 1, minutes));
else console.log('  at speed 1: skipped; --minutes 60 waits for an hour');
for (const { name, heard } of waits)
  for (const [index, { logins, commands, bytes }] of heard.entries())
    console.log(`${name}, ${['hq', 'branch'][index]}: ${logins} logins, ${commands} commands, ${Math.round(bytes / 1024)} kB both ways`);
console.log('');
printGoals(waits.flatMap(goalsOf));
