/** DPD is dead peer detection: probes, their answers, and what goes when they fail. No raw sample stands behind its lines. [L] ike.md 3.3 */
import { randomMessageId } from '../../random.ts';
import { deleteAllChildren } from '../deletion.ts';
import type { Ikev1Packet } from '../packet.ts';
import { deleteIkeSa } from './deletion.ts';
import type { IkeSa, Ikev1End } from './end.ts';
import { tellNodeDone, tellOpened, tellSent } from './informational.ts';

type Probe = Extract<Ikev1Packet, { kind: 'dpd' }>;

/** Between a probe without an answer and the next. */
const RETRY_MS = 2000;
const MISSES_MAX = 5;

/** Its lifetime and its probes, from now on. */
export function watchIke(endpoint: Ikev1End, ike: IkeSa): void {
  const leftMs = ike.bornAtMs + ike.lifetimeSeconds * 1000 - endpoint.clock.now();
  ike.expiry = endpoint.later(leftMs, () => deleteIkeSa(endpoint, ike, 'IKE SA Lifetime Exceeded', { isTold: true }));
  probeRegularly(endpoint, ike);
}

/** Probes for as long as the IKE SA stands. */
export function probeRegularly(endpoint: Ikev1End, ike: IkeSa): void {
  const { dpdSeconds } = endpoint.traits;
  if (dpdSeconds === undefined) return;
  endpoint.later(dpdSeconds * 1000, () => {
    if (!endpoint.ikeSas.includes(ike)) return;
    probe(endpoint, ike, 1 + Math.floor(endpoint.random() * 0x7ffffffe));
  });
}

function probe(endpoint: Ikev1End, ike: IkeSa, sequence: number): void {
  sendProbe(endpoint, ike, sequence, false);
  ike.missed += 1;
  endpoint.later(RETRY_MS, () => {
    if (!endpoint.ikeSas.includes(ike)) return;
    if (ike.missed === 0) probeRegularly(endpoint, ike);
    else if (ike.missed <= MISSES_MAX) {
      const { ledger } = endpoint;
      ledger.isakmp(
        ike.connId,
        `DPD incrementing error counter (${ike.missed}/${MISSES_MAX})`,
        `incrementing error counter on sa, attempt ${ike.missed} of ${MISSES_MAX}: PEERS_ALIVE_TIMER`,
      );
      ledger.change(ike.connId, 'IKE_MESG_FROM_TIMER, IKE_TIMER_PEERS_ALIVE', 'IKE_P1_COMPLETE', 'IKE_P1_COMPLETE');
      probe(endpoint, ike, sequence + 1);
    } else bury(endpoint, ike);
  });
}

/** The peer is taken for dead: all SAs with it go. */
function bury(endpoint: Ikev1End, ike: IkeSa): void {
  endpoint.ledger.isakmp(ike.connId, `peer ${endpoint.remote} not responding!`);
  deleteIkeSa(endpoint, ike, 'P1 errcounter exceeded (PEERS_ALIVE_TIMER)', { isTold: true });
  deleteAllChildren(endpoint);
}

export function receiveProbe(endpoint: Ikev1End, ike: IkeSa, { messageId, sequence, isAck }: Probe): void {
  const { ledger, remote } = endpoint;
  const notify = isAck ? 'DPD/R_U_THERE_ACK' : 'DPD/R_U_THERE';
  tellOpened(endpoint, ike, messageId);
  ledger.isakmp(ike.connId, ` processing NOTIFY ${notify} protocol 1\n\tspi 0, message ID = ${ledger.id(messageId)}, sa = 0x4A1F3C58`);
  ledger.isakmp(ike.connId, ` ${notify} received from peer ${remote}, sequence 0x${sequence.toString(16).toUpperCase()}`.trim());
  tellNodeDone(endpoint, ike, messageId, 'Informational (in) state 1');
  if (isAck) ike.missed = 0;
  else sendProbe(endpoint, ike, sequence, true);
}

function sendProbe(endpoint: Ikev1End, ike: IkeSa, sequence: number, isAck: boolean): void {
  const { ledger } = endpoint;
  const messageId = randomMessageId(endpoint.random);
  ledger.newNode(messageId);
  ledger.isakmp(
    ike.connId,
    `Sending NOTIFY DPD/R_U_THERE${isAck ? '_ACK' : ''} protocol 1\n\tspi 1246113872, message ID = ${ledger.id(messageId)}`,
    ` seq. no 0x${sequence.toString(16).toUpperCase()}`,
  );
  tellSent(endpoint, ike);
  ledger.isakmp(ike.connId, `purging node ${ledger.id(messageId)}`);
  const input = isAck ? 'IKE_MESG_FROM_PEER, IKE_MESG_KEEP_ALIVE' : 'IKE_MESG_FROM_TIMER, IKE_TIMER_IM_ALIVE';
  ledger.change(ike.connId, input, 'IKE_P1_COMPLETE', 'IKE_P1_COMPLETE');
  endpoint.transmit({ kind: 'dpd', ike: ike.id, messageId, sequence, isAck });
}
