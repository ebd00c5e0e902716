/** Kinds of fault that stories of others found in the verdict: each in its smallest form, with what else the same lines allow. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import type { Cause, JudgedIncident, ToldFact } from '../../src/verdict/verdict.ts';
import { CASES, filesOfCase, judgeFiles } from '../case/open.ts';
import { timelineOf } from './bundle-of.ts';

/** branch (b) receives with X, hq (a) sends. */
const X = 'B761863E';
const [HQ, BRANCH] = ['192.0.2.1', '198.51.100.1'];
const INVALID = `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${X}(3076621886), srcaddr=${HQ}, input interface=GigabitEthernet0/0`;

const at = (time: string, body: string) => `Sep  2 2026 ${time}: ${body}\n`;
const tuple = (spi: string, local: string, remote: string, destination: string, lifetime: string) =>
  `  (sa) sa_dest= ${destination}, sa_proto= 50,
    sa_spi= 0x${spi}(${Number.parseInt(spi, 16)}),
    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003
    sa_lifetime(k/sec)= (${lifetime}),
  (identity) local= ${local}:0, remote= ${remote}:0,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.1.0.0/255.255.0.0/256/0
`;
/** Of branch, where X is inbound, or of hq, where it is outbound. */
const sa = (side: 'a' | 'b', what: 'create_sa' | 'delete_sa', time: string, spi = X, lifetime = '4608000/3600') =>
  at(time, what === 'create_sa' ? 'IPSEC(create_sa): sa created,' : 'IPSEC(delete_sa): deleting SA,') +
  (side === 'b' ? tuple(spi, BRANCH, HQ, BRANCH, lifetime) : tuple(spi, HQ, BRANCH, BRANCH, lifetime));
const switched = (time: string) => at(time, `IPSEC(update_current_outbound_sa): updated peer ${BRANCH} current outbound sa to SPI ${X}`);

function packet(time: string, way: 'sent' | 'received', side: 'a' | 'b', exchange: string, id: number): string {
  const [own, far] = side === 'b' ? [BRANCH, HQ] : [HQ, BRANCH];
  const ends =
    way === 'sent'
      ? `Sending Packet [To ${far}:500/From ${own}:500/VRF i0:f0] `
      : `Received Packet [From ${far}:500/To ${own}:500/VRF i0:f0] `;
  return (
    at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):${ends}`) +
    `Initiator SPI : C571EF343834DF4F - Responder SPI : BB515F3AD24E6123 Message id: ${id}\nIKEv2 ${exchange} \nPayload contents: \n ENCR \n\n`
  );
}
const sendingDelete = (time: string) => at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):Sending DELETE INFO message for IPsec SA [SPI: 0x${X}]`);
const processingDelete = (time: string) =>
  at(time, `IKEv2:(SESSION ID = 7,SA ID = 2):Processing DELETE INFO message for IPsec SA [SPI: 0x${X}]`);
const later = (time: string) => at(time, '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (203.0.113.9)');

function judged(
  a: string,
  b: string,
  shown: Readonly<Record<string, string>> = {},
): { cause: Cause; incident: JudgedIncident; facts: ToldFact[] } {
  const { incidents, facts } = judge(timelineOf({ a, b }, shown));
  const [incident] = incidents;
  if (incident === undefined) throw new Error('there is no incident');
  return { cause: incident.cause, incident, facts };
}

const answer = (facts: readonly ToldFact[], id: string) => facts.find(({ fact }) => fact === id);

describe('a new SA that R kills at an early packet', () => {
  const b =
    packet('10:00:00.000', 'sent', 'b', 'CREATE_CHILD_SA Exchange REQUEST', 4) +
    packet('10:00:00.040', 'received', 'b', 'CREATE_CHILD_SA Exchange RESPONSE', 4) +
    at('10:00:00.060', INVALID) +
    sendingDelete('10:00:00.065') +
    packet('10:00:00.066', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 5) +
    packet('10:00:00.100', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 5) +
    later('10:09:00.000');
  const a =
    packet('10:00:00.020', 'received', 'a', 'CREATE_CHILD_SA Exchange REQUEST', 4) +
    sa('a', 'create_sa', '10:00:00.022') +
    switched('10:00:00.023') +
    packet('10:00:00.024', 'sent', 'a', 'CREATE_CHILD_SA Exchange RESPONSE', 4) +
    packet('10:00:00.085', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 5) +
    processingDelete('10:00:00.086') +
    packet('10:00:00.087', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 5);

  it('is seen where R has the debug of IKEv2 alone', () => {
    expect(judged(a, b).cause).toMatchObject({ id: 'new-sa-killed-by-early-packet', confidence: 'likely' });
  });
});

