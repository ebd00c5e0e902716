/** Deletion is the end of child SAs: out of the IPsec engine, the data plane and the event trace, and told to the peer if it is to be. */
import type { Endpoint } from './endpoint.ts';
import { traceDelete, traceKmi } from './ipsec-trace.ts';
import type { ChildSa } from './sa.ts';
import { hexSpi } from './tuple.ts';

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
  traceDelete(endpoint, child);
  if (isTold) endpoint.requestDelete(child.inbound);
}

/** IKE has taken a DELETE of the peer's for the SPI with which this end sends; gives the pair that went. */
export function obeyDelete(endpoint: Endpoint, spi: number): ChildSa | undefined {
  const { ledger, remote } = endpoint;
  ledger.ipsec(
    'IPSEC(key_engine): got a queue event with 1 KMI message(s)',
    "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
    `IPSEC(key_engine_delete_sas): delete SA with spi ${hexSpi(spi)} proto 50 for ${remote}`,
  );
  traceKmi(endpoint, 'received', 'KEY_MGR_DELETE_SAS');
  const child = endpoint.childSas.find(({ outbound }) => outbound === spi);
  if (child !== undefined) deleteChild(endpoint, child, { isTold: false });
  return child;
}

/** Everything with the peer goes, and nothing of it on the wire: what INITIAL_CONTACT and a dead peer do. [C] ike.md 3.3 */
export function deleteAllChildren(endpoint: Endpoint, children: readonly ChildSa[] = endpoint.childSas): void {
  const { ledger, remote } = endpoint;
  ledger.ipsec(
    'IPSEC(key_engine): got a queue event with 1 KMI message(s)',
    "IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
    `IPSEC(key_engine_delete_sas): delete all SAs shared with peer ${remote}`,
  );
  for (const child of [...children]) deleteChild(endpoint, child, { isTold: false });
}

export function tupleOf(endpoint: Endpoint, child: ChildSa, isInbound: boolean): string {
  const spi = isInbound ? child.inbound : child.outbound;
  const connId = isInbound ? child.connIds.inbound : child.connIds.outbound;
  const { lifetimeSeconds, remainingKilobytes: kilobytes } = child;
  return endpoint.saText({ spi, isInbound, connId, lifetimeSeconds, kilobytes });
}
