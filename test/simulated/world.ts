/** The world of a simulated fleet: routers that can be refused, out of reach or short of lines, and the promises that nothing may break, watched at every step. */
import type { VirtualClock } from './virtual-clock.ts';

export interface RouterStory {
  id: string;
  group?: string | undefined;
  /** `flaky`: every third login finds nobody. */
  is: 'good' | 'unreachable' | 'flaky' | 'refuses' | 'crowded';
}

export interface BudgetStory {
  loginsPerSecond: number;
  loginsBurst: number;
  commandsPerSecond: number;
  commandsBurst: number;
}

export class Broken extends Error {}

interface RouterNow extends RouterStory {
  sessions: number;
  logins: number;
  /** Tunnels by capture. */
  traps: Map<string, string>;
  /** Lease ends. */
  leases: Map<string, number>;
}

/** What a login ends with. */
export type Greeting = 'in' | 'refused' | 'unreachable';

export class World {
  readonly clock: VirtualClock;
  readonly story: string[] = [];
  readonly #routers: Map<string, RouterNow>;
  readonly #budget: BudgetStory;
  #logins = { level: 0, atMs: 0 };
  #commands = { level: 0, atMs: 0 };
  /** Bundles that are home, by capture. */
  readonly home = new Set<string>();
  readonly sprung = new Set<string>();

  constructor(clock: VirtualClock, routers: readonly RouterStory[], budget: BudgetStory) {
    this.clock = clock;
    this.#budget = budget;
    this.#routers = new Map(
      routers.map((router) => [router.id, { ...router, sessions: 0, logins: 0, traps: new Map(), leases: new Map() }]),
    );
  }

  say(text: string): void {
    this.story.push(`${this.clock.now()} ${text}`);
  }

  login(id: string): Greeting {
    const router = this.#router(id);
    router.logins += 1;
    this.#logins = this.#pour(this.#logins, 1, { perSecond: this.#budget.loginsPerSecond, burst: this.#budget.loginsBurst }, 'logins');
    this.say(`login at ${id}`);
    if (router.is === 'refuses') return 'refused';
    if (router.is === 'unreachable' || (router.is === 'flaky' && router.logins % 3 === 0)) return 'unreachable';
    router.sessions += 1;
    if (router.sessions > 1) throw new Broken(`${id} has ${router.sessions} sessions of ours at once`);
    return 'in';
  }

  logout(id: string): void {
    const router = this.#router(id);
    router.sessions = Math.max(0, router.sessions - 1);
  }

  /** As a session counts them: whoever comes needs one, and leaves two. */
  freeLines(id: string): number {
    return this.#router(id).is === 'crowded' ? 2 : 4;
  }

  type(id: string, lines: number): void {
    if (this.#router(id).sessions === 0) throw new Broken(`${id} is typed at without a session`);
    this.#commands = this.#pour(
      this.#commands,
      lines,
      { perSecond: this.#budget.commandsPerSecond, burst: Math.max(lines, this.#budget.commandsBurst) },
      'commands',
    );
  }

  arm(id: string, captureId: string, tunnel: string, leaseEndsAtMs: number): void {
    const router = this.#router(id);
    for (const [other, armed] of router.traps)
      if (armed === tunnel && other !== captureId) throw new Broken(`${tunnel} is armed twice on ${id}`);
    router.traps.set(captureId, tunnel);
    router.leases.set(captureId, leaseEndsAtMs);
    // The router itself ends it, whatever becomes of us.
    this.clock.at(leaseEndsAtMs, () => this.disarm(id, captureId));
    this.say(`${tunnel} armed at ${id} as ${captureId}`);
    this.#requireOneOfGroup(router);
  }

  disarm(id: string, captureId: string): void {
    const router = this.#router(id);
    if (!router.traps.delete(captureId)) return;
    router.leases.delete(captureId);
    this.say(`${captureId} gone from ${id}`);
  }

  holds(id: string, captureId: string): boolean {
    return this.#router(id).traps.has(captureId);
  }

  removeBundle(captureId: string): void {
    if (!this.home.delete(captureId)) throw new Broken(`the bundle of ${captureId} is removed before it is home`);
    this.say(`bundle of ${captureId} removed`);
  }

  get openSessions(): number {
    return [...this.#routers.values()].reduce((sum, { sessions }) => sum + sessions, 0);
  }

  /** What must hold when all is over. */
  requireClean(): void {
    for (const { id, traps, sessions } of this.#routers.values()) {
      if (traps.size > 0) throw new Broken(`${id} still holds ${[...traps.keys()].join(', ')}`);
      if (sessions > 0) throw new Broken(`${id} has a session open`);
    }
  }

  #requireOneOfGroup({ group, id }: RouterNow): void {
    if (group === undefined) return;
    for (const other of this.#routers.values())
      if (other.group === group && other.id !== id && other.traps.size > 0)
        throw new Broken(`${id} and ${other.id} of ${group} are armed at once`);
  }

  /** A leaking bucket: what a server that counts would see. */
  #pour(
    { level, atMs }: { level: number; atMs: number },
    count: number,
    { perSecond, burst }: { perSecond: number; burst: number },
    what: string,
  ) {
    const nowMs = this.clock.now();
    const filled = Math.max(0, level - ((nowMs - atMs) * perSecond) / 1000) + count;
    if (filled > burst + 1e-3) throw new Broken(`the budget of ${what} is exceeded: ${filled} of ${burst}`);
    return { level: filled, atMs: nowMs };
  }

  #router(id: string): RouterNow {
    const router = this.#routers.get(id);
    if (router === undefined) throw new Broken(`there is no router ${id}`);
    return router;
  }
}
