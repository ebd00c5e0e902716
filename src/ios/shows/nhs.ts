/** The show of NHRP's next hop servers: which of them answers, since when, and which registration still waits. */
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { type ShowLine, secondsShown, showLines, withoutAbsent } from '../show-lines.ts';
import type { ShownNhs } from '../shown.ts';
import type { Show, Shown, ShownState } from './show.ts';

/** `Tunnel0:` heads its servers; `Interface Tunnel1 is up/up, …` does in `show dmvpn detail` */
export const NHS_INTERFACE = /^\s*(?:(Tunnel\d{1,10}):|Interface (Tunnel\d{1,10}) is )/;
/** `10.0.0.1  RE  NBMA Address: 198.51.100.1 priority = 0 cluster = 0`, before 15.1 `10.0.0.1  RE`; `IPv6 NHS: 2001:DB8::1 RE` in `show dmvpn detail` [C] genieparser, `ShowIpNhrpNhs` */
export const NHS_ROW =
  /^\s*(?:IPv[46] NHS:\s*)?([0-9A-Fa-f.:]{2,45})\s{1,12}([ERWD]{1,4})(?=\s|$)(?:\s+NBMA Address: ([0-9A-Fa-f.:]{2,45}))?(?:\s+priority = (\d{1,5}) cluster = (\d{1,5}))?/;
/** `  req-sent 34560 req-failed 0 repl-recv 26580 (00:03:14 ago)`: behind its server, or below it on a narrow terminal */
export const NHS_REQUESTS = /\breq-sent (\d{1,12}) {1,4}req-failed (\d{1,12}) {1,4}repl-recv (\d{1,12})(?: \(([\w:]{1,20}) ago\))?/;
/** `Registration Request: Reqid 57, Ret 64  NHS 10.0.0.1 expired (Tu100)`: two tunnels may have a server of one address each; older releases name no tunnel [C] genieparser, `ShowIpNhrpNhsDetail` */
export const NHS_PENDING =
  /^\s*Registration Request: Reqid \d{1,12}, Ret \d{1,9} {1,4}NHS ([0-9A-Fa-f.:]{2,45})(?:.{0,40} \((Tu\w{0,5}\d{1,10})\))?/;

/** `show ip nhrp nhs detail` says whether the hub still answers a spoke's registrations. */
export const ipNhrpNhs: Show = {
  id: 'ip-nhrp-nhs',
  command: 'show ip nhrp nhs detail',
  others: ['show ipv6 nhrp nhs detail', 'show nhrp nhs detail'],
  names: /^show_(?:ip_|ipv6_)?nhrp_nhs/i,
  read(text): ShownState {
    const reading = new NhsReading();
    for (const line of showLines(text)) reading.follow(line);
    return { nhs: reading.nhs };
  },
  samples: [
    'Tunnel0:\n10.0.0.1  RE  NBMA Address: 198.51.100.1 priority = 0 cluster = 0  req-sent 1054  req-failed 0  repl-recv 1053 (00:00:58 ago)',
    'Tunnel0:\n10.0.0.1   E  priority = 0 cluster = 0  req-sent 12  req-failed 0  repl-recv 0\n\nPending Registration Requests:\nRegistration Request: Reqid 57, Ret 64  NHS 10.0.0.1 expired',
  ],
};

export class NhsReading {
  readonly nhs: Shown<ShownNhs>[] = [];
  #interface: string | undefined;

  follow({ line, text }: ShowLine): void {
    const [, own, detailed] = NHS_INTERFACE.exec(text) ?? [];
    this.#interface = own ?? detailed ?? this.#interface;
    const row = rowOf(text, this.#interface);
    if (row !== undefined) this.nhs.push({ value: row, line, text });
    Object.assign(this.nhs.at(-1)?.value ?? {}, requestsOf(text));
    const [, pending, on] = NHS_PENDING.exec(text) ?? [];
    if (pending !== undefined) this.#sayPending(readAddress(pending), on === undefined ? undefined : wholeInterfaceName(on));
  }

  #sayPending(server: Address | undefined, on: string | undefined): void {
    for (const { value } of this.nhs)
      if (isSameAddress(value.tunnelAddress, server) && (on ?? value.interface) === value.interface) value.isRegistrationPending = true;
  }
}

function rowOf(text: string, name: string | undefined): ShownNhs | undefined {
  const [, address, flags = '', nbma, priority, cluster] = NHS_ROW.exec(text) ?? [];
  const tunnelAddress = readAddress(address);
  if (tunnelAddress === undefined) return undefined;
  const known = withoutAbsent({ interface: name, nbma: readAddress(nbma), priority: numberOf(priority), cluster: numberOf(cluster) });
  return { tunnelAddress, flags, isResponding: flags.includes('R'), ...known };
}

function requestsOf(text: string): Partial<ShownNhs> {
  const [, sent, failed, received, ago] = NHS_REQUESTS.exec(text) ?? [];
  const [requestsSent, requestsFailed, repliesReceived] = [sent, failed, received].map(numberOf);
  return withoutAbsent({ requestsSent, requestsFailed, repliesReceived, repliedSeconds: secondsShown(ago) });
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
