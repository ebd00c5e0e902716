/** Platforms are told apart by what `show version` prints. */
import { expect, test } from 'vitest';
import { platformOf } from '../../src/ios/platforms/index.ts';

test.each([
  ['Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.1(4)M4, RELEASE SOFTWARE (fc1)\nTechnical Support', 'ios'],
  [
    'Cisco Internetwork Operating System Software \nIOS (tm) C2600 Software (C2600-IPBASE-M), Version 12.3(6f), RELEASE SOFTWARE (fc1)',
    'ios',
  ],
  [
    'Cisco IOS XE Software, Version 16.12.04\nCisco IOS Software [Gibraltar], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.12.4',
    'ios-xe',
  ],
  [
    'Cisco IOS XE Software, Version 03.16.07b.S\nCisco IOS Software, ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 15.5(3)S7b',
    'ios-xe',
  ],
  ['Cisco IOS Software, IOS-XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 15.3(2)S1\nIOS XE Version: 03.09.01.S', 'ios-xe'],
  ['Cisco Nexus Operating System (NX-OS) Software', undefined],
])('%j is %s', (showVersion, id) => {
  expect(platformOf(showVersion)?.id).toBe(id);
});
