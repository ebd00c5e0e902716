import { describe, expect, it } from 'vitest';
import { canonicalAddress, isAddress, isSameAddress } from '../../src/ipsec/address.ts';

describe('an address', () => {
  it.each(['192.0.2.1', '255.255.255.255', '2001:DB8::1', '::', 'FE80::B28B:D0FF:FE8D:BA75'])('is %s', (text) => {
    expect(isAddress(text)).toBe(true);
  });

  it.each(['10.1', '86.183.x.y', 'Z.Z.Z.Z', '256.1.1.1', '2001:DB8', '1::2::3', '', 'dest_address', undefined])('is not %s', (text) => {
    expect(isAddress(text)).toBe(false);
  });

  it('has one spelling', () => {
    expect(canonicalAddress('2001:0DB8:0::1')).toBe(canonicalAddress('2001:db8::0001'));
    expect(isSameAddress('2001:DB8::1', '2001:db8:0:0:0:0:0:1')).toBe(true);
    expect(isSameAddress('192.0.2.1', '192.0.2.10')).toBe(false);
    expect(isSameAddress(undefined, undefined)).toBe(false);
  });
});
