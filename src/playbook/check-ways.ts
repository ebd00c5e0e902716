/** Checking ways follows host, port and jump hosts to each router: two ways that lead to one router cannot be a tunnel. */
import ipaddr from 'ipaddr.js';
import { isSameAddress, readAddress } from '../ipsec/address.ts';
import { other, type Side } from '../ipsec/side.ts';
import { whyNobodys } from './check-addresses.ts';
import type { Mistake } from './mistake.ts';
import { isManaged, type ManagedPeer, managedPeers, type Playbook } from './playbook.ts';

/** `10.1`, `192.0.2.256`, `1234`: digits and dots, and no address. */
const FIGURES = /^[\d.]+$/;
/** What a name may consist of between its dots. RFC 1123 [C]; underscores are met in the field. */
const LABEL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;
const NAME_CHARACTERS_MAX = 253;

interface Place {
  host: string;
  port: number;
}

export function checkWays(playbook: Playbook): Mistake[] {
  const { jumpHosts } = playbook;
  const ours = managedPeers(playbook);
  const hosts = [
    ...ours.map(({ side, peer: { host } }) => ({ path: ['tunnel', side, 'host'], host })),
    ...Object.entries(jumpHosts).map(([name, { host }]) => ({ path: ['jumpHosts', name, 'host'], host })),
  ];
  const wrong = hosts.flatMap(({ path, host }) => {
    const reason = whyNoHost(host);
    return reason === undefined ? [] : [{ path, summary: `${host} ${reason}` }];
  });
  return wrong.length > 0
    ? wrong
    : [...checkOneRouter(playbook), ...ours.flatMap((our) => [...checkJumps(playbook, our), ...checkExchanged(playbook, our)])];
}

function whyNoHost(host: string): string | undefined {
  if (ipaddr.isValid(host) && (host.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(host))) {
    // A forwarded port is a way to a router, so that loopback may be right here.
    return isLoopback(host) ? undefined : whyNobodys(host);
  }
  if (host.includes(':')) return 'is not an IPv6 address; write the port in `port`';
  if (FIGURES.test(host) || ipaddr.isValid(host)) return 'is not an IPv4 address of four numbers';
  const isName =
    host.length <= NAME_CHARACTERS_MAX &&
    trimDot(host)
      .split('.')
      .every((label) => LABEL.test(label));
  return isName ? undefined : 'is not a host name';
}

function isLoopback(host: string): boolean {
  return ipaddr.process(host).range() === 'loopback';
}

/** Through other jump hosts the same host may be another router: private addresses occur in many networks. */
function checkOneRouter({ tunnel, jumpHosts }: Playbook): Mistake[] {
  const { a, b } = tunnel;
  if (!isManaged(a) || !isManaged(b) || wayOf(a, a.jumpHosts, jumpHosts) !== wayOf(b, b.jumpHosts, jumpHosts)) return [];
  const { name, host, port } = b;
  return [
    {
      path: ['tunnel', 'b', 'host'],
      summary: `both routers have the same login address ${printPlace({ host: spelled(host), port })}: that is one router`,
      detail: `write the management addresses of ${a.name} and ${name}`,
    },
  ];
}

function wayOf(end: Place, jumps: readonly string[], jumpHosts: Playbook['jumpHosts']): string {
  return [...jumps.map((jump) => jumpHosts[jump]), end].map((place) => (place === undefined ? '' : printPlace(place, true))).join(' > ');
}

type Ours = { side: Side; peer: ManagedPeer };

function checkJumps({ tunnel, jumpHosts }: Playbook, { side, peer: own }: Ours): Mistake[] {
  const seen = new Map<string, string>();
  const remote = tunnel[other(side)];
  return own.jumpHosts.flatMap((jump, index) => {
    const place = jumpHosts[jump];
    if (place === undefined) return [];
    const [path, at] = [['tunnel', side, 'jumpHosts', index], printPlace(place, true)];
    const before = seen.get(at);
    seen.set(at, jump);
    if (at === printPlace(own, true)) return [{ path, summary: `the jump host ${jump} is ${own.name} itself` }];
    // IOS's SSH server passes no connection on. [L]
    if (isManaged(remote) && at === printPlace(remote, true) && remote.jumpHosts.length === 0)
      return [{ path, summary: `the jump host ${jump} is the router ${remote.name}: IOS cannot forward an SSH connection` }];
    // The same name twice is told with the lists.
    return before === undefined || before === jump ? [] : [{ path, summary: `the jump hosts ${before} and ${jump} are the same: ${at}` }];
  });
}

/** Behind a NAT the other's address is private, and may occur in this network too. */
function checkExchanged({ tunnel }: Playbook, { side, peer: own }: Ours): Mistake[] {
  const remote = tunnel[other(side)];
  const isRemotes = remote.natAddress === undefined && isSameAddress(own.host, remote.address);
  return isRemotes && own.jumpHosts.length === 0
    ? [
        {
          path: ['tunnel', side, 'host'],
          summary: `the host of ${own.name} is the IKE address of ${remote.name}`,
          detail: 'are the two hosts swapped? `host` is where flaptrap logs in to the router of that name',
        },
      ]
    : [];
}

function printPlace({ host, port }: Place, isOneSpelling = false): string {
  const printed = isOneSpelling ? spelled(host) : host;
  return printed.includes(':') ? `[${printed}]:${port}` : `${printed}:${port}`;
}

/** One spelling for one host: `HQ.example.net.`, `::ffff:192.0.2.1`. */
function spelled(host: string): string {
  const address = readAddress(host);
  if (address !== undefined) return address;
  const name = trimDot(host).toLowerCase();
  return name === 'localhost' ? '127.0.0.1' : name;
}

function trimDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}
