/** Deletion in IKEv1 is a DELETE that nobody answers: of a child SA, of an IKE SA, sent and taken. [C shapes] ike.md 3.3 */
import { randomMessageId } from '../../random.ts';
import { obeyDelete } from '../deletion.ts';
import type { Ikev1Packet } from '../packet.ts';
import { hexSpi } from '../tuple.ts';
import type { IkeSa, Ikev1End } from './end.ts';
import { tellNodeDone, tellOpened, tellSent } from './informational.ts';

/** A DELETE for the SPI, or the line that says why none can go. [C] ike.md 3.3 */
export function requestDelete(endpoint: Ikev1End, spi: number): boolean {
  const { ike, ledger, address, remote } = endpoint;
  if (ike === undefined) {
    ledger.error(0, `ignoring request to send delete notify (no ISAKMP sa) src ${address} dst ${remote} for SPI ${hexSpi(spi)}`);
    return false;
  }
  sendDelete(endpoint, ike, spi);
  return true;
}

export function sendDelete(endpoint: Ikev1End, ike: IkeSa, spi: number): void {
  const { ledger } = endpoint;
  const messageId = randomMessageId(endpoint.random);
  ledger.newNode(messageId);
  tellSent(endpoint, ike);
  ledger.isakmp(ike.connId, `purging node ${ledger.id(messageId)}`);
  ledger.change(ike.connId, 'IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL', 'IKE_P1_COMPLETE', 'IKE_P1_COMPLETE');
  endpoint.transmit({ kind: 'delete', ike: ike.id, messageId, spi });
}

export function receiveDelete(endpoint: Ikev1End, ike: IkeSa, { messageId, spi }: Extract<Ikev1Packet, { kind: 'delete' }>): void {
  const { ledger } = endpoint;
  tellOpened(endpoint, ike, messageId);
  ledger.isakmp(
    ike.connId,
    ` processing DELETE payload. message ID = ${ledger.id(messageId)}`,
    'peer does not do paranoid keepalives.\n',
    `Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:${hexSpi(spi)})`,
  );
  tellNodeDone(endpoint, ike, messageId, 'Informational (in) state 1');
  obeyDelete(endpoint, spi);
}

/** The IKE SA goes; its child SAs live on, dangling. */
export function deleteIkeSa(endpoint: Ikev1End, ike: IkeSa, reason: string, { isTold }: { isTold: boolean }): void {
  if (!endpoint.ikeSas.includes(ike)) return;
  const { ledger, remote, negotiations } = endpoint;
  endpoint.ikeSas = endpoint.ikeSas.filter((each) => each !== ike);
  ike.expiry?.cancel();
  ike.retransmission?.stop();
  const state = ike.isUp ? 'QM_IDLE      ' : 'MM_NO_STATE';
  const going = `deleting SA reason "${reason}" state (${ike.role}) ${state} (peer ${remote})`;
  ledger.isakmp(ike.isUp ? ike.connId : 0, 'peer does not do paranoid keepalives.\n', going);
  if (ike.isUp && isTold) {
    const messageId = randomMessageId(endpoint.random);
    ledger.newNode(messageId);
    tellSent(endpoint, ike);
    ledger.isakmp(ike.connId, `purging node ${ledger.id(messageId)}`);
    endpoint.transmit({ kind: 'delete-ike', ike: ike.id, messageId });
  }
  // The last state of one that never came up is believed. [B]
  const from = ike.isUp ? 'IKE_P1_COMPLETE' : `IKE_${ike.role}_MM${ike.sentStep}`;
  ledger.change(ike.connId, 'IKE_MESG_INTERNAL, IKE_PHASE1_DEL', from, 'IKE_DEST_SA');
  purgeLater(endpoint, ike);
  ledger.plain(`Deleting peer node by peer_reap for ${remote}: 49A0B2C0`);
  for (const [id, negotiation] of negotiations) {
    if (negotiation.ike !== ike) continue;
    negotiation.retransmission?.stop();
    negotiations.delete(id);
    tellNodeDone(endpoint, ike, id, 'IKE deleted');
  }
}

/** A deleted IKE SA is kept for so long. [L] */
const PURGE_MS = 60_000;

/** Shows list it as deleted until then. [C shows and line] */
function purgeLater(endpoint: Ikev1End, ike: IkeSa): void {
  endpoint.deletedIkeSas.push(ike);
  endpoint.later(PURGE_MS, () => {
    endpoint.deletedIkeSas = endpoint.deletedIkeSas.filter((each) => each !== ike);
    endpoint.ledger.isakmp(ike.isUp ? ike.connId : 0, 'purging SA., sa=4A1F3C58, delme=4A1F3C58');
  });
}

export function receiveDeleteIke(endpoint: Ikev1End, ike: IkeSa, { messageId }: Extract<Ikev1Packet, { kind: 'delete-ike' }>): void {
  const { ledger } = endpoint;
  tellOpened(endpoint, ike, messageId);
  ledger.isakmp(ike.connId, ` processing DELETE payload. message ID = ${ledger.id(messageId)}`);
  tellNodeDone(endpoint, ike, messageId, 'Informational (in) state 1');
  deleteIkeSa(endpoint, ike, 'No reason', { isTold: false });
}
