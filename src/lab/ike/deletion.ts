/** Deletion is the end of an SA: of a child SA with its DELETE, of an IKE SA with what hangs on it, and how a DELETE is taken. */
import type { Endpoint } from './endpoint.ts';
import { tellNodeDone, tellOpened, tellSent } from './informational.ts';
import { oldSaTuple } from './ios-12-4-lines.ts';
import type { IkePacket } from './packet.ts';
import { randomMessageId } from './random.ts';
import type { ChildSa, IkeSa } from './sa.ts';
import { saTuple } from './tuple.ts';
import { hexSpi } from './wording.ts';

/** A deleted IKE SA is kept for so long. [L] */
const PURGE_MS = 60_000;

/** Takes the pair away; tells the peer when it is to. That both SAs of a pair go together is assumed. */
export function deleteChild(endpoint: Endpoint, child: ChildSa, { isTold }: { isTold: boolean }): void {
  if (!endpoint.childSas.includes(child)) return;
  endpoint.childSas = endpoint.childSas.filter((each) => each !== child);
  for (const timer of child.timers) timer.cancel();
  const { ledger, plane, traits } = endpoint;
  ledger.ipsec(
    `IPSEC(delete_sa): deleting SA,\n${tupleOf(endpoint, child, true)}`,
    `IPSEC(delete_sa): deleting SA,\n${tupleOf(endpoint, child, false)}`,
  );
  plane.inbound.delete(child.inbound);
  if (plane.outbound === child.outbound && !traits.keepsDeletedOutbound) plane.outbound = endpoint.child?.outbound;
  endpoint.router.trace.delete(endpoint, child);
  if (isTold) requestDelete(endpoint, child.inbound);
}

/** A DELETE for the SPI, or the line that says why none can go. [C] ike.md 3.3 */
export function requestDelete(endpoint: Endpoint, spi: number): boolean {
  const { ike, ledger, address, remote } = endpoint;
  if (ike === undefined) {
    ledger.error(0, `ignoring request to send delete notify (no ISAKMP sa) src ${address} dst ${remote} for SPI ${hexSpi(spi)}`);
    return false;
  }
  sendDelete(endpoint, ike, spi);
  return true;
}

export function sendDelete(endpoint: Endpoint, ike: IkeSa, spi: number): void {
  const { ledger } = endpoint;
  const messageId = randomMessageId(endpoint.random);
  ledger.newNode(messageId);
  tellSent(endpoint, ike);
  ledger.isakmp(ike.connId, `purging node ${ledger.id(messageId)}`);
  ledger.change(ike.connId, 'IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL', 'IKE_P1_COMPLETE', 'IKE_P1_COMPLETE');
  endpoint.transmit({ kind: 'delete', ike: ike.id, messageId, spi });
}

export function receiveDelete(endpoint: Endpoint, ike: IkeSa, { messageId, spi }: Extract<IkePacket, { kind: 'delete' }>): void {
  const { ledger, remote } = endpoint;
  tellOpened(endpoint, ike, messageId);
  ledger.isakmp(
    ike.connId,
    ` processing DELETE payload. message ID = ${ledger.id(messageId)}`,
    'peer does not do paranoid keepalives.\n',
    `Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:${hexSpi(spi)})`,
  );
  tellNodeDone(endpoint, ike, messageId, 'Informational (in) state 1');
  ledger.ipsec(
    'IPSEC(key_engine): got a queue event with 1 KMI message(s)',
    "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
    `IPSEC(key_engine_delete_sas): delete SA with spi ${hexSpi(spi)} proto 50 for ${remote}`,
  );
  endpoint.router.trace.kmi(endpoint, 'received', 'KEY_MGR_DELETE_SAS');
  const child = endpoint.childSas.find(({ outbound }) => outbound === spi);
  if (child !== undefined) deleteChild(endpoint, child, { isTold: false });
}

/** The IKE SA goes; its child SAs live on, dangling. */
export function deleteIkeSa(endpoint: Endpoint, ike: IkeSa, reason: string, { isTold }: { isTold: boolean }): void {
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

/** Shows list it as deleted until then. [C shows and line] */
function purgeLater(endpoint: Endpoint, ike: IkeSa): void {
  endpoint.deletedIkeSas.push(ike);
  endpoint.later(PURGE_MS, () => {
    endpoint.deletedIkeSas = endpoint.deletedIkeSas.filter((each) => each !== ike);
    endpoint.ledger.isakmp(ike.isUp ? ike.connId : 0, 'purging SA., sa=4A1F3C58, delme=4A1F3C58');
  });
}

export function receiveDeleteIke(endpoint: Endpoint, ike: IkeSa, { messageId }: Extract<IkePacket, { kind: 'delete-ike' }>): void {
  const { ledger } = endpoint;
  tellOpened(endpoint, ike, messageId);
  ledger.isakmp(ike.connId, ` processing DELETE payload. message ID = ${ledger.id(messageId)}`);
  tellNodeDone(endpoint, ike, messageId, 'Informational (in) state 1');
  deleteIkeSa(endpoint, ike, 'No reason', { isTold: false });
}

/** Everything with the peer goes, and nothing of it on the wire: what INITIAL_CONTACT and a dead peer do. [C] ike.md 3.3 */
export function deleteAllChildren(endpoint: Endpoint): void {
  const { ledger, remote } = endpoint;
  ledger.ipsec(
    'IPSEC(key_engine): got a queue event with 1 KMI message(s)',
    "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
    `IPSEC(key_engine_delete_sas): delete all SAs shared with peer ${remote}`,
  );
  for (const child of [...endpoint.childSas]) deleteChild(endpoint, child, { isTold: false });
}

export function tupleOf(endpoint: Endpoint, child: ChildSa, isInbound: boolean): string {
  const spi = isInbound ? child.inbound : child.outbound;
  const connId = isInbound ? child.connIds.inbound : child.connIds.outbound;
  const { lifetimeSeconds, remainingKilobytes: kilobytes } = child;
  if (endpoint.ledger.wording.is12) return oldSaTuple(endpoint, { spi, isInbound, connId });
  return saTuple(endpoint.ends, endpoint.selectors, { spi, isInbound, connId, lifetimeSeconds, kilobytes });
}
