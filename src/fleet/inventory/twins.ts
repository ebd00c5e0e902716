/** Twins are two rows that mean one tunnel, or say of one router what cannot both be: armed twice it would lose its own trap. */
import { isDynamic } from '../../ipsec/address.ts';
import type { PlaybookPeer } from '../../playbook/playbook.ts';
import type { FleetRouter, FleetTunnel } from './tunnel.ts';

export interface Twin {
  /** The later one. */
  tunnel: FleetTunnel;
  /** Within its row. */
  path: string[];
  severity: 'error' | 'warning';
  summary: string;
  detail: string;
}

export function findTwins(tunnels: readonly FleetTunnel[]): Twin[] {
  return [...sameTunnels(tunnels), ...brokenRouters(tunnels)];
}

function sameTunnels(tunnels: readonly FleetTunnel[]): Twin[] {
  const [names, pairs] = [new Map<string, FleetTunnel>(), new Map<string, FleetTunnel>()];
  return tunnels.flatMap((tunnel) => {
    const named = seen(names, tunnel.name.toLowerCase(), tunnel);
    const meant = pairsOf(tunnel).flatMap((pair) => seen(pairs, pair, tunnel) ?? [])[0];
    if (meant !== undefined)
      return [
        twin(tunnel, [], 'error', `this is the tunnel of line ${meant.line} again: ${sayEnds(tunnel)}`, 'remove one of the two rows'),
      ];
    if (named === undefined) return [];
    return [
      twin(
        tunnel,
        ['name'],
        'error',
        `the name ${tunnel.name} is that of line ${named.line} already`,
        'give each tunnel a name of its own',
      ),
    ];
  });
}

/** Of a hub each spoke. In either order: which end is a makes no other tunnel. */
function pairsOf({ playbook: { tunnel, spokes } }: FleetTunnel): string[] {
  return [tunnel.b, ...spokes].map((other) => [endKey(tunnel.a), endKey(other)].sort().join(' '));
}

/** The same addresses in two VRFs are two tunnels. */
function endKey(peer: PlaybookPeer): string {
  const vrf = 'frontVrf' in peer ? (peer.frontVrf ?? '') : '';
  const through = 'interface' in peer ? (peer.interface ?? '') : '';
  return `${isDynamic(peer.address) ? `name ${peer.name.toLowerCase()}` : peer.address}%${vrf}%${through}`;
}

function sayEnds({ playbook: { tunnel } }: FleetTunnel): string {
  return `${tunnel.a.address} and ${tunnel.b.address}`;
}

interface Known {
  tunnel: FleetTunnel;
  router: FleetRouter;
}

function brokenRouters(tunnels: readonly FleetTunnel[]): Twin[] {
  const known = { names: new Map<string, Known>(), ids: new Map<string, Known>(), addresses: new Map<string, Known>() };
  return tunnels.flatMap((tunnel) => tunnel.routers.flatMap((router) => againstKnown(known, { tunnel, router })));
}

function againstKnown(known: Record<'names' | 'ids' | 'addresses', Map<string, Known>>, now: Known): Twin[] {
  const { router } = now;
  const named = seen(known.names, router.name.toLowerCase(), now);
  const same = seen(known.ids, router.id, now);
  const addressed = isDynamic(router.address) ? undefined : seen(known.addresses, `${router.address}%${router.vrf}`, now);
  const grouped = same !== undefined && same.router.group !== router.group ? [twoGroups(now, same)] : [];
  if (named !== undefined && named.router.id !== router.id) return [twoHosts(now, named), ...grouped];
  if (same !== undefined && same.router.name !== router.name) return [twoNames(now, same), ...grouped];
  return addressed !== undefined && addressed.router.id !== router.id ? [oneAddress(now, addressed), ...grouped] : grouped;
}

function twoHosts({ tunnel, router }: Known, before: Known): Twin {
  const summary = `${router.name} is at ${router.id} here and at ${before.router.id} in line ${before.tunnel.line}`;
  return twin(
    tunnel,
    [router.side, 'host'],
    'error',
    summary,
    'one name is one router: correct the host, or give the other router its own name',
  );
}

function twoNames({ tunnel, router }: Known, before: Known): Twin {
  const summary = `${router.id} is called ${router.name} here and ${before.router.name} in line ${before.tunnel.line}`;
  return twin(
    tunnel,
    [router.side, 'name'],
    'warning',
    summary,
    'it is taken for one router; call it by one name, so that its bundles do too',
  );
}

function oneAddress({ tunnel, router }: Known, before: Known): Twin {
  const summary = `${router.address} is an address of ${router.name} here and of ${before.router.name} in line ${before.tunnel.line}`;
  const detail = 'were it one router under two hosts, it would get two sessions at once: name it by one host, or say its frontVrf';
  return twin(tunnel, [router.side, 'address'], 'warning', summary, detail);
}

function twoGroups({ tunnel, router }: Known, before: Known): Twin {
  const said = (group: string | undefined): string => (group === undefined ? 'in no group' : `in group ${group}`);
  const summary = `${router.name} is ${said(router.group)} here and ${said(before.router.group)} in line ${before.tunnel.line}`;
  return twin(
    tunnel,
    [router.side, 'group'],
    'error',
    summary,
    'a router is in one group wherever it stands: say the same in each of its rows',
  );
}

function twin(tunnel: FleetTunnel, path: string[], severity: Twin['severity'], summary: string, detail: string): Twin {
  return { tunnel, path, severity, summary, detail };
}

/** What was there before. */
function seen<Value>(known: Map<string, Value>, key: string, value: Value): Value | undefined {
  const before = known.get(key);
  if (before === undefined) known.set(key, value);
  return before;
}
