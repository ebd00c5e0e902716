/** Conducting a rollout over an engine: each order is handed over once, whatever is interrupted. */
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/engine/engine.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { type ConductPorts, conduct } from '../../src/fleet/conduct.ts';
import { parseInventory } from '../../src/fleet/inventory/inventory.ts';
import { type PlannedOrder, planFleet } from '../../src/fleet/plan/fleet-plan.ts';
import { openRollout, type RolloutState } from '../../src/fleet/rollout/rollout.ts';
import { DEFAULT_RULES } from '../../src/fleet/rules.ts';
import { withStanding } from '../../src/fleet/standing.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';
import { fleetPlaybook, fleetTable } from './fleet-playbook.ts';

const RULES = { ...DEFAULT_RULES, soakSeconds: 0, wave: { tunnels: 2 } };

function fleetOf(count: number): PlannedOrder[] {
  const { tunnels } = parseInventory({ file: 'fleet.csv', text: fleetTable(count, count) }, 'csv', fleetPlaybook());
  return planFleet(tunnels, RULES, { file: 'fleet.csv', templates: {} }).orders;
}

/** To draw a plan takes longer than all else here. */
const PLANS = new Map<string, Plan>();
function planOf(order: PlannedOrder, nonce: string): Plan {
  const key = `${order.name} ${nonce}`;
  const plan = PLANS.get(key) ?? draftPlan(order.playbook, 0, undefined, nonce).plan;
  PLANS.set(key, plan);
  return plan;
}

const opened = (orders: readonly PlannedOrder[]): RolloutState => openRollout(orders, RULES, 0);

/** A clock that goes on by itself. */
function hurriedClock(): ConductPorts['clock'] {
  let nowMs = 0;
  return {
    now: () => nowMs,
    monotonic: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  };
}

interface Conducted {
  ports: ConductPorts;
  remembered: RolloutState[];
  said: string[];
}

function portsOf(engine: FakeEngine, orders: readonly PlannedOrder[], draw?: (name: string) => Promise<Order>): Conducted {
  const [remembered, said]: [RolloutState[], string[]] = [[], []];
  const drawn = async (name: string): Promise<Order> => {
    const order = orders.find((each) => each.name === name);
    if (order === undefined) throw new Error(name);
    return { plan: planOf(order, name), playbook: order.playbook, operator: 'ops', watch: 'told' };
  };
  const ports: ConductPorts = {
    engine,
    draw: draw ?? drawn,
    remember: async (state) => void remembered.push(structuredClone(state)),
    say: (event) => said.push('order' in event ? `${event.order} ${event.is}` : event.is),
    clock: hurriedClock(),
    stop: new AbortController().signal,
  };
  return { ports, remembered, said };
}

const stages = ({ orders }: RolloutState): string[] => Object.values(orders).map(({ stage }) => stage);

