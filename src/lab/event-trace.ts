/** The event trace is what IOS XE keeps of its SAs in memory without any debug. [C] ike.md 4.2 */
import type { Endpoint } from './ike/endpoint.ts';
import type { ChildSa } from './ike/sa.ts';
import { TRANSFORM } from './ike/tuple.ts';
import { printSpi } from './ike/wording.ts';
import { logStamp } from './stamp.ts';

/** How many lines it keeps. [U] */
const LINES_MAX = 1000;

type Change = 'create' | 'delete';

export class EventTrace {
  isEnabled: boolean;
  #lines: string[] = [];
  readonly #now: () => number;

  constructor(isEnabled: boolean, now: () => number) {
    this.isEnabled = isEnabled;
    this.#now = now;
  }

  create(endpoint: Endpoint, child: ChildSa): void {
    this.kmi(endpoint, 'received', 'KEY_MGR_CREATE_IPSEC_SAS');
    this.#pair('create', endpoint, child);
    this.kmi(endpoint, 'sent', 'KEY_ENG_NOTIFY_INCR_COUNT');
  }

  delete(endpoint: Endpoint, child: ChildSa): void {
    this.#pair('delete', endpoint, child);
    this.kmi(endpoint, 'sent', 'KEY_ENG_NOTIFY_DECR_COUNT');
  }

  kmi({ address, remote }: Endpoint, direction: 'sent' | 'received', word: string): void {
    const way =
      direction === 'sent'
        ? 'IPSEC-SEND-KMI:  SESSION ID:0, KMI Sent: IPSEC key engine->Crypto IKMP'
        : 'IPSEC-RECV-KMI:  SESSION ID:0, KMI Received: Crypto IKMP->IPSEC key engine';
    this.#write(`${way}:${word}, loc: ${address}, rem: ${remote}, port loc/rem: 500/500`);
  }

  show(): string {
    if (!this.isEnabled) return 'Tracing currently disabled, from exec command';
    return this.#lines.join('\n');
  }

  clear(): void {
    this.#lines = [];
  }

  /** CREATE writes `sa_dest= x`, DELETE `sa_dest = x`. [C] */
  #pair(
    change: Change,
    { address, remote, selectors }: Endpoint,
    { inbound, outbound, connIds, lifetimeSeconds, remainingKilobytes }: ChildSa,
  ): void {
    const is = change === 'create' ? '=' : ' =';
    const head = `IPSEC-${change.toUpperCase()}-SA:  SESSION ID:0, sa ${change} : (sa)`;
    for (const [destination, spi, connId] of [
      [address, inbound, connIds.inbound],
      [remote, outbound, connIds.outbound],
    ] as const) {
      this.#write(
        `${head} sa_dest${is} ${destination}, sa_proto${is} 50, sa_spi${is} ${printSpi(spi)}, sa_trans${is} ${TRANSFORM} , sa_conn_id${is} ${connId}, sa_lifetime(k/sec)${is} (${remainingKilobytes}/${lifetimeSeconds})`,
      );
      this.#write(`${head},  loc: ${address}, rem: ${remote}, l_proxy: ${proxy(selectors.mine)}, r_proxy: ${proxy(selectors.theirs)}`);
    }
  }

  #write(text: string): void {
    if (!this.isEnabled) return;
    this.#lines.push(`*${logStamp(this.#now())}: IPSEC-EVENT:${text}`);
    if (this.#lines.length > LINES_MAX) this.#lines.shift();
  }
}

/** `203.0.113.0/0/256` */
function proxy(selector: string): string {
  return `${selector.split('/')[0] ?? ''}/0/256`;
}
