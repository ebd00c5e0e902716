/** The shows of the way to the peer: its route, and how NAT translates it. */
import { readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { allShown, type ShowLine, showLines } from '../show-lines.ts';
import type { ShownRoute, ShownTranslation } from '../shown.ts';
import type { Show, Shown, ShownState } from './show.ts';

/** `Routing entry for 198.51.100.0/24`, `Routing entry for 0.0.0.0/0, supernet` */
export const ROUTE_HEAD = /^\s*Routing entry for ([0-9A-Fa-f.:]{2,45}\/\d{1,3})/;
/** `% Network not in table`, `% Subnet not in table`, `% Route not found` */
export const NO_ROUTE = /^\s*% ?(?:Network not in table|Subnet not in table|Route not found)/i;
/** `  Known via "static", distance 1, metric 0` */
export const KNOWN_VIA = /^\s*Known via "([^"]{1,40})"/;
/** `  * 192.0.2.254, from 203.0.113.6, 00:06:31 ago, via GigabitEthernet0/0`, `  * directly connected, via GigabitEthernet0/1`; IPv6 `    FE80::1, GigabitEthernet0/0` */
export const ROUTE_HOP = /^\s*(?:\* ?)?(?:directly connected|([0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{1,43}|\d{1,3}(?:\.\d{1,3}){3}))(?=,|$)/;
export const HOP_INTERFACE = /, (?:via )?([A-Z][A-Za-z-]{1,30}\d[\d/.:]{0,20})(?=,|$)/;

/** `show ip route ADDRESS` says by which next hop and interface the peer is reached, if at all. */
export const ipRoute: Show = {
  id: 'ip-route',
  command: 'show ip route',
  names: /^show_ip(?:v6)?_route/i,
  read(text): ShownState {
    const routes: Shown<ShownRoute>[] = [];
    for (const line of showLines(text)) followRoute(line, routes);
    return routes.length === 0 ? {} : { routes };
  },
  samples: [
    'Routing entry for 198.51.100.0/24\n  Known via "static", distance 1, metric 0\n  Routing Descriptor Blocks:\n  * 192.0.2.254, via GigabitEthernet0/0\n      Route metric is 0, traffic share count is 1',
  ],
};

function followRoute({ line, text }: ShowLine, routes: Shown<ShownRoute>[]): void {
  const prefix = ROUTE_HEAD.exec(text)?.[1];
  if (prefix !== undefined || NO_ROUTE.test(text)) routes.push({ value: { prefix, hops: [] }, line, text });
  const last = routes.at(-1)?.value;
  if (last?.prefix === undefined) return;
  last.source ??= KNOWN_VIA.exec(text)?.[1];
  const hop = ROUTE_HOP.exec(text);
  const address = readAddress(hop?.[1]);
  const name = hop === null ? undefined : HOP_INTERFACE.exec(text)?.[1];
  if (address === undefined && name === undefined) return;
  last.hops.push({ ...(address === undefined ? {} : { address }), ...(name === undefined ? {} : { interface: wholeInterfaceName(name) }) });
}

/** `udp 192.0.2.1:4500     10.1.1.2:4500      198.51.100.1:4500  198.51.100.1:4500`, `esp 192.0.2.1:0 …`, `--- 192.0.2.1 10.1.1.2 --- ---` [C] show ip nat translations */
export const TRANSLATION =
  /^\s{0,16}(udp|tcp|esp|icmp|gre|---)\s+([\d.]{7,15})(?::(\d{1,10}))?\s+([\d.]{7,15})(?::(\d{1,10}))?\s+(?:---|([\d.]{7,15})(?::\d{1,10})?)\s+(?:---|([\d.]{7,15})(?::\d{1,10})?)$/;

/** `show ip nat translations` says which address and port of ours the peer sees. */
export const ipNatTranslations: Show = {
  id: 'ip-nat-translations',
  command: 'show ip nat translations',
  names: /^show_ip_nat_trans/i,
  read: (text) => ({ translations: allShown(showLines(text), TRANSLATION, translationOf) }),
  samples: [
    'Pro Inside global      Inside local       Outside local      Outside global\nudp 192.0.2.1:4500     10.1.1.2:4500      198.51.100.1:4500  198.51.100.1:4500',
  ],
};

function translationOf([, protocol = '', translated, globalPort, local, localPort, , outside]: RegExpExecArray):
  | ShownTranslation
  | undefined {
  const [insideGlobal, insideLocal, outsideGlobal] = [translated, local, outside].map(readAddress);
  if (insideGlobal === undefined || insideLocal === undefined) return undefined;
  return {
    ...(protocol === '---' ? {} : { protocol }),
    insideGlobal,
    insideLocal,
    ...(outsideGlobal === undefined ? {} : { outsideGlobal }),
    ...(globalPort === undefined ? {} : { globalPort: Number(globalPort) }),
    ...(localPort === undefined ? {} : { localPort: Number(localPort) }),
  };
}
