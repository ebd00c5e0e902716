/** A tunnel of a fleet is a playbook of its own, with the routers that are logged in to for it. */
import type { Side } from '../../ipsec/side.ts';
import { type Login, managedPeers, type Playbook } from '../../playbook/playbook.ts';

export interface FleetTunnel {
  name: string;
  playbook: Playbook;
  routers: FleetRouter[];
  /** Of the inventory, on which it begins. */
  line: number;
}

/** A router is where one logs in to: whatever its tunnels call it. */
export interface FleetRouter {
  side: Side;
  /** `hq.example.net:22` */
  id: string;
  name: string;
  address: string;
  vrf: string;
  /** Routers of one group, such as the two hubs of a pair, are never armed at once. */
  group?: string | undefined;
  /** The user as whom one logs in: refused too often, it is locked everywhere. */
  account: string;
  /** With those on the way. */
  logins: number;
}

export function routersOf(playbook: Playbook, groups: Partial<Record<Side, string>>): FleetRouter[] {
  return managedPeers(playbook).map(({ side, peer }) => ({
    side,
    id: `${peer.host.toLowerCase()}:${peer.port}`,
    name: peer.name,
    address: peer.address,
    vrf: peer.frontVrf ?? '',
    ...(groups[side] === undefined ? {} : { group: groups[side] }),
    account: accountOf(playbook.logins, peer.login),
    logins: 1 + peer.jumpHosts.length,
  }));
}

function accountOf(logins: Readonly<Record<string, Login>>, login: string): string {
  return logins[login]?.username ?? login;
}
