/** Receiving is what becomes of an IKEv2 message: the IKE SA that it belongs to, and the exchange that takes it. */
import type { Ikev2Body, Ikev2Packet } from '../packet.ts';
import { answerAuth } from './auth.ts';
import { answerChild } from './child.ts';
import { receiveDelete, receiveDeleteIke } from './deletion.ts';
import type { Ikev2Endpoint } from './endpoint.ts';
import { receiveInvalidSpi, receiveProbe } from './informational.ts';
import { answerInit } from './initial.ts';
import { answerIkeRekey } from './rekey-ike.ts';
import type { Ikev2Sa } from './sa.ts';
import { isNew, takeResponse } from './window.ts';

const REQUESTS: Readonly<Partial<Record<Ikev2Body['is'], (endpoint: Ikev2Endpoint, ike: Ikev2Sa, packet: Ikev2Packet) => void>>> = {
  auth: answerAuth,
  child: answerChild,
  'rekey-ike': answerIkeRekey,
  delete: receiveDelete,
  'delete-ike': receiveDeleteIke,
  'invalid-spi': receiveInvalidSpi,
  nothing: receiveProbe,
};

export function receiveMessage(endpoint: Ikev2Endpoint, packet: Ikev2Packet): void {
  const { ledger, traceEnds } = endpoint;
  const ike = endpoint.ikeSas.find((each) => isOf(each, packet));
  if (ike === undefined) {
    if (packet.exchange === 'IKE_SA_INIT' && !packet.isResponse) answerInit(endpoint, packet);
    else refuse(endpoint, packet);
    return;
  }
  ledger.received(ike, packet, traceEnds);
  if (packet.isResponse) takeResponse(endpoint, ike, packet);
  else if (isNew(endpoint, ike, packet)) REQUESTS[packet.body.is]?.(endpoint, ike, packet);
}

/** In the first exchange the responder's SPI is still to be learned. */
function isOf({ spis }: Ikev2Sa, packet: Ikev2Packet): boolean {
  return spis.initiator === packet.spis.initiator && (packet.exchange === 'IKE_SA_INIT' || spis.responder === packet.spis.responder);
}

/** The error's name is from `show crypto ikev2 diagnose error`. [C] ike.md 7; the rest of the line is believed. [B] */
function refuse({ ledger, traceEnds }: Ikev2Endpoint, packet: Ikev2Packet): void {
  ledger.receivedUnknown(packet, traceEnds);
  ledger.plainError("Couldn't find matching SA: Detected an invalid IKE SPI");
}
