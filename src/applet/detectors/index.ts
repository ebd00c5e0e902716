/** The detectors that applets may wait for, by their word. */
import { application } from './application.ts';
import { cli } from './cli.ts';
import { config } from './config.ts';
import { counter } from './counter.ts';
import { crash } from './crash.ts';
import type { Detector } from './detector.ts';
import { env } from './env.ts';
import { gold } from './gold.ts';
import { identity } from './identity.ts';
import { interfaceCounter } from './interface.ts';
import { ioswdsysmon } from './ioswdsysmon.ts';
import { ipsla } from './ipsla.ts';
import { mat } from './mat.ts';
import { neighborDiscovery } from './neighbor-discovery.ts';
import { nf } from './nf.ts';
import { none } from './none.ts';
import { oir } from './oir.ts';
import { resource } from './resource.ts';
import { rf } from './rf.ts';
import { routing } from './routing.ts';
import { rpc } from './rpc.ts';
import { snmp } from './snmp.ts';
import { snmpNotification } from './snmp-notification.ts';
import { snmpObject } from './snmp-object.ts';
import { syslog } from './syslog.ts';
import { test } from './test.ts';
import { timer } from './timer.ts';
import { track } from './track.ts';

export const DETECTORS = {
  application: application,
  cli: cli,
  config: config,
  counter: counter,
  crash: crash,
  env: env,
  gold: gold,
  identity: identity,
  interface: interfaceCounter,
  ioswdsysmon: ioswdsysmon,
  ipsla: ipsla,
  mat: mat,
  'neighbor-discovery': neighborDiscovery,
  nf: nf,
  none: none,
  oir: oir,
  resource: resource,
  rf: rf,
  routing: routing,
  rpc: rpc,
  snmp: snmp,
  'snmp-notification': snmpNotification,
  'snmp-object': snmpObject,
  syslog: syslog,
  test: test,
  timer: timer,
  track: track,
} as const satisfies Record<string, Detector>;
