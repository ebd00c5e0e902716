/** `show ip nhrp detail` lists which tunnel address is reached at which address of the network below. */
import { type Address, readAddress } from '../../ipsec/address.ts';
import { allShown, showLines } from '../show-lines.ts';
import type { Show, Shown, ShownNhrp } from './show.ts';

/** `   NBMA address: 198.51.100.1 ` [C] */
export const NBMA_ADDRESS = /\bNBMA address: {0,2}(?<address>[0-9A-Fa-f.:]{2,45})/i;
/** `10.0.0.2/32 via 10.0.0.2`, `10.0.0.2/32, Tunnel0 created 00:01:03` [C] */
export const TUNNEL_ADDRESS = /^ ?(?<address>[0-9A-Fa-f.:]{2,45})\/\d{1,3}(?: via |,)/;

export const ipNhrp: Show = {
  id: 'ip-nhrp',
  command: 'show ip nhrp detail',
  names: /^show_(?:ip_|ipv6_)?nhrp/i,
  read: (text) => {
    const lines = showLines(text);
    const nbmas = allShown(lines, NBMA_ADDRESS, ({ groups }) => readAddress(groups?.['address']));
    const tunnelAddresses = allShown(lines, TUNNEL_ADDRESS, ({ groups }) => readAddress(groups?.['address']));
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
