/** What can happen next: each action with the state in which it can, and what it does; the alphabet of the runs. */
import { deleteAtR, deleteAtS, type Fate, quick } from './exchanges.ts';
import { bothBegin, crossing, endPhaseOne, kill, move, rebind, refuseIdentity, staleTloc, strange } from './faults.ts';
import { type Gone, lifetimesOf, type PairId, type Peer, THRESHOLD_S, VOLUME_MS } from './state.ts';
import type { World } from './world.ts';

export interface Action {
  id: string;
  /** Before it, in ms. */
  gap: number | ((world: World) => number);
  /** How long it may take to show, in ms; a minute when it does not say. */
  settle?: number;
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

/** Until an end's threshold of the pair in use; never for who has an hour left. */
const untilThreshold =
  (peer: Peer) =>
  (world: World): number => {
    const pair = current(world);
    const madeAt = pair === undefined ? world.now : world.pair(pair).madeAt;
    return Math.max(0, madeAt + (lifetimesOf(world.setup)[peer] - THRESHOLD_S) * 1000 - world.now);
  };
const untilUsedUp = (world: World): number => {
  const pair = current(world);
  return pair === undefined ? 0 : Math.max(0, world.pair(pair).madeAt + VOLUME_MS - world.now);
};
/** In IKEv1 an offer of R's shorter lifetime makes it S's as well: that is no longer the set-up. */
const canRekey =
  (by: Peer) =>
  (world: World): boolean =>
    isWell(world) && !(world.setup.isShorterAtR && (by === 'S' || world.setup.ike === 1));

const isFirst = (world: World): boolean => isWell(world) && plain(world) && !world.hasActed;

/** S's SAs are another router's, and R's log says nothing of that. */
function replaceR(world: World, why: 'failover' | 'elsewhere', isNew: boolean): void {
  world.isAnotherR = true;
  world.isElsewhere = why === 'elsewhere';
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

/** In IKEv2 a request is sent until it is answered: it is lost for good only where its way is shut (RFC 7296 2.1). */
function canFare(world: World, fate: Fate | 'silent'): boolean {
  if (fate.startsWith('again') || fate === 'unanswered') return world.setup.ike === 2 && isOpen(world);
  if (fate === 'lost') return world.setup.ike === 1 || !world.net.toS;
  return fate !== 'ok' || isOpen(world);
}

interface Deletion {
  why: Gone;
  fates: readonly (Fate | 'silent')[];
  can: (world: World) => boolean;
  settle?: number;
}

function deleting(id: string, { why, fates, can, settle }: Deletion): Action[] {
  return fates.map((fate) => ({
    id: `${id} ${fate}`,
    gap: why === 'expired-volume' ? untilUsedUp : 16_000,
    ...(settle === undefined ? {} : { settle }),
    can: (world) => hasPair(world) && can(world) && canFare(world, fate),
    run: (world) =>
      onPair(world, (pair) => {
        if (why === 'cleared') world.say('R', 'clear-echo');
        if (why === 'by-user') world.say('R', 'by-user');
        if (why === 'expired-time') return expire(world, pair, fate);
        if (why === 'expired-idle') return idle(world, pair, fate);
        deleteAtR(world, pair, why, fate);
        if (why === 'by-user') world.ends.R.ike = false;
      }),
  }));
}

function expire(world: World, pair: PairId, fate: Fate | 'silent'): void {
  const threshold = untilThreshold('R')(world);
  world.later(threshold, () => {
    if (world.ends.R.held.has(pair)) world.say('R', 'threshold', { pair, note: 'expired-time' });
  });
  world.later(threshold + THRESHOLD_S * 1000, () => deleteAtR(world, pair, 'expired-time', fate));
}
const LIFE_MS = 185_000;

/** A minute without traffic, R's idle timer, and then traffic again. */
function idle(world: World, pair: PairId, fate: Fate | 'silent'): void {
  world.pause(IDLE_MS + 9000);
  world.later(IDLE_MS, () => deleteAtR(world, pair, 'expired-idle', fate));
}
const IDLE_MS = 60_000;

/** While nobody has anything to send and IKE does not pass: S hears nothing of it, and what R says in vain is over before traffic begins again. */
function clearInQuiet(world: World): void {
  world.pause(QUIET_MS);
  world.net = { toR: false, toS: false, esp: true };
  for (const pair of [...world.ends.R.held]) deleteAtR(world, pair, 'cleared-unseen', 'lost');
  world.later(QUIET_MS - 6000, () => {
    world.ends.R.ike = false;
    world.net = { toR: true, toS: true, esp: true };
  });
}
const QUIET_MS = 75_000;

const REKEYS: Action[] = (['R', 'S'] as const).flatMap((by): Action[] => [
  {
    id: `rekey by ${by}`,
    gap: untilThreshold(by),
    can: canRekey(by),
    run: (world) =>
      onPair(world, (of) => {
        world.say(by, 'threshold', { pair: of });
        quick(world, by, { fate: 'ok', of, isEager: world.setup.isDense });
      }),
  },
  {
    id: `rekey by ${by}, refused`,
    gap: untilThreshold(by),
    can: (world) => canRekey(by)(world) && plain(world),
    run: (world) =>
      onPair(world, (of) => {
        world.say(by, 'threshold', { pair: of });
        quick(world, by, { fate: 'refused', of });
        // Who is early by a moment deletes first, and its peer still sends.
        world.later(THRESHOLD_S * 1000, () => deleteAtR(world, of, 'expired-time', 'silent'));
        if (!world.setup.isShorterAtR) world.later(THRESHOLD_S * 1000 + LATER_MS, () => expireAtS(world, of, 'refused'));
      }),
  },
]);
/** How much later S counts. */
const LATER_MS = 1500;

function expireAtS(world: World, pair: PairId, fate: 'ok' | 'refused'): void {
  const { S } = world.ends;
  if (!S.held.delete(pair)) return;
  world.say('S', 'gone', { pair, note: 'expired-time' });
  world.pair(pair).gone.S = { at: world.now };
  if (S.out === pair) world.sendBy(null);
  world.later(900, () => {
    if (S.held.size === 0) quick(world, 'S', { fate });
  });
}

const NO_MEMORY: Action = {
  id: 'rekey by R, no memory',
  gap: untilThreshold('R'),
  // Only who has said its last word before it makes the SA leaves the other with it (ike.md 4.4, RFC 7296 2.8).
  can: (world) => canRekey('R')(world) && plain(world) && (world.setup.ike === 2 || world.setup.isOldR),
  run: (world) =>
    onPair(world, (of) => {
      world.say('R', 'threshold', { pair: of });
      quick(world, 'R', { fate: 'no-memory', of });
      world.later(THRESHOLD_S * 1000, () => deleteAtR(world, of, 'expired-time', 'silent'));
      world.later(THRESHOLD_S * 1000, () => {
        if (!world.setup.isShorterAtR) expireAtS(world, of, 'ok');
      });
    }),
};

const LOST_REKEYS: Action[] = (['again', 'unanswered', 'again unanswered'] as const).map((retires) => ({
  id: `rekey by R, DELETE of the old ${retires}`,
  gap: untilThreshold('R'),
  can: (world) => canRekey('R')(world) && plain(world) && world.setup.ike === 2,
  run: (world) =>
    onPair(world, (of) => {
      world.say('R', 'threshold', { pair: of });
      quick(world, 'R', { fate: 'ok', of, retires });
    }),
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
  ...[true, false].map(
    (isSeen): Action => ({
      id: `path out, then back${isSeen ? '' : ', no line of R down'}`,
      gap: 16_000,
      settle: 90_000,
      can: (world) => isWell(world) && plain(world) && world.setup.isRProbing,
      run: (world) => {
        world.shut({ toR: false, toS: false, esp: false });
        if (isSeen) world.say('R', 'line-down');
        world.later(75_000, () => {
          if (isSeen) world.say('R', 'line-up');
          world.shut({ toR: true, toS: true, esp: true });
        });
      },
    }),
  ),
];

const ENDS: Action[] = [
  {
    id: 'reload of R',
    gap: 16_000,
    settle: 90_000,
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
    id: 'clear of all at R in a quiet time, unheard',
    gap: 16_000,
    settle: 90_000,
    can: (world) => isFirst(world) && !world.setup.isProbing && !world.setup.isRProbing,
    run: clearInQuiet,
  },
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
    gap: untilThreshold('R'),
    can: (world) => canRekey('R')(world) && canRekey('S')(world) && plain(world),
    run: (world) =>
      onPair(world, (of) => {
        world.say('R', 'threshold', { pair: of });
        world.say('S', 'threshold', { pair: of });
        crossing(world, of);
      }),
  },
  ...(['ok', 'lost'] as const).map(
    (fate): Action => ({
      id: `early packet kills, DELETE ${fate}`,
      gap: untilThreshold('R'),
      can: (world) =>
        canRekey('R')(world) && plain(world) && world.setup.isDense && (world.setup.ike === 2 ? fate === 'ok' : world.setup.isOldR),
      run: (world) =>
        onPair(world, (of) => {
          world.say('R', 'threshold', { pair: of });
          kill(world, of, fate);
        }),
    }),
  ),
  {
    id: 'R refuses who S is',
    gap: 16_000,
    can: (world) => isWell(world) && plain(world) && world.setup.ike === 2 && !world.hasActed,
    run: refuseIdentity,
  },
  { id: 'NAT gives another port', gap: 16_000, can: (world) => isWell(world) && plain(world) && world.setup.isNat, run: rebind },
  {
    id: 'both begin at once',
    gap: 16_000,
    can: (world) => isFirst(world) && world.setup.ike === 2,
    run: bothBegin,
  },
  {
    id: 'S sends to a stale TLOC',
    gap: 16_000,
    can: (world) => isFirst(world) && !world.setup.isNat && !world.setup.isProbing && !world.setup.isRProbing,
    run: staleTloc,
  },
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

const isShorter = ({ setup }: World): boolean => setup.isShorterAtR;

export const ACTIONS: readonly Action[] = [
  ...REKEYS,
  NO_MEMORY,
  ...LOST_REKEYS,
  ...NETS,
  ...ENDS,
  ...deleting('R expires by time', {
    why: 'expired-time',
    fates: ['silent', 'lost', 'ok', 'again', 'unanswered', 'again unanswered'],
    can: isShorter,
    settle: LIFE_MS,
  }),
  // What passes every 700 ms uses up no limit.
  ...deleting('R expires by volume', {
    why: 'expired-volume',
    fates: ['silent', 'lost', 'again'],
    can: ({ setup }) => setup.isSmallAtR,
  }),
  ...deleting('R idles out', { why: 'expired-idle', fates: ['silent', 'lost', 'again'], can: plain, settle: 75_000 }),
  ...deleting('clear at R', { why: 'cleared', fates: ['ok', 'lost', 'again', 'unanswered', 'again unanswered'], can: () => true }),
  ...deleting('clear at R', { why: 'cleared', fates: ['silent'], can: ({ setup }) => setup.ike === 1 }),
  ...deleting('clear at R, unseen', { why: 'cleared-unseen', fates: ['ok', 'lost', 'again'], can: () => true }),
  ...deleting('clear at R, unseen', { why: 'cleared-unseen', fates: ['silent'], can: ({ setup }) => setup.ike === 1 }),
  ...deleting('clear of the session at R', { why: 'by-user', fates: ['lost'], can: (world) => world.setup.ike === 1 }),
  ...deleting('IKE SA of R ends with its children', {
    why: 'with-ike',
    fates: ['ok', 'lost', 'again', 'unanswered', 'again unanswered'],
    can: (world) => world.setup.ike === 2,
  }),
];
