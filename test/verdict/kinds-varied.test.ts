/** Kinds of fault that stories of others found, each varied: a DELETE of phase 1, ends of a life that no line names, a router that never negotiated. */
import { describe, expect, it } from 'vitest';
import type { FactId } from '../../src/verdict/facts/index.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';

/** branch (b) receives with X, hq (a) sends. */
const X = 'B761863E';
const [HQ, BRANCH, PLANT] = ['192.0.2.1', '198.51.100.1', '198.51.100.65'];
const at = (time: string, body: string) => `Sep  2 2026 ${time}: ${body}\n`;
const INVALID = `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${X}(3076621886), srcaddr=${HQ}, input interface=GigabitEthernet0/0`;

interface Sa {
  spi?: string;
  lifetime?: string;
  /** The address for which the SA is, and whose end prints it. */
  to?: string;
  own?: string;
  far?: string;
  /** 12.4 prints neither lifetime nor identity. [C] ike.md 4.1 */
  isOld?: boolean;
}
function sa(
  what: 'create_sa' | 'delete_sa',
  time: string,
  { spi = X, lifetime = '4608000/3600', to = BRANCH, own = BRANCH, far = HQ, isOld = false }: Sa = {},
): string {
  const head = at(time, what === 'create_sa' ? 'IPSEC(create_sa): sa created,' : 'IPSEC(delete_sa): deleting SA,');
  const body = `  (sa) sa_dest= ${to}, ${isOld ? 'sa_prot' : 'sa_proto'}= 50,\n    sa_spi= 0x${spi}(${Number.parseInt(spi, 16)}),\n    sa_trans= esp-aes 256 esp-sha-hmac , sa_conn_id= 2003\n`;
  const rest = `    sa_lifetime(k/sec)= (${lifetime}),\n  (identity) local= ${own}:0, remote= ${far}:0,\n    local_proxy= 10.2.0.0/255.255.0.0/256/0,\n    remote_proxy= 10.1.0.0/255.255.0.0/256/0\n`;
  return head + body + (isOld ? '' : rest);
}
const sender = (time: string, lifetime = '4608000/3600') =>
  sa('create_sa', time, { own: HQ, far: BRANCH, lifetime }) +
  at(time, `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${X}`);
const later = (time: string) => at(time, '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (203.0.113.9)');

function judged(a: string, b: string, shown: Readonly<Record<string, string>> = {}) {
  const { incidents, facts } = judge(timelineOf({ a, b }, shown));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  const answer = (id: FactId) => facts.find(({ fact }) => fact === id)?.is;
  return { ...incident, answer };
}

describe('the DELETE of phase 1 of IKEv1', () => {
  /** As each release prints it. */
  const RELEASES = {
    'IOS 12.4': { isakmp: 'ISAKMP:(0:1:SW:1):', packet: 'ISAKMP:(0:1:SW:1): ', id: '-426260398' },
    'IOS 15': { isakmp: 'ISAKMP:(1001):', packet: 'ISAKMP:(1001): ', id: '-426260398' },
    'IOS XE': { isakmp: 'ISAKMP: (1001):', packet: 'ISAKMP-PAK: (1001):', id: '3868706898' },
  };
  function phaseOne(time: string, release: keyof typeof RELEASES, reason: string): string {
    const { isakmp, packet, id } = RELEASES[release];
    return (
      at(time, `${isakmp}deleting SA reason "${reason}" state (R) QM_IDLE       (peer ${HQ})`) +
      at(time, `ISAKMP: set new node ${id} to QM_IDLE`) +
      at(time, `${packet}sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE`) +
      at(time, `${isakmp}purging node ${id}`) +
      at(time, `${isakmp}Input = IKE_MESG_INTERNAL, IKE_PHASE1_DEL`) +
      at(time, `${isakmp}Old State = IKE_P1_COMPLETE  New State = IKE_DEST_SA`)
    );
  }

  it.each(Object.keys(RELEASES) as (keyof typeof RELEASES)[])('of %s is no DELETE of X, which goes beside it', (release) => {
    for (const [first, second] of [
      ['10:20:00.000', '10:20:00.004'],
      ['10:20:00.004', '10:20:00.000'],
    ] as const) {
      const lines = [phaseOne(first, release, 'IKE SA Lifetime Exceeded'), sa('delete_sa', second)];
      const b =
        sa('create_sa', '10:00:00.000') +
        (first < second ? lines : lines.reverse()).join('') +
        at('10:20:08.000', INVALID) +
        at('10:21:09.000', INVALID);
      const { cause, answer } = judged(sender('10:00:00.010'), b);
      expect(answer('delete-left')).not.toBe('yes');
      expect(cause.id).not.toBe('delete-lost');
      expect(cause.confidence).not.toBe('certain');
    }
  });

  it('leaves that of X itself, in a message of its own, a DELETE of X', () => {
    const own =
      at('10:20:00.001', 'ISAKMP: set new node 1148084868 to QM_IDLE') +
      at('10:20:00.001', `ISAKMP:(1001): sending packet to ${HQ} my_port 500 peer_port 500 (R) QM_IDLE`) +
      at('10:20:00.001', 'ISAKMP:(1001):purging node 1148084868') +
      at('10:20:00.001', 'ISAKMP:(1001):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL');
    const b =
      sa('create_sa', '10:00:00.000') +
      sa('delete_sa', '10:20:00.000') +
      own +
      phaseOne('10:20:00.003', 'IOS 15', 'No reason') +
      at('10:20:08.000', INVALID) +
      at('10:21:09.000', INVALID);
    expect(judged(sender('10:00:00.010'), b).answer('delete-left')).toBe('yes');
  });
});

