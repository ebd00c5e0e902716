/** Two worlds with different truths that print the very same record: the proof that a record does not decide between them, one for each settlement that stands beside this file. */
import { describe, expect, it } from 'vitest';
import { castOf, VIEWS } from './cast.ts';
import type { Keepings } from './decide.ts';
import { ACTIONS, type Action } from './model/actions.ts';
import { explore } from './model/explore.ts';
import { play, type Run } from './model/run.ts';
import { type Peer, QUEUES_MS, type Setup } from './model/state.ts';
import { ONE_WAY_MS } from './model/world.ts';
import { entriesOf, keep, printRecord, type Stamp } from './print/record.ts';
import { lotsOf } from './random.ts';
import { type Truth, truthOf } from './truth.ts';

const PLAIN: Setup = explore(0)[0]?.setup ?? ({} as Setup);
const SHORT_MS = 8000;
const STAMP: Stamp = { base: Date.UTC(2026, 4, 3, 10), skew: 0, hasYear: true, zone: ' UTC', mark: '*', hasMsec: true, firstNumber: 100 };

const keepingsOf = (view: string): Keepings => VIEWS.find(({ id }) => id === view)?.keepings ?? ({} as Keepings);

function actionOf(id: string): Action {
  const action = ACTIONS.find((each) => each.id === id);
  if (action === undefined) throw new Error(`no action ${id}`);
  return action;
}

function run(setup: Partial<Setup>, id: string, gap?: number): Run {
  const action = actionOf(id);
  return play({ ...PLAIN, ...setup }, [gap === undefined ? action : { ...action, gap }], SHORT_MS);
}

const goneAt = ({ world }: Run): number => world.log.find(({ kind, peer }) => kind === 'gone' && peer === 'R')?.at ?? Number.NaN;
const messageOf = ({ world }: Run): number => world.unknowns[0]?.at ?? Number.NaN;

/** The same, with its first message at that time. */
function runWithMessageAt(setup: Partial<Setup>, id: string, at: number): Run {
  const gap = 16_000;
  return run(setup, id, gap + at - messageOf(run(setup, id, gap)));
}

interface Kept {
  view: string;
  /** Nothing of R's from before is on record. */
  sinceMs?: number;
  /** R's clock against the true one. */
  skew?: number;
}

function recordOf({ setup, world }: Run, { view, sinceMs = Number.NEGATIVE_INFINITY, skew = 0 }: Kept): string[] {
  const { cast } = castOf(lotsOf(1), setup, 'xe16');
  // Drawn when they are first asked for: here in one order, whatever is printed first.
  for (const pair of [0, 1, 2]) for (const peer of ['R', 'S'] as const) cast.spi(pair, peer);
  const entries = entriesOf(cast, world.log).filter(({ peer, at }) => peer === 'S' || at >= sinceMs);
  return (['R', 'S'] as const).map((peer: Peer) => {
    const keeping = keepingsOf(view)[peer];
    const all = entries.filter((entry) => entry.peer === peer);
    return printRecord(keep(entries, peer, keeping), all, keeping, { ...STAMP, skew: peer === 'R' ? skew : 0 }).text;
  });
}

const truthIn = ({ world }: Run): Truth => {
  const [unknown] = world.unknowns;
  if (unknown === undefined) throw new Error('nothing was unknown');
  return truthOf(world, unknown);
};

describe('a record of R that begins with the message', () => {
  it.each([{ ike: 1 }, { ike: 2 }] as const)(
    'is the same for a router that never had X and for one that let it go before, in IKEv$ike',
    ({ ike }) => {
      const cleared = run({ ike }, 'clear of all at R in a quiet time, unheard');
      const tookOver = runWithMessageAt({ ike }, 'failover to R, unsaid', messageOf(cleared));
      const view = 'whole';
      expect(recordOf(cleared, { view, sinceMs: messageOf(cleared) })).toEqual(recordOf(tookOver, { view, sinceMs: messageOf(tookOver) }));
      expect(truthIn(cleared)).toMatchObject({ forgot: ['deleted-by-operator'], told: ['lost'] });
      expect(truthIn(tookOver)).toMatchObject({ forgot: ['never-had', 'lost-state'], told: ['not-sent', 'not-needed'] });
    },
  );
});

