/** An informational exchange is one message without an answer: sent, or taken in; what it says stands beside its packet. */
import type { Ikev1Endpoint } from './endpoint.ts';
import type { IkeSa } from './sa.ts';

/** The packet line of a message under an IKE SA that stands. */
export function tellSent({ ledger, remote, ports }: Ikev1Endpoint, ike: IkeSa): void {
  ledger.packet(ike.connId, `sending packet to ${remote} my_port ${ports.own} peer_port ${ports.peer} (${ike.role}) QM_IDLE      `);
  ledger.isakmp(ike.connId, 'Sending an IKE IPv4 Packet.');
}

export function tellReceived({ ledger, remote, ports }: Ikev1Endpoint, ike: IkeSa): void {
  ledger.packet(ike.connId, `received packet from ${remote} dport ${ports.own} sport ${ports.peer} Global (${ike.role}) QM_IDLE      `);
}

/** A message that opens an exchange of the peer's. */
export function tellOpened(endpoint: Ikev1Endpoint, ike: IkeSa, messageId: number): void {
  const { ledger } = endpoint;
  tellReceived(endpoint, ike);
  ledger.newNode(messageId);
  ledger.isakmp(ike.connId, ` processing HASH payload. message ID = ${ledger.id(messageId)}`);
}

export function tellNodeDone({ ledger }: Ikev1Endpoint, ike: IkeSa, messageId: number, reason: string, isError = false): void {
  ledger.isakmp(ike.connId, `deleting node ${ledger.id(messageId)} error ${isError ? 'TRUE' : 'FALSE'} reason "${reason}"`);
}
