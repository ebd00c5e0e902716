/** The scenario `sdwan-stale-tloc`: an SD-WAN edge goes on with the key of a TLOC that R has renewed; there is no IKE at all. */
import { STRIKE_MS, silence } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

/** SPIs of SD-WAN are small. [C] ike.md 4.2 */
const OLD_SPI = 0x102;
const EVERY_MS = 10_000;
const PACKETS = 30;

export const sdwanStaleTloc: Scenario = {
  id: 'sdwan-stale-tloc',
  title: 'an SD-WAN edge sends with the key of a stale TLOC',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    for (const endpoint of [receiver, sender]) {
      endpoint.forget();
      silence(endpoint);
      endpoint.traits.hasIke = false;
    }
    for (let packet = 0; packet < PACKETS; packet += 1)
      clock.after(STRIKE_MS + packet * EVERY_MS, () => receiver.receive({ kind: 'esp', spi: OLD_SPI, input: 'Tunnel10001' }));
  },
};