describe('a deletion and a message in one millisecond', () => {
  const crossing = (time: string, id: number, role: string) =>
    at(
      time,
      role === 'I'
        ? `ISAKMP:(1001):beginning Quick Mode exchange, M-ID of ${id}`
        : `ISAKMP:(1001): processing SA payload. message ID = ${id}`,
    );
  const b =
    crossing('10:00:00.000', 5001, 'I') +
    crossing('10:00:00.050', 6001, 'R') +
    sa('b', 'create_sa', '10:00:00.300') +
    sa('b', 'create_sa', '10:00:00.320', '0A0B0C0D') +
    sa('b', 'delete_sa', '10:00:03.000') +
    at('10:00:03.000', INVALID) +
    at('10:01:03.900', INVALID) +
    later('10:09:00.000');

  it('have no order: nothing says that the packet killed the SA, least of all for certain', () => {
    const { cause, facts } = judged('', b);
    // X had stood for seconds: no packet for it was early.
    expect(answer(facts, 'killed-when-new')).toMatchObject({ is: 'no', grade: 'suggested' });
    expect(cause.id).toBe('simultaneous-rekey');
    expect(cause.confidence).not.toBe('certain');
  });
});

describe('an old SA whose deletion and whose message share one millisecond', () => {
  const a = sa('a', 'create_sa', '10:00:00.000') + switched('10:00:00.001') + later('10:40:00.000');
  const gone = [
    sa('b', 'delete_sa', '10:30:00.500'),
    sendingDelete('10:30:00.500'),
    packet('10:30:00.500', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 9),
  ].join('');
  const again = at('10:31:01.000', INVALID) + later('10:40:00.000');
  const born = sa('b', 'create_sa', '10:00:00.000');

  it('was deleted first when the log has it so, which is suggested and never shown', () => {
    const { cause, facts } = judged(a, born + gone + at('10:30:00.500', INVALID) + again);
    expect(answer(facts, 'deleted-at-receiver')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(answer(facts, 'delete-left')?.is).toBe('yes');
    expect(cause.confidence).not.toBe('certain');
  });

  it('is left open when the log has it the other way', () => {
    const { facts } = judged(a, born + at('10:30:00.500', INVALID) + gone + again);
    expect(answer(facts, 'deleted-at-receiver')?.is).toBe('unknown');
  });
});

const MASKED = { source: /srcaddr=[^,\s]+/g, as: 'srcaddr=x.x.x.x' };

describe.each(CASES.filter((name) => name.startsWith('stale-nhrp/')))('the case %s, its sender masked', (name) => {
  it('is never surer of another cause than possible, nor certain of this one', async () => {
    const files = (await filesOfCase(name)).map(({ path, bytes }) => ({
      path,
      bytes: Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(MASKED.source, MASKED.as), 'latin1'),
    }));
    const { incidents } = (await judgeFiles(files, name)).verdict;
    const sure = incidents.filter(
      ({ cause }) => cause.confidence === 'certain' || (cause.id !== 'stale-nhrp' && cause.confidence === 'likely'),
    );
    expect(sure).toEqual([]);
  });
});

describe('a sender whose IKE has let X go', () => {
  const a =
    sa('a', 'create_sa', '10:00:00.000') +
    switched('10:00:00.001') +
    packet('10:30:00.020', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 9) +
    processingDelete('10:30:00.021') +
    sa('a', 'delete_sa', '10:30:00.022') +
    packet('10:30:00.023', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 9);
  const b =
    sa('b', 'create_sa', '10:00:00.000') +
    sendingDelete('10:30:00.000') +
    packet('10:30:00.001', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 9) +
    sa('b', 'delete_sa', '10:30:00.002') +
    packet('10:30:00.040', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 9) +
    at('10:30:08.000', INVALID) +
    at('10:33:09.000', INVALID) +
    at('10:36:10.000', INVALID);

  it('and which is still heard minutes later has a stale data plane, whatever its DPD says', () => {
    const { cause, incident } = judged(a, b);
    expect(cause).toMatchObject({ id: 'sender-data-plane-stale', confidence: 'likely' });
    expect(incident.chain).toMatchObject({ told: { how: 'in-time' }, sends: { how: 'data-plane-stale' } });
  });
});

