/** The plan of a fleet is one playbook over an inventory: which captures are made, in which waves, and a digest over all that a person agrees to. */
import type { Diagnostic } from '../../diagnostic.ts';
import { digestOfJson } from '../../playbook/digest.ts';
import type { FleetTunnel } from '../inventory/tunnel.ts';
import type { FleetRules } from '../rules.ts';
import { combine, type FleetOrder } from './combine.ts';
import { costs, type OrderCost } from './cost.ts';
import { type Placed, placeInWaves } from './waves.ts';

export interface PlannedOrder extends FleetOrder, Placed {
  /** Of its playbook and of the templates: what its routers say shapes the change too, and is asked as it is armed. */
  digest: string;
  cost: OrderCost;
}

export interface FleetPlan {
  /** SHA-256 in hex over every order, its place and the rules. */
  digest: string;
  playbook: string;
  rules: FleetRules;
  orders: PlannedOrder[];
  diagnostics: Diagnostic[];
}

export interface FleetSource {
  /** The inventory's name. */
  file: string;
  /** The templates' own text: a changed template is another plan. */
  templates: unknown;
}

export function planFleet(tunnels: readonly FleetTunnel[], rules: FleetRules, source: FleetSource): FleetPlan {
  const costOf = costs();
  const templates = digestOfJson(source.templates);
  const orders = combine(tunnels);
  const places = placeInWaves(orders, rules);
  const planned = orders.map((order, index): PlannedOrder => {
    const { round, wave } = places[index] ?? { round: 1, wave: 1 };
    return { ...order, round, wave, cost: costOf(order.playbook), digest: digestOfJson({ playbook: order.playbook, templates }) };
  });
  const digest = digestOfJson({ rules, orders: planned.map(({ name, digest: own, round, wave }) => [name, own, round, wave]) });
  return {
    digest,
    playbook: tunnels[0]?.playbook.name ?? '',
    rules,
    orders: planned,
    diagnostics: [...faultsOf(planned), ...pairedEnds(tunnels, source.file)],
  };
}

/** Of the applets: the same for all orders of a shape, and told once. */
function faultsOf(orders: readonly PlannedOrder[]): Diagnostic[] {
  return [...new Set(orders.map(({ cost }) => cost))].flatMap(({ diagnostics }) => diagnostics);
}

/** The ends of a tunnel are armed together: it could never be armed. */
function pairedEnds(tunnels: readonly FleetTunnel[], file: string): Diagnostic[] {
  return tunnels.flatMap(({ name, line, routers: [one, two] }) =>
    one?.group === undefined || one.group !== two?.group || one.id === two.id
      ? []
      : [
          {
            severity: 'error',
            file,
            line,
            column: 1,
            summary: `both ends of ${name} are in group ${one.group}, of which never two routers are armed at once`,
            detail: 'take one of them out of the group, or remove this tunnel',
          },
        ],
  );
}
