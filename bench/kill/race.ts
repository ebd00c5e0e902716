/** One race: two runs are started a little apart; the routers say who holds them, and the loser must say it too. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SIDES } from '../../src/ipsec/side.ts';
import { capturesOn, differencesOfBoth, evidenceOn, type LabState } from './lab-state.ts';
import { type Program, startProgram } from './program.ts';
import { areArmed, isArmed, type Reference } from './reference.ts';
import { argumentsOf, endStep, type Stage, type Step, tell } from './stage.ts';

export interface Start {
  number: number;
  apartMs: number;
  states: 'one' | 'two';
}

export interface Outcome {
  /** How many runs armed the tunnel; -1 when that was not found out. */
  armed: number;
  failures: string[];
}

/** To arm takes two seconds alone; to see each other and to step back, some more, and many times that on a machine that has others to serve. */
const SETTLE_MS = 120_000;
/** Both settled: for that long nothing has changed on the routers, though whoever waits looks every second. */
const CALM_MS = 1500;

export async function race(stage: Stage, reference: Reference, { apartMs, states }: Start): Promise<Outcome> {
  const run = (state: string): Program => startProgram(stage.surroundings, argumentsOf(stage, ['run'], state));
  const first = run('state');
  await sleep(apartMs);
  const second = run(states === 'one' ? 'state' : 'state-2');
  const programs = [first, second];
  const running = await settle(stage, reference, programs);
  const { state } = await stage.lab.look();
  tell(stage, `settled\n${JSON.stringify(SIDES.map((side) => state[side].applets))}`);
  const holders = [...new Set(SIDES.flatMap((side) => capturesOn(state[side])))];
  const failures = [...faultsOfTrap(reference, state, holders), ...(await faultsOfEnds(stage, programs, running, holders))];
  const left = differencesOfBoth(reference.before, (await stage.lab.look()).state);
  if (left.length > 0) failures.push(`after both had ended: ${left.join('; ')}`);
  return { armed: running.length === 1 ? holders.length : running.length, failures };
}

/** Those that still run when the other has ended and the routers are calm, or when the time is over. */
async function settle({ lab }: Stage, reference: Reference, programs: readonly Program[]): Promise<Program[]> {
  const ended = new Set<Program>();
  for (const program of programs) void program.ended.then(() => ended.add(program));
  await Promise.race([Promise.race(programs.map((program) => program.ended)), sleep(SETTLE_MS, undefined, { ref: false })]);
  if (ended.size < programs.length) await lab.until((state) => areArmed(reference, state), SETTLE_MS);
  const appletsOf = (state: LabState | undefined): string =>
    JSON.stringify(state === undefined ? [] : SIDES.map((side) => state[side].applets));
  for (let isCalm = false; !isCalm; ) {
    const applets = appletsOf(lab.history.at(-1));
    const before = ended.size;
    await lab.until((state) => appletsOf(state) !== applets, CALM_MS);
    isCalm = appletsOf(lab.history.at(-1)) === applets && ended.size === before;
  }
  return programs.filter((program) => !ended.has(program));
}

/** One trap, whole on both routers, and nothing of another. */
function faultsOfTrap(reference: Reference, state: LabState, holders: readonly string[]): string[] {
  const [winner] = holders;
  if (winner === undefined) return ['nobody armed the tunnel'];
  if (holders.length > 1) return [`two hold the tunnel: ${holders.join(', ')}`];
  return SIDES.flatMap((side) => [
    ...(isArmed(reference, side, state[side], winner)
      ? []
      : [`the trap of ${winner} is not whole on ${side}: ${state[side].applets.join(', ')}; ${state[side].debugs.join(', ')}`]),
    ...evidenceOn(state[side]).map((name) => `a file was left on ${side}: ${name}`),
  ]);
}

async function faultsOfEnds(
  stage: Stage,
  programs: readonly Program[],
  running: readonly Program[],
  holders: readonly string[],
): Promise<string[]> {
  for (const program of running) program.send('SIGINT');
  const steps = new Map<Program, Step>();
  for (const program of programs) steps.set(program, await endStep(stage, program, SETTLE_MS));
  const faults = [...steps.values()].flatMap((step) => step.faults);
  if (running.length !== 1) return [...faults, `${running.length} of the two runs went on to wait`];
  const [winner] = running as [Program];
  const loser = programs.find((program) => program !== winner) as Program;
  const [won, lost] = [steps.get(winner), steps.get(loser)];
  return [
    ...faults,
    ...(won?.code === 130 ? [] : [`the winner, stopped, ended with ${String(won?.code)}`]),
    ...(lost?.code === 3 ? [] : [`the loser ended with ${String(lost?.code)}, not 3`]),
    ...(holders.some((id) => lost?.said.includes(id) === true)
      ? []
      : [`the loser does not say who holds the tunnel: ${holders.join(', ')}`]),
  ];
}
