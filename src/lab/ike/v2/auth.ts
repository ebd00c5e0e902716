/** IKE_AUTH proves who both ends are, and makes the first child SA. RFC 7296 1.2 */
import type { Ikev2Packet } from '../packet.ts';
import { tellIdentityRefused, tellOwnAuthentication, tellPeerAuthentication, tellSearch, tellUp } from './auth-lines.ts';
import type { Ikev2End } from './end.ts';
import { watchIke } from './rekey-ike.ts';
import { obeyInitialContact, removeIkeSa } from './removal.ts';
import type { Ikev2Sa } from './sa.ts';
import { negotiationOf, standAsInitiator, standAsResponder, THINK_MS } from './standing.ts';
import { ask, respond } from './window.ts';

export function startAuth(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const { ledger, negotiations } = endpoint;
  const negotiation = negotiationOf(endpoint, ike, 'I', endpoint.takeReplaced());
  negotiations.set(negotiation.inbound, negotiation);
  tellOwnAuthentication(endpoint, ike);
  const body = { is: 'auth', spi: negotiation.inbound, isInitialContact: ike.isInitialContact } as const;
  ledger.built(ike, { kind: 'ikev2', spis: ike.spis, exchange: 'IKE_AUTH', isResponse: false, messageId: ike.nextId, body });
  ask(endpoint, ike, {
    exchange: 'IKE_AUTH',
    body,
    done: ({ body: answer }) => {
      ledger.say(ike, 'Process auth response notify');
      if (endpoint.traits.refusesIdentity) refusePeer(endpoint, ike);
      else if (answer.is === 'auth') complete(endpoint, ike, negotiation.inbound, answer.spi);
    },
  });
}

/** The responder is not told, and holds everything for good. [C] ike.md 8.9 */
function refusePeer(endpoint: Ikev2End, ike: Ikev2Sa): void {
  tellIdentityRefused(endpoint, ike);
  removeIkeSa(endpoint, ike);
}

function complete(endpoint: Ikev2End, ike: Ikev2Sa, inbound: number, outbound: number | undefined): void {
  const { ledger, negotiations } = endpoint;
  tellSearch(endpoint, ike);
  tellPeerAuthentication(endpoint, ike);
  ledger.say(ike, 'Processing IKE_AUTH message');
  comeUp(endpoint, ike);
  const negotiation = negotiations.get(inbound);
  if (negotiation === undefined) return;
  if (outbound === undefined) negotiations.delete(inbound);
  else standAsInitiator(endpoint, { ...negotiation, outbound });
}

export function answerAuth(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  const { body } = packet;
  if (body.is !== 'auth') return;
  const { ledger, negotiations, traits } = endpoint;
  ledger.say(ike, 'Stopping timer to wait for auth message', 'Checking NAT discovery', 'NAT not found');
  tellSearch(endpoint, ike);
  tellPeerAuthentication(endpoint, ike);
  if (body.isInitialContact) obeyInitialContact(endpoint, ike);
  ledger.say(ike, 'Processing IKE_AUTH message');
  const negotiation = { ...negotiationOf(endpoint, ike, 'R', undefined), outbound: body.spi };
  negotiations.set(negotiation.inbound, negotiation);
  endpoint.later(endpoint.between(...THINK_MS), () => {
    if (!endpoint.ikeSas.includes(ike)) return;
    tellOwnAuthentication(endpoint, ike);
    const answer = (): void => {
      const spi = traits.refusesChildren ? undefined : negotiation.inbound;
      respond(endpoint, ike, packet, { is: 'auth', spi, isInitialContact: false });
      comeUp(endpoint, ike);
    };
    if (!traits.refusesChildren) standAsResponder(endpoint, negotiation, answer);
    else {
      negotiations.delete(negotiation.inbound);
      answer();
    }
  });
}

function comeUp(endpoint: Ikev2End, ike: Ikev2Sa): void {
  ike.isUp = true;
  ike.bornAtMs = endpoint.clock.now();
  tellUp(endpoint, ike);
  endpoint.ledger.say(ike, 'Checking for duplicate IKEv2 SA', 'No duplicate IKEv2 SA found');
  watchIke(endpoint, ike);
}
