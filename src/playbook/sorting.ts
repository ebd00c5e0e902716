/** Sorting tells whose packet a message is about: the wanted peer's, under whatever address it is known, another peer's of this router, or a stranger's. */
import { isDynamic, isSameAddress, readAddress } from '../ipsec/address.ts';
import type { PeerFacts } from './facts.ts';
import { type Playbook, remotesOf } from './playbook.ts';
import type { PeerRequest } from './request.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { SortingContext } from './template-contexts.ts';

/** A hub names thousands; each costs the applet three lines. Those beyond are told apart from strangers by nobody. */
const OTHERS_MAX = 16;

export function sortingOf(request: PeerRequest, source: string): SortingContext {
  const { playbook } = request;
  const takesStrangers = playbook.strangers === 'spring';
  return {
    source,
    wanted: wantedOf(request),
    others: othersOf(request).slice(0, OTHERS_MAX),
    asksSessions: !takesStrangers && wantedOf(request).length === 0,
    knowsMoved: !takesStrangers && canKnowMoved(playbook),
    takesStrangers,
  };
}

/** Only the debugs of IPsec print the SPI of each SA that is made. [C] ike.md 7 */
export function canKnowMoved({ strategy, debugs }: Pick<Playbook, 'strategy' | 'debugs'>): boolean {
  return STRATEGIES[strategy].hasStandingDebugs && debugs.includes('ipsec');
}

/** A NAT that fails, or that is new, shows the address behind it. Nothing of a peer whose address changes: its session with this router, or its SPI, tells it. */
function wantedOf({ playbook, side }: PeerRequest): string[] {
  const addresses = remotesOf(playbook, side).flatMap(({ address, natAddress }) => [natAddress ?? address, address]);
  return [...new Set(addresses)].filter((address) => !isDynamic(address));
}

function othersOf(request: PeerRequest): string[] {
  const wanted = wantedOf(request);
  return namedAddresses(request.facts).filter((address) => !wanted.some((each) => isSameAddress(each, address)));
}

/** Peers of a router as far as its running configuration names them by address. */
export function namedAddresses({ ends }: Pick<PeerFacts, 'ends'>): string[] {
  const named = (ends?.peers ?? []).flatMap(({ remote }) => (remote.is === 'network' ? (readAddress(remote.range) ?? []) : []));
  return [...new Set(named)];
}
