/** The detectors that applets may wait for, by their word. */

import type { Detector } from './detector.ts';
import { cli, none, syslog, timer } from './everyday.ts';
import { crash, env, gold, oir, resource, rf, test } from './hardware.ts';
import { identity, mat, neighborDiscovery } from './neighbours.ts';
import { ipsla, nf, routing, track } from './network.ts';
import { application, config, rpc, snmpNotification, snmpObject } from './requests.ts';
import { counter, interfaceCounter, ioswdsysmon, snmp } from './thresholds.ts';

export const DETECTORS = {
  application,
  cli,
  config,
  counter,
  crash,
  env,
  gold,
  identity,
  interface: interfaceCounter,
  ioswdsysmon,
  ipsla,
  mat,
  'neighbor-discovery': neighborDiscovery,
  nf,
  none,
  oir,
  resource,
  rf,
  routing,
  rpc,
  snmp,
  'snmp-notification': snmpNotification,
  'snmp-object': snmpObject,
  syslog,
  test,
  timer,
  track,
} as const satisfies Record<string, Detector>;
