/** The detectors that applets may wait for, by their word. */
import { cli } from './cli.ts';
import type { Detector } from './detector.ts';
import { none } from './none.ts';
import { snmp } from './snmp.ts';
import { snmpNotification } from './snmp-notification.ts';
import { syslog } from './syslog.ts';
import { timer } from './timer.ts';
import { track } from './track.ts';

export const DETECTORS = {
  cli,
  none,
  snmp,
  'snmp-notification': snmpNotification,
  syslog,
  timer,
  track,
} as const satisfies Record<string, Detector>;
