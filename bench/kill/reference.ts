/** The reference is what a whole trap and a whole freeze look like on each router, learnt once from an undisturbed capture. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Side } from '../../src/ipsec/side.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import { LabClient } from './lab-client.ts';
import { differencesOfBoth, evidenceOn, type LabState, type RouterState, rolesOf } from './lab-state.ts';
import type { Options } from './options.ts';
import { makeStage, runStep, type Stage } from './stage.ts';

interface WholeTrap {
  roles: string[];
  /** Those that a freeze leaves. */
  rolesFrozen: string[];
  debugs: string[];
  conditions: string[];
  logging: string;
  /** Names of the frozen files, without the capture's id. */
  files: string[];
}

export interface Reference {
  before: LabState;
  trap: Record<Side, WholeTrap>;
}

export type Truth = 'nothing' | 'part' | 'armed' | 'freezing' | 'frozen';

const withoutId = (name: string): string => name.replace(/-[0-9a-f]{8}-/, '-');

export async function learnReference(options: Options, folder: string, speed: number): Promise<Reference> {
  const { reference } = options;
  if (reference !== undefined && existsSync(reference)) return JSON.parse(readFileSync(reference, 'utf8')) as Reference;
  const learnt = await learn(options, folder, speed);
  if (reference !== undefined) writeFileSync(reference, JSON.stringify(learnt));
  return learnt;
}

async function learn(program: Options, folder: string, speed: number): Promise<Reference> {
  await using lab = await LabClient.start(1, speed);
  const stage = makeStage(lab, folder, program);
  const before = (await lab.look()).state;
  await must(stage, ['arm']);
  const armed = (await lab.look()).state;
  await must(stage, ['collect', '--freeze']);
  const frozen = (await lab.look()).state;
  await must(stage, ['disarm']);
  const left = differencesOfBoth(before, (await lab.look()).state);
  if (left.length > 0) throw new Error(`an undisturbed capture leaves something behind: ${left.join('; ')}`);
  const trap = (side: Side): WholeTrap => trapOf(before[side], armed[side], frozen[side]);
  return { before, trap: { a: trap('a'), b: trap('b') } };
}

/** Nothing can be proven of a program that does not even work undisturbed. */
async function must(stage: Stage, command: readonly string[]): Promise<void> {
  const { code, faults, said } = await runStep(stage, command);
  if (code === 0 && faults.length === 0) return;
  console.log(`undisturbed, flaptrap ${command.join(' ')} ended with ${String(code)}: ${faults.join('; ')}\n${said}`);
  rmSync(dirname(stage.folder), { recursive: true, force: true });
  process.exit(1);
}

function trapOf(before: RouterState, armed: RouterState, frozen: RouterState): WholeTrap {
  const added = (kind: 'debugs' | 'conditions'): string[] => armed[kind].filter((name) => !before[kind].includes(name));
  return {
    roles: rolesOf(armed),
    rolesFrozen: rolesOf(frozen),
    debugs: added('debugs'),
    conditions: added('conditions'),
    logging: armed.logging,
    files: evidenceOn(frozen).map(withoutId),
  };
}

/** All files that a freeze leaves are there. */
export function isFrozen({ trap }: Reference, side: Side, state: RouterState, captureId?: string): boolean {
  const names = evidenceOn(state, captureId).map(withoutId);
  return trap[side].files.every((name) => names.includes(name));
}

export function isArmed({ trap }: Reference, side: Side, state: RouterState, captureId?: string): boolean {
  const { roles, debugs, conditions, logging } = trap[side];
  const held = rolesOf(state, captureId);
  return (
    roles.every((role) => held.includes(role)) &&
    debugs.every((name) => state.debugs.includes(name)) &&
    conditions.every((name) => state.conditions.includes(name)) &&
    state.logging === logging
  );
}

export function truthOf(reference: Reference, side: Side, state: RouterState, captureId?: string): Truth {
  // A router in other hands is never armed.
  const isOurs = reference.trap[side].roles.length > 0;
  if (isOurs && isFrozen(reference, side, state, captureId)) return 'frozen';
  if (evidenceOn(state, captureId).length > 0) return 'freezing';
  if (isOurs && isArmed(reference, side, state, captureId)) return 'armed';
  const { before, trap } = reference;
  const isClean =
    rolesOf(state, captureId).length === 0 &&
    trap[side].debugs.every((name) => !state.debugs.includes(name)) &&
    trap[side].conditions.every((name) => !state.conditions.includes(name)) &&
    state.logging === before[side].logging;
  return isClean ? 'nothing' : 'part';
}

export function areArmed(reference: Reference, state: LabState): boolean {
  return SIDES.every((side) => isArmed(reference, side, state[side]));
}
