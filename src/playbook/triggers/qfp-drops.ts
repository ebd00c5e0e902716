/** The trigger `qfp-drops` springs when the data plane's drops for unknown SPIs grow: for routers that do not log the message. seed.md 3 */
import type { Trigger } from './trigger.ts';

const EVERY_SECONDS = 180;
const GROWTH_SECONDS = 60;
/** A packet of a stranger now and then, or the last ones at a rekey, are no black hole: that drops all the time. */
const GROWTH_PACKETS = 10;

/** Types 4, 12 and 7: IPv4, IPv6, transport mode; keyed by their names, since the types differ by platform. [C] seed.md 3, eem.md 11.4 */
const COUNTERS = ['IN_US_V4_PKT_SA_NOT_FOUND_SPI', 'IN_US_V6_PKT_SA_NOT_FOUND_SPI', 'IN_TRANS_V4_IPSEC_PKT_NOT_FOUND_SPI'] as const;

export const qfpDrops: Trigger = {
  id: 'qfp-drops',
  title: `at least ${GROWTH_PACKETS} drops for unknown SPIs within ${GROWTH_SECONDS} s in the Quantum Flow Processor, of whatever peer`,
  platforms: ['ios-xe'],
  confirmation: {
    growing: {
      command: 'show platform hardware qfp active feature ipsec datapath drops all | include IN_.*NOT_FOUND_SPI',
      patterns: COUNTERS.map((name) => `${name} +([0-9]+)`),
      packets: GROWTH_PACKETS,
      waitSeconds: GROWTH_SECONDS,
    },
  },
  detector: () => ({ watchdog: { seconds: EVERY_SECONDS } }),
  samples: () => ({ spring: [], ignore: [] }),
};
