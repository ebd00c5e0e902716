/** Interface addresses are what a running configuration says of a router's own addresses: fixed ones, shared ones, and those that come from elsewhere. */
import { isAddress } from '../ipsec/address.ts';
import type { Configuration, ConfigurationSection } from './configuration.ts';
import { type ConfiguredLine, quoteLine } from './configured-line.ts';
import type { ShowLine } from './show-lines.ts';

export interface InterfaceAddress extends ConfiguredLine {
  interface: string;
  /** `shared`: of HSRP, VRRP, GLBP or a redundancy group; `learned`: by DHCP, PPP, autoconfiguration. */
  how: 'fixed' | 'shared' | 'learned';
  family: 4 | 6;
  /** Undefined while nobody has asked what was learned, by the interface or by the group from its other members. */
  address?: string | undefined;
  isShutdown: boolean;
}

/** `interface GigabitEthernet0/0/1.100` */
export const INTERFACE = /^interface (\S+(?: ?\d\S*)?)/i;
/** ` ip address 192.0.2.1 255.255.255.0 secondary`, ` ip address dhcp`, ` ip address negotiated` */
export const IP_ADDRESS = /^\s*ip address (\S+)/;
/** ` ipv6 address 2001:DB8::1/64`, ` ipv6 address autoconfig`, ` ipv6 address PREFIX ::1/64` */
export const IPV6_ADDRESS = /^\s*ipv6 address (\S+)(.*)$/;
/** ` ip unnumbered Loopback0` */
export const UNNUMBERED = /^\s*ip unnumbered (\S+)/;
/** ` standby 1 ip 192.0.2.1`, ` standby ip`, ` vrrp 1 ip 192.0.2.1 secondary`, ` glbp 1 ip 192.0.2.1`, ` redundancy group 1 ip 192.0.2.1 exclusive` */
export const SHARED_ADDRESS = /^\s*(?:standby|vrrp|glbp|redundancy group)(?: \d+)? ip(v6)?(?: (\S+))?(?: .*)?$/;
/** ` vrrp 1 address-family ipv4`, below which its addresses stand. */
export const VRRP_FAMILY = /^\s*vrrp \d+ address-family ipv[46]/;
/** `  address 192.0.2.1 primary` */
export const VRRP_ADDRESS = /^\s*address (\S+)(?: (?:primary|secondary))?$/;
const SHUTDOWN = /^\s*shutdown$/;

export function readInterfaceAddresses({ sections }: Configuration): InterfaceAddress[] {
  const interfaces = sections.flatMap((section) => {
    const name = INTERFACE.exec(section.head.text)?.[1];
    return name === undefined ? [] : [{ name, section }];
  });
  const known = new Set(interfaces.map(({ name }) => name.toLowerCase()));
  return interfaces.flatMap(({ name, section }) => readInterface(name, section, known));
}

function readInterface(name: string, { head, body }: ConfigurationSection, known: ReadonlySet<string>): InterfaceAddress[] {
  const isShutdown = body.some(({ text }) => SHUTDOWN.test(text));
  let isInVrrp = false;
  return body.flatMap((line) => {
    if (VRRP_FAMILY.test(line.text)) isInVrrp = true;
    const found = readLine(line, known) ?? (isInVrrp ? readVrrp(line) : undefined);
    return found === undefined ? [] : [{ interface: name, isShutdown, ...found, ...quoteLine(line, head) }];
  });
}

type Found = Pick<InterfaceAddress, 'how' | 'family' | 'address'>;

function readLine({ text }: ShowLine, known: ReadonlySet<string>): Found | undefined {
  const own = IP_ADDRESS.exec(text)?.[1];
  if (own !== undefined) return fixed(own, 4);
  const [, six, rest = ''] = IPV6_ADDRESS.exec(text) ?? [];
  // EUI-64 makes the lower half of the hardware address.
  if (six !== undefined) return rest.includes('eui-64') ? { how: 'learned', family: 6 } : fixed(six, 6);
  const lender = UNNUMBERED.exec(text)?.[1];
  // The lender is read for itself.
  if (lender !== undefined) return known.has(lender.toLowerCase()) ? undefined : { how: 'learned', family: 4 };
  const shared = SHARED_ADDRESS.exec(text);
  if (shared === null) return undefined;
  const family = shared[1] === undefined ? 4 : 6;
  return { how: 'shared', family, address: isAddress(shared[2]) ? shared[2] : undefined };
}

function fixed(text: string, family: 4 | 6): Found {
  const [address = ''] = text.split('/');
  return isAddress(address) ? { how: 'fixed', family, address } : { how: 'learned', family };
}

function readVrrp({ text }: ShowLine): Found | undefined {
  const address = VRRP_ADDRESS.exec(text)?.[1]?.split('/')[0];
  return isAddress(address) ? { how: 'shared', family: address.includes(':') ? 6 : 4, address } : undefined;
}

/** `Dialer1                    203.0.113.5     YES IPCP   up                    up` */
export const BRIEF_ROW = /^(\S+) +(\d+\.\d+\.\d+\.\d+) +(?:YES|NO) /;

/** With what `show ip interface brief` says of the addresses that were learned. */
export function withLearned(addresses: readonly InterfaceAddress[], brief: string): InterfaceAddress[] {
  const rows = new Map(
    brief.split('\n').flatMap((row) => {
      const [, name = '', address = ''] = BRIEF_ROW.exec(row) ?? [];
      return isAddress(address) ? [[name.toLowerCase(), address] as const] : [];
    }),
  );
  return addresses.map((each) =>
    each.how === 'learned' && each.family === 4 && each.address === undefined
      ? { ...each, address: rows.get(each.interface.toLowerCase()) }
      : each,
  );
}
