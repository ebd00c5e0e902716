import { describe, expect, it } from 'vitest';
import { BRANCH, timelineOf } from './two-peers.ts';

const OTHER = '203.0.113.77';

describe('the state of a peer', () => {
  it('is what its shows say of this tunnel, with file and line, and nothing of other tunnels', () => {
    const { states } = timelineOf({
      a: {
        'show_crypto_ipsec_sa.txt': [
          `   current_peer ${BRANCH} port 500`,
          '     inbound esp sas:',
          '      spi: 0xCD2CA569(3442255209)',
          `   current_peer ${OTHER} port 500`,
          '     inbound esp sas:',
          '      spi: 0x1(1)',
        ],
        'show_crypto_isakmp_sa.txt': [
          `${BRANCH}    192.0.2.1       QM_IDLE           1010 ACTIVE`,
          `${OTHER}    192.0.2.1       MM_NO_STATE           1011 ACTIVE (deleted)`,
        ],
        'show_crypto_session_detail.txt': [
          'Session status: DOWN',
          `Peer: ${OTHER} port 500`,
          'Session status: UP-NO-IKE',
          `Peer: ${BRANCH} port 500`,
        ],
      },
    });
    expect(states.a.ipsecSas).toEqual([
      {
        value: { spi: '0xCD2CA569', direction: 'inbound', remote: BRANCH },
        side: 'a',
        file: 'show_crypto_ipsec_sa.txt',
        line: 3,
        text: '      spi: 0xCD2CA569(3442255209)',
      },
    ]);
    expect(states.a.ikeSas?.map(({ value }) => value)).toEqual([{ state: 'QM_IDLE', remote: BRANCH, status: 'ACTIVE', connId: 1010 }]);
    expect(states.a.sessionStatus).toMatchObject({ value: 'UP-NO-IKE', line: 3 });
    expect(states.b).toEqual({});
  });

  it('tells "listed nothing" from "was not asked"', () => {
    const { states } = timelineOf({
      a: { 'show_crypto_isakmp_sa.txt': ['dst             src             state          conn-id status'] },
    });
    expect([states.a.ikeSas, states.b.ikeSas]).toEqual([[], undefined]);
  });

  it('has the crypto configuration that names the peer, with its own lifetime', () => {
    const { states } = timelineOf({
      a: {
        'show_running_config_section_crypto.txt': [
          'crypto ipsec security-association lifetime seconds 1800',
          'crypto map WAN 10 ipsec-isakmp',
          ` set peer ${OTHER}`,
          'crypto map WAN 20 ipsec-isakmp',
          ` set peer ${BRANCH}`,
          ' set security-association lifetime seconds 900',
          'crypto map WAN 65535 ipsec-isakmp dynamic SPOKES',
        ],
      },
    });
    expect(states.a).toMatchObject({
      cryptoConfigType: { value: 'static-crypto-map', line: 4 },
      ipsecLifetimeSeconds: { value: 900 },
      invalidSpiRecovery: { value: false },
    });
  });

  it.each([
    [
      'the configuration',
      'show_running_config_section_crypto.txt',
      ['crypto map WAN 10 ipsec-isakmp', ` set peer ${OTHER}`, ` set peer ${BRANCH}`],
    ],
    [
      'show crypto map',
      'show_crypto_map.txt',
      [
        'Crypto Map IPv4 "WAN" 10 ipsec-isakmp',
        `\tPeer = ${OTHER}`,
        `\tPeer = ${BRANCH}`,
        `\tCurrent peer: ${OTHER}`,
        'Crypto Map IPv4 "WAN" 65535 ipsec-isakmp',
        '\tDynamic map template tag: SPOKES',
      ],
    ],
  ])('has the crypto map to which the peer is the second one, in %s', (_where, file, lines) => {
    const any = file.includes('running') ? ['crypto map WAN 65535 ipsec-isakmp dynamic SPOKES'] : [];
    expect(timelineOf({ a: { [file]: [...lines, ...any] } }).states.a.cryptoConfigType).toMatchObject({
      value: 'static-crypto-map',
      line: 1,
    });
  });

  it('falls back on the configuration for any peer', () => {
    const { states } = timelineOf({
      a: {
        'show_running_config_section_crypto.txt': [
          'crypto map WAN 10 ipsec-isakmp',
          ` set peer ${OTHER}`,
          'crypto map WAN 65535 ipsec-isakmp dynamic SPOKES',
        ],
      },
    });
    expect(states.a.cryptoConfigType?.value).toBe('dynamic-crypto-map');
  });

  it('is also read from a terminal log, behind the commands that were typed there', () => {
    const { states } = timelineOf({
      a: {
        'putty.log': [
          'hq#sh cry ips sa',
          `   current_peer ${BRANCH} port 500`,
          '     inbound esp sas:',
          '      spi: 0xCD2CA569(3442255209)',
          'hq#sh run | sec crypto',
          'crypto isakmp invalid-spi-recovery',
          'hq#',
        ],
      },
    });
    expect(states.a.ipsecSas).toMatchObject([{ value: { spi: '0xCD2CA569' }, file: 'putty.log', line: 4 }]);
    expect(states.a.invalidSpiRecovery).toMatchObject({ value: true, line: 6 });
  });

  it('takes the year of the other peer, when only its stamps print one', () => {
    const { recordings } = timelineOf({
      a: ['*Oct 25 20:37:02.885: %SYS-5-CONFIG_I: a'],
      b: ['*Oct 25 2024 20:37:02.885: %SYS-5-CONFIG_I: a'],
    });
    expect(recordings.a.fromAt).toBe(Date.UTC(2024, 9, 25, 20, 37, 2, 885));
  });

  it('gives its year to stamps that have none', () => {
    const { recordings } = timelineOf({
      a: {
        'show_clock_detail.txt': ['20:40:00.000 UTC Sat Oct 25 2025'],
        'show_logging.txt': ['*Oct 25 20:37:02.885: %SYS-5-CONFIG_I: a'],
      },
      b: ['*Oct 25 20:37:02.885: %SYS-5-CONFIG_I: a'],
    });
    expect([recordings.a.fromAt, recordings.b.fromAt]).toEqual([
      Date.UTC(2025, 9, 25, 20, 37, 2, 885),
      Date.UTC(2025, 9, 25, 20, 37, 2, 885),
    ]);
  });

  it.each([0, 1])('has one session with the peer: the one that works, wherever it stands (%i)', (first) => {
    const sessions = [
      ['Session status: DOWN-NEGOTIATING', `Peer: ${BRANCH} port 500`],
      ['Session status: UP-ACTIVE', `Peer: ${BRANCH} port 500`],
    ];
    const lines = first === 0 ? sessions.flat() : sessions.toReversed().flat();
    const { states } = timelineOf({ a: { 'show_crypto_session_detail.txt': lines } });
    expect(states.a.sessionStatus?.value).toBe('UP-ACTIVE');
  });

  it('knows a spoke by one tunnel address, whatever networks lie behind it', () => {
    const { states } = timelineOf({
      a: {
        'show_ip_nhrp_detail.txt': [
          '10.0.0.2/32 via 10.0.0.2',
          `   NBMA address: ${BRANCH}`,
          '10.2.0.0/24 via 10.0.0.2',
          `   NBMA address: ${BRANCH}`,
        ],
      },
    });
    expect(states.a.nhrp?.map(({ value }) => value.tunnelAddress)).toEqual(['10.0.0.2', '10.0.0.2']);
  });

  it.each([
    ['radius server R', ' address ipv4 203.0.113.77 auth-port 1812'],
    ['tacacs server T', ' address ipv4 203.0.113.77'],
    ['aaa group server radius G', ' address 203.0.113.77'],
  ])('takes no address below %s for a peer', (head, line) => {
    const { states } = timelineOf({
      a: { 'show_running_config.txt': [head, line, 'crypto ikev2 keyring K', ' peer BRANCH', `  address ${BRANCH}`] },
    });
    expect(states.a.peers?.map(({ value }) => value)).toEqual([BRANCH]);
  });
});

