/** The load of a fleet is what a plan costs: logins, commands, minutes a wave, and what each router bears; printed by a dry run. */
import type { RouterCost } from './cost.ts';
import type { FleetPlan, PlannedOrder } from './fleet-plan.ts';

/** Plain JSON. */
export interface FleetLoad {
  tunnels: number;
  captures: number;
  rounds: number;
  waves: WaveLoad[];
  routers: RouterLoad[];
  /** Of all that stand in the fullest round. */
  waiting: WaitingLoad;
}

export interface WaveLoad {
  wave: number;
  round: number;
  captures: number;
  logins: number;
  commands: number;
  /** As long as the budget and the routers make it last. */
  minutes: number;
}

export interface RouterLoad {
  id: string;
  name: string;
  group: string | null;
  /** Of the whole plan. */
  captures: number;
  /** That stand at once. */
  atOnce: number;
  rounds: number;
  flashBytes: number;
  applets: number;
  conditions: number;
  logins: number;
}

export interface WaitingLoad {
  captures: number;
  /** As many looks as one capture alone would have. */
  wantedLoginsPerSecond: number;
  wantedCommandsPerSecond: number;
  /** Of one router, with what the budget leaves. */
  lookEverySeconds: number;
}

/** Half of the budget is left for what happens: freezing, fetching, disarming. */
export const LOOK_SHARE = 0.5;
const DAY_SECONDS = 86_400;

export function loadOf(plan: FleetPlan): FleetLoad {
  const waves = groupBy(plan.orders, ({ wave }) => wave);
  return {
    tunnels: plan.orders.reduce((sum, { tunnels }) => sum + tunnels.length, 0),
    captures: plan.orders.length,
    rounds: Math.max(0, ...plan.orders.map(({ round }) => round)),
    waves: [...waves].map(([wave, orders]) => waveLoad(plan, wave, orders)),
    routers: routerLoads(plan.orders),
    waiting: waitingLoad(plan),
  };
}

function waveLoad({ rules }: FleetPlan, wave: number, orders: readonly PlannedOrder[]): WaveLoad {
  const each = orders.flatMap(costsOf);
  const logins = sum(each, ({ arming }) => arming.logins) + sum(orders, ({ routers }) => sum(routers, (router) => 2 * (router.logins - 1)));
  const commands = sum(each, ({ arming }) => arming.commands);
  const slowest = Math.max(...orders.map(({ cost }) => cost.seconds));
  const seconds = Math.max(
    logins / rules.gate.logins.perSecond,
    commands / rules.gate.commands.perSecond,
    Math.ceil(orders.length / rules.atOnce) * slowest,
  );
  return {
    wave,
    round: orders[0]?.round ?? 1,
    captures: orders.length,
    logins,
    commands,
    minutes: Math.ceil((seconds + rules.soakSeconds) / 60),
  };
}

function routerLoads(orders: readonly PlannedOrder[]): RouterLoad[] {
  const loads = new Map<string, RouterLoad & { byRound: Map<number, { captures: number; cost: RouterCost[] }> }>();
  for (const order of orders) {
    for (const { id, name, group, side } of order.routers) {
      const cost = order.cost.routers[side];
      if (cost === undefined) continue;
      const load = loads.get(id) ?? {
        id,
        name,
        group: group ?? null,
        captures: 0,
        atOnce: 0,
        rounds: 0,
        flashBytes: 0,
        applets: 0,
        conditions: 0,
        logins: 0,
        byRound: new Map(),
      };
      const round = load.byRound.get(order.round) ?? { captures: 0, cost: [] };
      load.byRound.set(order.round, { captures: round.captures + 1, cost: [...round.cost, cost] });
      loads.set(id, { ...load, captures: load.captures + 1, logins: load.logins + cost.arming.logins + cost.disarming.logins });
    }
  }
  return [...loads.values()]
    .map(({ byRound, ...load }) => ({ ...load, rounds: byRound.size, ...fullest([...byRound.values()]) }))
    .sort((one, two) => two.captures - one.captures || (one.id < two.id ? -1 : 1));
}

/** What captures of one round share is counted once for each: a router must bear it when they freeze at once. */
function fullest(
  rounds: readonly { captures: number; cost: RouterCost[] }[],
): Pick<RouterLoad, 'atOnce' | 'flashBytes' | 'applets' | 'conditions'> {
  const most = (of: (cost: RouterCost) => number): number => Math.max(0, ...rounds.map(({ cost }) => sum(cost, of)));
  return {
    atOnce: Math.max(0, ...rounds.map(({ captures }) => captures)),
    flashBytes: most(({ flashBytes }) => flashBytes),
    applets: most(({ applets }) => applets),
    conditions: most(({ conditions }) => conditions),
  };
}

function waitingLoad({ orders, rules: { gate } }: FleetPlan): WaitingLoad {
  const rounds = [...groupBy(orders, ({ round }) => round).values()];
  const [most = []] = rounds.toSorted((one, two) => two.length - one.length);
  const each = most.flatMap(costsOf);
  const [logins, commands] = [sum(each, ({ waitingDay }) => waitingDay.logins), sum(each, ({ waitingDay }) => waitingDay.commands)];
  const wanted = { logins: logins / DAY_SECONDS, commands: commands / DAY_SECONDS };
  // Of one look: as it has the day's logins, it is looked at that often.
  const stretch = Math.max(
    1,
    wanted.logins / (gate.logins.perSecond * LOOK_SHARE),
    wanted.commands / (gate.commands.perSecond * LOOK_SHARE),
  );
  const perRouter = logins / Math.max(1, each.length);
  return {
    captures: most.length,
    wantedLoginsPerSecond: round3(wanted.logins),
    wantedCommandsPerSecond: round3(wanted.commands),
    lookEverySeconds: perRouter === 0 ? 0 : Math.round((DAY_SECONDS / perRouter) * stretch),
  };
}

function costsOf({ cost }: PlannedOrder): RouterCost[] {
  return Object.values(cost.routers);
}

function sum<Each>(all: readonly Each[], of: (each: Each) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}

function groupBy<Each>(all: readonly Each[], keyOf: (each: Each) => number): Map<number, Each[]> {
  const groups = new Map<number, Each[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return new Map([...groups].sort(([one], [two]) => one - two));
}

function round3(figure: number): number {
  return Math.round(figure * 1000) / 1000;
}