describe('DPD of another version of IKE', () => {
  const CONFIGURED = 'crypto isakmp keepalive 10 3 periodic\ncrypto map OUTSIDE 10 ipsec-isakmp\n set peer 198.51.100.1\n';
  const READY = (seconds: number) =>
    `Tunnel-id Local                 Remote                fvrf/ivrf            Status \n1         192.0.2.1/500         198.51.100.1/500      none/none            READY  \n      Life/Active Time: 86400/4000 sec\n      DPD configured for ${seconds} seconds, retry ${seconds === 0 ? 0 : 2}\n`;
  const b = sa('create_sa', '10:00:00.000') + at('10:20:08.000', INVALID) + at('10:21:09.000', INVALID);

  it.each([
    [0, 'yes'],
    [10, 'no'],
  ] as const)('is none: a tunnel whose IKEv2 SA says %i seconds is judged by that', (seconds, is) => {
    const { facts } = judge(
      timelineOf(
        { a: sender('10:00:00.010'), b },
        {},
        { 'show_crypto_ikev2_sa_detailed.txt': READY(seconds), 'show_running_config_section_crypto.txt': CONFIGURED },
      ),
    );
    const unprobed = facts.find(({ fact }) => fact === 'unprobed');
    expect(unprobed?.is).toBe(is);
    // Each by the line that says so, and not by the row of the SA.
    expect(unprobed?.evidence.map(({ text }) => text.trim())).toEqual([
      seconds === 0 ? 'DPD configured for 0 seconds, retry 0' : 'crypto isakmp keepalive 10 3 periodic',
    ]);
  });
});