describe('a message of an unknown SPI', () => {
  const invalid = (source: string) =>
    `*Oct 25 20:37:02.885: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=${source}`;

  it('from an address that is nobody’s names it', () => {
    const { recordings, incidents } = timelineOf({ a: [invalid(OTHER)] });
    expect(incidents).toEqual([]);
    expect(recordings.a).toMatchObject({ foreignInvalidSpis: 1, strangers: [OTHER] });
  });

  it('from a peer of another tunnel names nobody', () => {
    const { recordings } = timelineOf({
      a: {
        'show_logging.txt': [invalid(OTHER)],
        'show_running_config.txt': ['crypto map M 10 ipsec-isakmp', ` set peer ${BRANCH}`, ` set peer ${OTHER}`],
      },
    });
    expect(recordings.a).toMatchObject({ foreignInvalidSpis: 1, strangers: [] });
  });

  it.each(['y.y.y.y', '<removed>', 'x.x.x.x'])('whose source is masked as %s has no source', (mask) => {
    const { incidents } = timelineOf({ a: [invalid(mask), invalid('z.z.z.z')] });
    expect(incidents).toMatchObject([{ source: null, sources: [] }]);
  });

  it.each([
    'decaps: rec',
    '',
    "decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0",
    "decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x5A1B",
  ])('that was cut off behind its mnemonic is named: %s', (left) => {
    const { missing, incidents } = timelineOf({ a: [`*Oct 25 20:37:02.885: %CRYPTO-4-RECVD_PKT_INV_SPI: ${left}`] });
    expect([...missing.filter((each) => /cut off inside|ends in the middle of a message/.test(each)), ...incidents]).toHaveLength(1);
  });
});
