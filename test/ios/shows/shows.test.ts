import { describe, expect, it } from 'vitest';
import { fileNameOfCommand } from '../../../src/ios/command-file.ts';
import { showOfCommand } from '../../../src/ios/log/embedded-shows.ts';
import { SHOWS, showOf } from '../../../src/ios/shows/index.ts';

describe.each(Object.values(SHOWS))('the output of `$command`', (show) => {
  it('is known by the file that a bundle keeps it in', () => {
    expect(showOf(fileNameOfCommand(show.command))).toBe(show);
  });

  it('says something in each sample, and the line that says it', () => {
    for (const sample of show.samples) {
      const facts = Object.values(show.read(sample))
        .flat()
        .filter((fact) => fact !== undefined);
      expect(facts.length, sample).toBeGreaterThan(0);
      const lines = sample.split('\n');
      for (const { line, text } of facts) if (line > 0) expect(lines[line - 1]?.trimEnd()).toBe(text);
    }
  });

  it('says nothing where there is nothing', () => {
    expect(
      Object.values(show.read(''))
        .flat()
        .filter((fact) => fact !== undefined),
    ).toEqual([]);
    expect(() => show.read("% Invalid input detected at '^' marker.\n")).not.toThrow();
  });
});

describe('show crypto ipsec sa', () => {
  const { childSas, counters } = SHOWS['crypto-ipsec-sa'].read(
    [
      '   current_peer 198.51.100.1 port 500',
      '    #pkts no sa (send) 0, #pkts invalid sa (rcv) 3',
      '    ##pkts replay failed (rcv): 2',
      '     current outbound spi: 0xDA3E187A(3661502586)',
      '     inbound esp sas:',
      '      spi: 0xCD2CA569(3442255209)',
      '        sa timing: remaining key lifetime (k/sec): (4607999/3569)',
      '        Status: ACTIVE(ACTIVE)',
      '     inbound ah sas:',
      '     outbound esp sas:',
      '      spi: 0xDA3E187A(3661502586)',
      '        sa timing: remaining key lifetime 4 hours, 2 mins',
      '   current_peer 203.0.113.77 port 4500',
      '     inbound esp sas:',
      '      spi: 0x1(1)',
      '        sa timing: remaining key lifetime (sec): 94',
    ].join('\r\n'),
  );

  it('lists the SPIs with their direction, their peer and what is left', () => {
    expect(childSas?.map(({ value }) => value)).toEqual([
      {
        spi: '0xCD2CA569',
        direction: 'inbound',
        remote: '198.51.100.1',
        remainingKilobytes: 4607999,
        remainingSeconds: 3569,
        status: 'ACTIVE(ACTIVE)',
      },
      { spi: '0xDA3E187A', direction: 'outbound', remote: '198.51.100.1', remainingSeconds: 14520, isCurrent: true },
      { spi: '0x00000001', direction: 'inbound', remote: '203.0.113.77', remainingSeconds: 94 },
    ]);
  });

  it('counts what was dropped', () => {
    expect(counters?.map(({ value }) => [value.name, value.count])).toEqual([
      ['pkts no sa (send)', 0],
      ['pkts invalid sa (rcv)', 3],
      ['pkts replay failed (rcv)', 2],
    ]);
  });
});

