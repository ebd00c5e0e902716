/** What can happen next: each action with the state in which it can, and what it does; the alphabet of the runs. */
import { deleteAtR, deleteAtS, type Fate, quick } from './exchanges.ts';
import { crossing, endPhaseOne, kill, move, rebind, refuseIdentity, strange } from './faults.ts';
import type { Gone, PairId } from './state.ts';
import type { World } from './world.ts';

export interface Action {
  id: string;
  /** Before it, in ms. */
  gap: number;
  can: (world: World) => boolean;
  run: (world: World) => void;
}

const current = (world: World): PairId | undefined => [...world.ends.R.held].at(-1);
const hasPair = (world: World): boolean => current(world) !== undefined && world.ends.S.out !== null && !world.isAnotherR;
const isOpen = ({ net }: World): boolean => net.toR && net.toS;
const isWell = (world: World): boolean =>
  hasPair(world) && isOpen(world) && world.net.esp && world.ends.R.ike && world.ends.S.ike && !world.isMoved && !world.isRebound;
const onPair = (world: World, run: (pair: PairId) => void): void => {
  const pair = current(world);
  if (pair !== undefined) run(pair);
};
const plain = ({ setup }: World): boolean => !setup.isFf && !setup.isStaleAtS;

const isFirst = (world: World): boolean => isWell(world) && plain(world) && !world.hasActed;

/** S's SAs are another router's, and R's log says nothing of that. */
function replaceR(world: World, why: 'failover' | 'elsewhere', isNew: boolean): void {
  world.isAnotherR = true;
  world.ends.R.ike = false;
  world.log = world.log.filter(({ peer }) => peer === 'S');
  if (isNew) world.sendBy(null);
  for (const pair of [...world.ends.R.held]) world.forget(pair, why, 'not-sent');
  if (!isNew) return;
  const pair = world.newPair(world.now);
  const message = ++world.messages;
  world.pair(pair).gone.R = { why, at: world.now, told: 'not-sent' };
  world.say('S', 'asks', { pair, message, note: 'first' });
  world.later(19, () => {
    world.say('S', 'answered', { pair, message });
    world.install('S', pair);
    world.say('S', 'made', { pair });
    world.say('S', 'switched', { pair });
    world.sendBy(pair);
    if (world.setup.ike === 1) world.say('S', 'confirms', { pair, message });
  });
}

function deleting(id: string, why: Gone, fates: readonly (Fate | 'silent')[], can: (world: World) => boolean): Action[] {
  return fates.map((fate) => ({
    id: `${id} ${fate}`,
    gap: 16_000,
    can: (world) =>
      hasPair(world) &&
      can(world) &&
      ((fate !== 'again' && fate !== 'unanswered') || world.setup.ike === 2) &&
      (fate !== 'ok' || isOpen(world)),
    run: (world) =>
      onPair(world, (pair) => {
        if (why === 'cleared') world.say('R', 'clear-echo');
        if (why === 'by-user') world.say('R', 'by-user');
        if (why === 'expired-time') return expire(world, pair, fate);
        deleteAtR(world, pair, why, fate);
        if (why === 'by-user') world.ends.R.ike = false;
      }),
  }));
}

/** R's lifetime, in seconds. */
export const LIFETIME_S = 180;
const untilExpiry = (world: World, pair: PairId): number => Math.max(0, world.pair(pair).madeAt + LIFETIME_S * 1000 - world.now);

function expire(world: World, pair: PairId, fate: Fate | 'silent'): void {
  const left = untilExpiry(world, pair);
  world.later(Math.max(0, left - 30_000), () => world.say('R', 'threshold', { pair, note: 'expired-time' }));
  world.later(left, () => deleteAtR(world, pair, 'expired-time', fate));
}

const REKEYS: Action[] = (['R', 'S'] as const).flatMap((by) => [
  {
    id: `rekey by ${by}`,
    gap: 140_000,
    can: isWell,
    run: (world) => onPair(world, (of) => quick(world, by, { fate: 'ok', of, isEager: world.setup.isDense })),
  },
  {
    id: `rekey by ${by}, refused`,
    gap: 140_000,
    can: (world) => isWell(world) && plain(world),
    run: (world) =>
      onPair(world, (of) => {
        quick(world, by, { fate: 'refused', of });
        expire(world, of, 'silent');
      }),
  },
  {
    id: `rekey by ${by}, no memory`,
    gap: 140_000,
    can: (world) => isWell(world) && plain(world) && (world.setup.ike === 1 || by === 'R'),
    run: (world) => onPair(world, (of) => quick(world, by, { fate: 'no-memory', of })),
  },
]);

const LOST_REKEYS: Action[] = (['lost', 'again', 'unanswered'] as const).map((retires) => ({
  id: `rekey by R, DELETE of the old ${retires}`,
  gap: 140_000,
  can: (world) => isWell(world) && plain(world) && (world.setup.ike === 2 ? true : retires === 'lost'),
  run: (world) => onPair(world, (of) => quick(world, 'R', { fate: world.setup.ike === 1 ? 'third-lost' : 'ok', of, retires })),
}));

