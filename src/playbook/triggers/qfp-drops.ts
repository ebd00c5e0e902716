/** The trigger `qfp-drops` springs when the data plane's drops for unknown SPIs grow: for routers that do not log the message. seed.md 3 */
import type { Trigger } from './trigger.ts';

const EVERY_SECONDS = 180;
const GROWTH_SECONDS = 60;

export const qfpDrops: Trigger = {
  id: 'qfp-drops',
  title: 'growing drops for unknown SPIs in the Quantum Flow Processor',
  platforms: ['ios-xe'],
  confirmation: {
    growing: {
      // Type 4 is the one to watch; keyed by its name, since the types differ by platform. [C] seed.md 3, eem.md 11.4
      command: 'show platform hardware qfp active feature ipsec datapath drops all | include IN_US_V4_PKT_SA_NOT_FOUND_SPI',
      pattern: 'IN_US_V4_PKT_SA_NOT_FOUND_SPI +([0-9]+)',
      waitSeconds: GROWTH_SECONDS,
    },
  },
  detector: () => ({ watchdog: { seconds: EVERY_SECONDS } }),
  samples: () => ({ spring: [], ignore: [] }),
};
