/** The shows of NHRP and DMVPN: which tunnel address is reached at which address below, who said so, and how far its SAs are. */
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import { wholeInterfaceName } from '../interface-name.ts';
import { parseUptime } from '../log/stamp.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { ConfiguredTunnel, Show, Shown, ShownNhrp, ShownState } from './show.ts';

/** `Interface: Tunnel84, IPv4 NHRP Details`, `Interface Tunnel1 is up/up, Addr. is 10.0.0.1, VRF ""`, `Tunnel0, Type:Hub, NHRP Peers:2,` of 12.4 */
export const DMVPN_INTERFACE = /^\s*(?:Interface:? (?=Tunnel)|(?=Tunnel\d{1,10}, Type:))(Tunnel\d{1,10})\b/;
/** `     1 172.30.84.1          172.29.0.1  NHRP    never    SC`, and with the network of `show dmvpn detail` behind it: `    1 198.51.100.1        10.0.0.2    UP 00:29:40    D        10.0.0.2/32` */
export const DMVPN_ROW =
  /^\s*\d+ {1,16}([0-9A-Fa-f.:]{2,45})\s+([0-9A-Fa-f.:]{2,45})\s+([A-Z]{2,6})\s+(\S{1,20})\s+([A-Z]\w{0,5})(?:\s+([0-9A-Fa-f.:]{2,45}\/\d{1,3}))?\s*$/;
/** `     1 2001:DB8:1201::122`: an IPv6 address leaves no room, the rest follows */
export const DMVPN_NBMA = /^\s*\d+ {1,16}([0-9A-Fa-f.:]{2,45})\s*$/;
/** `                           172.30.90.25   UP    6d12h     S`: one more tunnel address at the NBMA address above */
export const DMVPN_MORE =
  /^\s{6,}([0-9A-Fa-f.:]{2,45})\s+([A-Z]{2,6})\s+(\S{1,20})\s+([A-Z]\w{0,5})(?:\s+([0-9A-Fa-f.:]{2,45}\/\d{1,3}))?\s*$/;
/** `    1.Peer NBMA Address: 2001:DB8:1201::122`, `	Tunnel IPv6 Address: FD00:192::1201`, `	# Ent: 1, Status: UP, UpDn Time: 00:02:39, Cache Attrib: D` */
export const DMVPN_BLOCK_NBMA = /^\s*\d+\. ?Peer NBMA Address: ([0-9A-Fa-f.:]{2,45})/;
export const DMVPN_BLOCK_TUNNEL = /^\s*Tunnel IPv6 Address: ([0-9A-Fa-f.:]{2,45})/;
export const DMVPN_BLOCK_STATUS = /^\s*# Ent: \d{1,6}, Status: ([A-Z]{2,6}), UpDn Time: ([^,]{1,20}), Cache Attrib: ([A-Z]\w{0,5})/;

const SECOND_MS = 1000;

/** `show dmvpn` says by which mapping each NBMA peer is known: static ones are recovered from, dynamic ones are not. */
export const dmvpn: Show = {
  id: 'dmvpn',
  command: 'show dmvpn',
  names: /^show_dmvpn(?:_detail|_ipv[46])*(?:\.|$)/i,
  read(text): ShownState {
    const reading = new DmvpnReading();
    for (const line of showLines(text)) reading.follow(line);
    return { tunnels: reading.tunnels, dmvpn: reading.dmvpn };
  },
  samples: [
    'Interface: Tunnel84, IPv4 NHRP Details\n     1 198.51.100.1          172.29.0.1  UP    3w5d    S',
    'Interface: Tunnel1, IPv4 NHRP Details\n     1 2001:DB8:1201::122\n                           10.0.0.2    UP 00:02:19     D',
  ],
};

interface Row {
  tunnelAddress: string | undefined;
  state: string | undefined;
  time: string | undefined;
  attribute: string | undefined;
  network?: string | undefined;
}

class DmvpnReading {
  readonly tunnels: Shown<ConfiguredTunnel>[] = [];
  readonly dmvpn: Shown<ShownNhrp>[] = [];
  private name = '';
  private nbma = '';
  private blockAddress = '';

  follow(line: ShowLine): void {
    const { text } = line;
    this.name = DMVPN_INTERFACE.exec(text)?.[1] ?? this.name;
    this.nbma = (DMVPN_BLOCK_NBMA.exec(text) ?? DMVPN_NBMA.exec(text))?.[1] ?? this.nbma;
    this.blockAddress = DMVPN_BLOCK_TUNNEL.exec(text)?.[1] ?? this.blockAddress;
    const row = DMVPN_ROW.exec(text);
    if (row !== null) this.nbma = row[1] ?? '';
    const [, tunnelAddress, state, time, attribute, network] = row?.toSpliced(1, 1) ?? DMVPN_MORE.exec(text) ?? [];
    if (state !== undefined) this.add(line, { tunnelAddress, state, time, attribute, network });
    const [, status, since, mark] = DMVPN_BLOCK_STATUS.exec(text) ?? [];
    if (status !== undefined) this.add(line, { tunnelAddress: this.blockAddress, state: status, time: since, attribute: mark });
  }

