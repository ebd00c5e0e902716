/** What other projects' recordings of shows have and the readers lacked: forms of one field in other releases, and what several profiles differ in. */
import { describe, expect, it } from 'vitest';
import { SHOWS } from '../../../src/ios/shows/index.ts';

const text = (...lines: string[]) => lines.join('\n');

describe('the lifetime of child SAs in show crypto ipsec profile', () => {
  const profile = (name: string, lifetime: string) => [`IPSEC profile ${name}`, `\tSecurity association lifetime:${lifetime}`];
  const read = (...lines: string[]) => {
    const { ipsecLifetimeSeconds, ipsecLifetimeKilobytes } = SHOWS['crypto-ipsec-profile'].read(text(...lines));
    return [ipsecLifetimeSeconds?.value, ipsecLifetimeKilobytes?.value];
  };

  it('is in seconds alone where no kilobytes are counted', () => {
    expect(
      read('IPSEC profile SPOKES', '\tKilobyte Volume Rekey has been disabled.', '\tSecurity association lifetime:3600 seconds'),
    ).toEqual([3600, undefined]);
  });

  it('is known where every profile has the same', () => {
    const own = ' 4608000 kilobytes/900 seconds';
    expect(read(...profile('HUB', own), ...profile('SPOKES', own))).toEqual([900, 4_608_000]);
  });

  it('is not that of the profile which IOS lists first, where the tunnel may have another', () => {
    expect(read(...profile('default', ' 4608000 kilobytes/3600 seconds'), ...profile('SPOKES', ' 4608000 kilobytes/900 seconds'))).toEqual([
      undefined,
      4_608_000,
    ]);
    expect(read(...profile('default', ' 4608000 kilobytes/3600 seconds'), ...profile('SPOKES', '3600 seconds'))).toEqual([3600, undefined]);
  });

  it('is read of a crypto map in the same two forms', () => {
    const map = (lifetime: string) =>
      SHOWS['crypto-map'].read(
        text('Crypto Map IPv4 "WAN" 10 ipsec-isakmp', '\tPeer = 198.51.100.1', `\tSecurity association lifetime:${lifetime}`),
      );
    expect(map('1800 seconds').tunnels?.[0]?.value).toMatchObject({ lifetimeSeconds: 1800 });
    expect(map(' 100000 kilobytes/1800 seconds').tunnels?.[0]?.value).toMatchObject({ lifetimeSeconds: 1800, lifetimeKilobytes: 100_000 });
  });
});

describe('a group of show vrrp', () => {
  const group = (...lines: string[]) =>
    SHOWS.standby.read(text('Vlan33 - Group 10 - Address-Family IPv4', ...lines)).redundancy?.[0]?.value;

  it.each([
    ['seconds', '  Advertisement interval is 1.000 sec', '  Master Down interval is 3.531 sec', 1, 3.531],
    ['milliseconds', '  Advertisement interval is 110 msec', '  Master Down interval is 375 msec', 0.11, 0.375],
    ['nothing, on the master', '  Advertisement interval is 1000 msec', '  Master Down interval is unknown', 1, undefined],
  ])('is advertised, and taken over, by its intervals in %s', (_unit, advertised, down, helloSeconds, holdSeconds) => {
    const read = group('  State is BACKUP', advertised, down);
    expect([read?.helloSeconds, read?.holdSeconds]).toEqual([helloSeconds, holdSeconds]);
  });

  it("keeps the interval of its own apart from the master's", () => {
    const read = group('  Advertisement interval is 1000 msec', '  Master Advertisement interval is 300 msec (expires in 89 msec)');
    expect(read?.helloSeconds).toBe(1);
  });

  it.each([
    ['49.507 secs', 49.507],
    ['8 mins 40.213 secs', 520.213],
    ['2 hours 3 mins 1 secs', 7381],
    ['1 day 2 hours', 93_600],
  ])('has been what it is for %s', (words, seconds) => {
    expect(group('  State is MASTER', `  State duration ${words}`)?.changedSeconds).toBe(seconds);
  });
});

