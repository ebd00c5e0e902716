/** Quick mode makes a pair of child SAs in three messages; when each end installs and switches decides who may be too early. [C] ike.md 4.4 */
import { randomMessageId } from '../../random.ts';
import { enableOutbound, install, switchOutbound } from '../installation.ts';
import type { Ikev1Packet } from '../packet.ts';
import { ATTEMPTS, retransmit } from '../retransmission.ts';
import type { ChildSa } from '../sa.ts';
import { hexSpi } from '../tuple.ts';
import type { IkeSa, Ikev1End, Negotiation } from './end.ts';
import { refuseChild, tellNodeDone, tellReceived, tellSent } from './informational.ts';
import { tellCreating, tellOffer, tellSpiReply } from './quick-mode-lines.ts';

type QuickMode = Extract<Ikev1Packet, { kind: 'quick-mode' }>;

/** A responder waits no longer for the third message. [L] */
const ABANDONED_MS = 60_000;
const FROM_PEER = 'IKE_MESG_FROM_PEER, IKE_QM_EXCH';

export function startQuickMode(endpoint: Ikev1End, ike: IkeSa, replaces?: ChildSa): void {
  const { ledger, random, traits, negotiations } = endpoint;
  const messageId = randomMessageId(random);
  const negotiation: Negotiation = {
    messageId,
    ike,
    role: 'I',
    inbound: endpoint.requestedSpi ?? endpoint.nextSpi(),
    outbound: undefined,
    lifetimeSeconds: traits.childLifetimeSeconds,
    isInstalled: false,
    isAnswered: false,
    replaces,
  };
  endpoint.requestedSpi = undefined;
  negotiations.set(messageId, negotiation);
  ledger.isakmp(ike.connId, `beginning Quick Mode exchange, M-ID of ${ledger.id(messageId)}`, 'QM Initiator gets spi');
  send(endpoint, negotiation, 1);
  ledger.changeNode(ike.connId, messageId, 'IKE_MESG_INTERNAL, IKE_INIT_QM', 'IKE_QM_READY', 'IKE_QM_I_QM1');
  negotiation.retransmission = retransmit(endpoint.clock, {
    again: (attempt) => {
      const id = ledger.id(messageId);
      ledger.isakmp(
        ike.connId,
        ` retransmitting phase 2 QM_IDLE       ${id} ...`,
        `incrementing error counter on node, attempt ${attempt} of ${ATTEMPTS}: retransmit phase 2`,
        `incrementing error counter on sa, attempt ${attempt} of ${ATTEMPTS}: retransmit phase 2`,
        ` retransmitting phase 2 ${id} QM_IDLE      `,
      );
      send(endpoint, negotiation, 1);
    },
    giveUp: () => {
      negotiations.delete(messageId);
      tellNodeDone(endpoint, ike, messageId, 'Phase 2 err count exceeded', true);
    },
  });
}

export function receiveQuickMode(endpoint: Ikev1End, ike: IkeSa, packet: QuickMode): void {
  const { ledger, negotiations, traits } = endpoint;
  const { messageId, step, spi } = packet;
  const known = negotiations.get(messageId);
  tellReceived(endpoint, ike);
  if (known === undefined && step !== 1) return;
  if (known !== undefined && (step === 1 || (step === 2 && known.outbound !== undefined))) {
    ledger.isakmp(ike.connId, ' phase 2 packet is a duplicate of a previous packet.', ' retransmitting due to retransmit phase 2');
    if (step === 1) send(endpoint, known, 2);
    return;
  }
  if (step === 1) ledger.newNode(messageId);
  ledger.isakmp(ike.connId, ` processing HASH payload. message ID = ${ledger.id(messageId)}`);
  if (step === 1 && traits.refusesChildren) refuseChild(endpoint, ike, packet);
  else if (step === 1) answer(endpoint, ike, packet);
  else if (step === 2 && known !== undefined) finishAsInitiator(endpoint, { ...known, outbound: spi });
  else if (known !== undefined) finishAsResponder(endpoint, known);
}

function answer(endpoint: Ikev1End, ike: IkeSa, { messageId, spi, lifetimeSeconds }: QuickMode): void {
  const { ledger, negotiations, traits } = endpoint;
  const negotiation: Negotiation = {
    messageId,
    ike,
    role: 'R',
    inbound: endpoint.nextSpi(),
    outbound: spi,
    // The smaller counts in IKEv1. [L] ike.md 8.10
    lifetimeSeconds: Math.min(lifetimeSeconds, traits.childLifetimeSeconds),
    isInstalled: false,
    isAnswered: false,
    replaces: undefined,
  };
  negotiations.set(messageId, negotiation);
  tellOffer(endpoint, negotiation);
  ledger.isakmp(ike.connId, 'QM Responder gets spi');
  ledger.changeNode(ike.connId, messageId, FROM_PEER, 'IKE_QM_READY', 'IKE_QM_SPI_STARVE');
  const isStillThere = (): boolean => negotiations.get(messageId) === negotiation;
  endpoint.later(ABANDONED_MS, () => {
    if (isStillThere()) negotiations.delete(messageId);
  });
  endpoint.later(endpoint.between(1, 3), () => {
    if (!isStillThere()) return;
    if (endpoint.is12) tellSpiReply(endpoint, negotiation);
    tellCreating(endpoint, negotiation);
    if (traits.awaitsInstall) awaitInstall(endpoint, negotiation, isStillThere);
    else {
      sendSecond(endpoint, negotiation, 'IKE_QM_SPI_STARVE');
      endpoint.later(traits.installDelayMs, () => {
        settle(endpoint, negotiation);
        if (traits.usesNewSaEarly) switchOutbound(endpoint, spi);
      });
    }
  });
}

