/** Main mode makes an IKE SA in six messages; what each end writes of them is in the order of IOS 15. [C] ike.md 3 */
import { deleteAllChildren } from '../deletion.ts';
import type { Ikev1Packet } from '../packet.ts';
import { ATTEMPTS, retransmit } from '../retransmission.ts';
import type { Role } from '../sa.ts';
import { deleteIkeSa, sendDelete } from './deletion.ts';
import { watchIke } from './dpd.ts';
import type { IkeSa, Ikev1End } from './end.ts';
import {
  STATES,
  tellAuthenticated,
  tellIdentity,
  tellInitialContact,
  tellKeyExchange,
  tellNewInitiator,
  tellPacket,
  tellPolicy,
} from './main-mode-lines.ts';
import { startQuickMode } from './quick-mode.ts';

type MainMode = Extract<Ikev1Packet, { kind: 'main-mode' }>;

/** What computing takes: a little, or a Diffie-Hellman. */
const THINK_MS = [1, 4] as const;
const EXPONENT_MS = [12, 40] as const;
/** A responder waits no longer for an initiator. [L] */
const ABANDONED_MS = 75_000;
export function startMainMode(endpoint: Ikev1End): void {
  const { ledger, random, childSas, ikeSas } = endpoint;
  // Believed: a router says INITIAL_CONTACT only when it holds nothing with the peer. [B]
  const isInitialContact = childSas.length === 0 && ikeSas.length === 0;
  const ike = newIkeSa(endpoint, 1 + Math.floor(random() * 0xfffffffe), 'I', isInitialContact);
  tellNewInitiator(endpoint);
  ledger.change(0, 'IKE_MESG_FROM_IPSEC, IKE_SA_REQ_MM', 'IKE_READY', 'IKE_I_MM1');
  ledger.isakmp(0, ' beginning Main Mode exchange');
  send(endpoint, ike, 1);
}

export function receiveMainMode(endpoint: Ikev1End, packet: MainMode): void {
  const known = endpoint.ikeSas.find(({ id }) => id === packet.ike);
  if (known === undefined && packet.step === 1) {
    answerFirst(endpoint, newIkeSa(endpoint, packet.ike, 'R', packet.isInitialContact), packet);
    return;
  }
  if (known === undefined) return;
  const isNext = packet.step === known.sentStep + 1;
  tellPacket(endpoint, known, 'received', isNext ? packet.step : known.sentStep);
  if (!isNext) {
    repeat(endpoint, known);
    return;
  }
  known.retransmission?.stop();
  if (packet.step >= 5) tellAuthenticated(endpoint, known);
  endpoint.ledger.change(
    known.connId,
    'IKE_MESG_FROM_PEER, IKE_MM_EXCH',
    stateName(known.role, packet.step - 1),
    stateName(known.role, packet.step),
  );
  STEPS[packet.step]?.(endpoint, known, packet);
}

const STEPS: Readonly<Record<number, (endpoint: Ikev1End, ike: IkeSa, packet: MainMode) => void>> = {
  2: (endpoint, ike) => {
    tellPolicy(endpoint, ike);
    proceed(endpoint, ike, 3, THINK_MS);
  },
  3: (endpoint, ike) => {
    // The id appears with the key exchange. [C] ike.md 3.1
    ike.connId = endpoint.nextConnId();
    tellKeyExchange(endpoint, ike);
    proceed(endpoint, ike, 4, EXPONENT_MS);
  },
  4: (endpoint, ike) => {
    // The id appears with the key exchange. [C] ike.md 3.1
    ike.connId = endpoint.nextConnId();
    tellKeyExchange(endpoint, ike);
    proceed(endpoint, ike, 5, EXPONENT_MS);
  },
  5: (endpoint, ike, { isInitialContact }) => {
    if (isInitialContact) obeyInitialContact(endpoint, ike);
    proceed(endpoint, ike, 6, THINK_MS);
  },
  6: (endpoint, ike) => complete(endpoint, ike, 'IKE_I_MM6'),
};

function answerFirst(endpoint: Ikev1End, ike: IkeSa, { step }: MainMode): void {
  const { ledger, remote } = endpoint;
  ledger.packet(0, `received packet from ${remote} dport 500 sport 500 Global (N) NEW SA`);
  ledger.plain(`Created a peer struct for ${remote}, peer port 500`, 'local port 500, remote port 500');
  ledger.change(0, 'IKE_MESG_FROM_PEER, IKE_MM_EXCH', 'IKE_READY', stateName('R', step));
  tellPolicy(endpoint, ike);
  proceed(endpoint, ike, 2, THINK_MS);
  endpoint.later(ABANDONED_MS, () => {
    if (!ike.isUp) deleteIkeSa(endpoint, ike, 'Death by retransmission P1', { isTold: false });
  });
}

