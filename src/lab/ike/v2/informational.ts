/** An INFORMATIONAL exchange is a request and its acknowledgement: here probes and INVALID_SPI; DELETE stands beside. [L] where ike.md 6 has no sample */
import { deleteChild } from '../deletion.ts';
import type { Ikev2Body, Ikev2Packet } from '../packet.ts';
import { hexSpi } from '../tuple.ts';
import type { Ikev2End } from './end.ts';
import type { Ikev2Sa } from './sa.ts';
import { ask, respond } from './window.ts';

/** The retry of `crypto ikev2 dpd 10 2 periodic`. */
export const DPD_RETRY_SECONDS = 2;

/** What precedes a request of this exchange. [C] ike.md 6 */
export function tellAsked({ ledger }: Ikev2End, ike: Ikev2Sa, body: Ikev2Body): void {
  ledger.built(ike, { kind: 'ikev2', spis: ike.spis, exchange: 'INFORMATIONAL', isResponse: false, messageId: ike.nextId, body });
  ledger.say(ike, 'Checking if request will fit in peer window');
}

/** Proof of delivery, which IKEv1 lacks. [C] ike.md 6 */
export function tellAcknowledged({ ledger }: Ikev2End, ike: Ikev2Sa): void {
  ledger.say(ike, 'Processing ACK to informational exchange', 'Check for existing IPSEC SA');
}

/** Probes for as long as the IKE SA stands; not while another request is under way, which tells as much. */
export function probeRegularly(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const { dpdSeconds } = endpoint.traits;
  if (dpdSeconds === undefined) return;
  ike.timers.push(
    endpoint.later(dpdSeconds * 1000, () => {
      if (ike.outstanding === undefined && !ike.isClosing && !ike.isRekeyed) probe(endpoint, ike);
      else probeRegularly(endpoint, ike);
    }),
  );
}

function probe(endpoint: Ikev2End, ike: Ikev2Sa): void {
  endpoint.ledger.say(ike, 'Sending DPD/liveness query');
  tellAsked(endpoint, ike, { is: 'nothing' });
  ask(endpoint, ike, {
    exchange: 'INFORMATIONAL',
    body: { is: 'nothing' },
    waitMs: () => DPD_RETRY_SECONDS * 1000,
    done: () => {
      endpoint.ledger.say(ike, 'Processing ACK to informational exchange');
      probeRegularly(endpoint, ike);
    },
  });
}

export function receiveProbe(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  endpoint.ledger.say(ike, 'Received DPD/liveness query', 'Sending ACK to informational exchange');
  respond(endpoint, ike, packet, { is: 'nothing' });
}

/** The SPI is the notify's data. RFC 7296 3.10.1; the first two texts are ASA's. [C] ike.md 6 */
export function sendInvalidSpi(endpoint: Ikev2End, ike: Ikev2Sa, spi: number): void {
  endpoint.ledger.say(ike, 'Sending INVALID_SPI notify', 'Construct Notify Payload: INVALID_SPI');
  tellAsked(endpoint, ike, { is: 'invalid-spi', spi });
  ask(endpoint, ike, { exchange: 'INFORMATIONAL', body: { is: 'invalid-spi', spi }, done: () => tellAcknowledged(endpoint, ike) });
}

/** Protected by the IKE SA it is more than a hint: that the pair goes, and its DELETE back, is believed. [B] RFC 7296 1.5, 2.21.4 */
export function receiveInvalidSpi(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  const { body } = packet;
  if (body.is !== 'invalid-spi') return;
  // No sample shows the text. [U]
  endpoint.ledger.say(ike, `Processing INVALID_SPI notify, SPI ${hexSpi(body.spi)}`);
  respond(endpoint, ike, packet, { is: 'nothing' });
  const child = endpoint.childSas.find(({ outbound }) => outbound === body.spi);
  if (child !== undefined) deleteChild(endpoint, child, { isTold: true });
}
