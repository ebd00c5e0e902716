/** Simulated workers carry captures of one database through the gate that they share; what they have noted outlives them, and what they hold is given back when they are buried. */

import type { Purpose } from '../../src/capture/gate.ts';
import type { CaptureState, Engine, Order } from '../../src/engine/engine.ts';
import { GateKeeper, type GateMemory } from '../../src/fleet/gate/keeper.ts';
import { managedPeers } from '../../src/playbook/playbook.ts';
import type { Life } from './lives.ts';
import type { World } from './world.ts';

export interface Row {
  order: Order;
  tunnel: string;
  routers: string[];
  state: CaptureState;
  stop: boolean;
  retries: number;
}

export type Database = Map<string, Row>;

/** What another worker's step has granted is seen after this. */
export const NOTICED_MS = 4000;
const RETRIES_MAX = 4;
const RETRY_MS = 20_000;
const LOOK_MS = 300_000;

/** What the fleet has of the engine. */
export function engineOver(database: Database, life: Life, leaseMs: number): Pick<Engine, 'begin' | 'stop' | 'captures'> {
  return {
    begin: async (order) => {
      await life.step('begin');
      const { captureId } = order.plan;
      if (!database.has(captureId)) database.set(captureId, rowOf(order, leaseMs));
    },
    stop: async (captureId) => {
      await life.step('stop');
      const row = database.get(captureId);
      if (row !== undefined) row.stop = true;
    },
    captures: async () => {
      await life.step('captures');
      return [...database.values()].map(({ state }) => structuredClone(state));
    },
  };
}

function rowOf(order: Order, leaseMs: number): Row {
  const { playbook, plan } = order;
  const end = (side: 'a' | 'b') => ({
    name: playbook.tunnel[side].name,
    address: playbook.tunnel[side].address,
    isOurs: true,
    standing: '',
  });
  const state: CaptureState = {
    captureId: plan.captureId,
    playbook: playbook.name,
    peers: { a: end('a'), b: end('b') },
    phase: 'arming',
    armedAt: null,
    leaseEndsAt: new Date(leaseMs).toISOString(),
    capturesLeft: 1,
    worker: null,
    operator: order.operator,
    outcome: null,
    ending: null,
    trouble: null,
    bundles: [],
  };
  const routers = managedPeers(playbook).map(({ peer }) => `${peer.host}:${peer.port}`);
  return { order, tunnel: `${playbook.tunnel.a.name}-${playbook.tunnel.b.name}`, routers, state, stop: false, retries: 0 };
}

export class SimulatedWorker {
  readonly life: Life;
  readonly #world: World;
  readonly #database: Database;
  readonly #keeper: GateKeeper;
  readonly #leaseMs: number;
  /** Routers on which this process has a session. */
  readonly #inside = new Set<string>();

  constructor(life: Life, world: World, database: Database, memory: GateMemory, leaseMs: number) {
    this.life = life;
    this.#world = world;
    this.#database = database;
    this.#leaseMs = leaseMs;
    this.#keeper = new GateKeeper(memory, world.clock, life.name, NOTICED_MS);
  }

  /** Its connections break with it. */
  kill(): void {
    this.life.kill();
    for (const id of this.#inside) this.#world.logout(id);
    this.#world.say(`${this.life.name} is killed`);
  }

  async work(): Promise<void> {
    for (;;) {
      await this.life.step('claim');
      for (const row of this.#database.values()) {
        if (row.state.worker !== null || row.state.phase === 'ended') continue;
        row.state.worker = this.life.name;
        void this.#carry(row).catch((error: unknown) => this.#world.say(`FAULT ${String(error)}`));
      }
      await this.#world.clock.sleep(15_000);
    }
  }

  async #carry(row: Row): Promise<void> {
    const { state } = row;
    if (state.phase === 'arming') await this.#arm(row);
    if (state.phase === 'waiting') await this.#wait(row);
    if (state.phase === 'fetching') await this.#fetch(row);
    if (state.phase === 'disarming') await this.#disarm(row);
  }

