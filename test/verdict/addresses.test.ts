/** An address means the same however it is spelled, and a mask lets in whom it covers: neither makes a stranger of a peer. */
import { describe, expect, it } from 'vitest';
import { parseTunnel } from '../../src/bundle/tunnel.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';

interface Story {
  tunnel?: string;
  log: string;
  configuration?: string;
}

const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}';
const TUNNEL_V6 = "a: {name: hq, address: '2001:db8:1::1'}\nb: {name: branch, address: '2001:db8:2::2'}";

function verdictOf({ tunnel = TUNNEL, log, configuration }: Story): Verdict {
  const named = parseTunnel(tunnel, 'tunnel.yaml').tunnel;
  if (named === undefined) throw new Error('the tunnel cannot be read');
  const files = { 'show_logging.txt': log, ...(configuration === undefined ? {} : { 'show_running-config.txt': configuration }) };
  const a = Object.entries(files).map(([name, text]) => ({ name, text, bytes: text.length }));
  return judge(buildTimeline({ tunnel: named, sides: { a, b: [] }, missing: [] }));
}

function unknownSpi(source: string, destination = '192.0.2.1', at = '03:00:21.223'): string {
  const what = `decaps: rec'd IPSEC packet has invalid spi for destaddr=${destination}, prot=50, spi=0x730C2FF8(1930178552)`;
  return `Jan  5 2026 ${at} UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: ${what}, srcaddr=${source}, input interface=GigabitEthernet0/0\n`;
}

const strangerIn = ({ facts }: Verdict) => facts.find(({ fact }) => fact === 'stranger');

describe('the peer of an IPv6 tunnel', () => {
  it.each(['2001:DB8:2::2', '2001:db8:2::2', '2001:DB8:2:0:0:0:0:2', '2001:0DB8:0002::0002'])(
    'is the peer when a log spells it %s',
    (source) => {
      const verdict = verdictOf({
        tunnel: TUNNEL_V6,
        log: unknownSpi(source, '2001:DB8:1:0::1'),
        configuration: 'crypto ikev2 keyring K\n peer ANY\n  address ::/0\n',
      });
      expect(verdict.recordings.a).toMatchObject({ foreignEvents: 0, foreignInvalidSpis: 0 });
      expect(verdict.incidents).toMatchObject([{ spi: '0x730C2FF8', receiver: 'a' }]);
      expect(verdict.incidents[0]?.cause.id).not.toBe('foreign-traffic');
      expect(strangerIn(verdict)).toMatchObject({ is: 'no', grade: 'shown', said: 'the packets come from branch' });
    },
  );

  it('is named in one spelling, whatever tunnel.yaml says', () => {
    const { tunnel } = verdictOf({ tunnel: TUNNEL_V6.replace('2001:db8:2::2', '2001:DB8:2:0::2'), log: unknownSpi('2001:db8:2::2') });
    expect(tunnel.b.address).toBe('2001:db8:2::2');
  });
});

it('takes an IPv4-mapped address for the IPv4 address that it is', () => {
  const verdict = verdictOf({ tunnel: TUNNEL.replace('198.51.100.1', "'::ffff:198.51.100.1'"), log: unknownSpi('198.51.100.1') });
  expect(strangerIn(verdict)).toMatchObject({ is: 'no', grade: 'shown', said: 'the packets come from branch' });
});

describe('packets from an address that only a mask names', () => {
  const log = unknownSpi('198.51.100.77');

  it.each([
    'crypto ikev2 keyring K\n peer SITES\n  address 198.51.100.0 255.255.255.0\n',
    'crypto isakmp policy 10\ncrypto isakmp key <removed> address 198.51.100.0 255.255.255.0\n',
    'crypto ikev2 profile P\n match identity remote address 198.51.100.0 255.255.255.0\n',
    'crypto isakmp policy 10\ncrypto isakmp key <removed> address 0.0.0.0 0.0.0.0\n',
    'crypto isakmp policy 10\ncrypto map WAN 10 ipsec-isakmp\n set peer branch.example.net\n',
  ])('may be of a peer: %s', (configuration) => {
    const { incidents, recordings } = verdictOf({ log, configuration });
    // Of another tunnel then: it is counted, and not judged.
    expect([incidents, recordings.a.foreignInvalidSpis]).toEqual([[], 1]);
  });

  it('are of no peer where no mask covers them', () => {
    const verdict = verdictOf({
      log,
      configuration: 'crypto isakmp policy 10\ncrypto isakmp key <removed> address 198.51.100.0 255.255.255.192\n',
    });
    expect(strangerIn(verdict)).toMatchObject({ is: 'yes', said: '198.51.100.77 is no peer of hq' });
  });
});

it('knows no source behind two ways of masking', () => {
  const verdict = verdictOf({ log: unknownSpi('y.y.y.y') + unknownSpi('<removed>', '192.0.2.1', '03:05:00.000') });
  expect(verdict.incidents).toMatchObject([{ spi: '0x730C2FF8', occurrences: 2 }]);
  expect(strangerIn(verdict)).toMatchObject({ is: 'unknown', said: 'the message does not say who sent' });
});
