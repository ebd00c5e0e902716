/** A schedule of a fleet: which routers misbehave, who is killed when, which writes fail, and in which order everything happens; played from its seed it is the same story again. */
import fc, { type Scheduler } from 'fast-check';
import type { Order } from '../../src/engine/engine.ts';
import { FlaptrapError } from '../../src/errors.ts';
import { type ConductPorts, conduct } from '../../src/fleet/conduct.ts';
import { stepGate } from '../../src/fleet/gate/gate.ts';
import { type GateState, openGate } from '../../src/fleet/gate/gate-state.ts';
import type { GateMemory } from '../../src/fleet/gate/keeper.ts';
import { placeInWaves } from '../../src/fleet/plan/waves.ts';
import { planRemovals } from '../../src/fleet/retention.ts';
import { openRollout, type RolloutOrder, type RolloutRules, type RolloutState } from '../../src/fleet/rollout/rollout.ts';
import type { Plan } from '../../src/playbook/plan.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { Life } from './lives.ts';
import { VirtualClock } from './virtual-clock.ts';
import { type Database, engineOver, NOTICED_MS, SimulatedWorker } from './workers.ts';
import { Broken, type RouterStory, World } from './world.ts';

export interface FleetStory {
  /** By tunnel: its hub. */
  hubs: number[];
  isPair: boolean;
  routers: RouterStory['is'][];
  rules: Pick<RolloutRules, 'canaries' | 'perRouter' | 'atOnce' | 'sample'> & { wave: number };
  loginsPerSecond: number;
  workers: number;
  /** In seconds: of the conductor, or of a worker. */
  kills: { atSeconds: number; who: number }[];
  /** Writes of the conductor's memory that fail. */
  failedWrites: number[];
  springs: { tunnel: number; atSeconds: number }[];
}

const ROUTER = fc.oneof(
  { weight: 8, arbitrary: fc.constant('good' as const) },
  { weight: 3, arbitrary: fc.constantFrom('unreachable', 'flaky', 'refuses', 'crowded') },
);

export const FLEET_STORY: fc.Arbitrary<FleetStory> = fc.record({
  hubs: fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }),
  isPair: fc.boolean(),
  routers: fc.array(ROUTER, { minLength: 9, maxLength: 9 }) as fc.Arbitrary<RouterStory['is'][]>,
  rules: fc.record({
    canaries: fc.nat(1),
    perRouter: fc.integer({ min: 1, max: 3 }),
    atOnce: fc.integer({ min: 1, max: 4 }),
    sample: fc.integer({ min: 1, max: 6 }),
    wave: fc.integer({ min: 1, max: 4 }),
  }),
  loginsPerSecond: fc.constantFrom(0.2, 1, 5),
  workers: fc.integer({ min: 1, max: 3 }),
  kills: fc.array(fc.record({ atSeconds: fc.nat(600), who: fc.nat(3) }), { maxLength: 3 }),
  failedWrites: fc.array(fc.nat(12), { maxLength: 2 }),
  springs: fc.array(fc.record({ tunnel: fc.nat(5), atSeconds: fc.nat(700) }), { maxLength: 3 }),
});

const LEASE_MS = 600_000;
const HUBS = 3;
const STEPS_MAX = 60_000;
const NOTICED_SECONDS = NOTICED_MS / 1000;

/** Gives the story as it went; throws where a promise was broken. */
export async function playFleet(story: FleetStory, scheduler: Scheduler, base: Playbook): Promise<string[]> {
  const play = new Play(story, scheduler, base);
  try {
    await play.run();
  } catch (error) {
    throw new Broken(`${String(error)}\n${play.world.story.slice(-40).join('\n')}`);
  }
  return play.world.story;
}

class Play {
  readonly world: World;
  readonly #clock = new VirtualClock();
  readonly #story: FleetStory;
  readonly #scheduler: Scheduler;
  readonly #base: Playbook;
  readonly #database: Database = new Map();
  readonly #orders: Omit<RolloutOrder, 'stage'>[];
  #gate: GateState;
  #workers: SimulatedWorker[] = [];
  #conductor: Life;
  #memory: RolloutState;
  #final: RolloutState | undefined;
  #writes = 0;
  #drawn = 0;
  #fault: unknown;

