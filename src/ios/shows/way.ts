/** The shows of the way to the peer: its route, and how NAT translates it. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { type ShowLine, showLines, withoutAbsent } from '../show-lines.ts';
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

/** `udp 192.0.2.1:4500     10.1.1.2:4500      198.51.100.1:4500  198.51.100.1:4500`, `esp 192.0.2.1:0 …`, `--- 192.0.2.1 10.1.1.2 --- ---`, `any ---  ---  10.1.0.2  203.0.113.2` of the other end alone [C] show ip nat translations */
export const TRANSLATION = /^\s{0,16}(udp|tcp|esp|ah|icmp|gre|any|---)\s+(\S{3,21})\s+(\S{3,21})\s+(\S{3,21})\s+(\S{3,21})$/;
/** `10.1.1.2:4500`, `10.1.1.2`; `---` is none */
export const TRANSLATED_END = /^([\d.]{7,15})(?::(\d{1,10}))?$/;
/** `    Group_id:0   vrf: RED`, `  Mac-Address: 0000.0000.0000    Input-IDB: GigabitEthernet4`, below a translation in its verbose form */
export const TRANSLATION_VRF = /^\s*Group_id: ?\d{1,6}\s+vrf: (\S{1,80})/;
export const TRANSLATION_INTERFACE = /\bInput-IDB: ?([A-Z]\S{1,40})/;

/** `show ip nat translations` says which address and port of ours the peer sees. */
export const ipNatTranslations: Show = {
  id: 'ip-nat-translations',
  command: 'show ip nat translations',
  names: /^show_ip_nat_trans/i,
  read(text): ShownState {
    const translations: Shown<ShownTranslation>[] = [];
    for (const line of showLines(text)) {
      const value = translationOf(line.text);
      if (value !== undefined) translations.push({ value, ...line });
      const [vrf, name] = [TRANSLATION_VRF, TRANSLATION_INTERFACE].map((pattern) => pattern.exec(line.text)?.[1]);
      const interfaceName = name === undefined ? undefined : wholeInterfaceName(name);
      Object.assign(translations.at(-1)?.value ?? {}, withoutAbsent({ vrf, interface: interfaceName }));
    }
    return { translations };
  },
  samples: [
    'Pro Inside global      Inside local       Outside local      Outside global\nudp 192.0.2.1:4500     10.1.1.2:4500      198.51.100.1:4500  198.51.100.1:4500',
    'Pro Inside global      Inside local       Outside local      Outside global\nany ---                ---                10.2.0.2           198.51.100.1',
  ],
};

function translationOf(text: string): ShownTranslation | undefined {
  const [, protocol, ...printed] = TRANSLATION.exec(text) ?? [];
  if (protocol === undefined) return undefined;
  const [insideGlobal, insideLocal, outsideLocal, outsideGlobal] = printed.map(endOf);
  if (printed.every((end) => endOf(end).address === undefined)) return undefined;
  return withoutAbsent({
    protocol: protocol === '---' ? undefined : protocol,
    insideGlobal: insideGlobal?.address,
    insideLocal: insideLocal?.address,
    outsideLocal: outsideLocal?.address,
    outsideGlobal: outsideGlobal?.address,
    globalPort: insideGlobal?.port,
    localPort: insideLocal?.port,
    outsideLocalPort: outsideLocal?.port,
    outsideGlobalPort: outsideGlobal?.port,
  });
}

function endOf(printed: string): { address: Address | undefined; port: number | undefined } {
  const [, address, port] = TRANSLATED_END.exec(printed) ?? [];
  return { address: readAddress(address), port: port === undefined ? undefined : Number(port) };
}
