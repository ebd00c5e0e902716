/** IOS XE is IOS as a process on Linux: bootflash:, a Quantum Flow Processor on routers, event traces that are always in memory. */
import type { Platform } from './platform.ts';

export const iosXe: Platform = {
  id: 'ios-xe',
  title: 'IOS XE',
  // Cisco IOS XE Software, Version 16.12.04
  // Cisco IOS Software, IOS-XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 15.3(2)S1, RELEASE SOFTWARE (fc2)
  versionPattern: /^Cisco IOS(?:[ -]XE [Ss]oftware| Software, IOS-XE Software)/m,
  flash: 'bootflash:',
  hasVerifyMd5: true,
  hasQfp: true,
  hasEventTrace: true,
  hasPacketCapture: true,
  maxConfigLineLength: 254,
  cpuOid: '1.3.6.1.4.1.9.2.1.56.0',
};
