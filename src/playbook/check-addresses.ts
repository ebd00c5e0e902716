/** Checking addresses finds those that no router can have, and pairs by which two ends cannot see each other. */
import ipaddr from 'ipaddr.js';
import { isDynamic, isSameAddress } from '../ipsec/address.ts';
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { Mistake } from './mistake.ts';
import type { Playbook, PlaybookPeer } from './playbook.ts';

/** What no host has for its own: the ranges of RFC 6890, as ipaddr.js names them. [C] */
const NOBODY: Readonly<Record<string, string>> = {
  unspecified: 'means "this network"; it is not the address of a router',
  broadcast: 'is the broadcast address, not the address of a router',
  multicast: 'is a multicast address, not the address of a router',
  loopback: 'is a loopback address (127.0.0.0/8): no other router can reach it',
};
/** 240.0.0.0 and above: IOS configures none of them. [C] */
const CLASS_E = 240;
const FIELDS = ['address', 'natAddress'] as const;

export function checkAddresses({ tunnel }: Playbook): Mistake[] {
  const own = SIDES.flatMap((side) => FIELDS.flatMap((field) => checkAddress(side, field, tunnel[side][field])));
  // Of an address that nobody has, no more need be said.
  return own.length > 0
    ? own
    : [...checkFamilies(tunnel), ...checkEnds(tunnel), ...SIDES.flatMap((side) => checkNat(tunnel, side)), ...checkLinkLocal(tunnel)];
}

function checkAddress(side: Side, field: (typeof FIELDS)[number], text: string | undefined): Mistake[] {
  const reason = text === undefined ? undefined : whyNobodys(text);
  if (reason === undefined) return [];
  return [{ path: ['tunnel', side, field], summary: `${text} ${reason}`, detail: `write the address that IKE uses, such as 192.0.2.1` }];
}

/** Undefined for an address that a router may have. */
export function whyNobodys(text: string): string | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  const range = address.range();
  if (Object.hasOwn(NOBODY, range)) return NOBODY[range];
  const isClassE = address instanceof ipaddr.IPv4 && (address.octets[0] ?? 0) >= CLASS_E;
  return isClassE ? 'is a class E address, which IOS does not accept on an interface' : undefined;
}

/** What of IPv6 nobody has seen on a router yet is said before it is armed for days. */
function checkFamilies({ a, b }: Playbook['tunnel']): Mistake[] {
  // Told of by the check of the two ends.
  if (isDynamic(a.address) || isDynamic(b.address)) return [];
  const isIpv6 = (text: string): boolean => text.includes(':');
  const path = ['tunnel', 'b', 'address'];
  const ofOneFamily = [a, b].every((peer) =>
    [peer.address, peer.natAddress ?? peer.address].every((each) => isIpv6(each) === isIpv6(a.address)),
  );
  if (!ofOneFamily)
    return [{ path, summary: `an IPv4 and an IPv6 address are not the two ends of one tunnel: ${a.address} and ${b.address}` }];
  if (!isIpv6(a.address)) return [];
  return [
    {
      path,
      severity: 'warning',
      summary:
        'IPv6: whether the router takes `debug crypto condition peer ipv6`, and how its messages print an address, is not known for certain',
      detail:
        'where the condition is refused nothing is armed; the trap takes any message about an unknown SPI that names IPv6 addresses, so that another peer may spring it',
    },
  ];
}

function checkEnds({ a, b }: Playbook['tunnel']): Mistake[] {
  return isSameAddress(a.address, b.address)
    ? [{ path: ['tunnel', 'b', 'address'], summary: `both peers have the address ${b.address}` }]
    : [];
}

function checkNat(tunnel: Playbook['tunnel'], side: Side): Mistake[] {
  const { name, address, natAddress } = tunnel[side];
  if (natAddress === undefined) return [];
  const path = ['tunnel', side, 'natAddress'];
  const remote = tunnel[other(side)];
  if (isSameAddress(natAddress, remote.address))
    return [{ path, summary: `${remote.name} would see ${name} by its own address ${natAddress}: no packet comes from there` }];
  if (isSameAddress(natAddress, address))
    return [
      {
        path,
        severity: 'warning',
        summary: `the natAddress of ${name} is the same as its address: there is no NAT between them`,
        detail: 'remove natAddress, or write the address by which the other router sees this one',
      },
    ];
  // Two ends behind one NAT that sends their packets back in see each other by it: it can be, though seldom. [L]
  return side === 'b' && isSameAddress(natAddress, remote.natAddress)
    ? [
        {
          path,
          severity: 'warning',
          summary: `both peers are seen by ${natAddress}: that needs one NAT that sends their packets back inside`,
        },
      ]
    : [];
}

/**
 * Routers forward nothing from or to 169.254.0.0/16 (RFC 3927, 7) [C]: with one such end no packet arrives. Two ends on one wire may have
 * such addresses, as on a cloud's private line, so that this is no more than doubtful.
 */
function checkLinkLocal(tunnel: Playbook['tunnel']): Mistake[] {
  const local = SIDES.filter((side) => FIELDS.some((field) => isLinkLocal(tunnel[side][field])));
  return local.flatMap((side) =>
    FIELDS.filter((field) => isLinkLocal(tunnel[side][field])).map((field) => ({
      path: ['tunnel', side, field],
      ...linkLocalNews(tunnel[side], field, local.length === SIDES.length),
    })),
  );
}

function linkLocalNews(peer: PlaybookPeer, field: (typeof FIELDS)[number], isOneWire: boolean): Omit<Mistake, 'path'> {
  const summary = `${peer[field]} is a link-local address: no router forwards it`;
  return isOneWire && field === 'address' ? { summary: `${summary}, so both ends must be on one wire`, severity: 'warning' } : { summary };
}

function isLinkLocal(text: string | undefined): boolean {
  return text !== undefined && ipaddr.isValid(text) && ipaddr.process(text).range() === 'linkLocal';
}
