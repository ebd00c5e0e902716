/** Remote matches honour masks, as IOS does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversAddress, readRemote } from '../../src/ios/remote-match.ts';
import { toAddress } from '../../src/ipsec/address.ts';

describe('a line that names a remote', () => {
  it.each([
    ['198.51.100.1', undefined, '198.51.100.1', true],
    ['198.51.100.1', '255.255.255.255', '198.51.100.1', true],
    ['198.51.100.1', '255.255.255.255', '198.51.100.11', false],
    ['198.51.100.0', '255.255.255.0', '198.51.100.200', true],
    ['198.51.100.0', '255.255.255.128', '198.51.100.200', false],
    ['198.51.100.77', '255.255.255.0', '198.51.100.1', true],
    ['198.51.0.1', '255.255.0.255', '198.51.100.1', true],
    ['0.0.0.0', undefined, '198.51.100.1', true],
    ['0.0.0.0', '0.0.0.0', '198.51.100.1', true],
    ['198.51.100.9', '0.0.0.0', '192.0.2.1', true],
    ['any', undefined, '198.51.100.1', true],
    ['2001:DB8::/32', undefined, '2001:db8:1::5', true],
    ['2001:DB8::1', undefined, '2001:0db8:0::1', true],
    ['2001:DB8::1/128', undefined, '2001:db8::2', false],
    ['::/0', undefined, '2001:db8::2', true],
    ['2001:DB8::1', undefined, '198.51.100.1', false],
    ['branch.example.net', undefined, '198.51.100.1', false],
    ['10.1', undefined, '10.0.0.1', false],
  ])('%s %s for %s: %s', (text, mask, address, covers) => {
    expect(coversAddress(readRemote(text, mask), toAddress(address))).toBe(covers);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), fc.oneof(fc.ipV4(), fc.ipV6()), (text, mask, address) => {
        expect(typeof coversAddress(readRemote(text, mask), toAddress(address))).toBe('boolean');
      }),
    );
  });
});