describe('the crypto configuration', () => {
  const read = (...lines: string[]) => SHOWS['running-config'].read(lines.join('\n'));

  it('says whether an unknown SPI is answered', () => {
    expect(read('crypto isakmp policy 10', 'crypto isakmp invalid-spi-recovery').invalidSpiRecovery).toEqual({
      value: true,
      line: 2,
      text: 'crypto isakmp invalid-spi-recovery',
    });
    expect(read('crypto isakmp policy 10').invalidSpiRecovery).toMatchObject({ value: false, line: 0 });
    expect(read('no crypto isakmp invalid-spi-recovery', 'crypto isakmp policy 10').invalidSpiRecovery).toMatchObject({ value: false });
    expect(read('interface Tunnel0').invalidSpiRecovery).toBeUndefined();
  });

  it.each([
    ['crypto isakmp keepalive 10 3 periodic', { intervalSeconds: 10, retrySeconds: 3, isPeriodic: true }],
    ['crypto isakmp keepalive 30', { intervalSeconds: 30, isPeriodic: false }],
    ['crypto ikev2 profile P\n dpd 10 2 on-demand', { intervalSeconds: 10, retrySeconds: 2, isPeriodic: false }],
    ['crypto isakmp profile P\n keepalive 10 retry 3', { intervalSeconds: 10, retrySeconds: 3, isPeriodic: false }],
  ])('says how the peer is probed: %s', (text, dpd) => {
    expect(read(text)).toMatchObject({ dpd: { value: dpd }, isDpdConfigured: { value: true } });
  });

  it('does not take the keepalive of a tunnel interface for a probe', () => {
    expect(read('crypto isakmp policy 10', 'interface Tunnel0', ' keepalive 10 3').isDpdConfigured?.value).toBe(false);
  });

  it('takes the lifetime of a profile for the tunnel that uses it', () => {
    const { tunnels, ipsecLifetimeSeconds } = read(
      'crypto ipsec profile P',
      ' set security-association lifetime seconds 900',
      'interface Tunnel0',
      ' tunnel destination 198.51.100.1',
      ' tunnel protection ipsec profile P',
    );
    expect([tunnels?.[0]?.value.lifetimeSeconds, ipsecLifetimeSeconds?.value]).toEqual([900, 3600]);
  });

  it('says that the peer is not probed', () => {
    expect(read('crypto isakmp policy 10')).toMatchObject({ dpd: undefined, isDpdConfigured: { value: false } });
  });

  it('knows the lifetimes, also those that IOS does not print', () => {
    const plain = read('crypto isakmp policy 10', ' encr aes');
    expect([plain.ikeLifetimeSeconds?.value, plain.ipsecLifetimeSeconds?.value]).toEqual([86_400, 3600]);
    const set = read(
      'crypto isakmp policy 10',
      ' lifetime 3600',
      'crypto ipsec security-association lifetime seconds 1800',
      'crypto ipsec security-association lifetime kilobytes 100000',
    );
    expect([set.ikeLifetimeSeconds?.value, set.ipsecLifetimeSeconds?.value, set.ipsecLifetimeKilobytes?.value]).toEqual([
      3600, 1800, 100_000,
    ]);
  });

  it.each([
    ['static-crypto-map', ['crypto map WAN 10 ipsec-isakmp', ' set peer 198.51.100.1'], '198.51.100.1'],
    ['dynamic-crypto-map', ['crypto map WAN 65535 ipsec-isakmp dynamic SPOKES'], undefined],
    [
      'p2p-gre',
      ['interface Tunnel0', ' tunnel source Gi0/0', ' tunnel destination 198.51.100.1', ' tunnel protection ipsec profile P'],
      '198.51.100.1',
    ],
    [
      'svti',
      ['interface Tunnel0', ' tunnel mode ipsec ipv4', ' tunnel destination 198.51.100.1', ' tunnel protection ipsec profile P'],
      '198.51.100.1',
    ],
    [
      'mgre-dynamic-nhrp',
      ['interface Tunnel0', ' ip nhrp map multicast dynamic', ' tunnel mode gre multipoint', ' tunnel protection ipsec profile P'],
      undefined,
    ],
    [
      'mgre-static-nhrp',
      ['interface Tunnel0', ' ip nhrp map 172.16.1.1 198.51.100.1', ' tunnel mode gre multipoint', ' tunnel protection ipsec profile P'],
      '198.51.100.1',
    ],
    [
      'mgre-static-nhrp',
      [
        'interface Tunnel0',
        ' ip nhrp nhs 172.16.1.1 nbma 198.51.100.1 multicast',
        ' tunnel mode gre multipoint',
        ' tunnel protection ipsec profile P',
      ],
      '198.51.100.1',
    ],
    ['ezvpn-client', ['crypto ipsec client ezvpn HQ', ' connect auto'], undefined],
  ])('protects by %s', (type, lines, remote) => {
    const tunnel = read(...lines).tunnels?.[0]?.value;
    expect([tunnel?.type, tunnel?.remote]).toEqual([type, remote]);
  });

  it('takes no tunnel interface without protection for a tunnel', () => {
    expect(read('interface Tunnel0', ' tunnel destination 198.51.100.1').tunnels).toEqual([]);
  });

  it('names every peer that it knows', () => {
    const { peers } = read(
      'crypto isakmp key <removed> address 0.0.0.0',
      'crypto map WAN 10 ipsec-isakmp',
      ' set peer 198.51.100.1 default',
      'crypto ikev2 profile P',
      ' match identity remote address 203.0.113.7 255.255.255.255',
    );
    expect(peers?.map(({ value }) => value)).toEqual(['any', '198.51.100.1', '203.0.113.7']);
  });

  it.each([
    ['crypto isakmp key <removed> address 198.51.100.0 255.255.255.0', '198.51.100.0/24'],
    ['crypto isakmp key <removed> address 198.51.100.1 no-xauth', '198.51.100.1'],
    ['crypto isakmp key <removed> address ipv6 2001:DB8::/32', '2001:db8::/32'],
    ['crypto isakmp key <removed> hostname branch.example.net', 'any'],
    [' match identity remote address 198.51.100.0 255.255.255.0 ', '198.51.100.0/24'],
    ['  address 0.0.0.0 0.0.0.0', 'any'],
    ['  address ::/0', 'any'],
    ['  address 2001:DB8:0::7/128', '2001:db8::7'],
    [' set peer branch.example.net', 'any'],
    [' tunnel destination dynamic', 'any'],
  ])('names by `%s` %s', (line, value) => {
    expect(read('crypto isakmp policy 10', line).peers?.map((peer) => peer.value)).toEqual([value]);
  });
});

