/** IOS is the classic monolithic system: flash:, no Quantum Flow Processor, no crypto event trace. */
import type { Platform } from './platform.ts';

export const ios: Platform = {
  id: 'ios',
  title: 'IOS',
  // Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.1(4)M4, RELEASE SOFTWARE (fc1)
  versionPattern: /^(?![\s\S]*Cisco IOS[ -]XE [Ss]oftware)[\s\S]*?(?:Cisco IOS Software, (?!IOS-XE)|IOS \(tm\) )/,
  flash: 'flash:',
  hasVerifyMd5: true,
  hasQfp: false,
  hasEventTrace: false,
  hasPacketCapture: false,
  maxConfigLineLength: 254,
  cpuOid: '1.3.6.1.4.1.9.2.1.56.0',
};