  private add({ line, text }: ShowLine, { tunnelAddress, state, time = '', attribute = '', network }: Row): void {
    const [nbma, tunnel] = [readAddress(this.nbma), readAddress(tunnelAddress)];
    if (nbma === undefined || attribute.startsWith('I')) return;
    const isStatic = attribute.startsWith('S');
    const type = isStatic ? 'mgre-static-nhrp' : 'mgre-dynamic-nhrp';
    // Several tunnel addresses at one NBMA address are one tunnel.
    if (!this.tunnels.some(({ value }) => value.name === this.name && value.remote !== undefined && isSameAddress(value.remote, nbma)))
      this.tunnels.push({ value: { type, name: this.name, remote: nbma }, line, text });
    if (tunnel === undefined) return;
    const uptime = parseUptime(time);
    const stateSeconds = uptime === undefined ? undefined : uptime.uptimeMs / SECOND_MS;
    const value = {
      tunnelAddress: tunnel,
      nbma,
      network,
      interface: this.name,
      type: isStatic ? 'static' : 'dynamic',
      state,
      stateSeconds,
    };
    this.dmvpn.push({ value, line, text });
  }
}

/** `   NBMA address: 198.51.100.1 ` [C] */
export const NBMA_ADDRESS = /\bNBMA address: {0,2}(?<address>[0-9A-Fa-f.:]{2,45})/i;
/** `    (Claimed NBMA address: 10.99.0.2)`: what the peer calls itself behind a NAT; it is not reached there. [C] */
export const CLAIMED = /\(Claimed NBMA address:/i;
/** `10.0.0.2/32 via 10.0.0.2`, `10.2.0.0/24 via 10.0.0.2`, `10.0.0.2/32, Tunnel0 created 00:01:03`; `10.0.0.2/32 (RED) via 10.0.0.2` and, unresolved, `10.0.0.3/32 (RED)` in a VRF [C] */
export const TUNNEL_ADDRESS =
  /^ ?([0-9A-Fa-f.:]{2,45})\/(\d{1,3})(?: \([^\s()]{1,40}\))?(?: via ([0-9A-Fa-f.:]{2,45})|,|$)(?:.*?\b(Tunnel\d{1,10})\b)?/;
/** `10.0.0.2/32          10.0.0.2        198.51.100.1    dynamic  Tu0     <   >`, as `show ip nhrp brief` prints it [C] */
export const BRIEF_ENTRY =
  /^\s{0,4}([0-9A-Fa-f.:]{2,45}\/\d{1,3})\s+([0-9A-Fa-f.:]{2,45})\s+([0-9A-Fa-f.:]{2,45})\s+(static|dynamic|incomplete|local)\s+(Tu\w{0,5}\d{1,10})\b/;
/** `   Tunnel0 created 00:01:03, expire 01:58:56` */
export const CACHE_INTERFACE = /^\s+(Tunnel\d{1,10}) created /;
/** `   Type: dynamic, Flags: unique registered used nhop`, `  Type: incomplete, Flags: negative` */
export const CACHE_TYPE = /^\s+Type: (\w{1,20})/;

/** `show ip nhrp detail` lists which tunnel address is reached at which address of the network below. */
export const ipNhrp: Show = {
  id: 'ip-nhrp',
  command: 'show ip nhrp detail',
  names: /^show_(?:ip_|ipv6_)?nhrp/i,
  read(text): ShownState {
    const nhrp: Shown<ShownNhrp>[] = [];
    let entry: Entry = {};
    for (const line of showLines(text)) {
      const brief = briefEntry(line.text);
      if (brief !== undefined) nhrp.push({ value: brief, ...line });
      entry = entryOf(line.text) ?? detailed(entry, line.text);
      const nbma = readAddress(NBMA_ADDRESS.exec(line.text)?.groups?.['address']);
      if (CLAIMED.test(line.text)) continue;
      if (nbma === undefined || entry.tunnelAddress === undefined) continue;
      nhrp.push({ value: { ...entry, tunnelAddress: entry.tunnelAddress, nbma }, ...line });
    }
    return { peers: nhrp.map(({ value: { nbma }, ...line }) => ({ ...line, value: nbma })), nhrp };
  },
  samples: [
    '10.0.0.2/32 via 10.0.0.2\n   Tunnel0 created 00:01:03, expire 01:58:56\n   Type: dynamic, Flags: unique registered used nhop\n   NBMA address: 198.51.100.1',
  ],
};

type Entry = Omit<ShownNhrp, 'tunnelAddress' | 'nbma'> & { tunnelAddress?: Address | undefined };

/** A network behind a spoke is reached `via` the spoke's tunnel address; only a host's own entry is that address itself. [C] */
function entryOf(text: string): Entry | undefined {
  const [, target, length, via, name] = TUNNEL_ADDRESS.exec(text) ?? [];
  if (target === undefined) return undefined;
  const isHost = length === (target.includes(':') ? '128' : '32');
  const network = isHost && (via === undefined || via === target) ? undefined : `${target}/${length}`;
  return { tunnelAddress: readAddress(via ?? (isHost ? target : undefined)), network, interface: name };
}

function briefEntry(text: string): ShownNhrp | undefined {
  const [, target = '', via, printed, type = '', name = ''] = BRIEF_ENTRY.exec(text) ?? [];
  const [tunnelAddress, nbma] = [readAddress(via), readAddress(printed)];
  if (tunnelAddress === undefined || nbma === undefined || type === 'local') return undefined;
  const network = target === `${via}/${target.includes(':') ? 128 : 32}` ? undefined : target;
  return { tunnelAddress, nbma, network, interface: wholeInterfaceName(name), type };
}

function detailed(entry: Entry, text: string): Entry {
  const type = CACHE_TYPE.exec(text)?.[1];
  const name = CACHE_INTERFACE.exec(text)?.[1];
  return { ...entry, ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { interface: name }) };
}
