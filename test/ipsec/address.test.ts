/** One address is one text, whatever its spelling; a network holds the addresses that its mask leaves open. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressesOf,
  isAddress,
  isOtherAddress,
  isSameAddress,
  isWithin,
  readAddress,
  readRange,
  toAddress,
} from '../../src/ipsec/address.ts';

describe('an address', () => {
  it.each(['192.0.2.1', '255.255.255.255', '2001:DB8::1', '::', 'FE80::B28B:D0FF:FE8D:BA75'])('is %s', (text) => {
    expect(isAddress(text)).toBe(true);
  });

  it.each(['10.1', '86.183.x.y', 'Z.Z.Z.Z', '256.1.1.1', '2001:DB8', '1::2::3', '', 'dest_address', '<removed>', '12:00:01', undefined])(
    'is not %s',
    (text) => {
      expect(isAddress(text)).toBe(false);
      expect(readAddress(text)).toBeUndefined();
    },
  );

  it.each([
    ['192.000.002.001', '192.0.2.1'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['0:0:0:0:0:ffff:c000:201', '192.0.2.1'],
    ['FE80::0:1', 'fe80::1'],
  ])('that is printed as %s is %s', (printed, spelled) => {
    expect(readAddress(printed)).toBe(spelled);
    expect(isSameAddress(printed, spelled)).toBe(true);
  });

  it('is the same when its own spelling is read again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const read = readAddress(text);
        expect(read).toBeDefined();
        expect(readAddress(read)).toBe(read);
        expect(readAddress(text.toUpperCase())).toBe(read);
      }),
    );
  });

  it('is never the same as another, as a masked one, or as none', () => {
    expect(isSameAddress('192.0.2.1', '192.0.2.10')).toBe(false);
    expect(isSameAddress('x.x.x.x', 'x.x.x.x')).toBe(false);
    expect(isSameAddress(undefined, undefined)).toBe(false);
  });

  it('is another only where both are known', () => {
    expect(isOtherAddress(toAddress('192.0.2.1'), toAddress('2001:db8::1'))).toBe(true);
    expect(isOtherAddress(toAddress('2001:DB8::1'), toAddress('2001:db8:0::1'))).toBe(false);
    expect(isOtherAddress(undefined, toAddress('192.0.2.1'))).toBe(false);
  });

  it('is taken from among texts that are none', () => {
    expect(addressesOf('192.0.2.1', undefined, 'x.x.x.x', '2001:DB8::1')).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(() => toAddress('hq.example.net')).toThrow('hq.example.net is not an address');
  });
});

describe('a range', () => {
  it.each([
    ['198.51.100.1', undefined, '198.51.100.1'],
    ['198.51.100.1', '255.255.255.255', '198.51.100.1'],
    ['198.51.100.77', '255.255.255.0', '198.51.100.0/24'],
    ['198.51.100.0/24', undefined, '198.51.100.0/24'],
    ['2001:DB8:0::/32', undefined, '2001:db8::/32'],
    ['10.9.8.1', '255.0.0.255', '10.0.0.1/255.0.0.255'],
    ['0.0.0.0', undefined, 'any'],
    ['0.0.0.0', '0.0.0.0', 'any'],
    ['198.51.100.1', '0.0.0.0', 'any'],
    ['::/0', undefined, 'any'],
    ['::', undefined, 'any'],
    ['any', undefined, 'any'],
  ])('of %s and %s is %s', (text, mask, range) => {
    expect(readRange(text, mask)).toBe(range);
  });

  it('is none of a name', () => {
    expect(readRange('branch.example.net')).toBeUndefined();
  });

  it.each([
    ['198.51.100.0/24', '198.51.100.77', true],
    ['198.51.100.0/24', '198.51.101.77', false],
    ['198.51.100.0/25', '198.51.100.128', false],
    ['0.0.0.0', '2001:db8::1', true],
    ['2001:db8::/32', '2001:DB8:7::1', true],
    ['2001:db8::/32', '198.51.100.1', false],
    ['198.51.100.0/24', '::ffff:198.51.100.7', true],
    ['198.51.100.1', '198.51.100.1', true],
    ['198.51.100.1', '198.51.100.2', false],
  ])('%s and %s: %s', (range, printed, isInside) => {
    expect(isWithin(readRange(range) ?? 'any', readAddress(printed))).toBe(isInside);
  });

  it('with a hole in its mask holds what the mask leaves open', () => {
    const range = readRange('10.0.0.1', '255.0.0.255') ?? 'any';
    expect([isWithin(range, toAddress('10.7.7.1')), isWithin(range, toAddress('10.7.7.2'))]).toEqual([true, false]);
  });

  it('holds no address that is not known', () => {
    expect(isWithin('any', undefined)).toBe(false);
  });
});
