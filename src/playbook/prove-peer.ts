/** Proving a peer looks for the line by which a router protects traffic towards the other end, and for the key that lets that end in. */
import type { ConfiguredEnds } from '../ios/configured-ends.ts';
import type { NamedPeer } from '../ios/named-peers.ts';
import { coversAddress } from '../ios/remote-match.ts';
import { type Address, isAddress, isDynamic, isSameAddress } from '../ipsec/address.ts';
import type { Statement } from './plan.ts';
import type { PlaybookPeer } from './playbook.ts';

/** More would not be read. */
const NAMED_MAX = 3;

export function provePeer(own: PlaybookPeer, remote: PlaybookPeer, ends: ConfiguredEnds): Statement {
  const seenAs = remote.natAddress ?? remote.address;
  if (isDynamic(seenAs)) return proveMoving(own, remote, ends);
  const claim = `${own.name} has a tunnel with ${remote.name} at ${seenAs}`;
  return { about: 'peer', claim, ...judge(own, remote, seenAs, ends) };
}

/** No line names it: it is let in by one that takes any peer. */
function proveMoving(own: PlaybookPeer, remote: PlaybookPeer, { peers }: ConfiguredEnds): Statement {
  const claim = `${own.name} takes ${remote.name} from whatever address it has`;
  const open = peers.find(({ as, idle, remote: match }) => as === 'way' && idle === undefined && match.is !== 'network');
  return open === undefined
    ? { about: 'peer', standing: 'unproven', claim, because: 'its configuration names each peer by an address', next: 'write that address' }
    : { about: 'peer', standing: 'proven', claim, because: open.text };
}

type Reason = Pick<Statement, 'standing' | 'because' | 'next'>;

function judge(own: PlaybookPeer, remote: PlaybookPeer, seenAs: Address, ends: ConfiguredEnds): Reason {
  const all = ends.peers.filter((peer) => peer.as === 'way');
  const ways = all.filter(({ idle }) => idle === undefined);
  const next = `check with \`show crypto session remote ${seenAs}\` and \`show crypto map\``;
  const doubt = (because: string, then = next): Reason => ({ standing: 'unproven', because, next: then });
  const named = namingOf(ways, seenAs);
  if (named.length > 0) return judgeWays(named, own, remote, ends, next);
  const [sleeping] = namingOf(all, seenAs);
  if (sleeping !== undefined) return doubt(`${sleeping.idle} (${sleeping.text})`);
  // Behind a NAT: the address that no packet of it carries.
  const [inner] = namingOf(ways, remote.address);
  if (inner !== undefined) return doubt(`it names ${remote.address}, not the natAddress (${inner.text})`, 'is natAddress right?');
  const open = ways.filter(({ remote: match }) => match.is === 'any');
  if (open.length > 0) return judgeWays(open, own, remote, ends, next);
  const byName = all.filter(({ remote: match }) => match.is !== 'network');
  const [first] = [...byName.filter(({ idle }) => idle === undefined), ...byName];
  if (first !== undefined) return doubt(`${first.idle ?? 'its configuration names no peer address'} (${first.text})`);
  if (!ends.isWhole) return doubt('this account sees only part of `show running-config`');
  return { standing: 'refuted', because: whomElse(ways, all), next: 'correct `address`, `natAddress` or `host`' };
}

function namingOf(ways: readonly NamedPeer[], address: Address): NamedPeer[] {
  return ways.filter(({ remote }) => remote.is === 'network' && coversAddress(remote, address));
}

/** The messages name the address from which it speaks: from another one, no message would spring the trap. */
function judgeWays(ways: readonly NamedPeer[], own: PlaybookPeer, remote: PlaybookPeer, ends: ConfiguredEnds, next: string): Reason {
  const byInterface = addressesByInterface(ends);
  const sources = ways.map((way) => ({ way, known: sourcesOf(way, byInterface) }));
  const right = sources.find(
    ({ known }) => known === undefined || isDynamic(own.address) || known.some((address) => isSameAddress(address, own.address)),
  );
  if (right !== undefined) return judgeKeys(right.way, remote, ends, next);
  const [first] = sources;
  return {
    standing: 'refuted',
    because: `its IKE source address is ${first?.way.from?.join(', ')} (${first?.known?.join(', ')}), not from ${own.address} (${first?.way.text})`,
    next: 'write its IKE source address as `address`',
  };
}

