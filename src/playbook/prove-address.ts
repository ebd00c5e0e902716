/** Proving an address looks for it on the interfaces of its router, and for the other end's, which would mean that the hosts are exchanged. */
import type { ConfiguredEnds } from '../ios/configured-ends.ts';
import type { InterfaceAddress } from '../ios/interface-addresses.ts';
import { isDynamic, isSameAddress } from '../ipsec/address.ts';
import type { Statement } from './plan.ts';
import type { ManagedPeer, PlaybookPeer } from './playbook.ts';

/** More would not be read. */
const NAMED_MAX = 4;
const LOOK = '`show ip interface brief`';

const ASIDES = {
  fixed: () => '',
  // Packets come to the active one of the routers that share it. [C]
  shared: () => ': it triggers only while this router is the active one',
  learned: ({ address }: InterfaceAddress) => `, now ${address}`,
};

/** `remoteEnds`: null where the other end is not ours. */
export function proveAddress(own: ManagedPeer, remote: PlaybookPeer, ends: ConfiguredEnds, remoteEnds: ConfiguredEnds | null): Statement {
  if (isDynamic(own.address)) return proveMoving(own, ends);
  const claim = `${own.address} is an address of ${own.name}`;
  const found = havingAddress(ends, own.address);
  const [up] = found.filter(({ isShutdown }) => !isShutdown);
  if (up !== undefined) return { about: 'address', standing: 'proven', claim, because: `${up.text}${ASIDES[up.how](up)}` };
  const [down] = found;
  if (down !== undefined)
    return {
      about: 'address',
      standing: 'unproven',
      claim,
      because: `${down.interface} is shut down (${down.text})`,
      next: `check with ${LOOK}`,
    };
  return { about: 'address', claim, ...whyMissing(own, remote, ends, remoteEnds) };
}

function proveMoving({ name }: ManagedPeer, { addresses }: ConfiguredEnds): Statement {
  const claim = `${name} has an address that changes`;
  const learned = addresses.find(({ how, isShutdown }) => how === 'learned' && !isShutdown);
  return learned === undefined
    ? { about: 'address', standing: 'unproven', claim, because: 'no interface gets its address dynamically', next: `check with ${LOOK}` }
    : { about: 'address', standing: 'proven', claim, because: learned.text };
}

type Reason = Pick<Statement, 'standing' | 'because' | 'next'>;

function whyMissing(own: ManagedPeer, remote: PlaybookPeer, ends: ConfiguredEnds, remoteEnds: ConfiguredEnds | null): Reason {
  const [others] = havingAddress(ends, remote.address);
  if (others !== undefined)
    return whyExchanged(own, remote, others, remoteEnds !== null && havingAddress(remoteEnds, own.address).length > 0);
  const [outer] = own.natAddress === undefined ? [] : havingAddress(ends, own.natAddress);
  if (outer !== undefined)
    return {
      standing: 'refuted',
      because: `its natAddress is its own address (${outer.text})`,
      next: `write address: ${own.natAddress}, without natAddress`,
    };
  if (!ends.isWhole || ends.addresses.length === 0)
    return {
      standing: 'unproven',
      because: 'this account sees only part of `show running-config`',
      next: `check with ${LOOK}`,
    };
  const learned = ends.addresses.find(({ family, address }) => family === familyOf(own.address) && address === undefined);
  if (learned !== undefined)
    return { standing: 'unproven', because: `it gets an address dynamically (${learned.text})`, next: `check with ${LOOK}` };
  return { standing: 'refuted', because: `its interfaces have ${list(ends.addresses)}`, next: 'correct `address` or `host`' };
}

function whyExchanged(own: ManagedPeer, remote: PlaybookPeer, line: InterfaceAddress, isBoth: boolean): Reason {
  return isBoth
    ? { standing: 'refuted', because: `the hosts of ${own.name} and ${remote.name} are swapped (${line.text})`, next: 'swap `host`' }
    : { standing: 'refuted', because: `${own.host} is the router ${remote.name} (${line.text})`, next: 'correct `host`' };
}

function havingAddress({ addresses }: ConfiguredEnds, wanted: string): InterfaceAddress[] {
  return addresses.filter(({ address }) => isSameAddress(address, wanted));
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

function list(addresses: readonly InterfaceAddress[]): string {
  const known = addresses.flatMap(({ address, interface: name }) => (address === undefined ? [] : [`${address} (${name})`]));
  const left = known.length - NAMED_MAX;
  return `${known.slice(0, NAMED_MAX).join(', ') || 'none'}${left > 0 ? ` and ${left} more` : ''}`;
}
