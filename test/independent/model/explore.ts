/** Every short run: breadth first over what can happen next, kept when R meets a packet whose SPI it does not know, or nothing ever goes wrong. */
import { ACTIONS, type Action } from './actions.ts';
import { play } from './run.ts';
import { QUEUES_MS, type Setup } from './state.ts';

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
  isRProbing: false,
  answers: false,
  isShorterAtR: false,
  isSmallAtR: false,
  isStaleAtS: false,
  queueMs: 0,
  isFf: false,
  isNat: false,
};

const YES_NO = [false, true] as const;

function setups(): Setup[] {
  const bases = ([1, 2] as const).flatMap((ike) =>
    YES_NO.flatMap((isDense) => YES_NO.flatMap((isProbing) => YES_NO.map((answers) => ({ ...PLAIN, ike, isDense, isProbing, answers })))),
  );
  return bases.flatMap((base) => [
    base,
    ...(base.ike === 1 ? [{ ...base, isOldR: true }] : []),
    { ...base, isShorterAtR: true },
    ...(base.ike === 1 && !base.answers ? [{ ...base, isOldR: true, isShorterAtR: true }] : []),
    ...(base.isDense ? [{ ...base, isSmallAtR: true }] : []),
    ...queued(base),
    ...(base.isProbing ? [] : [{ ...base, isRProbing: true }]),
    ...(base.isProbing || base.ike === 2 ? [] : [{ ...base, isRProbing: true, isOldR: true }]),
    ...(base.answers
      ? []
      : [
          { ...base, isStaleAtS: true },
          { ...base, isStaleAtS: true, isShorterAtR: true },
          { ...base, isNat: true },
        ]),
    ...(base.isProbing ? [] : [{ ...base, isFf: true }]),
  ]);
}

/** Only a dense stream has packets in a short queue; any may find the line busy. */
function queued(base: Setup): Setup[] {
  if (base.answers) return [];
  return [...(base.isDense ? [{ ...base, queueMs: QUEUES_MS.short }] : []), { ...base, queueMs: QUEUES_MS.busy }];
}

/** All runs of at most that many actions; each is extended only as long as nothing has gone wrong. */
export function explore(depth: number): Plan[] {
  return setups().flatMap((setup) => {
    const kept: Plan[] = [];
    let front: Actions[] = [[]];
    for (let left = depth; front.length > 0; left -= 1) front = front.flatMap((actions) => extend(setup, actions, left, kept));
    return kept;
  });
}

type Actions = readonly Action[];

const LONGEST_TAIL_MS = 75_000;

/** What sets the scene for another: the rest heals, and another action after it is that action alone. */
const isSetting = (id: string): boolean => /^(?:rekey by .$|ike |phase 1 )/.test(id);

/** The runs one action longer; a run that ends here is kept. */
function extend(setup: Setup, actions: Actions, left: number, kept: Plan[]): Actions[] {
  const { world } = play(setup, actions, 0);
  const isWrong = world.unknowns.length > 0;
  // No run is kept in which an SA outlives its lifetime, were it only at the end of the longest record.
  if (play(setup, actions, LONGEST_TAIL_MS).world.isOverdue) return [];
  if (!isWrong && left > 0 && actions.every(({ id }) => isSetting(id)))
    return ACTIONS.filter((action) => action.can(world) && (!setup.isSmallAtR || action.id.includes('volume'))).map((action) => [
      ...actions,
      action,
    ]);
  if (isWrong || world.ends.R.held.size > 0) kept.push({ setup, actions, isHealthy: !isWrong });
  return [];
}