/** IOS XE answers only when its data plane has the SA. [C] */
function awaitInstall(endpoint: Ikev1End, negotiation: Negotiation, isStillThere: () => boolean): void {
  const { ledger, traits, router } = endpoint;
  const { ike, messageId, inbound, outbound = 0 } = negotiation;
  ledger.changeNode(ike.connId, messageId, 'IKE_MESG_INTERNAL, IKE_GOT_SPI', 'IKE_QM_SPI_STARVE', 'IKE_QM_IPSEC_INSTALL_AWAIT');
  // The defect: it sends with what the other end has not installed.
  endpoint.later(traits.installDelayMs, () => {
    if (!isStillThere()) return;
    settle(endpoint, negotiation);
    ledger.isakmp(ike.connId, `Successfully installed IPSEC SA (SPI:${hexSpi(inbound)}) on ${router.outside}`);
    sendSecond(endpoint, negotiation, 'IKE_QM_IPSEC_INSTALL_AWAIT');
    if (traits.usesNewSaEarly) switchOutbound(endpoint, outbound);
  });
}

function sendSecond(endpoint: Ikev1End, negotiation: Negotiation, from: string): void {
  const { ike, messageId } = negotiation;
  send(endpoint, negotiation, 2);
  endpoint.ledger.changeNode(ike.connId, messageId, 'IKE_MESG_INTERNAL, IKE_GOT_SPI', from, 'IKE_QM_R_QM2');
}

function finishAsInitiator(endpoint: Ikev1End, negotiation: Negotiation): void {
  const { ledger, negotiations, traits, router } = endpoint;
  const { ike, messageId, inbound, outbound = 0 } = negotiation;
  negotiation.retransmission?.stop();
  // Known from now on: a second answer is a duplicate, and the SPI is still being negotiated.
  negotiations.set(messageId, negotiation);
  tellOffer(endpoint, negotiation);
  tellCreating(endpoint, negotiation);
  const stand = (): void => {
    if (install(endpoint, negotiation) !== undefined) switchOutbound(endpoint, outbound);
    negotiations.delete(messageId);
  };
  const close = (from: string): void => {
    send(endpoint, negotiation, 3);
    tellNodeDone(endpoint, ike, messageId, 'No Error');
    ledger.changeNode(ike.connId, messageId, FROM_PEER, from, 'IKE_QM_PHASE2_COMPLETE');
  };
  if (traits.awaitsInstall) {
    ledger.changeNode(ike.connId, messageId, FROM_PEER, 'IKE_QM_I_QM1', 'IKE_QM_IPSEC_INSTALL_AWAIT');
    endpoint.later(traits.installDelayMs, () => {
      stand();
      ledger.isakmp(ike.connId, `Successfully installed IPSEC SA (SPI:${hexSpi(inbound)}) on ${router.outside}`);
      close('IKE_QM_IPSEC_INSTALL_AWAIT');
    });
    return;
  }
  // On IOS the third message leaves before the SA stands: the window in which the other end may be too early. [C] ike.md 4.4
  close('IKE_QM_I_QM1');
  endpoint.later(traits.installDelayMs, stand);
}

/** The responder's SAs are made. */
function settle(endpoint: Ikev1End, negotiation: Negotiation): void {
  negotiation.isInstalled = true;
  install(endpoint, negotiation);
  if (negotiation.isAnswered) endpoint.negotiations.delete(negotiation.messageId);
}

function finishAsResponder(endpoint: Ikev1End, negotiation: Negotiation): void {
  const { ledger, negotiations, traits } = endpoint;
  const { ike, messageId, outbound = 0 } = negotiation;
  tellNodeDone(endpoint, ike, messageId, 'QM done (await)');
  ledger.changeNode(ike.connId, messageId, FROM_PEER, 'IKE_QM_R_QM2', 'IKE_QM_PHASE2_COMPLETE');
  enableOutbound(endpoint, outbound);
  negotiation.isAnswered = true;
  if (negotiation.isInstalled) negotiations.delete(messageId);
  if (!traits.lacksMemory) switchOutbound(endpoint, outbound);
}

function send(endpoint: Ikev1End, { ike, messageId, inbound, lifetimeSeconds }: Negotiation, step: number): void {
  tellSent(endpoint, ike);
  endpoint.transmit({ kind: 'quick-mode', ike: ike.id, messageId, step, spi: inbound, lifetimeSeconds });
}