type ByInterface = ReadonlyMap<string, (string | undefined)[]>;

function addressesByInterface({ addresses }: ConfiguredEnds): ByInterface {
  const found = new Map<string, (string | undefined)[]>();
  for (const { interface: name, address } of addresses) {
    const known = found.get(name.toLowerCase());
    if (known === undefined) found.set(name.toLowerCase(), [address]);
    else known.push(address);
  }
  return found;
}

/** Undefined when it is not told by the configuration alone: an interface without an address of its own borrows one. */
function sourcesOf({ from }: NamedPeer, byInterface: ByInterface): string[] | undefined {
  const known = from?.flatMap((source) => byInterface.get(source.toLowerCase()) ?? [isAddress(source) ? source : undefined]);
  return known?.every((address) => address !== undefined) === true ? known : undefined;
}

/** A key fits the address of the packets, an identity what the other end says of itself, which is its own. */
function judgeKeys(way: NamedPeer, remote: PlaybookPeer, ends: ConfiguredEnds, next: string): Reason {
  const identities = ends.peers.filter(
    ({ as, ike }) => as === 'identity' && (ike === undefined || way.ike === undefined || ike === way.ike),
  );
  const fits = identities.filter(({ remote: match }) =>
    [remote.natAddress ?? remote.address, remote.address].some((address) => coversAddress(match, address)),
  );
  const best = fits.find(({ remote: match }) => match.is === 'network') ?? fits[0];
  const isNamed = way.remote.is === 'network';
  if (best !== undefined) return { standing: 'proven', because: isNamed ? way.text : `${way.text}; ${best.text}` };
  const isPresharedOnly = (way.ike === undefined ? ([1, 2] as const) : [way.ike]).every((version) => ends.isPresharedOnly[version]);
  const isDecided =
    isPresharedOnly && ends.isWhole && identities.length > 0 && identities.every(({ remote: match }) => match.is === 'network');
  if (isDecided)
    return {
      standing: isNamed ? 'unproven' : 'refuted',
      because: `${isNamed ? `it is named (${way.text}), and` : `it takes any peer that has a key (${way.text}), and`} no key is for it: ${list(identities)}`,
      next: isNamed ? next : 'correct `address` or `natAddress`',
    };
  if (isNamed) return { standing: 'proven', because: way.text };
  return { standing: 'unproven', because: `it takes any peer (${way.text}), and does not check addresses to admit it`, next };
}

function whomElse(ways: readonly NamedPeer[], all: readonly NamedPeer[]): string {
  if (ways.length > 0) return `it names another peer: ${list(ways)}`;
  const [idle] = all;
  return idle === undefined ? 'it has neither a crypto map nor a tunnel interface with tunnel protection' : `${idle.idle} (${idle.text})`;
}

function list(peers: readonly NamedPeer[]): string {
  const left = peers.length - NAMED_MAX;
  return `${peers
    .slice(0, NAMED_MAX)
    .map(({ text }) => text)
    .join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** The version of IKE by which it speaks with the other end, and the line that says it; undefined when the configuration leaves it open. */
export function findIke(remote: PlaybookPeer, { peers }: ConfiguredEnds): { version: 1 | 2; text: string } | undefined {
  const ways = peers.filter(({ as, idle }) => as === 'way' && idle === undefined);
  const named = namingOf(ways, remote.natAddress ?? remote.address);
  const asked = named.length > 0 ? named : ways;
  const [version, ...others] = new Set(asked.map(({ ike }) => ike));
  const [first] = asked;
  return version === undefined || first === undefined || others.length > 0 ? undefined : { version, text: first.text };
}
