/** Staying with what stands of an inventory: until nothing does, whatever becomes of the store meanwhile. */
import { expect, it } from 'vitest';
import { type StayPorts, stayWhileStanding } from '../../src/fleet/stay.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { fakeEngine } from './fake-engine.ts';
import { fleetPlaybook } from './fleet-playbook.ts';

/** One capture of the inventory; `at`: what happens before the store is asked for that time. */
async function stay(at: (asked: number, world: { end(): void; stop(): void }) => void) {
  const [engine, playbook, stop] = [fakeEngine(), fleetPlaybook(), new AbortController()];
  const { plan } = draftPlan(playbook, 0, undefined, 'one');
  await engine.begin({ plan, playbook, operator: 'ops', watch: 'told' });
  const said: string[] = [];
  let asked = 0;
  const ports: StayPorts = {
    engine: {
      captures: async () => {
        asked += 1;
        at(asked, { end: () => engine.set(plan.captureId, { phase: 'ended' }), stop: () => stop.abort() });
        return engine.captures();
      },
    },
    clock: { sleep: async () => undefined },
    say: (text) => said.push(text),
    stop: stop.signal,
  };
  await stayWhileStanding([{ playbook }], ports);
  return { asked, said };
}

it('a watch ends when nothing of its inventory stands any more', async () => {
  expect((await stay((asked, { end }) => (asked === 3 ? end() : undefined))).asked).toBe(3);
});

it('a watch of days outlives a store that does not answer for a while, and says so once', async () => {
  const { asked, said } = await stay((number, { end }) => {
    if (number === 2 || number === 3) throw new Error('the connection was cut');
    if (number === 5) end();
  });
  expect(asked).toBe(5);
  expect(said).toEqual(['the store does not say what stands, and is asked again: the connection was cut']);
});

it('a watch that its user stops asks no more', async () => {
  expect((await stay((asked, { stop }) => (asked === 2 ? stop() : undefined))).asked).toBe(2);
});