describe('other shows', () => {
  it.each([
    ['best uptime is 1 hour, 20 minutes', 4800],
    ['hq uptime is 1 years, 2 weeks, 3 days, 4 hours, 5 minutes', 31_536_000 + 2 * 604_800 + 3 * 86_400 + 4 * 3600 + 300],
  ])('tell the uptime: %s', (line, seconds) => {
    expect(SHOWS.version.read(line).uptimeSeconds?.value).toBe(seconds);
  });

  it.each([
    ['Time source is NTP, 18:56:04.554 EST Mon Oct 17 2016', true],
    ['Time source is hardware calendar, *18:56:04.554 EST Mon Oct 17 2016', false],
    ['No time source, *18:56:04.554 EST Mon Oct 17 2016', false],
  ])('read the clock from the line above a show alone: %s', (line, isNtpSynchronised) => {
    expect(SHOWS.clock.read(`Load for five secs: 1%/0%; one minute: 2%; five minutes: 2%\n${line}`)).toMatchObject({
      clockAt: { value: Date.UTC(2016, 9, 17, 23, 56, 4, 554), line: 2 },
      isNtpSynchronised: { value: isNtpSynchronised },
    });
  });

  it('do not trust a clock that says itself that it is not set', () => {
    expect(SHOWS.clock.read('*04:45:00.857 UTC Thu Aug 7 2025\nTime source is NTP').isNtpSynchronised?.value).toBe(false);
    expect(SHOWS.clock.read('04:45:00.857 UTC Thu Aug 7 2025\nTime source is NTP')).toMatchObject({
      isNtpSynchronised: { value: true },
      clockAt: { value: Date.UTC(2025, 7, 7, 4, 45, 0, 857), line: 1 },
    });
  });

  it('keep a session and its peer together', () => {
    const { sessions } = SHOWS['crypto-session'].read(
      'Session status: UP-NO-IKE\nPeer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)\nSession status: DOWN\nPeer: 203.0.113.77 port 4500',
    );
    expect(sessions?.map(({ value }) => value)).toEqual([
      { status: 'UP-NO-IKE', remote: '198.51.100.1', remotePort: 500 },
      { status: 'DOWN', remote: '203.0.113.77', remotePort: 4500 },
    ]);
  });
});

describe('a typed show', () => {
  it.each([
    ['sh cry ips sa', 'crypto-ipsec-sa'],
    ['show crypto ipsec sa peer 198.51.100.1 detail', 'crypto-ipsec-sa'],
    ['show crypto ipsec spi-lookup', 'crypto-ipsec-spi-lookup'],
    ['sh run | sec crypto', 'running-config'],
    ['show clock', 'clock'],
    ['sh ver', 'version'],
    ['show crypto ikev2 sa', 'crypto-ikev2-sa'],
    ['show ip interface brief', undefined],
    ['clear crypto sa', undefined],
    ['sh', undefined],
  ])('%s is known by its words, cut short or not', (command, id) => {
    expect(showOfCommand(command)?.id).toBe(id);
  });
});

describe('show crypto ikev2 stats', () => {
  it('holds every counter, those behind the first named after it', () => {
    const { counters } = SHOWS['crypto-ikev2-stats'].read('Incoming IKEv2 Requests: 13       accepted:      12       rejected:    1');
    expect(counters?.map(({ value }) => value)).toEqual([
      { name: 'Incoming IKEv2 Requests', count: 13 },
      { name: 'Incoming IKEv2 Requests, accepted', count: 12 },
      { name: 'Incoming IKEv2 Requests, rejected', count: 1 },
    ]);
  });
});

describe('show crypto eli', () => {
  it('holds every figure of a kind of session', () => {
    const { counters } = SHOWS['crypto-eli'].read(' IPSec-Session :     2 active, 16000 max, 0 failed, 2 created');
    expect(counters?.map(({ value }) => `${value.name} ${value.count}`)).toEqual([
      'IPSec-Session active 2',
      'IPSec-Session max 16000',
      'IPSec-Session failed 0',
      'IPSec-Session created 2',
    ]);
  });
});
