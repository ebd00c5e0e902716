/** Signs: what each message says of a tunnel, and what only resembles one. */
import { describe, expect, it } from 'vitest';
import { TRIGGERS } from '../../src/playbook/triggers/index.ts';
import { MAY_MATTER, readSign } from '../../src/syslog/sign.ts';
import { readTornSign } from '../../src/syslog/torn.ts';

const INVALID =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1, input interface=Tunnel7";
const nothing = { spi: null, local: null, peer: null, interface: null };
const peer = { ...nothing, peer: '198.51.100.1' };
const both = { ...peer, local: '192.0.2.1' };

describe('a sign', () => {
  it.each([
    [INVALID, { ...both, sign: 'invalid-spi', spi: '0xB761863E', interface: 'Tunnel7' }],
    [
      "%PIX-4-402101: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1",
      { ...both, sign: 'invalid-spi', spi: '0xB761863E' },
    ],
    ['%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.1:500       Id: 198.51.100.1', { ...peer, sign: 'session-down' }],
    ['%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer 198.51.100.1:4500       Id: branch', { ...peer, sign: 'session-up' }],
    ['%CRYPTO-5-IKEV2_SESSION_STATUS: Crypto tunnel v2 is DOWN. Peer 198.51.100.1:500 Id: 198.51.100.1', { ...peer, sign: 'session-down' }],
    [
      '%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 2001:DB8::1:500       Id: 2001:DB8::1',
      { ...nothing, peer: '2001:db8::1', sign: 'session-down' },
    ],
    [
      '%CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.1 has no SA and is not an initialization offer.!!!!',
      { ...peer, sign: 'no-ike-sa' },
    ],
    [
      '%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 198.51.100.1 failed its sanity check or is malformed',
      { ...peer, sign: 'malformed-ike' },
    ],
    ['%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 198.51.100.1', { ...peer, sign: 'negotiation-failed' }],
    [
      "%CRYPTO-4-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /192.0.2.1, src_addr= 198.51.100.1, prot= 47",
      { ...both, sign: 'unprotected' },
    ],
    [
      "%IOSXE-3-PLATFORM: R0/0: cpp_cp: QFP:0.0 Thread:000 TS:00000000734849689650 %IPSEC-3-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet, dest_addr= 192.0.2.1, src_addr= 198.51.100.1, prot= 1",
      { ...both, sign: 'unprotected' },
    ],
    [
      '%IOSXE-3-PLATFORM: R0/0: cpp_cp: QFP:0.0 Thread:083 TS:00 %IPSEC-3-REPLAY_ERROR: IPSec SA receives anti-replay error, DP Handle 2770, src_addr 198.51.100.1, dest_addr 192.0.2.1, SPI 0x293',
      { ...both, sign: 'replay', spi: '0x00000293' },
    ],
    [
      '%DMVPN-5-CRYPTO_SS: Tunnel0: local address : 192.0.2.1 remote address : 198.51.100.1 socket is DOWN',
      { ...both, sign: 'session-down', interface: 'Tunnel0' },
    ],
    [
      '%DMVPN-5-NHRP_NHS_DOWN: Tunnel0: Next Hop Server : (Tunnel: UNKNOWN NBMA: 198.51.100.1 ) for (Tunnel: 172.16.1.3 NBMA: 192.0.2.1) is DOWN, Reason: NHRP Registration Failure(NHRP: no error)',
      { ...both, sign: 'hub-lost', interface: 'Tunnel0' },
    ],
    [
      '%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel7, changed state to down',
      { ...nothing, sign: 'interface-down', interface: 'Tunnel7' },
    ],
    ['%SYS-5-RESTART: System restarted --', { ...nothing, sign: 'reload' }],
  ])('is read in `%s`', (body, expected) => {
    expect(MAY_MATTER.test(body)).toBe(true);
    expect(readSign(body)).toMatchObject(expected);
  });

  it.each([
    '%LINEPROTO-5-UPDOWN: Line protocol on Interface GigabitEthernet0/0, changed state to down',
    '%LINK-3-UPDOWN: Interface Tunnel7, changed state to down',
    `%HA_EM-6-LOG: WATCH: ${INVALID}`,
    `%PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:!exec: send log ${INVALID}`,
    `%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: ${INVALID}]`,
    'ISAKMP: (1003): processing NOTIFY INVALID_SPI',
  ])('is not read in `%s`', (body) => {
    expect(readSign(body)).toBeUndefined();
  });

  it('is read in every message that springs a trap', () => {
    const ends = { local: '192.0.2.1', remote: '198.51.100.1' };
    const springs = Object.values(TRIGGERS).flatMap((trigger) => trigger.samples(ends).spring);
    expect(springs.length).toBeGreaterThan(3);
    for (const text of springs) expect(readSign(text.slice(text.indexOf('%')))).toMatchObject({ peer: '198.51.100.1' });
  });
});

describe('a torn message', () => {
  it.each([
    INVALID.slice(4),
    `\u001b[2J??${INVALID.slice(9)}`,
    INVALID.slice(INVALID.indexOf('invalid spi')),
    'TO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 198.51.100.1:500       Id: 198.51.100.1',
  ])('still says what it says: `%s`', (text) => {
    expect(readTornSign(text)).toMatchObject({ peer: '198.51.100.1' });
  });

  it.each([`hq#send log ${'%SYS-5-USERLOG_NOTICE: '}${INVALID}`, 'UPDOWN: Tunnel7', 'x-1-SESSION_STATUS: Crypto tunnel is DOWN.'])(
    'says nothing where it only quotes, or too little is left: `%s`',
    (text) => {
      expect(readTornSign(text)).toBeUndefined();
    },
  );
});
