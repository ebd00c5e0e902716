/** The show of DMVPN: which tunnel address is reached at which address below, and how far its SAs are. */
import { isSameAddress, readAddress } from '../../ipsec/address.ts';
import { DmvpnSessions } from '../dmvpn-sessions.ts';
import { type ShowLine, secondsShown, showLines } from '../show-lines.ts';
import type { ShownDmvpn } from '../shown.ts';
import { NhsReading } from './nhs.ts';
import type { ConfiguredTunnel, Show, Shown, ShownState } from './show.ts';

/** `Interface: Tunnel84, IPv4 NHRP Details`, `Interface Tunnel1 is up/up, Addr. is 10.0.0.1, VRF ""`, `Tunnel0, Type:Hub, NHRP Peers:2,` of 12.4 */
export const DMVPN_INTERFACE = /^\s*(?:Interface:? (?=Tunnel)|(?=Tunnel\d{1,10}, Type:))(Tunnel\d{1,10})\b/;
/** `     1 172.30.84.1          172.29.0.1  NHRP    never    SC`, and with the network of `show dmvpn detail` behind it: `    1 198.51.100.1        10.0.0.2    UP 00:29:40    D        10.0.0.2/32`; a further address has no count: `      198.51.100.1        10.0.0.3    UP 00:00:06    I2       10.0.0.3/32` */
export const DMVPN_ROW =
  /^\s*(?:\d+ {1,16})?([0-9A-Fa-f.:]{2,45}|UNKNOWN)\s+([0-9A-Fa-f.:]{2,45})\s+([A-Z]{2,6})\s+(\S{1,20})\s+([A-Z]\w{0,5})(?:\s+([0-9A-Fa-f.:]{2,45}\/\d{1,3}))?\s*$/;
/** `     1 2001:DB8:1201::122`: an IPv6 address leaves no room, the rest follows */
export const DMVPN_NBMA = /^\s*\d+ {1,16}([0-9A-Fa-f.:]{2,45})\s*$/;
/** `                           172.30.90.25   UP    6d12h     S`: one more tunnel address at the NBMA address above */
export const DMVPN_MORE =
  /^\s{6,80}([0-9A-Fa-f.:]{2,45})\s+([A-Z]{2,6})\s+(\S{1,20})\s+([A-Z]\w{0,5})(?:\s+([0-9A-Fa-f.:]{2,45}\/\d{1,3}))?\s*$/;
/** `    1.Peer NBMA Address: 2001:DB8:1201::122`, `	Tunnel IPv6 Address: FD00:192::1201`, `	IPv6 Target Network: FD00:192::1201/128`, `	# Ent: 1, Status: UP, UpDn Time: 00:02:39, Cache Attrib: D` */
export const DMVPN_BLOCK_NBMA = /^\s*\d+\. ?Peer NBMA Address: ([0-9A-Fa-f.:]{2,45})/;
export const DMVPN_BLOCK_TUNNEL = /^\s*Tunnel IPv6 Address: ([0-9A-Fa-f.:]{2,45})/;
export const DMVPN_BLOCK_NETWORK = /^\s*IPv6 Target Network: ([0-9A-Fa-f.:]{2,45}\/\d{1,3})/;
export const DMVPN_BLOCK_STATUS = /^\s*# Ent: \d{1,6}, Status: ([A-Z]{2,6}), UpDn Time: ([^,]{1,20}), Cache Attrib: ([A-Z]\w{0,5})/;

/** `show dmvpn` says by which mapping each NBMA peer is known: static ones are recovered from, dynamic ones are not. */
export const dmvpn: Show = {
  id: 'dmvpn',
  command: 'show dmvpn',
  names: /^show_dmvpn(?:_detail|_ipv[46])*(?:\.|$)/i,
  read(text): ShownState {
    const [table, crypto, servers] = [new DmvpnReading(), new DmvpnSessions(), new NhsReading()];
    for (const line of showLines(text)) for (const reading of [table, crypto, servers]) reading.follow(line);
    return {
      tunnels: table.tunnels,
      dmvpn: table.dmvpn,
      // Only its detailed form has these, and the sessions of multipoint tunnels alone: none of them is no empty list.
      ...(crypto.sessions.length === 0 ? {} : { sessions: crypto.sessions }),
      ...(servers.nhs.length === 0 ? {} : { nhs: servers.nhs }),
    };
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
  readonly dmvpn: Shown<ShownDmvpn>[] = [];
  #name = '';
  #nbma = '';
  #block: Pick<Row, 'tunnelAddress' | 'network'> = { tunnelAddress: '' };

  follow(line: ShowLine): void {
    const { text } = line;
    this.#name = DMVPN_INTERFACE.exec(text)?.[1] ?? this.#name;
    this.#nbma = (DMVPN_BLOCK_NBMA.exec(text) ?? DMVPN_NBMA.exec(text))?.[1] ?? this.#nbma;
    const begun = DMVPN_BLOCK_TUNNEL.exec(text)?.[1];
    if (begun !== undefined) this.#block = { tunnelAddress: begun };
    const target = DMVPN_BLOCK_NETWORK.exec(text)?.[1];
    if (target !== undefined) this.#block = { ...this.#block, network: target };
    const row = DMVPN_ROW.exec(text);
    if (row !== null) this.#nbma = row[1] ?? '';
    const [, tunnelAddress, state, time, attribute, network] = row?.toSpliced(1, 1) ?? DMVPN_MORE.exec(text) ?? [];
    if (state !== undefined) this.#add(line, { tunnelAddress, state, time, attribute, network });
    const [, status, since, mark] = DMVPN_BLOCK_STATUS.exec(text) ?? [];
    if (status !== undefined) this.#add(line, { ...this.#block, state: status, time: since, attribute: mark });
  }

  #add({ line, text }: ShowLine, { tunnelAddress, state, time = '', attribute = '', network }: Row): void {
    const [nbma, tunnel] = [readAddress(this.#nbma), readAddress(tunnelAddress)];
    const type = attribute.startsWith('I') ? 'incomplete' : attribute.startsWith('S') ? 'static' : 'dynamic';
    if (nbma !== undefined && type !== 'incomplete')
      this.#addTunnel({ type: `mgre-${type}-nhrp`, name: this.#name, remote: nbma }, { line, text });
    if (tunnel === undefined) return;
    const stateSeconds = secondsShown(time);
    const value = {
      tunnelAddress: tunnel,
      nbma,
      network,
      interface: this.#name,
      type,
      flags: attribute,
      state,
      stateSeconds,
    };
    this.dmvpn.push({ value, line, text });
  }

  /** Several tunnel addresses at one NBMA address are one tunnel. */
  #addTunnel(value: ConfiguredTunnel, place: ShowLine): void {
    const isKnown = this.tunnels.some(({ value: { name, remote } }) => name === value.name && isSameAddress(remote, value.remote));
    if (!isKnown) this.tunnels.push({ value, ...place });
  }
}