describe('a peer that was declared dead', () => {
  const dead = (time: string) => at(time, `ISAKMP:(1001): peer ${HQ} not responding!`) + sa('b', 'delete_sa', time);
  const a = sa('a', 'create_sa', '10:00:00.000') + switched('10:00:00.001');

  it('while its ESP still came was alive', () => {
    const { cause } = judged(
      a,
      sa('b', 'create_sa', '10:00:00.000') + dead('10:20:00.000') + at('10:20:00.800', INVALID) + at('10:21:01.000', INVALID),
    );
    expect(cause.id).toBe('dpd-false-positive');
  });

  it('while a line was down, or nothing came for a minute, was given up rightly', () => {
    const down = at('10:19:30.000', '%LINK-3-UPDOWN: Interface GigabitEthernet0/0, changed state to down');
    const silent = judged(
      a,
      sa('b', 'create_sa', '10:00:00.000') + dead('10:20:00.000') + at('10:21:10.000', INVALID) + at('10:22:11.000', INVALID),
    );
    const cut = judged(
      a + down,
      sa('b', 'create_sa', '10:00:00.000') + dead('10:20:00.000') + at('10:20:50.000', INVALID) + at('10:21:51.000', INVALID),
    );
    for (const { cause } of [silent, cut]) expect(cause.id).toBe('path-outage');
  });
});

describe('a DELETE that was sent again', () => {
  const sent = (time: string, again = false) =>
    (again ? at(time, 'IKEv2:(SESSION ID = 7,SA ID = 2):Retransmitting packet ') : '') +
    packet(time, 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 9);
  const head =
    sa('b', 'create_sa', '10:00:00.000') + sendingDelete('10:30:00.000') + sent('10:30:00.001') + sa('b', 'delete_sa', '10:30:00.002');

  it('was lost first, though it arrived in the end: what was dropped meanwhile had not been on its way', () => {
    const a =
      sa('a', 'create_sa', '10:00:00.000') +
      switched('10:00:00.001') +
      packet('10:30:02.020', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 9) +
      processingDelete('10:30:02.021') +
      sa('a', 'delete_sa', '10:30:02.022') +
      packet('10:30:02.023', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 9);
    const b =
      head +
      at('10:30:00.300', INVALID) +
      sent('10:30:02.000', true) +
      packet('10:30:02.040', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 9) +
      later('10:40:00.000');
    expect(judged(a, b).cause.id).toBe('delete-lost');
  });

  it('of a whole IKE SA, and never answered, took X along', () => {
    const ike = at(
      '10:30:00.000',
      'IKEv2:(SESSION ID = 7,SA ID = 2):Sending DELETE INFO message for IKEv2 SA [ISPI: 0xC571EF343834DF4F RSPI: 0xBB515F3AD24E6123]',
    );
    const a = sa('a', 'create_sa', '10:00:00.000') + switched('10:00:00.001');
    const b =
      sa('b', 'create_sa', '10:00:00.000') +
      ike +
      sent('10:30:00.001') +
      sent('10:30:02.000', true) +
      sent('10:30:06.000', true) +
      at('10:30:07.000', INVALID) +
      at('10:31:08.000', INVALID);
    expect(judged(a, b).cause.id).toBe('delete-lost');
  });
});

it('a last packet right behind a deletion that only IKE tells of was on its way', () => {
  const a =
    packet('10:30:00.020', 'received', 'a', 'INFORMATIONAL Exchange REQUEST', 9) +
    processingDelete('10:30:00.021') +
    packet('10:30:00.022', 'sent', 'a', 'INFORMATIONAL Exchange RESPONSE', 9);
  const b =
    sendingDelete('10:30:00.000') +
    packet('10:30:00.001', 'sent', 'b', 'INFORMATIONAL Exchange REQUEST', 9) +
    at('10:30:00.015', INVALID) +
    packet('10:30:00.040', 'received', 'b', 'INFORMATIONAL Exchange RESPONSE', 9) +
    later('10:40:00.000');
  const { cause, incident } = judged(a, b);
  expect(cause.id).toBe('rekey-reorder');
  expect(incident.chain).toMatchObject({ told: { how: 'in-time' }, sends: { how: 'in-flight' } });
});

