/** The keeper of a gate: what a capture asks before it logs in and before it types, also where several workers share one gate. */
import { describe, expect, it } from 'vitest';
import { GateKeeper, type GateMemory } from '../../../src/fleet/gate/keeper.ts';
import { LabClock } from '../../../src/lab/clock.ts';
import { memoryHere } from './memory-here.ts';

const RULES = { logins: { perSecond: 1, burst: 1 }, commands: { perSecond: 10, burst: 10 }, sessionsMax: 10 };
const LOGIN = { router: 'hq.example.net:22', account: 'ops', logins: 1 };

function keepers(): { clock: LabClock; one: GateKeeper; two: GateKeeper } {
  const clock = new LabClock({ startAtMs: 0, speed: 0 });
  const memory = memoryHere(RULES, clock);
  return { clock, one: new GateKeeper(memory, clock, 'w1'), two: new GateKeeper(memory, clock, 'w2') };
}

/** In steps: what is set going by one is in its place before the next. */
async function pass(clock: LabClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) await clock.advance(50);
}

describe('a login that asks the keeper', () => {
  it('waits for the session of another worker on the same router', async () => {
    const { clock, one, two } = keepers();
    const first = await one.gateFor('arm').enter(LOGIN);
    first.greeted();
    let isIn = false;
    const second = two
      .gateFor('arm')
      .enter(LOGIN)
      .then((pass) => {
        isIn = true;
        return pass;
      });
    await pass(clock, 10_000);
    expect(isIn).toBe(false);
    first.left('done');
    await pass(clock, 500);
    expect(isIn).toBe(true);
    (await second).left('done');
  });

  it('waits for the budget of all workers together', async () => {
    const { clock, one, two } = keepers();
    const entered: number[] = [];
    const enter = (keeper: GateKeeper, router: string): Promise<void> =>
      keeper
        .gateFor('look')
        .enter({ ...LOGIN, router })
        .then((pass) => {
          entered.push(clock.now());
          pass.greeted();
          pass.left('done');
        });
    const all = [enter(one, 'a'), enter(two, 'b'), enter(one, 'c'), enter(two, 'd')];
    await pass(clock, 5000);
    await Promise.all(all);
    for (const [index, at] of entered.entries()) expect(at).toBeGreaterThanOrEqual(index * 1000);
    expect(entered.at(-1)).toBeLessThan(4000);
  });

  it('may type as the budget of commands allows', async () => {
    const { clock, one } = keepers();
    const entered = await one.gateFor('arm').enter(LOGIN);
    let typed = 0;
    const typing = entered
      .beforeTyping(6)
      .then(() => entered.beforeTyping(10))
      .then(() => {
        typed = clock.now();
      });
    await pass(clock, 3000);
    await typing;
    expect(typed).toBeGreaterThanOrEqual(1000);
    expect(typed).toBeLessThanOrEqual(1500);
  });

  it('frees its router though the memory was away when it ended', async () => {
    const clock = new LabClock({ startAtMs: 0, speed: 0 });
    const memory = memoryHere(RULES, clock);
    let isAway = false;
    const shaky: GateMemory = { change: async (by) => (isAway ? Promise.reject(new Error('the database is away')) : memory.change(by)) };
    const [one, two] = [new GateKeeper(shaky, clock, 'w1'), new GateKeeper(memory, clock, 'w2')];
    const first = await one.gateFor('arm').enter(LOGIN);
    isAway = true;
    first.left('done');
    let isIn = false;
    const second = two
      .gateFor('arm')
      .enter(LOGIN)
      .then(() => {
        isIn = true;
      });
    await pass(clock, 3000);
    expect(isIn).toBe(false);
    isAway = false;
    await pass(clock, 3000);
    await second;
    expect(isIn).toBe(true);
  });

  it('leaves no timer behind in a process that ends while it waits', async () => {
    const clock = new LabClock({ startAtMs: 0, speed: 0 });
    let sleeps = 0;
    const sleep: LabClock['sleep'] = (ms, signal) => {
      sleeps += 1;
      return clock.sleep(ms, signal);
    };
    const memory = memoryHere(RULES, clock);
    const [one, two] = [new GateKeeper(memory, clock, 'w1'), new GateKeeper(memory, { sleep }, 'w2')];
    await one.gateFor('arm').enter(LOGIN);
    void two.gateFor('look').enter(LOGIN);
    await pass(clock, 1000);
    expect(sleeps).toBeGreaterThan(0);
    two.close();
    await pass(clock, 500);
    const before = sleeps;
    await pass(clock, 1000);
    expect(sleeps).toBe(before);
  });
});
