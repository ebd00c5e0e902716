/** Proving a tunnel compares a playbook with both running configurations: what a trap needs to spring, proven, refuted, or not proven. */
import { other, SIDES, type Side } from '../ipsec/side.ts';
import type { PeerFacts } from './facts.ts';
import type { Statement } from './plan.ts';
import { isManaged, type Playbook, remotesOf } from './playbook.ts';
import { proveAddress } from './prove-address.ts';
import { findIke, provePeer } from './prove-peer.ts';
import { STRATEGIES } from './strategies/index.ts';

/** Nothing is said of a router that nobody asked. */
export function proveTunnel({ tunnel, spokes }: Playbook, facts: Record<Side, PeerFacts>): Record<Side, Statement[]> {
  const [a, b] = SIDES.map((side) => {
    const [own, remote] = [tunnel[side], tunnel[other(side)]];
    const [ends, remoteEnds] = [facts[side].ends, facts[other(side)].ends];
    if (!isManaged(own) || ends === null || (isManaged(remote) && remoteEnds === null)) return [];
    const one = isManaged(remote) ? findOneRouter(facts.a, facts.b) : undefined;
    if (one !== undefined)
      return [{ about: 'router', standing: 'refuted', claim: `${tunnel.a.name} and ${tunnel.b.name} are two routers`, ...one } as const];
    const address = proveAddress(own, remote, ends, remoteEnds);
    // On the wrong router its peers say nothing of the tunnel.
    return address.standing === 'refuted'
      ? [address]
      : [address, ...remotesOf({ tunnel, spokes }, side).map((each) => provePeer(own, each, ends))];
  });
  return { a: a ?? [], b: b ?? [] };
}

/** Why a router must not be armed: its trap could never spring. */
export function refutationsOf(statements: readonly Statement[]): string[] {
  return statements.filter(({ standing }) => standing === 'refuted').map(printStatement);
}

/** `not so: 192.0.2.1 is an address of hq: its interfaces have 192.0.2.9 (Gi0/0); correct address or host` */
export function printStatement({ standing, claim, because, next }: Statement): string {
  const after = next === undefined ? '' : `; ${next}`;
  if (standing === 'proven') return `proven: ${claim} (${because})`;
  return `${standing === 'refuted' ? 'wrong' : 'could not prove'}: ${claim}: ${because}${after}`;
}

/** Two logins that end on one router: the serial number says so, or the very same addresses. */
function findOneRouter(a: PeerFacts, b: PeerFacts): Pick<Statement, 'because' | 'next'> | undefined {
  if (a.hostname !== b.hostname) return undefined;
  const next = 'correct one of the two `host`';
  if (a.serial !== null && a.serial === b.serial) return { because: `both are ${a.hostname} with the serial number ${a.serial}`, next };
  const [one, two] = [addressesOf(a), addressesOf(b)];
  return one !== '' && one === two ? { because: `both are ${a.hostname} with the addresses ${one}`, next } : undefined;
}

function addressesOf({ ends }: PeerFacts): string {
  const fixed = ends?.addresses.filter(({ how }) => how === 'fixed') ?? [];
  return fixed.map(({ address }) => address).join(', ');
}

/** Debugs that listen to the version of IKE that the tunnel does not speak record nothing of it. */
export function warnOfDebugs({ tunnel, debugs, strategy }: Playbook, side: Side, { ends }: PeerFacts): string[] {
  const { hasStandingDebugs, startsDebugs } = STRATEGIES[strategy];
  const spoken = ends === null || !(hasStandingDebugs || startsDebugs) ? undefined : findIke(tunnel[other(side)], ends);
  if (spoken === undefined) return [];
  const family = spoken.version === 2 ? 'ikev2' : 'isakmp';
  if (debugs.includes(family)) return [];
  const better = [family, ...debugs.filter((id) => id !== 'isakmp' && id !== 'ikev2')].join(', ');
  return [
    `the tunnel with ${tunnel[other(side)].name} speaks IKEv${spoken.version} (${spoken.text}), but the debugs ${debugs.join(', ')} do not show it: write debugs: [${better}]`,
  ];
}
