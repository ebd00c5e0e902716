/** Every short run: breadth first over what can happen next, kept when R meets a packet whose SPI it does not know, or nothing ever goes wrong. */
import { ACTIONS, type Action } from './actions.ts';
import { play } from './run.ts';
import type { Setup } from './state.ts';

/** A run in short: what is needed to play it again. */
export interface Plan {
  setup: Setup;
  actions: readonly Action[];
  isHealthy: boolean;
}

const PLAIN: Setup = {
  ike: 1,
  isOldR: false,
  isDense: false,
  isProbing: false,
  answers: false,
  isShorterAtR: false,
  isStaleAtS: false,
  isFf: false,
  isNat: false,
};

const YES_NO = [false, true] as const;

function setups(): Setup[] {
  const all: Setup[] = [];
  for (const ike of [1, 2] as const) {
    for (const isDense of YES_NO) {
      for (const isProbing of YES_NO) {
        for (const answers of YES_NO) {
          const base = { ...PLAIN, ike, isDense, isProbing, answers };
          all.push({ ...base, isShorterAtR: true });
          if (ike === 1) all.push({ ...base, isOldR: true, isShorterAtR: true });
          if (!answers) all.push({ ...base, isStaleAtS: true, isShorterAtR: true }, { ...base, isNat: true });
          if (!isProbing) all.push({ ...base, isFf: true });
        }
      }
    }
  }
  return all;
}

/** All runs of at most that many actions; each is extended only as long as nothing has gone wrong. */
export function explore(depth: number): Plan[] {
  const kept: Plan[] = [];
  for (const setup of setups()) {
    let front: (readonly Action[])[] = [[]];
    for (let level = 0; level <= depth; level += 1) {
      const next: (readonly Action[])[] = [];
      for (const actions of front) {
        const { world } = play(setup, actions, 0);
        if (world.unknowns.length > 0) {
          kept.push({ setup, actions, isHealthy: false });
          continue;
        }
        if (level === depth) {
          if (world.ends.R.held.size > 0) kept.push({ setup, actions, isHealthy: true });
          continue;
        }
        for (const action of ACTIONS) if (action.can(world)) next.push([...actions, action]);
      }
      front = next;
    }
  }
  return kept;
}
