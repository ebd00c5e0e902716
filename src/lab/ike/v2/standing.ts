/** Standing is the last part of a child SA's negotiation: when each end installs it, sends with it, and closes one of two for the same pair. */
import { deleteChild } from '../deletion.ts';
import { enableOutbound, install, switchOutbound } from '../installation.ts';
import type { ChildSa, Role } from '../sa.ts';
import type { Ikev2End } from './end.ts';
import { type ChildNegotiation, type Ikev2Sa, randomNonce } from './sa.ts';

/** Where there is no older pair to send with, a responder waits no longer: more than it takes to repeat a lost answer. [B] */
const ENABLE_MS = 8000;

/** What a responder takes to answer. */
export const THINK_MS = [1, 4] as const;

/** Lifetimes are not negotiated: each end has its own. [C] ike.md 6 */
export function negotiationOf(endpoint: Ikev2End, ike: Ikev2Sa, role: Role, replaces: ChildSa | undefined): ChildNegotiation {
  const nonce = randomNonce(endpoint.random);
  return {
    ike,
    role,
    inbound: endpoint.nextSpi(),
    outbound: undefined,
    lifetimeSeconds: endpoint.traits.childLifetimeSeconds,
    nonce,
    replaces,
    rekey: undefined,
    under: ike.spis.initiator,
  };
}

/** The initiator installs what it was answered, and sends with it from then on. */
export function standAsInitiator(endpoint: Ikev2End, negotiation: ChildNegotiation): void {
  endpoint.negotiations.set(negotiation.inbound, negotiation);
  tellLoading(endpoint, negotiation);
  endpoint.later(endpoint.traits.installDelayMs, () => {
    const child = stand(endpoint, negotiation);
    if (child === undefined) return;
    switchOutbound(endpoint, child.outbound);
    closeOneOfTwo(endpoint, child);
  });
}

/** IOS answers and then installs; IOS XE installs and then answers, as it does in IKEv1. [L] ike.md 4.4 */
export function standAsResponder(endpoint: Ikev2End, negotiation: ChildNegotiation, answer: () => void): void {
  const { traits } = endpoint;
  if (!traits.awaitsInstall) {
    answer();
    sendWithNew(endpoint, negotiation);
  }
  tellLoading(endpoint, negotiation);
  endpoint.later(traits.installDelayMs, () => {
    if (endpoint.negotiations.get(negotiation.inbound) !== negotiation) return;
    const child = stand(endpoint, negotiation);
    if (traits.awaitsInstall) {
      answer();
      sendWithNew(endpoint, negotiation);
    }
    if (child !== undefined) closeOneOfTwo(endpoint, child);
  });
}

/** At once where it is in haste; else when the peer has shown that it has the SA, by ESP or by deleting the old pair. RFC 7296 2.8 */
function sendWithNew(endpoint: Ikev2End, { inbound, outbound = 0 }: ChildNegotiation): void {
  if (endpoint.traits.usesNewSaEarly) {
    switchOutbound(endpoint, outbound);
    return;
  }
  const enable = endpoint.firstEsp.await(inbound, () => {
    const child = endpoint.childSas.find((each) => each.inbound === inbound);
    if (child === undefined || child.isRekeyed) return;
    enableOutbound(endpoint, outbound);
    switchOutbound(endpoint, outbound);
  });
  if (endpoint.plane.outbound === undefined) endpoint.later(ENABLE_MS, enable);
}

function stand(endpoint: Ikev2End, negotiation: ChildNegotiation): ChildSa | undefined {
  const { ledger, negotiations } = endpoint;
  const { inbound, ike } = negotiation;
  if (negotiations.get(inbound) !== negotiation) return undefined;
  negotiations.delete(inbound);
  const child = install(endpoint, negotiation);
  // The words of the defect's own text, CSCve08418. [C] field note; the family is believed. [B]
  if (child === undefined && endpoint.traits.losesSecondPair) ledger.error(ike, 'Creation/Installation of IPsec SA into IPsec DB failed');
  ledger.say(ike, `[IPsec -> IKEv2] Creation of IPsec SA into IPsec database ${child === undefined ? 'FAILED' : 'PASSED'}`);
  return child;
}

function tellLoading({ ledger }: Ikev2End, { ike }: ChildNegotiation): void {
  ledger.say(ike, 'Load IPSEC key material', '[IKEv2 -> IPsec] Create IPsec SA into IPsec database', 'Asynchronous request queued');
}

/** Of two rekeys of one pair, the end that asked for the one with the lowest nonce closes it. RFC 7296 2.8.1 */
function closeOneOfTwo(endpoint: Ikev2End, child: ChildSa): void {
  const { rekey } = child;
  if (rekey === undefined || !endpoint.traits.comparesNonces) return;
  const twin = endpoint.childSas.find((each) => each !== child && each.rekey?.of === rekey.of);
  if (twin?.rekey === undefined) return;
  const [loser, winner] = rekey.lowestNonce < twin.rekey.lowestNonce ? [child, twin] : [twin, child];
  // The peer may not have the winner yet: until it shows that, the old pair will do.
  if (endpoint.plane.outbound === loser.outbound)
    switchOutbound(endpoint, (endpoint.firstEsp.isAwaited(winner.inbound) ? rekey.of : winner).outbound);
  if (loser.role === 'I') deleteChild(endpoint, loser, { isTold: true });
}
