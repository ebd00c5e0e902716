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
    expect(states.a.ikeSas?.map(({ value }) => value)).toEqual([{ state: 'QM_IDLE', remote: BRANCH, status: 'ACTIVE' }]);
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
});
