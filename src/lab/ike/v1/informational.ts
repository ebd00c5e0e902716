/** An informational exchange is one message without an answer: here what each of them writes, and NOTIFY PROPOSAL_NOT_CHOSEN; others stand beside. */
import { randomMessageId } from '../../random.ts';
import type { Ikev1Packet } from '../packet.ts';
import type { IkeSa, Ikev1End } from './end.ts';

/** The packet line of a message under an IKE SA that stands. */
export function tellSent({ ledger, remote, ports }: Ikev1End, ike: IkeSa): void {
  ledger.packet(ike.connId, `sending packet to ${remote} my_port ${ports.own} peer_port ${ports.peer} (${ike.role}) QM_IDLE      `);
  ledger.isakmp(ike.connId, 'Sending an IKE IPv4 Packet.');
}

export function tellReceived({ ledger, seenEnds, ports }: Ikev1End, ike: IkeSa): void {
  ledger.packet(
    ike.connId,
    `received packet from ${seenEnds.remote} dport ${ports.own} sport ${ports.peer} Global (${ike.role}) QM_IDLE      `,
  );
}

/** A message that opens an exchange of the peer's. */
export function tellOpened(endpoint: Ikev1End, ike: IkeSa, messageId: number): void {
  const { ledger } = endpoint;
  tellReceived(endpoint, ike);
  ledger.newNode(messageId);
  ledger.isakmp(ike.connId, ` processing HASH payload. message ID = ${ledger.id(messageId)}`);
}

export function tellNodeDone({ ledger }: Ikev1End, ike: IkeSa, messageId: number, reason: string, isError = false): void {
  ledger.isakmp(ike.connId, `deleting node ${ledger.id(messageId)} error ${isError ? 'TRUE' : 'FALSE'} reason "${reason}"`);
}

/** The offer of a quick mode is refused. */
export function refuseChild(endpoint: Ikev1End, ike: IkeSa, { messageId, spi }: Extract<Ikev1Packet, { kind: 'quick-mode' }>): void {
  const { ledger, address, remote, random } = endpoint;
  const own = randomMessageId(random);
  ledger.isakmp(ike.connId, ` processing SA payload. message ID = ${ledger.id(messageId)}`, 'Checking IPSec proposal 1');
  ledger.isakmp(ike.connId, ' IPSec policy invalidated proposal with error 32');
  ledger.error(ike.connId, ` phase 2 SA policy not acceptable! (local ${address} remote ${remote})`);
  ledger.newNode(own);
  ledger.isakmp(ike.connId, `Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3\n\tspi 9223503292995197928, message ID = ${ledger.id(own)}`);
  tellSent(endpoint, ike);
  ledger.isakmp(ike.connId, `purging node ${ledger.id(own)}`);
  tellNodeDone(endpoint, ike, messageId, 'QM rejected', true);
  ledger.changeNode(ike.connId, messageId, 'IKE_MESG_FROM_PEER, IKE_QM_EXCH', 'IKE_QM_READY', 'IKE_QM_READY');
  endpoint.transmit({ kind: 'refusal', ike: ike.id, messageId: own, about: messageId, spi });
}

export function receiveRefusal(endpoint: Ikev1End, ike: IkeSa, { messageId, about, spi }: Extract<Ikev1Packet, { kind: 'refusal' }>): void {
  const { ledger, negotiations } = endpoint;
  tellReceived(endpoint, ike);
  ledger.newNode(messageId);
  ledger.isakmp(
    ike.connId,
    ` processing HASH payload. message ID = ${ledger.id(messageId)}`,
    ` processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3\n\tspi ${spi}, message ID = ${ledger.id(messageId)}, sa = 0x4A1F3C58`,
  );
  tellNodeDone(endpoint, ike, about, 'Delete Larval', true);
  tellNodeDone(endpoint, ike, messageId, 'Informational (in) state 1');
  negotiations.get(about)?.retransmission?.stop();
  negotiations.delete(about);
}