  async #arm(row: Row): Promise<void> {
    const leaseEndsAtMs = this.#world.clock.now() + this.#leaseMs;
    row.state.leaseEndsAt = new Date(leaseEndsAtMs).toISOString();
    for (const router of row.routers) {
      if (this.#world.holds(router, row.state.captureId)) continue;
      const isDone = await this.#visit(router, 'arm', 30, () => this.#world.arm(router, row.state.captureId, row.tunnel, leaseEndsAtMs));
      if (isDone) continue;
      Object.assign(row.state, { phase: 'disarming', trouble: `${router} could not be armed` });
      return;
    }
    Object.assign(row.state, { phase: 'waiting', armedAt: new Date(this.#world.clock.now()).toISOString() });
  }

  async #wait(row: Row): Promise<void> {
    const { leaseEndsAt } = row.state;
    let lookedAtMs = this.#world.clock.now();
    while (row.state.phase === 'waiting') {
      await this.life.step('wait');
      if (row.stop || this.#world.clock.now() >= Date.parse(leaseEndsAt)) row.state.phase = 'disarming';
      else if (this.#world.clock.now() >= lookedAtMs + LOOK_MS) {
        await this.#lookAt(row);
        lookedAtMs = this.#world.clock.now();
      } else await this.#world.clock.sleep(15_000);
    }
  }

  async #lookAt({ routers, state }: Row): Promise<void> {
    for (const router of routers) await this.#visit(router, 'look', 8, () => undefined);
    if (state.phase === 'waiting' && this.#world.sprung.has(state.captureId)) state.phase = 'fetching';
  }

  async #fetch(row: Row): Promise<void> {
    let isWhole = true;
    for (const router of row.routers) isWhole = (await this.#visit(router, 'fetch', 15, () => undefined)) && isWhole;
    if (isWhole) {
      this.#world.home.add(row.state.captureId);
      row.state.bundles.push({
        folder: row.state.captureId,
        at: new Date(this.#world.clock.now()).toISOString(),
        incidents: 1,
        sentence: '',
      });
    }
    row.state.phase = 'disarming';
  }

  /** Until they are clean, or the lease has made them so. */
  async #disarm(row: Row): Promise<void> {
    for (;;) {
      const left = row.routers.filter((router) => this.#world.holds(router, row.state.captureId));
      for (const router of left) await this.#visit(router, 'disarm', 12, () => this.#world.disarm(router, row.state.captureId));
      await this.life.step('disarmed?');
      if (row.routers.every((router) => !this.#world.holds(router, row.state.captureId))) break;
      row.retries += 1;
      await this.#world.clock.sleep(Math.min(RETRIES_MAX, row.retries) * RETRY_MS);
    }
    Object.assign(row.state, { phase: 'ended', worker: null, ending: 'disarmed' });
  }

  /** One session for one piece of work. */
  async #visit(router: string, purpose: Purpose, lines: number, work: () => void): Promise<boolean> {
    await this.life.step(`${purpose} at ${router}`);
    const pass = await this.#keeper.gateFor(purpose).enter({ router, account: 'ops', logins: 1 });
    // Nothing stands between what the gate says and the login: a process that is killed here has not logged in.
    if (this.life.isOver) return new Promise<never>(() => undefined);
    const greeting = this.#world.login(router);
    if (greeting !== 'in') {
      pass.left(greeting);
      return false;
    }
    this.#inside.add(router);
    pass.greeted();
    await this.life.step(`in ${router}`);
    await this.#keeper.counted(router, this.#world.freeLines(router));
    await pass.beforeTyping(lines);
    if (this.life.isOver) return new Promise<never>(() => undefined);
    this.#world.type(router, lines);
    work();
    await this.life.step(`leave ${router}`);
    this.#inside.delete(router);
    this.#world.logout(router);
    pass.left('done');
    return true;
  }
}
