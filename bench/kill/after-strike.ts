/** After a strike: status must be true, the chosen command must end clean, and disarm must leave both routers as they were. */
import { SIDES } from '../../src/ipsec/side.ts';
import { faultsOfBundles, filesLeft, hasBundle, overwritten } from './bundles.ts';
import type { Look } from './lab-client.ts';
import { armedOn, differencesOfBoth, evidenceOn } from './lab-state.ts';
import { faultsOf, startProgram } from './program.ts';
import { isArmed, truthOf } from './reference.ts';
import { awaitFreeze, captureIdOf, endWithFlap, flap, lookAt, type Scene } from './scene.ts';
import { argumentsOf, runStep, type Step, tell } from './stage.ts';
import { liesOfStatus } from './status-truth.ts';

export async function followStrike(scene: Scene): Promise<void> {
  const captureId = captureIdOf(scene);
  await flapMeanwhile(scene);
  await askStatus(scene, captureId);
  if (captureId !== undefined) await goOn(scene, captureId);
  await disarmAtLast(scene, captureId);
  judgeWhole(scene);
}

async function flapMeanwhile(scene: Scene): Promise<void> {
  const { state } = await lookAt(scene);
  if (!scene.point.flapsMeanwhile || scene.hasFlapped || !isArmed(scene.reference, 'b', state.b)) return;
  flap(scene);
  await awaitFreeze(scene);
}

async function askStatus(scene: Scene, captureId: string | undefined): Promise<void> {
  const before = await lookAt(scene);
  const { said, faults, code } = await runStep(scene.stage, captureId === undefined ? ['status'] : ['status', captureId]);
  const after = await lookAt(scene);
  scene.failures.push(...faults);
  if (captureId === undefined) return;
  if (code === 2 && isClean(scene, before, captureId)) return;
  scene.failures.push(...liesOfStatus(scene.reference, said, [before, after], captureId));
}

const isClean = ({ reference }: Scene, { state }: Look, captureId: string): boolean =>
  SIDES.every((side) => truthOf(reference, side, state[side], captureId) === 'nothing');

async function goOn(scene: Scene, captureId: string): Promise<void> {
  const { point, stage, failures, reference } = scene;
  const before = await lookAt(scene);
  const wasHome = hasBundle(stage.out);
  const step = point.followUp === 'resume' ? await resume(scene, captureId) : await runStep(stage, [point.followUp, captureId]);
  const after = await lookAt(scene);
  failures.push(...step.faults);
  if (step.code === 2 && !isClean(scene, before, captureId))
    failures.push(`flaptrap ${point.followUp} ended with 2, and there was a capture`);
  if (point.followUp === 'collect') {
    const isFrozen = SIDES.every((side) => truthOf(reference, side, before.state[side], captureId) === 'frozen');
    // Once it is home, there is nothing new.
    const isRight = step.code === 0 || (wasHome && step.code === 5);
    if (isFrozen && !(isRight && hasBundle(stage.out))) failures.push(`both were frozen, and collect ended with ${String(step.code)}`);
  } else if (step.code !== 4) {
    const left = differencesOfBoth(reference.before, after.state);
    if (left.length > 0) failures.push(`flaptrap ${point.followUp} ended with ${String(step.code)} and left: ${left.join('; ')}`);
  }
}

async function resume(scene: Scene, captureId: string): Promise<Step> {
  const program = startProgram(scene.stage.surroundings, argumentsOf(scene.stage, ['resume', captureId]));
  const ended = await endWithFlap(scene, program);
  tell(scene.stage, `flaptrap ${program.args.join(' ')}\n${program.said}exit ${ended?.code ?? ended?.signal ?? 'not ended'}`);
  return { code: ended?.code ?? undefined, said: program.said, faults: faultsOf(program, ended) };
}

async function disarmAtLast(scene: Scene, captureId: string | undefined): Promise<void> {
  const { stage, failures, reference, ledger } = scene;
  const { code, faults } = await runStep(stage, captureId === undefined ? ['disarm'] : ['disarm', captureId]);
  const { state, content } = await lookAt(scene);
  failures.push(...faults);
  if (code !== 0 && !(code === 2 && captureId === undefined)) failures.push(`the last disarm ended with ${String(code)}`);
  failures.push(...differencesOfBoth(reference.before, state).map((what) => `after disarm, ${what}`));
  const lost = ledger.lost(content, stage.out);
  if (lost.length > 0) failures.push(`evidence lost, neither on flash nor in a bundle: ${lost.join(', ')}`);
  if (captureId === undefined || SIDES.every((side) => evidenceOn(state[side]).length === 0)) return;
  const last = await runStep(stage, ['disarm', captureId, '--delete-files']);
  failures.push(...last.faults, ...filesLeft((await stage.lab.look()).state));
}

/** What must hold from the first to the last moment. */
function judgeWhole({ stage, failures, hashes }: Scene): void {
  const twice = SIDES.filter((side) => stage.lab.history.some((state) => armedOn(state[side]).length > 1));
  failures.push(...twice.map((side) => `${side} was armed twice at once`));
  failures.push(...overwritten(hashes), ...faultsOfBundles(stage.out));
}
