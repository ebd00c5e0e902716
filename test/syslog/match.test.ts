/** Matching: whose a message is, and when nobody can say. */
import { describe, expect, it } from 'vitest';
import { addressesOf, toAddress } from '../../src/ipsec/address.ts';
import type { Heard } from '../../src/syslog/heard.ts';
import { type ArmedEnd, Matcher } from '../../src/syslog/match.ts';

const end = (name: string, ...addresses: string[]): ArmedEnd => ({ name, addresses: addressesOf(...addresses) });
const HQ = end('hq', '192.0.2.1');
const BRANCH = end('branch', '198.51.100.1');
const tunnel = (captureId: string, a: ArmedEnd, b: ArmedEnd) => ({ captureId, ends: { a, b } });

function heard(said: Partial<Record<'local' | 'peer' | 'source' | 'host', string>> & { spi?: Heard['spi'] }): Heard {
  const { local, peer, source = '203.0.113.9', host = null, spi = null } = said;
  const address = (text: string | undefined) => (text === undefined ? null : toAddress(text));
  const ends = { local: address(local), peer: address(peer), source: toAddress(source) };
  return { sign: 'invalid-spi', mnemonic: '', interface: null, atMs: 0, isTorn: false, text: '', host, spi, ...ends };
}

describe('a heard message', () => {
  const one = new Matcher([tunnel('0000000a', HQ, BRANCH), tunnel('0000000b', end('hq2', '192.0.2.2'), end('far', '198.51.100.2'))]);

  it('is of the tunnel whose two ends it names, whoever relayed it', () => {
    expect(one.match(heard({ local: '192.0.2.1', peer: '198.51.100.1' }))).toEqual([{ captureId: '0000000a', side: 'a', by: 'both-ends' }]);
    expect(one.match(heard({ local: '198.51.100.2', peer: '192.0.2.2' }))).toEqual([{ captureId: '0000000b', side: 'b', by: 'both-ends' }]);
  });

  it('is nobody’s when it names a stranger, or the ends of two tunnels', () => {
    expect(one.match(heard({ local: '192.0.2.1', peer: '203.0.113.254' }))).toEqual([]);
    expect(one.match(heard({ local: '203.0.113.7', peer: '198.51.100.1' }))).toEqual([]);
    expect(one.match(heard({ local: '192.0.2.1', peer: '198.51.100.2' }))).toEqual([]);
  });

  it('that names the other end alone is of who sent it, by address or by name', () => {
    expect(one.match(heard({ peer: '198.51.100.1', source: '192.0.2.1' }))).toEqual([{ captureId: '0000000a', side: 'a', by: 'source' }]);
    expect(one.match(heard({ peer: '192.0.2.1', host: 'BRANCH.example.net' }))).toEqual([{ captureId: '0000000a', side: 'b', by: 'name' }]);
    expect(one.match(heard({ peer: '192.0.2.1', host: '198.51.100.1' }))).toEqual([{ captureId: '0000000a', side: 'b', by: 'name' }]);
  });

  it('that names the other end alone is of the only tunnel that has it, and of none where two have', () => {
    expect(one.match(heard({ peer: '198.51.100.1' }))).toEqual([{ captureId: '0000000a', side: 'a', by: 'peer-alone' }]);
    const two = new Matcher([tunnel('0000000a', HQ, BRANCH), tunnel('0000000b', end('hq2', '192.0.2.2'), BRANCH)]);
    expect(two.match(heard({ peer: '198.51.100.1' }))).toEqual([]);
  });

  it('knows a router behind a NAT by any of its addresses, and by where it is managed', () => {
    const nat = { ...end('branch', '10.0.0.1', '198.51.100.1'), sources: addressesOf('10.9.9.9') };
    const matcher = new Matcher([tunnel('0000000a', HQ, nat)]);
    for (const peer of ['10.0.0.1', '198.51.100.1'])
      expect(matcher.match(heard({ local: '192.0.2.1', peer }))).toMatchObject([{ side: 'a' }]);
    expect(matcher.match(heard({ local: '10.0.0.1', peer: '192.0.2.1' }))).toMatchObject([{ side: 'b', by: 'both-ends' }]);
    expect(matcher.match(heard({ peer: '192.0.2.1', source: '10.9.9.9' }))).toMatchObject([{ side: 'b', by: 'source' }]);
  });

  it('of a hub is of the spokes that are watched, whichever it names', () => {
    const matcher = new Matcher([tunnel('0000000a', HQ, end('spokes', '198.51.100.1', '198.51.100.2'))]);
    expect(matcher.match(heard({ local: '192.0.2.1', peer: '198.51.100.2' }))).toMatchObject([{ captureId: '0000000a', side: 'a' }]);
    expect(matcher.match(heard({ local: '198.51.100.2', peer: '192.0.2.1' }))).toMatchObject([{ captureId: '0000000a', side: 'b' }]);
    expect(matcher.match(heard({ local: '192.0.2.1', peer: '198.51.100.3' }))).toEqual([]);
  });

  it('from an address that nobody has is of the end whose address changes, where there is one', () => {
    const moving = { ...end('mobile'), isMoving: true };
    const matcher = new Matcher([tunnel('0000000a', HQ, BRANCH), tunnel('0000000b', HQ, moving)]);
    expect(matcher.match(heard({ local: '192.0.2.1', peer: '203.0.113.77' }))).toEqual([
      { captureId: '0000000b', side: 'a', by: 'moving' },
    ]);
    expect(matcher.match(heard({ local: '192.0.2.1', peer: '198.51.100.1' }))).toMatchObject([{ captureId: '0000000a' }]);
    const two = new Matcher([tunnel('0000000b', HQ, moving), tunnel('0000000c', HQ, { ...moving, name: 'other' })]);
    expect(two.match(heard({ local: '192.0.2.1', peer: '203.0.113.77' }))).toEqual([]);
  });

  it('whose addresses are masked is of the flow that had its SPI before', () => {
    const masked = heard({ spi: '0xB761863E' });
    expect(one.match(masked)).toEqual([]);
    one.match(heard({ local: '192.0.2.1', peer: '198.51.100.1', spi: '0xB761863E' }));
    expect(one.match(masked)).toEqual([{ captureId: '0000000a', side: 'a', by: 'spi' }]);
  });

  it('is of every capture that watches the same two ends', () => {
    const matcher = new Matcher([tunnel('0000000a', HQ, BRANCH), tunnel('0000000b', BRANCH, HQ)]);
    expect(matcher.match(heard({ local: '192.0.2.1', peer: '198.51.100.1' }))).toMatchObject([
      { captureId: '0000000a', side: 'a' },
      { captureId: '0000000b', side: 'b' },
    ]);
  });
});