const NETS: Action[] = [
  {
    id: 'ike shut',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world),
    run: (world) => world.shut({ toR: false, toS: false, esp: true }),
  },
  {
    id: 'ike to S shut',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world),
    run: (world) => world.shut({ toR: true, toS: false, esp: true }),
  },
  {
    id: 'path out, then back',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world),
    run: (world) => {
      world.shut({ toR: false, toS: false, esp: false });
      world.say('R', 'line-down');
      world.later(5000, () => probe(world));
      world.later(75_000, () => world.shut({ toR: true, toS: true, esp: true }));
    },
  },
  { id: 'R probes in vain', gap: 16_000, can: (world) => hasPair(world) && !isOpen(world) && world.net.esp, run: (world) => probe(world) },
];

/** Five probes without an answer; then R takes S for dead (RFC 3706 5.5). */
function probe(world: World): void {
  for (let count = 1; count <= 5; count += 1) {
    world.later(count * 3000, () => {
      if (!world.ends.R.ike) return;
      const message = ++world.messages;
      world.say('R', 'probe-sent', { message, note: String(count) });
      world.send('R', () => world.say('S', 'probe-heard', { message }));
    });
  }
  world.later(18_500, () => {
    world.say('R', 'peer-dead');
    for (const pair of [...world.ends.R.held]) deleteAtR(world, pair, 'dpd', 'silent');
    world.ends.R.ike = false;
  });
}

const ENDS: Action[] = [
  {
    id: 'reload of R',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world),
    run: (world) => {
      world.isDown = true;
      world.ends.R.ike = false;
      for (const pair of [...world.ends.R.held]) world.forget(pair, 'reload', 'not-sent');
      world.later(65_000, () => {
        world.isDown = false;
        world.say('R', 'restart');
        world.later(4000, () => world.watch());
      });
    },
  },
  {
    id: 'failover to R',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world) && !world.hasActed,
    run: (world) => {
      world.ends.R.ike = false;
      for (const pair of [...world.ends.R.held]) world.forget(pair, 'failover', 'not-sent');
      world.isAnotherR = true;
      // What the router before it logged is on that router.
      world.log = world.log.filter(({ peer }) => peer === 'S');
      world.say('R', 'active');
    },
  },
  { id: 'failover to R, unsaid', gap: 16_000, can: isFirst, run: (world) => replaceR(world, 'failover', false) },
  { id: 'failover to R, unsaid, after a new SA', gap: 16_000, can: isFirst, run: (world) => replaceR(world, 'failover', true) },
  { id: 'another router of the address', gap: 16_000, can: isFirst, run: (world) => replaceR(world, 'elsewhere', false) },
  { id: 'another router of the address, a new SA', gap: 16_000, can: isFirst, run: (world) => replaceR(world, 'elsewhere', true) },
  {
    id: 'phase 1 of R ends, heard',
    gap: 16_000,
    can: (world) => isWell(world) && world.setup.ike === 1,
    run: (world) => endPhaseOne(world, true),
  },
  {
    id: 'phase 1 of R ends, unheard',
    gap: 16_000,
    can: (world) => isWell(world) && world.setup.ike === 1 && plain(world),
    run: (world) => endPhaseOne(world, false),
  },
  {
    id: 'S tears down',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world) && world.setup.isDense,
    run: (world) => onPair(world, (pair) => deleteAtS(world, pair)),
  },
  {
    id: 'both rekey',
    gap: 140_000,
    can: (world) => isWell(world) && plain(world),
    run: (world) => onPair(world, (of) => crossing(world, of)),
  },
  {
    id: 'early packet kills',
    gap: 140_000,
    can: (world) => isWell(world) && plain(world) && (world.setup.ike === 2 || world.setup.isOldR) && world.setup.isDense,
    run: (world) => onPair(world, (of) => kill(world, of)),
  },
  {
    id: 'R refuses who S is',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world) && world.setup.ike === 2 && !world.hasActed,
    run: refuseIdentity,
  },
  { id: 'NAT gives another port', gap: 16_000, can: (world) => isWell(world) && plain(world) && world.setup.isNat, run: rebind },
  { id: 'S moves', gap: 16_000, can: (world) => isWell(world) && plain(world) && !world.setup.isNat, run: move },
  {
    id: 'data plane of R loses it',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world),
    run: (world) =>
      onPair(world, (pair) => {
        world.refused.add(pair);
        world.watch();
      }),
  },
  { id: 'a stranger sends', gap: 16_000, can: (world) => isWell(world) && plain(world), run: strange },
];

export const ACTIONS: readonly Action[] = [
  ...REKEYS,
  ...LOST_REKEYS,
  ...NETS,
  ...ENDS,
  ...deleting('R expires by time', 'expired-time', ['silent', 'lost', 'ok', 'again', 'unanswered'], (world) => world.setup.isShorterAtR),
  ...deleting('R expires by volume', 'expired-volume', ['silent', 'lost'], (world) => world.setup.isShorterAtR),
  ...deleting('clear at R', 'cleared', ['ok', 'lost', 'again', 'silent', 'unanswered'], () => true),
  ...deleting('clear at R, unseen', 'cleared-unseen', ['ok', 'lost', 'silent'], () => true),
  ...deleting('clear of the session at R', 'by-user', ['lost'], (world) => world.setup.ike === 1),
  ...deleting('IKE SA of R ends with its children', 'with-ike', ['lost', 'again'], (world) => world.setup.ike === 2),
];