describe('an SA whose end no line explains', () => {
  const DROPS = (count: number) => ({
    'show_platform_hardware_qfp_active_feature_ipsec_datapath_drops_all.txt': `Drop Type  Name                                     Packets\n       18  IN_CD_SW_IPSEC_HARD_EXPIRY                               ${count}\n`,
  });

  it.each([
    ['4608000/600', '10:10:00.050', '4608000/3600'],
    ['4608000/3600', '11:00:00.400', '4608000/28800'],
    ['4608000/28800', '18:00:00.900', '4608000/86400'],
  ])('ran out when the %s that its lines print are over', (own, end, far) => {
    const [date, seconds] = end.split('.');
    const b =
      sa('create_sa', '10:00:00.000', { lifetime: own }) +
      sa('delete_sa', end, { lifetime: own }) +
      at(`${date}.${Number(seconds) + 9}`, INVALID);
    const { cause, answer } = judged(sender('10:00:00.010', far), b);
    expect(answer('expired-by-time')).toBe('yes');
    expect(cause.id).toBe('lifetime-mismatch');
  });

  it('did not run out in the midst of its life', () => {
    const b = sa('create_sa', '10:00:00.000') + sa('delete_sa', '10:21:00.000') + at('10:21:08.000', INVALID);
    expect(judged(sender('10:00:00.010'), b).answer('expired-by-time')).toBe('no');
  });

  it.each([
    ['2560/3600', 12, 'volume-lifetime-expired'],
    ['102400/3600', 3, 'volume-lifetime-expired'],
  ] as const)(
    'with few kilobytes (%s), of which the data plane counts %i hard expiries, came to the end of those',
    (lifetime, count, id) => {
      const b =
        sa('create_sa', '10:00:00.000', { lifetime }) +
        sa('delete_sa', '10:05:00.000', { lifetime }) +
        at('10:05:01.300', INVALID) +
        at('10:06:02.000', INVALID);
      const { cause, answer } = judged(sender('10:00:00.010'), b, DROPS(count));
      expect(answer('expired-by-volume')).toBe('yes');
      expect(cause.id).toBe(id);
    },
  );

  it('and without a counted expiry may have gone for any reason', () => {
    const b = sa('create_sa', '10:00:00.000') + sa('delete_sa', '10:05:00.000') + at('10:05:01.300', INVALID) + at('10:06:02.000', INVALID);
    expect(judged(sender('10:00:00.010'), b, DROPS(0)).answer('expired-by-volume')).not.toBe('yes');
  });

  it('ran out by the session that came up and went down, with what is configured', () => {
    const session = (time: string, is: 'UP' | 'DOWN') =>
      at(time, `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is ${is}.  Peer ${HQ}:500       Id: ${HQ}`);
    const b =
      session('10:00:00.000', 'UP') +
      sa('delete_sa', '10:10:00.400', { isOld: true }) +
      session('10:10:00.401', 'DOWN') +
      at('10:10:05.000', INVALID) +
      at('10:11:06.000', INVALID);
    const shown = {
      'show_running_config_section_crypto.txt': `crypto ipsec security-association lifetime seconds 600\ncrypto map OUTSIDE 10 ipsec-isakmp\n set peer ${HQ}\n`,
    };
    expect(judged(sender('09:59:59.000'), b, shown).answer('expired-by-time')).toBe('yes');
  });

  it('has no successor in what classic IOS made for another peer meanwhile', () => {
    const made = (spi: string, out: string, far: string) =>
      sa('create_sa', '10:05:00.000', { spi, isOld: true }) + sa('create_sa', '10:05:00.000', { spi: out, to: far, isOld: true });
    const ends = sa('delete_sa', '10:20:00.000', { isOld: true }) + at('10:20:08.000', INVALID) + at('10:21:09.000', INVALID);
    const begins =
      sa('create_sa', '10:00:00.000', { isOld: true }) + sa('create_sa', '10:00:00.000', { spi: '0A0A0A0A', to: HQ, isOld: true });
    expect(judged(sender('10:00:00.010'), begins + made('1B1B1B1B', '2C2C2C2C', PLANT) + ends).answer('replaced-at-rekey')).not.toBe('yes');
    expect(judged(sender('10:00:00.010'), begins + made('1B1B1B1B', '2C2C2C2C', HQ) + ends).answer('replaced-at-rekey')).toBe('yes');
  });
});

describe('a router to which ESP of another one comes', () => {
  const NONE = 'IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n\nIPv6 Crypto ISAKMP SA\n';
  const OWN = `IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n${BRANCH}    ${HQ}       QM_IDLE           1001 ACTIVE\n`;
  const shown = (ikeSas: string, asked = '10:22:30.000 UTC Wed Sep 2 2026') => ({
    'show_crypto_isakmp_sa.txt': ikeSas,
    'show_version.txt': 'Cisco IOS Software, Version 15.4(3)M\nbranch uptime is 7 weeks, 2 days, 1 hour, 3 minutes\n',
    'show_clock_detail.txt': `${asked}\nTime source is NTP\n`,
  });
  const b = at('10:20:08.000', INVALID) + at('10:21:09.000', INVALID) + later('10:22:20.000');
  const answered = (time: string) =>
    at(time, `ISAKMP:(1001):DPD/R_U_THERE_ACK received from peer ${BRANCH}, sequence 0x1A2B3C4D`) +
    at(time, `ISAKMP (1001): received packet from ${BRANCH} dport 500 sport 500 Global (I) QM_IDLE`);

  it('has no IKE SA, has been up for weeks, and its address still answers hq: that is possible, where nothing ties the two clocks', () => {
    const { cause, answer } = judged(sender('10:00:00.010') + answered('10:20:30.000') + answered('10:21:00.000'), b, shown(NONE));
    expect(answer('alive-elsewhere')).toBe('yes');
    expect([cause.id, cause.confidence]).toEqual(['misrouted-esp', 'possible']);
  });

  it('is not one that holds an IKE SA with hq, whose answers these are', () => {
    expect(judged(sender('10:00:00.010') + answered('10:20:30.000'), b, shown(OWN)).answer('alive-elsewhere')).not.toBe('yes');
  });

  it('cannot be told when a later probe went unanswered, or the table was asked for long behind', () => {
    const missed = at('10:21:00.000', 'ISAKMP:(1001):DPD incrementing error counter (1/5)');
    expect(judged(sender('10:00:00.010') + answered('10:20:30.000') + missed, b, shown(NONE)).answer('alive-elsewhere')).not.toBe('yes');
    const late = shown(NONE, '14:22:30.000 UTC Wed Sep 2 2026');
    expect(judged(sender('10:00:00.010') + answered('10:20:30.000'), b, late).answer('alive-elsewhere')).not.toBe('yes');
  });
});
