/** Deletion in IKEv2 is a DELETE in an INFORMATIONAL exchange, which is answered; with an IKE SA go its child SAs. [C] ike.md 6, RFC 7296 1.4.1 */
import { obeyDelete } from '../deletion.ts';
import type { Ikev2Packet } from '../packet.ts';
import { hexSpi } from '../tuple.ts';
import type { Ikev2End } from './end.ts';
import { tellAcknowledged, tellAsked } from './informational.ts';
import { childrenOf, dropChildrenOf, removeIkeSa } from './removal.ts';
import type { Ikev2Sa } from './sa.ts';
import { ask, respond } from './window.ts';

/** `spi` is this end's inbound one. */
export function sendDelete(endpoint: Ikev2End, ike: Ikev2Sa, spi: number): void {
  const body = { is: 'delete', spis: [spi] } as const;
  endpoint.ledger.note(ike, `Sending DELETE INFO message for IPsec SA [SPI: ${hexSpi(spi)}]`, endpoint.traceEnds);
  tellAsked(endpoint, ike, body);
  ask(endpoint, ike, { exchange: 'INFORMATIONAL', body, done: () => tellAcknowledged(endpoint, ike) });
  endpoint.ledger.say(ike, 'Check for existing IPSEC SA');
}

export function receiveDelete(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  const { body } = packet;
  if (body.is !== 'delete') return;
  const { ledger, childSas, traceEnds } = endpoint;
  const paired = childSas.filter(({ outbound }) => body.spis.includes(outbound)).map(({ inbound }) => inbound);
  respond(endpoint, ike, packet, { is: 'delete', spis: paired });
  ledger.say(ike, 'Process delete request from peer');
  for (const spi of body.spis) {
    ledger.note(ike, `Processing DELETE INFO message for IPsec SA [SPI: ${hexSpi(spi)}]`, traceEnds);
    if (obeyDelete(endpoint, spi)?.isRekeyed === true) endpoint.firstEsp.heardAll();
  }
  ledger.say(ike, 'Check for existing active SA');
}

/** `fast`, and what a dead peer gets: nothing is sent. */
export function closeIkeSa(endpoint: Ikev2End, ike: Ikev2Sa, { isTold }: { isTold: boolean }): void {
  if (!endpoint.ikeSas.includes(ike) || ike.isClosing) return;
  // The one reason of which there is a raw sample. [C] ike.md 6
  endpoint.ledger.say(ike, 'Queuing IKE SA delete request reason: unknown');
  if (!isTold || !ike.isUp) {
    removeIkeSa(endpoint, ike);
    return;
  }
  ike.isClosing = true;
  for (const { inbound } of childrenOf(endpoint, ike)) sendDelete(endpoint, ike, inbound);
  dropChildrenOf(endpoint, ike);
  sendDeleteIke(endpoint, ike);
}

export function sendDeleteIke(endpoint: Ikev2End, ike: Ikev2Sa): void {
  ike.isClosing = true;
  endpoint.ledger.note(ike, `Sending DELETE INFO message for IKEv2 SA ${printIkeSpis(ike)}`, endpoint.traceEnds);
  tellAsked(endpoint, ike, { is: 'delete-ike' });
  ask(endpoint, ike, {
    exchange: 'INFORMATIONAL',
    body: { is: 'delete-ike' },
    done: () => {
      tellAcknowledged(endpoint, ike);
      removeIkeSa(endpoint, ike);
    },
  });
}

export function receiveDeleteIke(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  const { ledger, traceEnds } = endpoint;
  respond(endpoint, ike, packet, { is: 'nothing' });
  ledger.say(ike, 'Process delete request from peer');
  ledger.note(ike, `Processing DELETE INFO message for IKEv2 SA ${printIkeSpis(ike)}`, traceEnds);
  ledger.say(ike, 'Check for existing active SA', 'Delete all IKE SAs');
  removeIkeSa(endpoint, ike);
}

function printIkeSpis({ spis }: Ikev2Sa): string {
  return `[ISPI: 0x${spis.initiator} RSPI: 0x${spis.responder}]`;
}