describe('why a router came up, in show version', () => {
  it.each([
    ['System returned to ROM by power-on', 'power-on'],
    ['System returned to ROM by reload at 10:26:47 EST Mon Jan 5 2026', 'reload'],
    ['System returned to ROM by  power cycle at 21:57:23 UTC Mon Jan 5 2026 (SP by power on)', 'power cycle'],
    ['System restarted by power-on', 'power-on'],
    ['System restarted at 05:06:40 UTC Mon Jan 5 2026', undefined],
  ])('is said by an older release so: %s', (line, reason) => {
    expect(SHOWS.version.read(text('hq uptime is 1 week', line)).reloadReason?.value).toBe(reason);
  });

  it('is the last reason where both are printed', () => {
    const read = SHOWS.version.read('System returned to ROM by reload\nLast reload reason: Critical process fault');
    expect(read.reloadReason?.value).toBe('Critical process fault');
  });
});

describe('a counter that stands behind a name without a number', () => {
  const counted = (...lines: string[]) =>
    SHOWS['crypto-ikev2-stats'].read(text(...lines)).counters?.map(({ value: { name, count } }) => `${name}: ${count}`);

  it.each([
    [
      'SA Strength Enforcement Rejects - incoming:        3 outgoing:        4',
      ['SA Strength Enforcement Rejects, incoming: 3', 'SA Strength Enforcement Rejects, outgoing: 4'],
    ],
    [
      'SA Strength Enforcement Rejects:  incoming:        3 outgoing:        4',
      ['SA Strength Enforcement Rejects, incoming: 3', 'SA Strength Enforcement Rejects, outgoing: 4'],
    ],
    [
      'PPK Retrieve Failure    -    ALL:      2        With PPK Required:    1',
      ['PPK Retrieve Failure, ALL: 2', 'PPK Retrieve Failure, With PPK Required: 1'],
    ],
    ['Phase1.5 SAs under negotiation:         6', ['Phase1.5 SAs under negotiation: 6']],
  ])('is named after it: %s', (line, names) => {
    expect(counted(line)).toEqual(names);
  });

  it('is named after the line above, where its own only goes on', () => {
    expect(counted('Incoming IKEV2 Cookie Challenged Requests: 9       ', '    accepted: 7        rejected: 2        ')).toEqual([
      'Incoming IKEV2 Cookie Challenged Requests: 9',
      'Incoming IKEV2 Cookie Challenged Requests, accepted: 7',
      'Incoming IKEV2 Cookie Challenged Requests, rejected: 2',
    ]);
  });
});

it('an IPv6 spoke of show dmvpn has the network behind it, and not that of the spoke above', () => {
  const { dmvpn } = SHOWS.dmvpn.read(
    text(
      'Interface: Tunnel1, IPv6 NHRP Details',
      '    1.Peer NBMA Address: 198.51.100.1',
      '\tTunnel IPv6 Address: 2001:DB8:0:1::2',
      '\tIPv6 Target Network: 2001:DB8:2::/48',
      '\t# Ent: 1, Status: UP, UpDn Time: 00:02:39, Cache Attrib: D',
      '    2.Peer NBMA Address: 203.0.113.9',
      '\tTunnel IPv6 Address: 2001:DB8:0:1::3',
      '\t# Ent: 1, Status: UP, UpDn Time: 00:02:29, Cache Attrib: D',
    ),
  );
  expect(dmvpn?.map(({ value: { nbma, network } }) => [nbma, network])).toEqual([
    ['198.51.100.1', '2001:DB8:2::/48'],
    ['203.0.113.9', undefined],
  ]);
});

it('a selector behind a no-break space, as pages copy it, is one', () => {
  const { ikeChildSas } = SHOWS['crypto-ikev2-session'].read(
    text(
      '1         192.0.2.1/500         198.51.100.1/500      none/none            READY',
      'Child sa: local selector\u00A0 10.1.0.0/0 - 10.1.0.255/65535',
      '          remote selector 10.2.0.0/0 - 10.2.0.255/65535',
      '          ESP spi in/out: 0x21/0x22',
    ),
  );
  expect(ikeChildSas?.[0]?.value.localProxy).toBe('10.1.0.0/0 - 10.1.0.255/65535');
});
