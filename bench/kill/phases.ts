/** The phases of a capture, each recognised by what the routers and the folders truly hold, not by what flaptrap says. */
import { existsSync, readdirSync } from 'node:fs';
import { SIDES } from '../../src/ipsec/side.ts';
import { evidenceOn, type LabState, rolesOf } from './lab-state.ts';
import { areArmed, isFrozen, type Reference } from './reference.ts';

export interface Seen {
  reference: Reference;
  /** When the command that is struck was started. */
  start: LabState;
  out: string;
}

export interface Phase {
  /** Has it begun? */
  hasBegun(state: LabState, seen: Seen): boolean;
  /** The longest pause between its beginning and the strike, by how long it takes on loopback. */
  delayMs: number;
  /** The commands that pass through it. */
  commands: readonly Struck[];
}

export type Struck = 'run' | 'arm' | 'collect' | 'disarm';

const some = (state: LabState, isIt: (side: 'a' | 'b') => boolean): boolean => SIDES.some((side) => isIt(side) && state[side].isUp);
const isTalkedTo = (state: LabState): boolean => some(state, (side) => state[side].terminals > 0);
const areFrozen = (state: LabState, { reference }: Seen): boolean => SIDES.every((side) => isFrozen(reference, side, state[side]));
const isFewer = (now: readonly unknown[], then: readonly unknown[]): boolean => now.length < then.length;

export const PHASES = {
  survey: { hasBegun: isTalkedTo, delayMs: 300, commands: ['run', 'arm'] },
  arming: { hasBegun: (state) => some(state, (side) => rolesOf(state[side]).length > 0), delayMs: 1200, commands: ['run', 'arm'] },
  waiting: { hasBegun: (state, { reference }) => areArmed(reference, state), delayMs: 1800, commands: ['run'] },
  freezing: {
    hasBegun: (state) => some(state, (side) => evidenceOn(state[side]).length > 0),
    delayMs: 1000,
    commands: ['run'],
  },
  fetching: { hasBegun: (state, seen) => areFrozen(state, seen) && isTalkedTo(state), delayMs: 160, commands: ['run', 'collect'] },
  judging: {
    hasBegun: (_state, { out }) => existsSync(out) && readdirSync(out).some((name) => name !== '.filler'),
    delayMs: 120,
    commands: ['run', 'collect'],
  },
  disarming: {
    hasBegun: (state, { reference, start }) =>
      some(state, (side) => {
        const whole = evidenceOn(state[side]).length > 0 ? reference.trap[side].rolesFrozen : rolesOf(start[side]);
        return isFewer(rolesOf(state[side]), whole);
      }),
    delayMs: 60,
    commands: ['run', 'disarm'],
  },
  'removing files': {
    hasBegun: (state, { reference, start }) =>
      some(state, (side) => {
        const hasFewer = isFewer(
          evidenceOn(state[side]),
          evidenceOn(start[side]).length > 0 ? evidenceOn(start[side]) : reference.trap[side].files,
        );
        return rolesOf(state[side]).length === 0 && hasFewer && evidenceOn(state[side]).length > 0;
      }),
    delayMs: 25,
    commands: ['run', 'disarm'],
  },
} as const satisfies Record<string, Phase>;

export type PhaseId = keyof typeof PHASES;

/** From the freeze on the trap must have sprung. */
const AFTER_SPRING: readonly PhaseId[] = ['freezing', 'fetching', 'judging', 'disarming', 'removing files'];
export const needsSpring = (phase: PhaseId): boolean => AFTER_SPRING.includes(phase);
