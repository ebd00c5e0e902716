/** Striking a point: the command is brought into its phase, struck, and judged by what it owes its user afterwards. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SIDES } from '../../src/ipsec/side.ts';
import { hasBundle } from './bundles.ts';
import { differencesOfBoth, type LabState } from './lab-state.ts';
import { needsSpring, PHASES, type Phase } from './phases.ts';
import { type Ended, endWithin, faultsOf, type Program, startProgram } from './program.ts';
import { areArmed } from './reference.ts';
import { awaitFreeze, endWithFlap, flap, flapWhenArmed, lookAt, type Scene } from './scene.ts';
import { argumentsOf, runStep, tell } from './stage.ts';
import { STRIKES, type Strike } from './strikes.ts';
import { startOnTerminal } from './terminal-program.ts';

/** `in time`: in its phase; `late`: the command had ended; `never`: the phase did not come. */
export type Struck = 'in time' | 'late' | 'never';

const LOOK_MS = 4;

/** What has to stand before the command that is struck. */
async function prepare(scene: Scene): Promise<void> {
  const { point, stage, failures } = scene;
  if (point.command === 'run' || point.command === 'arm') return;
  failures.push(...(await runStep(stage, ['arm'])).faults);
  if (point.phase === 'removing files') failures.push(...(await runStep(stage, ['collect', '--freeze'])).faults);
  else if (point.command === 'collect' || point.flapsMeanwhile) {
    flap(scene);
    await awaitFreeze(scene);
  }
}

function startStruck({ point, stage }: Scene, { on }: Strike): Program {
  const args = argumentsOf(stage, point.command === 'collect' ? ['collect', '--freeze'] : [point.command]);
  return on === 'terminal' ? startOnTerminal(stage.surroundings, args) : startProgram(stage.surroundings, args, on === 'full output');
}

async function awaitPhase({ point, stage, reference }: Scene, start: LabState, program: Program): Promise<Struck> {
  const phase: Phase = PHASES[point.phase];
  let isOver = false;
  void program.ended.then(() => (isOver = true));
  let seen = stage.lab.history.length - 1;
  while (!isOver) {
    const news = stage.lab.history.slice(seen);
    seen = stage.lab.history.length - 1;
    if (news.some((state) => phase.hasBegun(state, { reference, start, out: stage.out }))) {
      await sleep(point.delayMs);
      return isOver ? 'late' : 'in time';
    }
    await sleep(LOOK_MS);
  }
  return 'never';
}

/** A whole run takes ten seconds, and where a dozen programs share two cores a minute: what is ended before its phase has come says nothing of flaptrap. */
const GIVE_UP_MS = 180_000;

export async function strikePoint(scene: Scene): Promise<Struck> {
  const { point, stage } = scene;
  const strike: Strike = STRIKES[point.strike];
  await prepare(scene);
  const { state: start } = await lookAt(scene);
  const program = startStruck(scene, strike);
  const controller = new AbortController();
  if (point.command === 'run' && needsSpring(point.phase)) void flapWhenArmed(scene, controller.signal);
  const giveUp = setTimeout(() => program.send('SIGKILL'), GIVE_UP_MS);
  const struck = await awaitPhase(scene, start, program);
  clearTimeout(giveUp);
  controller.abort();
  await lookAt(scene);
  tell(stage, `${point.strike}, ${struck}`);
  await strike.hit(program, scene.disk);
  const ended = await settle(scene, program, strike);
  tell(stage, `flaptrap ${program.args.join(' ')}\n${program.said}exit ${ended?.code ?? ended?.signal ?? 'not ended'}`);
  if (strike.owes !== 'dies' || struck !== 'in time') await judgeEnd(scene, program, ended, { start, struck, strike });
  scene.disk?.empty();
  return struck;
}

/** How long each may take, on a busy machine. */
const SETTLE_MS: Record<Strike['owes'], number> = { dies: 10_000, 'goes on': 90_000, stops: 30_000, leaves: 20_000 };

function settle(scene: Scene, program: Program, { owes }: Strike): Promise<Ended | undefined> {
  return owes === 'goes on' ? endWithFlap(scene, program, SETTLE_MS[owes]) : endWithin(program, SETTLE_MS[owes]);
}

interface End {
  start: LabState;
  struck: Struck;
  strike: Strike;
}

async function judgeEnd(scene: Scene, program: Program, ended: Ended | undefined, { start, struck, strike }: End): Promise<void> {
  const { point, stage, reference, failures } = scene;
  failures.push(...faultsOf(program, ended));
  const before = await lookAt(scene);
  if (strike.owes === 'stops' && struck === 'in time') {
    failures.push(...wrongStop(scene, ended, before.state));
    await sleep(WRITES_ON_MS);
    const after = await lookAt(scene);
    for (const side of SIDES)
      if (Object.keys(after.state[side].files).length > Object.keys(before.state[side].files).length)
        failures.push(`${side} writes more files after flaptrap ${point.command} had ended`);
  }
  const left = differencesOfBoth(reference.before, before.state);
  const isAsMeant = (point.command === 'arm' && areArmed(reference, before.state)) || point.command === 'collect';
  if (left.length > 0 && !isAsMeant && !ownsUp(program, ended, left))
    failures.push(`flaptrap ${point.command} ended and left: ${left.join('; ')}`);
  const full = { 'disk of captures': stage.out, 'disk of state': join(stage.folder, 'state') }[strike.on as string];
  const hasFailed = ended !== undefined && ended.code !== 0 && ended.code !== 130;
  if (full !== undefined && hasFailed && !program.said.includes(full))
    failures.push(`flaptrap ${point.command} does not name the full folder ${full}`);
  const bringsHome = ['run', 'collect'].includes(point.command) && ended?.code === 0;
  if (bringsHome && !hasBundle(stage.out)) failures.push(`flaptrap ${point.command} ended with 0 and brought no bundle home`);
  const added = point.command === 'collect' ? differencesOfBoth(start, before.state).filter((what) => what.endsWith('was left')) : [];
  if (added.length > 0) failures.push(`flaptrap collect has put on: ${added.join('; ')}`);
}

/** 20 s of the lab's time: the whole tail. */
const WRITES_ON_MS = 900;

/** Stopped before there is anything to fetch, it says 130. */
function wrongStop({ point, reference }: Scene, ended: Ended | undefined, state: LabState): string[] {
  const isEarly = ['survey', 'arming', 'waiting', 'freezing'].includes(point.phase);
  const wasDone = point.command === 'arm' && areArmed(reference, state);
  return isEarly && !wasDone && ended !== undefined && ended.code !== 130
    ? [`stopped while ${point.phase}, flaptrap ended with ${ended.code ?? ended.signal ?? ''}, not 130`]
    : [];
}

/** It may leave something when it says on which router. */
function ownsUp({ said }: Program, ended: Ended | undefined, left: readonly string[]): boolean {
  const names = SIDES.filter((side) => left.some((what) => what.startsWith(`${side}:`))).map((side) => ({ a: 'hq', b: 'branch' })[side]);
  const last = said.trimEnd().split('\n').slice(-12).join('\n');
  return (ended?.code === 4 || ended?.code === 130) && names.every((name) => last.includes(name)) && /left|still/.test(last);
}
