/** An IKEv2 endpoint is an end that speaks IKEv2: which exchange takes what is asked of it, and what comes. */
import { seeded } from '../../random.ts';
import type { IkeShows } from '../endpoint.ts';
import { receiveEsp } from '../esp.ts';
import { type Host, recoversInvalidSpis } from '../host.ts';
import type { Ikev2Body, Ikev2Packet, Packet } from '../packet.ts';
import type { ChildSa, StandingIke } from '../sa.ts';
import { answerAuth } from './auth.ts';
import { answerChild, startChild } from './child.ts';
import { closeIkeSa, receiveDelete, receiveDeleteIke, sendDelete } from './deletion.ts';
import { Ikev2End } from './end.ts';
import { DPD_RETRY_SECONDS, probeRegularly, receiveInvalidSpi, receiveProbe, sendInvalidSpi } from './informational.ts';
import { answerInit, startInit } from './initial.ts';
import { answerIkeRekey, watchIke } from './rekey-ike.ts';
import { type Ikev2Sa, randomIkeSpi } from './sa.ts';
import { ikev2ShowsOf } from './view.ts';
import { isNew, takeResponse } from './window.ts';

export class Ikev2Endpoint extends Ikev2End {
  readonly shows: IkeShows = ikev2ShowsOf(this);

  /** Both ends draw the same from the id: the SPIs, and how many requests there were. */
  establish({ id, role, bornAtMs }: StandingIke): string {
    const draw = seeded(id);
    const spis = { initiator: randomIkeSpi(draw), responder: randomIkeSpi(draw) };
    const counts = { I: 2 + Math.floor(draw() * 30), R: Math.floor(draw() * 30) };
    const ike = this.newIkeSa(role, spis, { isInitialContact: false });
    ike.isUp = true;
    ike.bornAtMs = bornAtMs;
    ike.nextId = counts[role];
    ike.expectedId = counts[role === 'I' ? 'R' : 'I'];
    watchIke(this, ike);
    return spis.initiator;
  }

  negotiate(replaces: ChildSa | undefined): void {
    this.replaces = replaces;
    const { ike } = this;
    if (this.isStuck()) this.ledger.plain('SA is already in negotiation, hence not negotiating again');
    else if (ike === undefined) startInit(this);
    else startChild(this, ike, this.takeReplaced());
  }

  requestDelete(spi: number): boolean {
    const { ike } = this;
    if (ike !== undefined) sendDelete(this, ike, spi);
    return ike !== undefined;
  }

  /** That IOS says INVALID_SPI where there is an IKE SA is believed: peers do send it to IOS XE. [L] ike.md 7; without one, see seed.md 5. */
  complainOf(spi: number): void {
    const { ike } = this;
    if (ike !== undefined) sendInvalidSpi(this, ike, spi);
    else if (recoversInvalidSpis(this.router) && this.ikeSas.length === 0) startInit(this);
  }

  /** That IKEv2 says nothing to who is no peer is not known to be otherwise. [U] */
  complainOfStranger(): void {}

  dropIke(_reason: string, options: { isTold: boolean }): void {
    for (const ike of [...this.ikeSas]) closeIkeSa(this, ike, options);
  }

  probeEvery(seconds: number): void {
    this.router.configuration.set(`crypto ikev2 dpd ${seconds} ${DPD_RETRY_SECONDS} periodic`);
    this.traits.dpdSeconds = seconds;
    if (this.ike !== undefined) probeRegularly(this, this.ike);
  }

  twinAt(router: Host): Ikev2Endpoint {
    const twin = new Ikev2Endpoint(this.side, router, this.network, Math.floor(this.random() * 0xffffffff));
    twin.ikeSas = this.ikeSas.map((ike) => ({ ...ike, expiry: undefined, outstanding: undefined, queue: [] }));
    return twin;
  }

  receive(packet: Packet): void {
    // Nothing of IKEv1 is listened to here.
    if (packet.kind === 'esp') receiveEsp(this, packet);
    else if (packet.kind === 'ikev2') receiveMessage(this, packet);
  }
}

const REQUESTS: Readonly<Partial<Record<Ikev2Body['is'], (endpoint: Ikev2End, ike: Ikev2Sa, packet: Ikev2Packet) => void>>> = {
  auth: answerAuth,
  child: answerChild,
  'rekey-ike': answerIkeRekey,
  delete: receiveDelete,
  'delete-ike': receiveDeleteIke,
  'invalid-spi': receiveInvalidSpi,
  nothing: receiveProbe,
};

function receiveMessage(endpoint: Ikev2End, packet: Ikev2Packet): void {
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
function refuse({ ledger, traceEnds }: Ikev2End, packet: Ikev2Packet): void {
  ledger.receivedUnknown(packet, traceEnds);
  ledger.plainError("Couldn't find matching SA: Detected an invalid IKE SPI");
}
