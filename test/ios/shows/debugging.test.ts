/** What a router says is being debugged. */
import { expect, it } from 'vitest';
import { readConditions, readCryptoDebugs } from '../../../src/ios/shows/debugging.ts';

it('crypto debugs are told from others', () => {
  const text = 'IP packet debugging is on\n\nCryptographic Subsystem:\n  Crypto ISAKMP debugging is on\n  Crypto IPSEC debugging is on\n';
  expect(readCryptoDebugs(text)).toEqual(['Crypto ISAKMP debugging is on', 'Crypto IPSEC debugging is on']);
});

it('an idle router debugs nothing', () => {
  expect(readCryptoDebugs('')).toEqual([]);
});

it('peer conditions are read from among the flags', () => {
  const text =
    'Crypto conditional debug currently is turned ON\nIKE debug context unmatched flag:     OFF\n\nIKE peer IP address filters:\n198.51.100.1\n203.0.113.9\n';
  expect(readConditions(text)).toEqual(['198.51.100.1', '203.0.113.9']);
});
