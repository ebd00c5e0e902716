/** Removal takes an IKE SA out of this end's database, with its child SAs and without a word on the wire. */
import { deleteAllChildren } from '../deletion.ts';
import type { Ikev2End } from './end.ts';
import type { Ikev2Sa } from './sa.ts';

/** The sender holds nothing else with this end: what is older goes, and nothing of it on the wire. RFC 7296 2.4 */
export function obeyInitialContact(endpoint: Ikev2End, ike: Ikev2Sa): void {
  endpoint.ledger.say(ike, 'Processing INITIAL_CONTACT');
  for (const each of endpoint.ikeSas.filter((older) => older !== ike && older.isUp)) removeIkeSa(endpoint, each);
  if (endpoint.childSas.length > 0) deleteAllChildren(endpoint);
}

export function removeIkeSa(endpoint: Ikev2End, ike: Ikev2Sa): void {
  if (!endpoint.ikeSas.includes(ike)) return;
  endpoint.ikeSas = endpoint.ikeSas.filter((each) => each !== ike);
  for (const timer of ike.timers) timer.cancel();
  ike.outstanding?.retransmission.stop();
  for (const [spi, negotiation] of endpoint.negotiations) if (negotiation.ike === ike) endpoint.negotiations.delete(spi);
  endpoint.ledger.say(ike, 'Deleting SA');
  dropChildrenOf(endpoint, ike);
}

export function dropChildrenOf(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const children = childrenOf(endpoint, ike);
  if (children.length > 0) deleteAllChildren(endpoint, children);
}

export function childrenOf({ childSas }: Ikev2End, { spis }: Ikev2Sa): Ikev2End['childSas'] {
  return childSas.filter(({ under }) => under === spis.initiator);
}

/** Nobody answers under this IKE SA any more. */
export function loseIkeSa(endpoint: Ikev2End, ike: Ikev2Sa): void {
  if (endpoint.traits.leaksNegotiations && !ike.isUp) ike.outstanding = undefined;
  else removeIkeSa(endpoint, ike);
}
