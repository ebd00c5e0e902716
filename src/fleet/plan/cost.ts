/** Cost is what arming, waiting and disarming type on the routers of one order, known before anybody logs in; orders of one shape cost the same. */

import { costOfDay } from '../../capture/pace.ts';
import { preflightCommands } from '../../capture/preflight.ts';
import { type Diagnostic, hasErrors } from '../../diagnostic.ts';
import { isDynamic } from '../../ipsec/address.ts';
import type { Side } from '../../ipsec/side.ts';
import { managedOf, type PeerPlan, type Plan } from '../../playbook/plan.ts';
import { conditionsOf, flashBytesOf, isManaged, type Playbook } from '../../playbook/playbook.ts';
import { draftPlan } from '../../run/draft.ts';

export interface RouterCost {
  /** From the first question to the trap that stands. */
  arming: { logins: number; commands: number };
  disarming: { logins: number; commands: number };
  /** Of a day in which nothing happens, each look a login of its own. */
  waitingDay: { logins: number; commands: number };
  flashBytes: number;
  applets: number;
  /** Debug conditions that stand on it. */
  conditions: number;
}

export interface OrderCost {
  routers: Partial<Record<Side, RouterCost>>;
  /** Of arming, with its probe. */
  seconds: number;
  diagnostics: Diagnostic[];
}

/** Entering and leaving configuration mode, and reading back what was typed. */
const AROUND_STEP = 3;
/** The session's own, and its questions before and behind. */
const AROUND_SESSION = 10;
/** Of reading a router, typing at it and taking its snapshots: measured on routers over a slow line. [B] */
const ARMING_SECONDS = 60;

/** Gives the cost of an order; what was worked out once for a shape is not again. */
export function costs(): (playbook: Playbook) => OrderCost {
  const known = new Map<string, OrderCost>();
  return (playbook) => {
    const shape = shapeOf(playbook);
    const cost = known.get(shape) ?? costOf(playbook);
    known.set(shape, cost);
    return cost;
  };
}

/** What a plan's length depends on; never names and addresses. */
function shapeOf({ tunnel: { a, b }, spokes, ...rest }: Playbook): string {
  const kinds = [a, b].map((peer) =>
    isManaged(peer) ? [peer.platform, peer.vrf !== undefined, peer.frontVrf !== undefined, peer.natAddress !== undefined] : peer.vendor,
  );
  return JSON.stringify([kinds, [a, b].map(({ address }) => isDynamic(address)), spokes.length, rest]);
}

function costOf(playbook: Playbook): OrderCost {
  const { plan, diagnostics } = draftPlan(playbook, 0);
  const routers = Object.fromEntries(managedOf(plan).map((side) => [side, routerCost(playbook, plan, side)]));
  const probes = managedOf(plan).map((side) => plan.peers[side].probe?.waitSeconds ?? 0);
  // What is warned of stands in each tunnel's own plan.
  return { routers, seconds: ARMING_SECONDS + Math.max(...probes), diagnostics: hasErrors(diagnostics) ? diagnostics : [] };
}

function routerCost(playbook: Playbook, plan: Plan, side: Side): RouterCost {
  const peer = plan.peers[side];
  const { logins, commands } = costOfDay(playbook, false);
  return {
    arming: {
      logins: 2,
      commands: preflightCommands(peer.platform).length + typedBy(peer, 'lines') + peer.snapshots.length + 2 * AROUND_SESSION,
    },
    disarming: { logins: 1, commands: typedBy(peer, 'undo') + AROUND_SESSION },
    waitingDay: { logins, commands },
    flashBytes: flashBytesOf(playbook),
    applets: peer.steps.filter(({ kind }) => kind === 'applet').length,
    conditions: conditionsOf(playbook, side).length,
  };
}

function typedBy({ steps }: PeerPlan, what: 'lines' | 'undo'): number {
  return steps.reduce((sum, { lines, undo }) => sum + (what === 'lines' ? lines : undo.lines).length + AROUND_STEP, 0);
}
