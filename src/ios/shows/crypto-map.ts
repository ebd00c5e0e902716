/** `show crypto map` lists the crypto maps with their peers and lifetimes, as they are in force. */
import { type Address, isSameAddress, readAddress } from '../../ipsec/address.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { ConfiguredTunnel, Show, Shown, ShownState } from './show.ts';

/** `Crypto Map IPv4 "VPN_To_Switch2" 1 ipsec-isakmp`, `Crypto Map "WAN" 65535 ipsec-isakmp`, `Crypto Map IPv4 "Tunnel0-head-0" 65536 ipsec-isakmp` */
export const MAP_HEAD = /^\s*Crypto Map (?:IPv[46] )?"([^"]+)" (\d+) ipsec-isakmp/;
/** `Crypto Map IPv4 "M" 1 ipsec-manual`, `… gdoi`: what follows is not of the map above */
export const OTHER_HEAD = /^\s*Crypto Map (?:IPv[46] )?"/;
/** `Dynamic map template tag: SPOKES` */
export const DYNAMIC_TEMPLATE = /^\s*Dynamic map template tag: (\S+)/;
/** `	Peer = 172.20.249.12`, `	Current peer: 172.20.249.12` */
export const MAP_PEER = /^\s*(Current )?[Pp]eer(?: =|:) (\S+)/;
/** `	Security association lifetime: 4608000 kilobytes/3600 seconds`, `	Security association lifetime:3600 seconds` */
export const MAP_LIFETIME = /^\s*Security association lifetime: ?(?:(\d+) kilobytes\/)?(\d+) seconds/;
/** Tunnel protection makes maps of its own; what kind of tunnel stands above it, only the interface says. */
const HEAD_OF_TUNNEL = /-head-\d+$/;

export const cryptoMap: Show = {
  id: 'crypto-map',
  command: 'show crypto map',
  names: /^show_crypto_map/i,
  read(text): ShownState {
    const tunnels: Shown<ConfiguredTunnel>[] = [];
    let isOurs = false;
    for (const line of showLines(text)) {
      if (OTHER_HEAD.test(line.text)) isOurs = MAP_HEAD.test(line.text);
      if (isOurs) follow(line, tunnels);
    }
    return { tunnels: tunnels.filter(({ value }) => !HEAD_OF_TUNNEL.test(value.name)) };
  },
  samples: [
    'Crypto Map IPv4 "WAN" 10 ipsec-isakmp\n\tPeer = 198.51.100.1\n\tSecurity association lifetime: 4608000 kilobytes/3600 seconds',
  ],
};

function follow({ line, text }: ShowLine, tunnels: Shown<ConfiguredTunnel>[]): void {
  const head = MAP_HEAD.exec(text);
  if (head !== null) tunnels.push({ value: { type: 'static-crypto-map', name: head[1] ?? '' }, line, text });
  const last = tunnels.at(-1)?.value;
  if (last === undefined) return;
  if (DYNAMIC_TEMPLATE.test(text)) last.type = 'dynamic-crypto-map';
  const [, isCurrent, printed] = MAP_PEER.exec(text) ?? [];
  const peer = readAddress(printed);
  if (peer !== undefined) sayPeer(last, peer, isCurrent !== undefined);
  const lifetime = MAP_LIFETIME.exec(text);
  if (lifetime?.[2] !== undefined) last.lifetimeSeconds = Number(lifetime[2]);
  if (lifetime?.[1] !== undefined) last.lifetimeKilobytes = Number(lifetime[1]);
}

/** With several peers the current one is spoken to, the others wait. */
function sayPeer(map: ConfiguredTunnel, peer: Address, isCurrent: boolean): void {
  const known = [...(map.remote === undefined ? [] : [map.remote]), ...(map.backups ?? [])];
  const [remote, ...backups] = isCurrent ? [peer, ...known] : [...known, peer];
  const others = backups.filter((each) => !isSameAddress(each, remote));
  Object.assign(map, { remote }, others.length === 0 ? {} : { backups: others });
}
