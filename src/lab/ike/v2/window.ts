/** The window lets one request of this end's be under way at a time, repeats it with growing pauses, and gives the IKE SA up in the end. */
import type { Ikev2Body, Ikev2Packet } from '../packet.ts';
import { retransmit } from '../retransmission.ts';
import type { Ikev2End } from './end.ts';
import { loseIkeSa } from './removal.ts';
import type { Ikev2Sa, Request } from './sa.ts';

/** Before the first repetition; each pause is twice the last. RFC 7296 2.4 wants it exponential; the figure is believed. [B] */
const FIRST_WAIT_MS = 2000;

/** Sends it now, or when those before it are answered. */
export function ask(endpoint: Ikev2End, ike: Ikev2Sa, request: Request): void {
  ike.queue.push(request);
  if (ike.outstanding === undefined) sendNext(endpoint, ike);
}

function sendNext(endpoint: Ikev2End, ike: Ikev2Sa): void {
  const request = ike.queue.shift();
  if (request === undefined) return;
  const { exchange, body, waitMs = (attempt) => FIRST_WAIT_MS * 2 ** (attempt - 1) } = request;
  const packet: Ikev2Packet = { kind: 'ikev2', spis: { ...ike.spis }, exchange, isResponse: false, messageId: ike.nextId, body };
  ike.nextId += 1;
  const retransmission = retransmit(endpoint.clock, {
    waitMs,
    again: () => {
      endpoint.ledger.say(ike, 'Retransmitting packet \n');
      transmit(endpoint, ike, packet);
    },
    giveUp: () => {
      endpoint.ledger.error(ike, 'Maximum number of retransmissions reached');
      loseIkeSa(endpoint, ike);
      request.failed?.();
    },
  });
  ike.outstanding = { packet, request, retransmission };
  transmit(endpoint, ike, packet);
}

/** Only the answer to what is under way counts. */
export function takeResponse(endpoint: Ikev2End, ike: Ikev2Sa, response: Ikev2Packet): void {
  const { outstanding } = ike;
  if (outstanding === undefined || outstanding.packet.messageId !== response.messageId) return;
  outstanding.retransmission.stop();
  ike.outstanding = undefined;
  outstanding.request.done(response);
  if (endpoint.ikeSas.includes(ike) && ike.outstanding === undefined) sendNext(endpoint, ike);
}

/** True for a request that is new; one that comes again is answered again, and not obeyed twice. RFC 7296 2.1 */
export function isNew(endpoint: Ikev2End, ike: Ikev2Sa, { messageId }: Ikev2Packet): boolean {
  if (messageId === ike.expectedId) {
    ike.expectedId += 1;
    ike.answered = undefined;
    return true;
  }
  if (messageId === ike.expectedId - 1 && ike.answered !== undefined) transmit(endpoint, ike, ike.answered);
  return false;
}

export function respond(endpoint: Ikev2End, ike: Ikev2Sa, { exchange, messageId }: Ikev2Packet, body: Ikev2Body): void {
  const packet: Ikev2Packet = { kind: 'ikev2', spis: { ...ike.spis }, exchange, isResponse: true, messageId, body };
  ike.answered = packet;
  if (exchange !== 'IKE_SA_INIT') endpoint.ledger.built(ike, packet);
  transmit(endpoint, ike, packet);
}

function transmit(endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet): void {
  endpoint.ledger.sent(ike, packet, endpoint.traceEnds);
  endpoint.transmit(packet);
}