describe('a rollout that is conducted', () => {
  it('arms every tunnel of an inventory once', async () => {
    const [orders, engine] = [fleetOf(5), fakeEngine()];
    const { ports } = portsOf(engine, orders);
    expect(stages(await conduct(opened(orders), ports))).toEqual(['armed', 'armed', 'armed', 'armed', 'armed']);
    expect(new Set(engine.begun).size).toBe(5);
  });

  it('has the id of a capture on the disk before the engine hears of it', async () => {
    const [orders, engine] = [fleetOf(1), fakeEngine()];
    const { ports, remembered } = portsOf(engine, orders);
    const begin = engine.begin;
    let wasRemembered = false;
    engine.begin = async (order) => {
      wasRemembered = remembered.some((state) => state.orders['t0']?.captureId === order.plan.captureId);
      await begin(order);
    };
    await conduct(opened(orders), ports);
    expect(wasRemembered).toBe(true);
  });

  it('goes on after a kill at any moment: what the engine knows is not begun again, and nothing is forgotten', async () => {
    const orders = fleetOf(4);
    const { ports, remembered } = portsOf(fakeEngine(), orders);
    await conduct(opened(orders), ports);
    for (const state of remembered) {
      const engine = fakeEngine();
      const again = portsOf(engine, orders);
      for (const { name, captureId } of Object.values(state.orders))
        if (captureId !== undefined) await engine.begin(await again.ports.draw(name));
      const known = engine.begun.length;
      expect(stages(await conduct(structuredClone(state), again.ports))).toEqual(['armed', 'armed', 'armed', 'armed']);
      expect(engine.begun.length).toBe(4);
      expect(engine.begun.length - known).toBe(4 - known);
    }
  });

  it('says of each that could not be armed why, and stops with its canary', async () => {
    const [orders, engine] = [fleetOf(3), fakeEngine()];
    const { ports, said } = portsOf(engine, orders, async () => {
      throw new FlaptrapError('preflight', 'it has no free terminal line', { peer: 'hub0' });
    });
    const state = await conduct(opened(orders), ports);
    expect(state.orders['t0']).toMatchObject({ stage: 'failed', why: 'hub0: it has no free terminal line' });
    expect(stages(state)).toEqual(['failed', 'withheld', 'withheld']);
    expect(said).toEqual(['t0 failed', 'halted']);
  });

  it('takes what ended without having been armed for failed', async () => {
    const orders = fleetOf(1);
    const engine = fakeEngine(() => ({ phase: 'ended', armedAt: null, trouble: 'branch refused a line' }));
    const { ports } = portsOf(engine, orders);
    expect((await conduct(opened(orders), ports)).orders['t0']).toMatchObject({ stage: 'failed', why: 'branch refused a line' });
  });

  it('leaves a trap of this version as it is, and replaces one of an older version', async () => {
    const orders = fleetOf(2);
    const engine = fakeEngine();
    const first = portsOf(engine, orders);
    const armed = await conduct(opened(orders), first.ports);
    const ids = Object.values(armed.orders).map(({ captureId = '' }) => captureId);
    const known = { versions: { [ids[0] ?? '']: 'old', [ids[1] ?? '']: 'new' }, version: 'new' };
    const next = portsOf(engine, orders, async (name) => {
      const order = orders.find((each) => each.name === name) as PlannedOrder;
      return { plan: planOf(order, 'again'), playbook: order.playbook, operator: 'ops', watch: 'told' };
    });
    const state = await conduct(withStanding(opened(orders), orders, await engine.captures(), known), next.ports);
    expect(engine.stopped).toEqual([ids[0]]);
    expect(engine.begun).toHaveLength(3);
    expect(stages(state)).toEqual(['armed', 'armed']);
    expect(state.orders['t1']?.captureId).toBe(ids[1]);
  });

  it('sees at once what was handed over while the engine was asked, and not only when it asks again by the clock', async () => {
    const [orders, engine] = [fleetOf(1), fakeEngine()];
    const { ports } = portsOf(engine, orders);
    let tellHandedOver = (): void => undefined;
    const handedOver = new Promise<void>((tell) => {
      tellHandedOver = tell;
    });
    let nowMs = 0;
    const sleep: ConductPorts['clock']['sleep'] = async (ms, signal) => {
      if (signal?.aborted !== true) nowMs += ms;
    };
    let asked = 0;
    const slow: ConductPorts['engine'] = {
      ...engine,
      begin: async (order) => {
        await engine.begin(order);
        setImmediate(tellHandedOver);
      },
      captures: async () => {
        const before = await engine.captures();
        asked += 1;
        if (asked === 2) await handedOver;
        return before;
      },
    };
    const clock = { now: () => nowMs, monotonic: () => nowMs, sleep };
    expect(stages(await conduct(opened(orders), { ...ports, engine: slow, clock }))).toEqual(['armed']);
    expect(nowMs).toBe(0);
  });

  it('goes on when the store has been away for a moment', async () => {
    const [orders, engine] = [fleetOf(2), fakeEngine()];
    const { ports } = portsOf(engine, orders);
    let asked = 0;
    const captures: ConductPorts['engine']['captures'] = async () => {
      asked += 1;
      if (asked === 2 || asked === 4) throw new Error('the connection was cut');
      return engine.captures();
    };
    expect(stages(await conduct(opened(orders), { ...ports, engine: { ...engine, captures } }))).toEqual(['armed', 'armed']);
    expect(asked).toBeGreaterThan(4);
  });

  it('is left by its user at once, and what was begun is remembered', async () => {
    const [orders, engine, stop] = [fleetOf(3), fakeEngine(), new AbortController()];
    const { ports, remembered } = portsOf(engine, orders);
    const state = await conduct(opened(orders), { ...ports, stop: stop.signal, say: () => stop.abort() });
    expect(stages(state)).toContain('waiting');
    expect(remembered.at(-1)).toEqual(state);
  });
});
