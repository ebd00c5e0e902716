/** CREATE_CHILD_SA makes a pair under the IKE SA that stands, to replace an older one. No raw sample of IOS stands behind its lines. [L] ike.md 6, 12 */
import type { Ikev2Body, Ikev2Packet } from '../packet.ts';
import type { ChildSa, Rekey } from '../sa.ts';
import { ESP_PROPOSAL } from './auth-lines.ts';
import type { Ikev2End } from './end.ts';
import type { ChildNegotiation, Ikev2Sa } from './sa.ts';
import { negotiationOf, standAsInitiator, standAsResponder, THINK_MS } from './standing.ts';
import { ask, respond } from './window.ts';

type ChildBody = Extract<Ikev2Body, { is: 'child' }>;

export function startChild(endpoint: Ikev2End, ike: Ikev2Sa, replaces: ChildSa | undefined): void {
  const { ledger, negotiations } = endpoint;
  const negotiation = negotiationOf(endpoint, ike, 'I', replaces);
  negotiations.set(negotiation.inbound, negotiation);
  const body: ChildBody = { is: 'child', spi: negotiation.inbound, nonce: negotiation.nonce, rekeys: replaces?.inbound };
  ledger.say(ike, 'Check for IPSEC rekey', 'Generating CREATE_CHILD_SA message', ESP_PROPOSAL);
  ledger.built(ike, { kind: 'ikev2', spis: ike.spis, exchange: 'CREATE_CHILD_SA', isResponse: false, messageId: ike.nextId, body });
  ledger.say(ike, 'Checking if request will fit in peer window');
  ask(endpoint, ike, {
    exchange: 'CREATE_CHILD_SA',
    body,
    done: ({ body: answer }) => {
      if (answer.is === 'child') finish(endpoint, negotiation, answer);
      else endRefused(endpoint, negotiation);
    },
  });
}

function finish(endpoint: Ikev2End, negotiation: ChildNegotiation, answer: ChildBody): void {
  const { ike, replaces, nonce } = negotiation;
  endpoint.ledger.say(ike, 'Validating create child message', 'Processing CREATE_CHILD_SA message');
  const rekey = rekeyOf(replaces, nonce, answer.nonce);
  standAsInitiator(endpoint, { ...negotiation, outbound: answer.spi, rekey });
}

function endRefused(endpoint: Ikev2End, { inbound, ike }: ChildNegotiation): void {
  endpoint.negotiations.delete(inbound);
  endpoint.ledger.error(ike, 'Create child exchange failed');
}

export function answerChild(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  const { body } = packet;
  if (body.is !== 'child') return;
  const { ledger, traits, negotiations, childSas } = endpoint;
  ledger.say(ike, 'Validating create child message', 'Check for create child response message type', 'Check for IPSEC rekey');
  const replaces = childSas.find(({ outbound }) => outbound === body.rekeys);
  const refusal = traits.refusesChildren ? 'NO_PROPOSAL_CHOSEN' : 'CHILD_SA_NOT_FOUND';
  if (traits.refusesChildren || (body.rekeys !== undefined && replaces === undefined)) {
    respond(endpoint, ike, packet, { is: 'refusal', notify: refusal });
    return;
  }
  const asked = negotiationOf(endpoint, ike, 'R', replaces);
  const negotiation = { ...asked, outbound: body.spi, rekey: rekeyOf(replaces, asked.nonce, body.nonce) };
  negotiations.set(negotiation.inbound, negotiation);
  endpoint.later(endpoint.between(...THINK_MS), () => {
    if (negotiations.get(negotiation.inbound) !== negotiation) return;
    ledger.say(ike, 'Processing CREATE_CHILD_SA message', ESP_PROPOSAL);
    standAsResponder(endpoint, negotiation, () =>
      respond(endpoint, ike, packet, { is: 'child', spi: negotiation.inbound, nonce: negotiation.nonce, rekeys: undefined }),
    );
  });
}

function rekeyOf(of: ChildSa | undefined, own: number, peers: number): Rekey | undefined {
  return of === undefined ? undefined : { of, lowestNonce: Math.min(own, peers) };
}
