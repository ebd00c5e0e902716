/** A rollout: wave by wave, stopped by too many failures, with no order lost and no two hubs of a pair armed. */
import { describe, expect, it } from 'vitest';
import {
  openRollout,
  type RolloutAction,
  type RolloutEvent,
  type RolloutOrder,
  type RolloutRules,
  type RolloutState,
  reopenRollout,
  stepRollout,
} from '../../../src/fleet/rollout/rollout.ts';

const RULES: RolloutRules = { canaries: 1, wave: { tunnels: 2 }, errorPercent: 25, sample: 4, soakSeconds: 10, perRouter: 2, atOnce: 10 };

type Asked = Omit<RolloutOrder, 'stage'>;
const order = (name: string, wave: number, routers: Asked['routers'] = [{ id: name }]): Asked => ({ name, wave, routers });

class Rollout {
  state: RolloutState;
  nowMs = 0;
  constructor(orders: readonly Asked[], rules: Partial<RolloutRules> = {}) {
    this.state = openRollout(orders, { ...RULES, ...rules }, 0);
  }
  hear(event: RolloutEvent): string[] {
    const { state, actions } = stepRollout(this.state, event, this.nowMs);
    this.state = state;
    return actions.map(sayAction);
  }
  at(seconds: number): string[] {
    this.nowMs = seconds * 1000;
    return this.hear({ is: 'time' });
  }
  armed(name: string): string[] {
    return this.hear({ is: 'armed', order: name });
  }
  failed(name: string, isLeft = false): string[] {
    return this.hear({ is: 'failed', order: name, why: 'it did not answer', isLeft });
  }
  stages(): string[] {
    return Object.values(this.state.orders).map(({ name, stage }) => `${name} ${stage}`);
  }
}

const sayAction = (action: RolloutAction): string => (action.do === 'halt' ? `halt: ${action.why}` : `${action.do} ${action.order}`);

const SIX = [order('canary', 1), order('b', 2), order('c', 2), order('d', 3), order('e', 3), order('f', 3)];

describe('a rollout', () => {
  it('arms the canary alone, pauses, and goes on wave by wave', () => {
    const rollout = new Rollout(SIX);
    expect(rollout.at(0)).toEqual(['arm canary']);
    expect(rollout.at(5)).toEqual([]);
    expect(rollout.armed('canary')).toEqual([]);
    expect([rollout.at(14), rollout.at(15)]).toEqual([[], ['arm b', 'arm c']]);
    expect(rollout.armed('b')).toEqual([]);
    expect(rollout.armed('c')).toEqual([]);
    expect([rollout.at(24), rollout.at(25)]).toEqual([[], ['arm d', 'arm e', 'arm f']]);
  });

  it('ends with a canary that fails, however small the sample, and withholds the rest', () => {
    const rollout = new Rollout(SIX);
    rollout.at(0);
    expect(rollout.failed('canary')).toEqual(['halt: 1 of 1 canaries failed']);
    expect(
      rollout
        .stages()
        .slice(1)
        .every((each) => each.endsWith('withheld')),
    ).toBe(true);
    expect(rollout.at(100)).toEqual([]);
  });

  it('waits for its smallest sample before a share of failures ends it, and carries what is in hand to its end', () => {
    const rollout = new Rollout(SIX);
    rollout.at(0);
    rollout.armed('canary');
    rollout.at(10);
    expect(rollout.failed('b')).toEqual([]);
    rollout.armed('c');
    rollout.at(20);
    expect(rollout.failed('d')).toEqual(['halt: 2 of the latest 4 tunnels failed: more than 25 %']);
    expect(rollout.armed('e')).toEqual([]);
    expect(rollout.stages()).toEqual(['canary armed', 'b failed', 'c armed', 'd failed', 'e armed', 'f arming']);
  });

  it('is ended by the failures of one wave, however many went well before', () => {
    const many = Array.from({ length: 40 }, (_each, index) => order(`t${index}`, index < 30 ? 1 : 2));
    const rollout = new Rollout(many, { canaries: 0, sample: 5, wave: { tunnels: 5 }, atOnce: 50, soakSeconds: 0 });
    rollout.at(0);
    for (let index = 0; index < 30; index += 1) rollout.armed(`t${index}`);
    const said = [30, 31].flatMap((index) => rollout.failed(`t${index}`));
    expect(said).toEqual(['halt: 2 of the latest 5 tunnels failed: more than 25 %']);
  });

  it('arms no more at once than it may, and on no router more than that bears', () => {
    const hub = [
      order('a', 1, [{ id: 'hq' }, { id: 'x' }]),
      order('b', 1, [{ id: 'hq' }, { id: 'y' }]),
      order('c', 1, [{ id: 'hq' }, { id: 'z' }]),
      order('d', 1),
    ];
    const rollout = new Rollout(hub, { canaries: 0, atOnce: 3 });
    expect(rollout.at(0)).toEqual(['arm a', 'arm b', 'arm d']);
    rollout.armed('a');
    rollout.armed('b');
    expect(rollout.armed('d')).toEqual([]);
    expect(rollout.hear({ is: 'ended', order: 'a' })).toEqual(['arm c']);
  });

  it('never has both hubs of a pair armed: the second waits until all captures of the first have ended', () => {
    const pair = [
      order('one', 1, [{ id: 'hub1', group: 'pair' }]),
      order('two', 1, [{ id: 'hub2', group: 'pair' }]),
      order('three', 1, [{ id: 'hub1', group: 'pair' }]),
    ];
    const rollout = new Rollout(pair, { canaries: 0 });
    expect(rollout.at(0)).toEqual(['arm one', 'arm three']);
    rollout.armed('one');
    rollout.armed('three');
    expect(rollout.hear({ is: 'ended', order: 'one' })).toEqual([]);
    expect(rollout.hear({ is: 'ended', order: 'three' })).toEqual(['arm two']);
  });

  it('takes what a failed order left on a router for armed, until that is clean', () => {
    const pair = [order('one', 1, [{ id: 'hub1', group: 'pair' }]), order('two', 1, [{ id: 'hub2', group: 'pair' }])];
    const rollout = new Rollout(pair, { canaries: 0 });
    rollout.at(0);
    expect(rollout.failed('one', true)).toEqual([]);
    expect(rollout.hear({ is: 'ended', order: 'one' })).toEqual(['arm two']);
  });

  it('takes the trap of an older version away before it arms anew', () => {
    const rollout = new Rollout([{ ...order('one', 1), replaces: '7f3a9c01' }]);
    expect(rollout.at(0)).toEqual(['clear one']);
    expect(rollout.hear({ is: 'cleared', order: 'one' })).toEqual(['arm one']);
  });

  it('hears what is told twice once', () => {
    const rollout = new Rollout(SIX);
    rollout.at(0);
    rollout.armed('canary');
    expect(rollout.armed('canary')).toEqual([]);
    expect(rollout.failed('canary')).toEqual([]);
    expect(rollout.stages()[0]).toBe('canary armed');
  });

  it('is taken up again with what failed and what was withheld, once somebody wants it', () => {
    const rollout = new Rollout(SIX);
    rollout.at(0);
    rollout.hear({ is: 'stopped', by: 'ops' });
    rollout.failed('canary');
    expect(rollout.stages()).toEqual(['canary failed', 'b withheld', 'c withheld', 'd withheld', 'e withheld', 'f withheld']);
    rollout.state = reopenRollout(rollout.state, 0);
    expect(rollout.at(60)).toEqual(['arm canary']);
  });
});
