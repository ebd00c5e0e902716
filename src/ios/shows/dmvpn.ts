/** `show dmvpn` says by which mapping each NBMA peer is known: static ones are recovered from, dynamic ones are not. */
import { readAddress } from '../../ipsec/address.ts';
import { type ShowLine, showLines } from '../show-lines.ts';
import type { ConfiguredTunnel, Show, Shown, ShownState } from './show.ts';

/** `Interface: Tunnel84, IPv4 NHRP Details` */
export const DMVPN_INTERFACE = /^\s*Interface: (Tunnel\S+?),/;
/** `     1 172.30.84.1          172.29.0.1  NHRP    never    SC`, `     2 172.29.134.1       172.30.72.72    UP 00:29:40   DT2` */
export const DMVPN_ROW = /^\s*\d+ ([0-9A-Fa-f.:]+)\s+([0-9A-Fa-f.:]+)\s+(\S+)\s+(\S+)\s+([SDI])\w*\s*$/;

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