/** The lines between what was taken in and what is sent, and the sending after a while. */
function proceed(endpoint: Ikev1End, ike: IkeSa, step: number, [leastMs, mostMs]: readonly [number, number]): void {
  const { ledger } = endpoint;
  const here = stateName(ike.role, step - 1);
  ledger.change(ike.connId, 'IKE_MESG_INTERNAL, IKE_PROCESS_MAIN_MODE', here, here);
  ike.sentStep = step;
  endpoint.later(endpoint.between(leastMs, mostMs), () => {
    if (!endpoint.ikeSas.includes(ike)) return;
    if (step >= 5) tellIdentity(endpoint, ike, ike.role === 'I' && ike.isInitialContact);
    send(endpoint, ike, step);
    if (step === 6) complete(endpoint, ike, here);
    else ledger.change(ike.connId, 'IKE_MESG_INTERNAL, IKE_PROCESS_COMPLETE', here, stateName(ike.role, step));
  });
}

function send(endpoint: Ikev1End, ike: IkeSa, step: number): void {
  ike.sentStep = step;
  transmit(endpoint, ike);
  if (ike.role === 'R') return;
  ike.retransmission = retransmit(endpoint.clock, {
    again: (attempt) => {
      const { ledger } = endpoint;
      const state = STATES[ike.role][step] ?? '';
      ledger.isakmp(ike.connId, ` retransmitting phase 1 ${state}...`);
      ledger.isakmp(
        ike.connId,
        `incrementing error counter on sa, attempt ${attempt} of ${ATTEMPTS}: retransmit phase 1`,
        ` retransmitting phase 1 ${state}`,
      );
      transmit(endpoint, ike);
    },
    giveUp: () => deleteIkeSa(endpoint, ike, 'Death by retransmission P1', { isTold: false }),
  });
}

function transmit(endpoint: Ikev1End, ike: IkeSa): void {
  tellPacket(endpoint, ike, 'sending', ike.sentStep);
  endpoint.ledger.isakmp(ike.connId, 'Sending an IKE IPv4 Packet.');
  endpoint.transmit({
    kind: 'main-mode',
    ike: ike.id,
    step: ike.sentStep,
    isInitialContact: ike.isInitialContact,
    lifetimeSeconds: ike.lifetimeSeconds,
  });
}

/** A request that comes twice is answered twice. [C shapes] a public 12.2 record, itcertnotes.blogspot.com 2011/04 */
function repeat(endpoint: Ikev1End, ike: IkeSa): void {
  const { ledger } = endpoint;
  ledger.isakmp(ike.connId, ' phase 1 packet is a duplicate of a previous packet.');
  if (ike.role !== 'R') return;
  ledger.isakmp(
    ike.connId,
    ' retransmitting due to retransmit phase 1',
    ` retransmitting phase 1 ${STATES[ike.role][ike.sentStep] ?? ''}...`,
  );
  transmit(endpoint, ike);
}

function obeyInitialContact(endpoint: Ikev1End, ike: IkeSa): void {
  tellInitialContact(endpoint, ike);
  const older = endpoint.ikeSas.filter((each) => each !== ike);
  for (const each of older) deleteIkeSa(endpoint, each, 'Receive initial contact', { isTold: false });
  deleteAllChildren(endpoint);
}

function complete(endpoint: Ikev1End, ike: IkeSa, from: string): void {
  const { ledger, clock } = endpoint;
  ike.isUp = true;
  ike.bornAtMs = clock.now();
  ledger.change(ike.connId, 'IKE_MESG_INTERNAL, IKE_PROCESS_COMPLETE', from, 'IKE_P1_COMPLETE');
  ledger.change(ike.connId, 'IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE', 'IKE_P1_COMPLETE', 'IKE_P1_COMPLETE');
  watchIke(endpoint, ike);
  proceedToPhaseTwo(endpoint, ike);
}

/** What waited for an IKE SA: DELETEs that are owed, or the pair that IPsec asked for. */
function proceedToPhaseTwo(endpoint: Ikev1End, ike: IkeSa): void {
  const owed = endpoint.owedDeletes.splice(0);
  for (const spi of owed) sendDelete(endpoint, ike, spi);
  if (ike.role === 'I' && owed.length === 0) startQuickMode(endpoint, ike, endpoint.replaces);
}

function newIkeSa(endpoint: Ikev1End, id: number, role: Role, isInitialContact: boolean): IkeSa {
  const ike: IkeSa = {
    id,
    connId: 0,
    role,
    isUp: false,
    sentStep: role === 'I' ? 1 : 0,
    isInitialContact,
    bornAtMs: endpoint.clock.now(),
    lifetimeSeconds: endpoint.traits.ikeLifetimeSeconds,
    missed: 0,
  };
  endpoint.ikeSas.push(ike);
  return ike;
}

function stateName(role: Role, step: number): string {
  return `IKE_${role}_MM${step}`;
}