describe('two clocks that nothing ties', () => {
  it('are the same for a DELETE that came at once and for one that came when it was sent again', () => {
    const setup = { ike: 2, isDense: true } as const;
    const again = run(setup, 'clear at R, unseen again', 16_000);
    const atOnce = run(setup, 'clear at R, unseen ok', 18_000);
    const apart = messageOf(atOnce) - messageOf(again);
    const view = 'R without debugs';
    expect(recordOf(again, { view, skew: apart })).toEqual(recordOf(atOnce, { view }));
    expect(truthIn(again).causes).toContain('delete-lost');
    expect(truthIn(atOnce).causes).toContain('rekey-reorder');
    expect(truthIn(atOnce).causes).not.toContain('delete-lost');
  });
});

describe('a DELETE that S has heard twice', () => {
  it('is the same at S whether the answer to the first copy was lost, or the first copy and the answer to the second', () => {
    const setup = { ike: 2, isDense: true } as const;
    const unanswered = run(setup, 'clear at R unanswered', 18_000);
    const late = run(setup, 'clear at R again unanswered', 17_000);
    const apart = messageOf(unanswered) - messageOf(late);
    const view = 'R without debugs';
    expect(recordOf(late, { view, skew: apart })).toEqual(recordOf(unanswered, { view }));
    expect(truthIn(unanswered)).toMatchObject({ told: ['in-time'] });
    expect(truthIn(unanswered).causes).not.toContain('delete-lost');
    expect(truthIn(late)).toMatchObject({ told: ['lost', 'late'] });
    expect(truthIn(late).causes).toContain('delete-lost');
  });
});

describe('a router that lets X go without a word', () => {
  it('prints the same whether IKE passes or not, and what it did not send was not blocked', () => {
    const silent = 'clear at R, unseen silent';
    const shut = play(PLAIN, [actionOf('ike to S shut'), actionOf(silent)], SHORT_MS);
    const open = run({}, silent, goneAt(shut) - goneAt(run({}, silent, 0)));
    expect(recordOf(open, { view: 'server' })).toEqual(recordOf(shut, { view: 'server' }));
    expect(truthIn(open)).toMatchObject({ causes: ['sa-cleared'], told: ['not-sent'] });
    expect(truthIn(shut)).toMatchObject({ causes: ['sa-cleared'], told: ['not-sent'] });
  });
});

describe('a log that ends within a minute of the message', () => {
  it.each(['rekey by R', 'rekey by S'])(
    'is the same for a data plane that stays on the old SA and for packets that were overtaken, at a %s',
    (id) => {
      const setup = { ike: 2, isDense: true } as const;
      const stale = run({ ...setup, isStaleAtS: true }, id);
      const overtaken = run({ ...setup, queueMs: QUEUES_MS.short }, id);
      expect(recordOf(stale, { view: 'whole' })).toEqual(recordOf(overtaken, { view: 'whole' }));
      expect(truthIn(stale).causes).toEqual(['sender-data-plane-stale']);
      expect(truthIn(overtaken).causes).toEqual(['rekey-reorder']);
    },
  );
});

describe('a log that ends within a minute of a message that came a moment after the round trip', () => {
  it.each(['rekey by R', 'rekey by S'])(
    'is the same for a data plane that stays on the old SA and for a packet that waited in the queue of a busy line, at a %s',
    (id) => {
      const setup = { ike: 2, isDense: false } as const;
      const stale = runWithMessageAfter({ ...setup, isStaleAtS: true }, id);
      const waited = run({ ...setup, queueMs: QUEUES_MS.busy }, id, stale.gap);
      expect(recordOf(stale.run, { view: 'whole' })).toEqual(recordOf(waited, { view: 'whole' }));
      expect(truthIn(stale.run).causes).toEqual(['sender-data-plane-stale']);
      expect(truthIn(waited).causes).toEqual(['rekey-reorder']);
    },
  );
});

/** Packets are sparse: of all pauses before the action the one behind which the first message comes later than a round trip, and no later than what a queue holds. */
function runWithMessageAfter(setup: Partial<Setup>, id: string): { run: Run; gap: number } {
  for (let gap = 16_000; gap < 16_700; gap += 4) {
    const found = run(setup, id, gap);
    const after = messageOf(found) - goneAt(found);
    if (after > 2 * ONE_WAY_MS && after < QUEUES_MS.busy / 2) return { run: found, gap };
  }
  throw new Error('no message came so soon');
}
