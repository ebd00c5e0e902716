/** Waves are the order in which a fleet is armed: canaries alone, then so many at once; what cannot stand beside what is armed already waits for a later round. */
import type { FleetRouter } from '../inventory/tunnel.ts';
import { type FleetRules, waveSize } from '../rules.ts';

export interface Placed {
  /** From 1. The captures of a round stand at the same time; the next one begins as theirs end. */
  round: number;
  /** From 1, over all rounds. */
  wave: number;
}

export interface Standing {
  routers: readonly Pick<FleetRouter, 'id' | 'group'>[];
}

/** In the order given. */
export function placeInWaves(orders: readonly Standing[], rules: Pick<FleetRules, 'canaries' | 'wave' | 'perRouter'>): Placed[] {
  const rounds = roundsOf(orders, rules.perRouter);
  const size = waveSize(rules, orders.length);
  const places: Placed[] = [];
  let wave = 0;
  for (const [round, members] of rounds.entries()) {
    for (let at = 0; at < members.length; ) {
      const isFirst = round === 0 && at === 0 && rules.canaries > 0 && rules.canaries < members.length;
      const count = isFirst ? rules.canaries : size;
      wave += 1;
      for (const index of members.slice(at, at + count)) places[index] = { round: round + 1, wave };
      at += count;
    }
  }
  return places;
}

/** The places of the orders of each round: each order in the first in which it fits. */
function roundsOf(orders: readonly Standing[], perRouter: number): number[][] {
  const rounds: { members: number[]; held: Held }[] = [];
  /** Earlier rounds have no room for a router that did not fit there. */
  const firstFor = new Map<string, number>();
  for (const [index, order] of orders.entries()) {
    let at = Math.max(0, ...order.routers.map(({ id }) => firstFor.get(id) ?? 0));
    while (rounds[at] !== undefined && !fits(rounds[at]?.held, order, perRouter)) at += 1;
    rounds[at] ??= { members: [], held: noneHeld() };
    const round = rounds[at];
    round?.members.push(index);
    if (round !== undefined) hold(round.held, order);
    for (const { id } of order.routers)
      if ((round?.held.captures.get(id) ?? 0) >= perRouter) firstFor.set(id, Math.max(firstFor.get(id) ?? 0, at + 1));
  }
  return rounds.map(({ members }) => members);
}

/** What stands on routers, and who of each group. */
export interface Held {
  captures: Map<string, number>;
  /** By group: the one router of it that may have captures, and how many it has. */
  groups: Map<string, { router: string; captures: number }>;
}

export function noneHeld(): Held {
  return { captures: new Map(), groups: new Map() };
}

export function fits(held: Held | undefined, { routers }: Standing, perRouter: number): boolean {
  return routers.every(({ id, group }) => {
    const holder = group === undefined ? undefined : held?.groups.get(group);
    return (held?.captures.get(id) ?? 0) < perRouter && (holder === undefined || holder.captures === 0 || holder.router === id);
  });
}

export function hold(held: Held, { routers }: Standing): void {
  for (const { id, group } of routers) {
    held.captures.set(id, (held.captures.get(id) ?? 0) + 1);
    if (group === undefined) continue;
    const holder = held.groups.get(group);
    held.groups.set(group, { router: id, captures: (holder?.router === id ? holder.captures : 0) + 1 });
  }
}