  constructor(story: FleetStory, scheduler: Scheduler, base: Playbook) {
    this.#story = story;
    this.#scheduler = scheduler;
    this.#base = base;
    const routers = story.routers.map((is, index) => ({
      id: this.#idOf(index),
      is,
      ...(this.#groupOf(index) === undefined ? {} : { group: this.#groupOf(index) }),
    }));
    const rate = { perSecond: story.loginsPerSecond, burst: 2 };
    const commands = { perSecond: 20, burst: 40 };
    this.world = new World(this.#clock, routers, {
      loginsPerSecond: rate.perSecond,
      loginsBurst: rate.burst + rate.perSecond * NOTICED_SECONDS + 1,
      commandsPerSecond: commands.perSecond,
      commandsBurst: commands.burst + commands.perSecond * NOTICED_SECONDS + 1,
    });
    this.#gate = openGate({ logins: rate, commands, sessionsMax: 5 }, 0);
    const rules: RolloutRules = { ...story.rules, wave: { tunnels: story.rules.wave }, errorPercent: 50, soakSeconds: 5 };
    const standing = story.hubs.map((hub, index) => ({
      name: `t${index}`,
      routers: [hub, HUBS + index].map((router) => ({ id: this.#idOf(router), group: this.#groupOf(router) })),
    }));
    const places = placeInWaves(standing, rules);
    this.#orders = standing.map((order, index) => ({ ...order, wave: places[index]?.wave ?? 1 }));
    this.#memory = openRollout(this.#orders, rules, 0);
    this.#conductor = new Life('conductor', scheduler);
  }

  async run(): Promise<void> {
    for (let number = 0; number < this.#story.workers; number += 1) this.#hire(`w${number}`);
    void this.#conduct();
    this.#plot();
    for (let steps = 0; !this.#isOver(); steps += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#fault !== undefined) throw this.#fault;
      if (steps > STEPS_MAX) throw new Broken('it does not come to an end');
      if (this.#scheduler.count() > 0) await this.#scheduler.waitOne();
      else if (!this.#clock.goOn()) throw new Broken('nobody waits for anything, and it is not over');
    }
    this.world.requireClean();
    this.#requireNothingLost();
  }

  #plot(): void {
    for (const { atSeconds, who } of this.#story.kills)
      this.#clock.at(atSeconds * 1000, () => (who === 0 ? this.#killConductor() : this.#killWorker(who)));
    for (const { tunnel, atSeconds } of this.#story.springs)
      this.#clock.at(atSeconds * 1000, () => {
        for (const [captureId, row] of this.#database)
          if (row.state.phase === 'waiting' && row.order.operator === `t${tunnel}`) this.world.sprung.add(captureId);
      });
    this.#bury();
    this.#tidy();
  }

  #hire(name: string): void {
    const life = new Life(name, this.#scheduler);
    const worker = new SimulatedWorker(life, this.world, this.#database, this.#memoryFor(life), LEASE_MS);
    this.#workers.push(worker);
    void worker.work().catch((error: unknown) => {
      this.#fault ??= error;
    });
  }

  #killWorker(who: number): void {
    const living = this.#workers.filter(({ life }) => !life.isOver);
    const victim = living[who % Math.max(1, living.length)];
    victim?.kill();
    this.#hire(`w${this.#workers.length}`);
  }

  #killConductor(): void {
    if (this.#final !== undefined) return;
    this.#conductor.kill();
    this.world.say('the conductor is killed');
    this.#conductor = new Life(`conductor after ${this.#clock.now()}`, this.#scheduler);
    void this.#conduct();
  }

  /** Who is dead for a while is buried: what it held in the gate and in the database is free. */
  #bury(): void {
    this.#clock.at(this.#clock.now() + 15_000, () => {
      for (const { life } of this.#workers.filter((worker) => worker.life.isOver)) {
        this.#gate = stepGate(this.#gate, { is: 'gone', worker: life.name }, this.#clock.now());
        for (const row of this.#database.values()) if (row.state.worker === life.name) row.state.worker = null;
      }
      this.#bury();
    });
  }

  #tidy(): void {
    this.#clock.at(this.#clock.now() + 120_000, () => {
      const bundles = [...this.#database.values()].flatMap(({ state, order }) =>
        [...(this.world.home.has(state.captureId) ? state.bundles : []), { folder: state.captureId, at: state.leaseEndsAt }].map(
          ({ folder, at }) => ({
            folder,
            at,
            tunnel: order.operator,
            bytes: 100,
            isWhole: this.world.home.has(state.captureId),
            isOpen: state.phase !== 'ended',
            isPinned: false,
          }),
        ),
      );
      const once = [...new Map(bundles.map((bundle) => [bundle.folder, bundle])).values()];
      for (const { folder } of planRemovals(once, { bytes: 100 }, this.#clock.now())) this.world.removeBundle(folder);
      this.#tidy();
    });
  }

  async #conduct(): Promise<void> {
    const life = this.#conductor;
    try {
      const state = await conduct(structuredClone(this.#memory), this.#portsFor(life));
      if (!life.isOver) this.#final = state;
    } catch (error) {
      // A disk that is full ends it; somebody starts it again.
      if (!(error instanceof FlaptrapError)) this.#fault ??= error;
      else if (!life.isOver) this.#killConductor();
    }
  }

  #portsFor(life: Life): ConductPorts {
    return {
      engine: engineOver(this.#database, life, LEASE_MS),
      draw: (name) => this.#draw(name, life),
      remember: async (state) => {
        await life.step('remember');
        this.#writes += 1;
        if (this.#story.failedWrites.includes(this.#writes)) throw new FlaptrapError('input', 'the disk is full');
        this.#memory = structuredClone(state);
      },
      say: (event) => this.world.say(`conductor: ${'order' in event ? `${event.order} ` : ''}${event.is}`),
      clock: this.#clock,
      stop: new AbortController().signal,
    };
  }

  async #draw(name: string, life: Life): Promise<Order> {
    await life.step(`draw ${name}`);
    this.#drawn += 1;
    const index = Number(name.slice(1));
    const [a, b] = [this.#story.hubs[index] ?? 0, HUBS + index].map((router) => ({
      ...this.#base.tunnel.a,
      name: `r${router}`,
      host: `r${router}.example.net`,
      port: 22,
    }));
    const playbook = { ...this.#base, tunnel: { a: a ?? this.#base.tunnel.a, b: b ?? this.#base.tunnel.b } };
    // The engine of the simulation needs nothing else of it.
    const plan = { captureId: this.#drawn.toString(16).padStart(8, '0') } as Plan;
    return { plan, playbook, operator: name, watch: 'told' };
  }

  #memoryFor(life: Life): GateMemory {
    return {
      change: async (by) => {
        await life.step('gate');
        const { state, result } = by(this.#gate, this.#clock.now());
        this.#gate = state;
        return result;
      },
    };
  }

  #isOver(): boolean {
    const isEnded = [...this.#database.values()].every(({ state }) => state.phase === 'ended');
    // A look that had begun is carried to its end.
    return this.#final !== undefined && isEnded && this.#scheduler.count() === 0 && this.world.openSessions === 0;
  }

  #requireNothingLost(): void {
    const orders = Object.values(this.#final?.orders ?? {});
    if (orders.length !== this.#orders.length) throw new Broken(`${this.#orders.length - orders.length} orders are lost`);
    const open = orders.filter(({ stage }) => stage === 'waiting' || stage === 'arming' || stage === 'replacing');
    if (open.length > 0) throw new Broken(`${open.map(({ name, stage }) => `${name} is ${stage}`).join(', ')} though nobody goes on`);
    const known = new Set(orders.map(({ captureId }) => captureId));
    const orphans = [...this.#database.keys()].filter((captureId) => !known.has(captureId));
    if (orphans.length > 0) throw new Broken(`nobody knows of ${orphans.join(', ')}`);
  }

  #idOf(index: number): string {
    return `r${index}.example.net:22`;
  }

  #groupOf(index: number): string | undefined {
    return this.#story.isPair && index < 2 ? 'pair' : undefined;
  }
}
