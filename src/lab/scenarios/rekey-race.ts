/** The scenario `rekey-race`: at a rekey R needs long to install its new SA, and S uses it a moment too early. */
import { sendEsp } from '../ike/esp.ts';
import type { Scenario } from './scenario.ts';

const REKEY_MS = 20_000;
const SLOW_INSTALL_MS = 180;
const BURST_PACKETS = 30;
const BURST_MS = 10;

export const rekeyRace: Scenario = {
  id: 'rekey-race',
  title: 'S uses the new SA before R has installed it',
  play: ({ clock }, receiver, sender) => {
    clock.after(REKEY_MS, () => {
      receiver.traits.installDelayMs = SLOW_INSTALL_MS;
      sender.traits.usesNewSaEarly = true;
      receiver.request(receiver.child);
      // S is busy at that moment, so that some packet falls into the gap.
      for (let packet = 1; packet <= BURST_PACKETS; packet += 1) clock.after(packet * BURST_MS, () => sendEsp(sender));
    });
  },
};
