/** Combining makes one capture of several tunnels of a hub whose other ends are not ours: the hub is armed once, with a debug condition for each of them. */
import { isDynamic } from '../../ipsec/address.ts';
import { checkReferences } from '../../playbook/check.ts';
import { type ForeignPeer, isManaged, type Playbook } from '../../playbook/playbook.ts';
import type { FleetTunnel } from '../inventory/tunnel.ts';

/** A capture to be made, of one tunnel or of several. */
export interface FleetOrder extends Omit<FleetTunnel, 'line'> {
  /** Names of the tunnels that are in it. */
  tunnels: string[];
}

/** In the order of the inventory; a combined one stands where its first tunnel does. */
export function combine(tunnels: readonly FleetTunnel[]): FleetOrder[] {
  const orders: FleetOrder[] = [];
  const open = new Map<string, FleetOrder>();
  for (const { line: _line, ...tunnel } of tunnels) {
    const alone: FleetOrder = { ...tunnel, tunnels: [tunnel.name] };
    const key = hubKey(alone);
    const before = key === undefined ? undefined : open.get(key);
    const together = before === undefined ? undefined : join(before, alone);
    if (before !== undefined && together !== undefined) Object.assign(before, together);
    else orders.push(alone);
    if (key !== undefined && together === undefined) open.set(key, alone);
  }
  return orders;
}

/** Of those that may be combined: the same hub in every respect. Whose address changes has no condition of its own. */
function hubKey({ playbook, routers }: FleetOrder): string | undefined {
  const { a, b } = playbook.tunnel;
  if (!isManaged(a) || isManaged(b) || playbook.packets !== false) return undefined;
  if ([b, ...playbook.spokes].some(({ address }) => isDynamic(address))) return undefined;
  return JSON.stringify([a, routers[0]?.group]);
}

/** Undefined where the checks of a playbook say that it cannot be: too many for the line that tells of them, or one twice. */
function join(before: FleetOrder, next: FleetOrder): Pick<FleetOrder, 'playbook' | 'tunnels' | 'name'> | undefined {
  const added = [next.playbook.tunnel.b, ...next.playbook.spokes] as ForeignPeer[];
  const playbook: Playbook = { ...before.playbook, spokes: [...before.playbook.spokes, ...added] };
  if (checkReferences(playbook).some(({ severity }) => severity !== 'warning')) return undefined;
  return { playbook, tunnels: [...before.tunnels, ...next.tunnels], name: before.name };
}
