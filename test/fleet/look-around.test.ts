/** Looking around: whose turn it is, what the engine is told of it, and when it is enough. */
import { expect, it } from 'vitest';
import type { Look } from '../../src/capture/look.ts';
import type { CaptureState, Spring } from '../../src/engine/engine.ts';
import { type LookPorts, lookAround } from '../../src/fleet/look-around.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { VirtualClock } from '../simulated/virtual-clock.ts';
import { fakeEngine } from './fake-engine.ts';
import { fleetPlaybook } from './fleet-playbook.ts';

const look = (stage: Look['stage']): Look => ({ stage, missing: [], files: [] });

/** Three captures; time goes on whenever nobody has anything to do. */
async function around(stages: Record<string, Look['stage'] | 'broken'>, set: (name: string) => Partial<CaptureState> = () => ({})) {
  const [engine, playbook, clock, stop] = [fakeEngine(), fleetPlaybook(), new VirtualClock(), new AbortController()];
  const names = new Map<string, string>();
  for (const name of Object.keys(stages)) {
    const { plan } = draftPlan(playbook, 10_000_000, undefined, name);
    names.set(plan.captureId, name);
    await engine.begin({ plan, playbook, operator: 'ops', watch: 'told' });
    engine.set(plan.captureId, set(name));
  }
  const [looked, sprung, said]: [string[], string[], string[]] = [[], [], []];
  engine.spring = async (captureId: string, _spring: Spring) => {
    sprung.push(names.get(captureId) ?? '');
    engine.set(captureId, { phase: 'ended' });
  };
  const ports: LookPorts = {
    engine,
    look: async (captureId) => {
      const name = names.get(captureId) ?? '';
      looked.push(`${clock.now() / 1000} ${name}`);
      const stage = stages[name] ?? 'armed';
      if (stage === 'broken') throw new Error('no record');
      return { a: look('armed'), b: look(stage) };
    },
    isOurs: (captureId) => names.get(captureId) !== 'foreign',
    own: 'w1',
    say: (text) => said.push(text),
    clock,
    stop: stop.signal,
    rules: { everySeconds: 100, atOnce: 1 },
  };
  clock.at(400_000, () => stop.abort());
  let isOver = false;
  const looking = lookAround(ports, true).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!isOver) clock.goOn();
  }
  await looking;
  return { looked, sprung, said, endedAtSeconds: clock.now() / 1000 };
}

it('what has sprung at one end is told to the engine, and then it is enough', async () => {
  const { looked, sprung, endedAtSeconds } = await around({ one: 'frozen' });
  expect(looked).toEqual(['0 one']);
  expect(sprung).toEqual(['one']);
  expect(endedAtSeconds).toBeLessThan(10);
});

it('what waits is looked at again and again, one at a time, and what could not be looked at is looked at sooner', async () => {
  const { looked, sprung, said } = await around({ calm: 'armed', odd: 'broken' });
  expect(sprung).toEqual([]);
  expect(said[0]).toContain('could not be looked at: no record');
  const times = (name: string): number => looked.filter((each) => each.endsWith(name)).length;
  expect(times('calm')).toBe(4);
  expect(times('odd')).toBeGreaterThan(5);
});

it('a router that has restarted is reason to bring home what the other end holds', async () => {
  expect((await around({ one: 'reloaded' })).sprung).toEqual(['one']);
});

it('what stood before anybody was here is looked at at once, and what was armed since when its measure is over', async () => {
  const { looked } = await around({ old: 'armed', fresh: 'armed' }, (name) => ({
    armedAt: name === 'fresh' ? '1970-01-01T00:00:00.000Z' : '1969-12-29T08:00:00.000Z',
  }));
  expect(looked.slice(0, 2)).toEqual(['0 old', '100 fresh']);
});

it('what another worker holds is left to that one, and is waited for: should it die, its captures come here', async () => {
  const { looked, endedAtSeconds } = await around({ mine: 'armed', theirs: 'frozen' }, (name) => ({
    worker: name === 'theirs' ? 'w2' : 'w1',
  }));
  expect(looked.length).toBeGreaterThan(2);
  expect(looked.filter((each) => each.endsWith('theirs'))).toEqual([]);
  expect(endedAtSeconds).toBe(400);
});

it('captures of other inventories are not looked at', async () => {
  const { looked, endedAtSeconds } = await around({ foreign: 'frozen' });
  expect(looked).toEqual([]);
  expect(endedAtSeconds).toBe(0);
});

it('what a dead `run` has left behind is watched over its own session by whoever adopts it, and not logged in to besides', async () => {
  const { looked, endedAtSeconds } = await around({ adopted: 'armed', told: 'armed' }, (name) =>
    name === 'adopted' ? { watch: 'kept' } : {},
  );
  expect(looked.filter((each) => each.endsWith('adopted'))).toEqual([]);
  expect(looked.filter((each) => each.endsWith('told')).length).toBeGreaterThan(2);
  expect(endedAtSeconds).toBe(400);
});
