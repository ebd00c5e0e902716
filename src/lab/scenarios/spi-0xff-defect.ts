/** The scenario `spi-0xff-defect`: R chose an SPI that begins with 0xFF, and drops whatever comes with it. */
import { HIGH_SPI } from '../ike/esp.ts';
import { renew, STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

export const spi0xffDefect: Scenario = {
  id: 'spi-0xff-defect',
  title: 'R drops what comes with an SPI from 0xFF000000 on',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      receiver.traits.dropsHighSpis = true;
      receiver.chosenSpis.push(HIGH_SPI + Math.floor(receiver.random() * 0xfffff0));
      renew(sender);
    });
  },
};