describe.each(['00000105', '00000FFF', '00000064', '0000012C'])('one message with the small SPI 0x%s, and nothing beside it', (spi) => {
  it('is possible at most: that nothing negotiated it was not observed, and SPIs set by hand are small too', () => {
    const message = INVALID.replace(`0x${X}(3076621886)`, `0x${spi}(${Number.parseInt(spi, 16)})`);
    const { cause } = judged('', at('10:00:00.000', message));
    expect(cause.confidence).toBe('possible');
  });
});

describe.each(['sa map OTHER', 'sa vrf RED', 'sa entry 203.0.113.9 esp 0x1234', 'isakmp 1044', 'session fvrf BLUE'])(
  'clear crypto %s, right before R deleted X',
  (words) => {
    const typed = `%PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:!exec: clear crypto ${words}`;
    const b = sa('b', 'create_sa', '10:00:00.000') + at('10:08:20.000', typed) + sa('b', 'delete_sa', '10:08:20.300');
    const a = sa('a', 'create_sa', '10:00:00.000') + switched('10:00:00.001') + later('10:20:00.000');
    const rest = at('10:08:21.000', INVALID) + at('10:09:22.000', INVALID) + later('10:20:00.000');

    it('may have been about other SAs: that X went at once is a hint, no more', () => {
      const { cause, facts } = judged(a, b + rest);
      const cleared = answer(facts, 'cleared');
      expect(cleared?.is === 'yes' ? cleared.grade : 'hinted').toBe('hinted');
      expect(cause.id === 'sa-cleared' ? cause.confidence : 'possible').toBe('possible');
    });
  },
);

describe('an SA that came to its end', () => {
  const a = sa('a', 'create_sa', '10:00:00.010', X, '4608000/3600') + switched('10:00:00.011');

  it('by the lifetime that its own lines print has expired, and lives on where another is printed', () => {
    const b =
      sa('b', 'create_sa', '10:00:00.000', X, '4608000/600') +
      sa('b', 'delete_sa', '10:10:00.050', X, '4608000/600') +
      at('10:10:04.000', INVALID) +
      at('10:11:05.000', INVALID);
    expect(judged(a, b).cause).toMatchObject({ id: 'lifetime-mismatch' });
  });

  it('by its kilobytes was not on its way a second later', () => {
    const b =
      sa('b', 'create_sa', '10:00:00.000') +
      at('10:05:00.000', 'IPSEC(key_engine_delete_sas): kilobyte lifetime reached') +
      sa('b', 'delete_sa', '10:05:00.001') +
      at('10:05:01.250', INVALID) +
      later('10:09:00.000');
    const { cause, facts } = judged(a, b);
    expect(answer(facts, 'in-flight')?.is).toBe('no');
    expect(cause.id).toBe('volume-lifetime-expired');
  });
});

it('an SA that R made and never deleted, and whose packets its data plane calls invalid, is missing in the data plane', () => {
  const a = sa('a', 'create_sa', '10:00:00.010') + switched('10:00:00.011');
  const b =
    sa('b', 'create_sa', '10:00:00.000') +
    at('10:10:04.000', INVALID) +
    at('10:11:05.000', INVALID) +
    at('10:12:06.000', INVALID) +
    later('10:20:00.000');
  const drops =
    'Drop Type  Name                                     Packets\n        1  IN_V4_PKT_HIT_INVALID_SA                                 412\n';
  expect(judged(a, b, { 'show_platform_hardware_qfp_active_feature_ipsec_datapath_drops_all.txt': drops }).cause).toMatchObject({
    id: 'receiver-data-plane-missing',
    confidence: 'likely',
  });
});

it('lines that are taken away never make a verdict surer', () => {
  const a = sa('a', 'create_sa', '10:00:00.010') + switched('10:00:00.011');
  const b =
    sa('b', 'create_sa', '10:00:00.000') + sa('b', 'delete_sa', '10:30:00.002') + at('10:30:08.000', INVALID) + at('10:31:09.000', INVALID);
  for (const [one, two] of [
    [a, b],
    ['', b],
    [a, b.replace(/.*delete_sa[\s\S]*?remote_proxy.*\n/, '')],
  ] as const)
    expect(judged(one, two).cause.confidence).not.toBe('certain');
});
