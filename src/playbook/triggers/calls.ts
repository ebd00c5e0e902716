/** Triggers that spring when somebody calls: a person, or the other end. */
import type { Trigger } from './trigger.ts';

/** `manual` springs when someone runs the applet: `event manager run`. */
export const manual: Trigger = {
  id: 'manual',
  title: 'by hand, with `event manager run`',
  detector: () => ({ none: true }),
  samples: () => ({ spring: [], ignore: [] }),
};

/** ceemHistoryPolicyIntData1, with the dot behind it that stands for any index. [C] CISCO-EMBEDDED-EVENT-MGR-MIB; [B] the dot */
const INT_DATA_1 = '1.3.6.1.4.1.9.10.134.1.2.3.1.9.';

/**
 * `peer-call` springs on the other end's SNMP trap: the two routers call each other without flaptrap. [B] eem.md 1, 4.5. Not by where the trap
 * comes from: it leaves by whatever interface leads there, or through a NAT, and is seldom sent from the IKE address; its number says whose it is.
 */
export const peerCall: Trigger = {
  id: 'peer-call',
  title: "the other end's SNMP trap",
  needs: 'snmp-server enable traps event-manager, snmp-server manager, and snmp-server host ADDRESS COMMUNITY event-manager',
  detector: (_ends, signal) => ({ notification: { oid: INT_DATA_1, value: String(signal) } }),
  samples: () => ({ spring: [], ignore: [] }),
};
