/** The trace of the IPsec engine is what IOS XE keeps of its SAs in memory without any debug. [C] ike.md 4.2 */
import type { Endpoint } from './endpoint.ts';
import type { ChildSa } from './sa.ts';
import { printSpi, TRANSFORM } from './tuple.ts';

type Change = 'create' | 'delete';

export function traceCreate(endpoint: Endpoint, child: ChildSa): void {
  traceKmi(endpoint, 'received', 'KEY_MGR_CREATE_IPSEC_SAS');
  tracePair('create', endpoint, child);
  traceKmi(endpoint, 'sent', 'KEY_ENG_NOTIFY_INCR_COUNT');
}

export function traceDelete(endpoint: Endpoint, child: ChildSa): void {
  tracePair('delete', endpoint, child);
  traceKmi(endpoint, 'sent', 'KEY_ENG_NOTIFY_DECR_COUNT');
}

export function traceKmi({ address, remote, router }: Endpoint, direction: 'sent' | 'received', word: string): void {
  const way =
    direction === 'sent'
      ? 'IPSEC-SEND-KMI:  SESSION ID:0, KMI Sent: IPSEC key engine->Crypto IKMP'
      : 'IPSEC-RECV-KMI:  SESSION ID:0, KMI Received: Crypto IKMP->IPSEC key engine';
  router.traces.ipsec.write(`IPSEC-EVENT:${way}:${word}, loc: ${address}, rem: ${remote}, port loc/rem: 500/500`);
}

/** CREATE writes `sa_dest= x`, DELETE `sa_dest = x`. [C] */
function tracePair(
  change: Change,
  { address, remote, selectors, router }: Endpoint,
  { inbound, outbound, connIds, lifetimeSeconds, remainingKilobytes }: ChildSa,
): void {
  const is = change === 'create' ? '=' : ' =';
  const head = `IPSEC-EVENT:IPSEC-${change.toUpperCase()}-SA:  SESSION ID:0, sa ${change} : (sa)`;
  for (const [destination, spi, connId] of [
    [address, inbound, connIds.inbound],
    [remote, outbound, connIds.outbound],
  ] as const) {
    router.traces.ipsec.write(
      `${head} sa_dest${is} ${destination}, sa_proto${is} 50, sa_spi${is} ${printSpi(spi)}, sa_trans${is} ${TRANSFORM} , sa_conn_id${is} ${connId}, sa_lifetime(k/sec)${is} (${remainingKilobytes}/${lifetimeSeconds})`,
    );
    router.traces.ipsec.write(
      `${head},  loc: ${address}, rem: ${remote}, l_proxy: ${proxy(selectors.mine)}, r_proxy: ${proxy(selectors.theirs)}`,
    );
  }
}

/** `203.0.113.0/0/256` */
function proxy(selector: string): string {
  return `${selector.split('/')[0] ?? ''}/0/256`;
}
