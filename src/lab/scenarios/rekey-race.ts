/** The scenario `rekey-race`: at a rekey R needs long to install its new SA, and S uses it a moment too early. */
import type { Scenario } from './scenario.ts';

const REKEY_MS = 20_000;
const SLOW_INSTALL_MS = 180;
const BURST_PACKETS = 20;
const BURST_MS = 10;

export const rekeyRace: Scenario = {
  id: 'rekey-race',
  title: 'S uses the new SA before R has installed it',
  play: ({ clock }, receiver, sender) => {
    sender.startQuickMode();
    clock.after(REKEY_MS, () => {
      receiver.installDelayMs = SLOW_INSTALL_MS;
      receiver.startQuickMode();
      // S is busy at that moment, so that some packet falls into the gap.
      for (let packet = 1; packet <= BURST_PACKETS; packet += 1) clock.after(packet * BURST_MS, () => sender.sendTraffic());
    });
  },
};
