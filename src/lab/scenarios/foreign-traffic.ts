/** The scenario `foreign-traffic`: strangers send ESP with an SPI of their own making. */
import { STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const STRANGERS = ['198.51.100.66', '198.51.100.67', '198.51.100.68'];
const PATTERN_SPI = 0x41410000;
const EVERY_MS = 7000;
const PACKETS = 40;

export const foreignTraffic: Scenario = {
  id: 'foreign-traffic',
  title: 'ESP from addresses that are no peers',
  ike: [1, 2],
  play: ({ clock }, receiver) => {
    for (let packet = 0; packet < PACKETS; packet += 1) {
      const source = STRANGERS[packet % STRANGERS.length];
      clock.after(STRIKE_MS + packet * EVERY_MS, () => receiver.receive({ kind: 'esp', spi: PATTERN_SPI, source }));
    }
  },
};
