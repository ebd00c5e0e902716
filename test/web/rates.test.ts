/** What one client may ask in a time, however its address is written and however many addresses its network has. */
import { describe, expect, it } from 'vitest';
import { networkOf, Rates } from '../../src/web/rates.ts';

describe('the network of a client', () => {
  it.each([
    ['2001:db8:7:5:1::9', '2001:db8:7:5:2::9'],
    // A network of 64 bits whose own last parts are zero: nothing is left of them in the text.
    ['2001:db8::1', '2001:db8::2'],
    ['2001:db8::1', '2001:db8::a:b:c:d'],
    ['2001:db8:0:0:1::', '2001:db8::2:0:0:1'],
  ])('of %s and of %s is one', (one, two) => {
    expect(networkOf(one)).toBe(networkOf(two));
  });

  it.each([
    ['2001:db8:7:5::1', '2001:db8:7:6::1'],
    ['192.0.2.1', '192.0.2.2'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2'],
    ['fe80::1%eth0', 'fe80::2%eth0'],
    ['', '192.0.2.1'],
  ])('of %s is not that of %s', (one, two) => {
    expect(networkOf(one)).not.toBe(networkOf(two));
  });
});

it('whoever changes the address within one network does not get more tries', () => {
  const rates = new Rates(undefined, () => 0);
  const waits = Array.from({ length: 12 }, (_each, index) => rates.take(`2001:db8::${(index + 1).toString(16)}`, 'enter'));
  expect(waits.filter((wait) => wait === undefined)).toHaveLength(10);
  expect(rates.take('2001:db8:0:1::1', 'enter')).toBeUndefined();
});
