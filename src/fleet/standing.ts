/** What stands already of a fleet is found before it is armed: a trap of this version is left as it is, one of an older version is replaced, and none is armed twice. */
import type { CaptureState } from '../engine/engine.ts';
import type { Side } from '../ipsec/side.ts';
import { SIDES } from '../ipsec/side.ts';
import type { PlannedOrder } from './plan/fleet-plan.ts';
import type { RolloutOrder, RolloutState } from './rollout/rollout.ts';

/** By which version of applets each capture was armed; of one that was armed by hand nobody wrote it down. */
export type Versions = Readonly<Record<string, string>>;

/** The captures that have not ended, by the tunnel that they are of. */
export function standingOf(order: Pick<PlannedOrder, 'playbook'>, captures: readonly CaptureState[]): CaptureState[] {
  const { tunnel } = order.playbook;
  return captures.filter(({ phase, peers }) => phase !== 'ended' && isSameTunnel(tunnel, peers));
}

type Ends = Record<Side, { name: string; address: string }>;

function isSameTunnel(one: Ends, two: Ends): boolean {
  const keyOf = (tunnel: Ends): string =>
    SIDES.map((side) => `${tunnel[side].name.toLowerCase()} ${tunnel[side].address}`)
      .sort()
      .join(' ');
  return keyOf(one) === keyOf(two);
}

/** A rollout in which what stands is armed already, or is to be replaced. */
export function withStanding(
  state: RolloutState,
  orders: readonly PlannedOrder[],
  captures: readonly CaptureState[],
  known: { versions: Versions; version: string },
): RolloutState {
  const changed = orders.flatMap((order): RolloutOrder[] => {
    const planned = state.orders[order.name];
    const [standing] = standingOf(order, captures);
    if (planned === undefined || planned.stage !== 'waiting' || standing === undefined) return [];
    const isOlder = isOlderTrap(standing.captureId, known);
    return [isOlder ? { ...planned, replaces: standing.captureId } : { ...planned, stage: 'armed', captureId: standing.captureId }];
  });
  return { ...state, orders: { ...state.orders, ...Object.fromEntries(changed.map((order) => [order.name, order])) } };
}

export function isOlderTrap(captureId: string, { versions, version }: { versions: Versions; version: string }): boolean {
  const armedBy = versions[captureId];
  return armedBy !== undefined && armedBy !== version;
}
