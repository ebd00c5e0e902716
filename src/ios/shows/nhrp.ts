/** The shows of NHRP and DMVPN: which tunnel address is reached at which address below, and who said so. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import { allShown, type ShowLine, showLines } from '../show-lines.ts';
import type { ConfiguredTunnel, Show, Shown, ShownNhrp, ShownState } from './show.ts';

/** `Interface: Tunnel84, IPv4 NHRP Details` */
export const DMVPN_INTERFACE = /^\s*Interface: (Tunnel\S+?),/;
/** `     1 172.30.84.1          172.29.0.1  NHRP    never    SC`, `     2 172.29.134.1       172.30.72.72    UP 00:29:40   DT2` */
export const DMVPN_ROW = /^\s*\d+ ([0-9A-Fa-f.:]+)\s+([0-9A-Fa-f.:]+)\s+(\S+)\s+(\S+)\s+([SDI])\w*\s*$/;

/** `show dmvpn` says by which mapping each NBMA peer is known: static ones are recovered from, dynamic ones are not. */
export const dmvpn: Show = {
  id: 'dmvpn',
  command: 'show dmvpn',
  names: /^show_dmvpn(?:_detail)?(?:\.|$)/i,
  read(text): ShownState {
    const tunnels: Shown<ConfiguredTunnel>[] = [];
    let name = '';
    for (const line of showLines(text)) {
      name = DMVPN_INTERFACE.exec(line.text)?.[1] ?? name;
      const tunnel = tunnelOf(line, name);
      if (tunnel !== undefined) tunnels.push(tunnel);
    }
    return { tunnels };
  },
  samples: ['Interface: Tunnel84, IPv4 NHRP Details\n     1 198.51.100.1          172.29.0.1  UP    3w5d    S'],
};

function tunnelOf({ line, text }: ShowLine, name: string): Shown<ConfiguredTunnel> | undefined {
  const [, nbma, , , , attribute] = DMVPN_ROW.exec(text) ?? [];
  const remote = readAddress(nbma);
  if (remote === undefined || attribute === 'I') return undefined;
  return { value: { type: attribute === 'S' ? 'mgre-static-nhrp' : 'mgre-dynamic-nhrp', name, remote }, line, text };
}

/** `   NBMA address: 198.51.100.1 ` [C] */
export const NBMA_ADDRESS = /\bNBMA address: {0,2}(?<address>[0-9A-Fa-f.:]{2,45})/i;
/** `10.0.0.2/32 via 10.0.0.2`, `10.0.0.2/32, Tunnel0 created 00:01:03` [C] */
export const TUNNEL_ADDRESS = /^ ?(?<network>[0-9A-Fa-f.:]{2,45})\/\d{1,3}(?: via (?<via>[0-9A-Fa-f.:]{2,45})|,)/;

/** `show ip nhrp detail` lists which tunnel address is reached at which address of the network below. */
export const ipNhrp: Show = {
  id: 'ip-nhrp',
  command: 'show ip nhrp detail',
  names: /^show_(?:ip_|ipv6_)?nhrp/i,
  read: (text) => {
    const lines = showLines(text);
    const nbmas = allShown(lines, NBMA_ADDRESS, ({ groups }) => readAddress(groups?.['address']));
    // A network behind a spoke is reached by the spoke's tunnel address, which stands behind `via`.
    const tunnelAddresses = allShown(lines, TUNNEL_ADDRESS, ({ groups }) => readAddress(groups?.['via'] ?? groups?.['network']));
    return { peers: nbmas, nhrp: nbmas.flatMap((nbma) => mappingOf(nbma, tunnelAddresses)) };
  },
  samples: [
    '10.0.0.2/32 via 10.0.0.2\n   Tunnel0 created 00:01:03, expire 01:58:56\n   Type: dynamic, Flags: unique registered used nhop\n   NBMA address: 198.51.100.1',
  ],
};

/** The tunnel address is the nearest one above. */
function mappingOf(nbma: Shown<Address>, tunnelAddresses: readonly Shown<Address>[]): Shown<ShownNhrp>[] {
  const above = tunnelAddresses.findLast(({ line }) => line < nbma.line);
  return above === undefined ? [] : [{ ...nbma, value: { tunnelAddress: above.value, nbma: nbma.value } }];
}
