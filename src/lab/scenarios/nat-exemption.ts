/** The scenario `nat-exemption`: a NAT translates what should go into the tunnel, so ESP and IKE come from an inside address. */
import { STRIKE_MS } from '../ike/moves.ts';
import type { Scenario } from './scenario.ts';

const INSIDE = '203.0.113.10';
const EVERY_MS = 20_000;
const PACKETS = 10;

export const natExemption: Scenario = {
  id: 'nat-exemption',
  title: 'a NAT without exemption lets ESP come from an inside address',
  ike: [1, 2],
  play: ({ clock }, receiver, sender) => {
    clock.after(STRIKE_MS, () => {
      const spi = sender.plane.outbound ?? sender.nextSpi();
      for (let packet = 0; packet < PACKETS; packet += 1)
        clock.after(packet * EVERY_MS, () => {
          // Whether IOS says so of a message of IKEv2 too is not known. [U]
          receiver.router.say('CRYPTO-4-IKMP_NO_SA', `IKE message from ${INSIDE.padEnd(15)} has no SA and is not an initialization offer`);
          receiver.receive({ kind: 'esp', spi: (spi ^ 0x00010000) >>> 0, source: INSIDE });
        });
    });
  },
};
