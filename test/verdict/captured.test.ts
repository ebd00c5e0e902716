/** What packets and shows of several instants add to a verdict, where the logs do not say. */
import { describe, expect, it } from 'vitest';
import type { BundleFile } from '../../src/bundle/bundle.ts';
import type { Packet } from '../../src/bundle/packets/packet.ts';
import { toAddress } from '../../src/ipsec/address.ts';
import type { Side } from '../../src/ipsec/side.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import type { FactId } from '../../src/verdict/facts/index.ts';
import { judge } from '../../src/verdict/judge.ts';

/** branch (b) receives with X, hq (a) sends. */
const X = 'B761863E';
const [HQ, BRANCH] = ['192.0.2.1', '198.51.100.1'];
const SPIS = { initiatorSpi: 'c571ef343834df4f', responderSpi: 'bb515f3ad24e6123' };
/** 10:30:00.000, when branch deletes X. */
const END_MS = Date.UTC(2026, 8, 2, 10, 30);
const at = (time: string, body: string) => `Sep  2 2026 ${time}: ${body}\n`;
const INVALID = `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=${BRANCH}, prot=50, spi=0x${X}(3076621886), srcaddr=${HQ}, input interface=GigabitEthernet0/0`;
const sa = (what: 'create_sa: sa created' | 'delete_sa: deleting SA', time: string, own = BRANCH, far = HQ) =>
  at(time, `IPSEC(${what.split(':')[0]}):${what.split(':')[1]},`) +
  `  (sa) sa_dest= ${BRANCH}, sa_proto= 50,\n    sa_spi= 0x${X}(3076621886),\n    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2003\n    sa_lifetime(k/sec)= (4608000/3600),\n  (identity) local= ${own}:0, remote= ${far}:0,\n    local_proxy= 10.2.0.0/255.255.0.0/256/0,\n    remote_proxy= 10.1.0.0/255.255.0.0/256/0\n`;
const DELETE =
  at('10:30:00.000', `IKEv2:(SESSION ID = 7,SA ID = 2):Sending DELETE INFO message for IPsec SA [SPI: 0x${X}]`) +
  at('10:30:00.001', `IKEv2:(SESSION ID = 7,SA ID = 2):Sending Packet [To ${HQ}:500/From ${BRANCH}:500/VRF i0:f0] `) +
  'Initiator SPI : C571EF343834DF4F - Responder SPI : BB515F3AD24E6123 Message id: 9\nIKEv2 INFORMATIONAL Exchange REQUEST \nPayload contents: \n ENCR \n\n';

const esp = (frame: number, atMs: number, sequence: number): Packet => ({
  ...{ kind: 'esp', frame, atMs: END_MS + atMs, source: toAddress(HQ), destination: toAddress(BRANCH), isUdp: false },
  ...{ spi: `0x${X}` as Extract<Packet, { kind: 'esp' }>['spi'], sequence },
});
const informational = (frame: number, atMs: number, messageId = 9): Packet => ({
  ...{ kind: 'ike', frame, atMs: END_MS + atMs, source: toAddress(BRANCH), destination: toAddress(HQ), isUdp: true, ...SPIS },
  ...{ version: 2, exchange: 37, flags: 0, messageId, lengthBytes: 80, hasMarker: false },
});

interface Records {
  log?: string;
  packets?: readonly Packet[];
  shown?: Readonly<Record<string, string>>;
}

function judged(records: Record<Side, Records>) {
  const filesOf = ({ log = '', packets, shown = {} }: Records): BundleFile[] => [
    ...Object.entries({ 'show_logging.txt': log, ...shown }).flatMap(([name, text]) =>
      text === '' ? [] : [{ name, text, bytes: text.length }],
    ),
    ...(packets === undefined
      ? []
      : [
          {
            name: 'packets.pcap',
            text: '',
            bytes: 24,
            packets: { format: 'pcap' as const, packets: [...packets], others: 0, fragments: 0, unread: 0, cut: null },
          },
        ]),
  ];
  const verdict = judge(
    buildTimeline({
      tunnel: { a: { name: 'hq', address: toAddress(HQ) }, b: { name: 'branch', address: toAddress(BRANCH) } },
      sides: { a: filesOf(records.a), b: filesOf(records.b) },
      missing: [],
    }),
  );
  const [incident] = verdict.incidents;
  if (incident === undefined) throw new Error('there is no incident');
  const fact = (id: FactId) => {
    const found = verdict.facts.find((each) => each.fact === id);
    if (found === undefined) throw new Error(`there is no fact ${id}`);
    return { is: found.is, grade: found.grade, cites: found.evidence.map(({ side, file, line }) => `${side}/${file}:${line}`) };
  };
  return { ...incident, fact };
}

describe('the DELETE on the wire', () => {
  const b = {
    log:
      sa('create_sa: sa created', '10:00:00.000') +
      DELETE +
      sa('delete_sa: deleting SA', '10:30:00.002') +
      at('10:30:08.000', INVALID) +
      at('10:31:09.000', INVALID),
  };
  const ofB = [esp(1, -2000, 900), informational(2, 1), esp(3, 2000, 901), esp(4, 60_000, 930)];
  const ofA = [esp(1, -2010, 900), esp(2, 1990, 901), esp(3, 59_990, 930), esp(4, 90_000, 945)];

  it('that left branch and never came to hq, whose capture covers the time, was lost: each packet is cited by its number', () => {
    const { cause, fact } = judged({ a: { packets: ofA }, b: { ...b, packets: ofB } });
    expect(fact('delete-on-wire')).toEqual({ is: 'no', grade: 'suggested', cites: ['b/packets.pcap:2'] });
    expect(fact('delete-lost').is).toBe('yes');
    expect(cause).toMatchObject({ id: 'delete-lost', confidence: 'likely' });
    expect(cause.evidence.map(({ file, line }) => `${file}:${line}`)).toContain('packets.pcap:2');
  });

  it('that came to hq was not lost', () => {
    const { cause, fact } = judged({ a: { packets: [...ofA, informational(5, 12)] }, b: { ...b, packets: ofB } });
    expect(fact('delete-on-wire')).toEqual({ is: 'yes', grade: 'shown', cites: ['b/packets.pcap:2', 'a/packets.pcap:5'] });
    expect(fact('delete-lost').is).toBe('no');
    expect(cause.id).not.toBe('delete-lost');
  });

  it('says nothing where hq captured at another time, or nothing at all', () => {
    for (const packets of [undefined, [esp(1, -9000, 897), esp(2, -2010, 900)]])
      expect(judged({ a: packets === undefined ? {} : { packets }, b: { ...b, packets: ofB } }).fact('delete-on-wire').is).toBe('unknown');
  });

  it('shows who sends with X, as the capture of hq sees it leave', () => {
    expect(judged({ a: { packets: ofA }, b }).fact('held-by-sender')).toMatchObject({
      is: 'yes',
      grade: 'shown',
      cites: ['a/packets.pcap:1'],
    });
  });
});

describe('ESP in the capture of branch', () => {
  const log = (until: string) =>
    sa('create_sa: sa created', '10:00:00.000') + DELETE + sa('delete_sa: deleting SA', '10:30:00.002') + at(until, INVALID);

  it('behind the end of X, and later than what was on its way, was not in flight, though IOS logged the first packet alone', () => {
    const packets = [esp(1, -500, 900), informational(2, 1), esp(3, 100, 901), esp(4, 20_000, 912)];
    const { fact } = judged({ a: {}, b: { log: log('10:30:00.100'), packets } });
    expect(fact('esp-on-wire')).toMatchObject({ is: 'yes', grade: 'shown' });
    expect(fact('in-flight')).toMatchObject({ is: 'no', grade: 'shown' });
    expect(fact('goes-on')).toMatchObject({ is: 'yes', cites: ['b/packets.pcap:4'] });
    expect(fact('esp-around')).toMatchObject({ is: 'yes', grade: 'shown' });
  });

  it('that is not there for a minute came no more', () => {
    const packets = [esp(1, -500, 900), informational(2, 1), informational(3, 70_000, 10)];
    expect(judged({ a: {}, b: { log: log('10:30:00.100'), packets } }).fact('esp-on-wire').is).toBe('no');
  });

  it('cannot be laid on the log of branch, where no message stands in both', () => {
    const packets = [esp(1, -500, 900), esp(2, 100, 901)];
    expect(judged({ a: {}, b: { log: log('10:30:00.100'), packets } }).fact('esp-on-wire').is).toBe('unknown');
  });
});

describe('shows at arming, at the trigger and at the end', () => {
  const table = (direction: 'inbound' | 'outbound', spis: readonly string[], kilobytes = 4_607_000, invalid = 0) => {
    const [own, far] = direction === 'inbound' ? [BRANCH, HQ] : [HQ, BRANCH];
    const rows = spis.map(
      (spi) =>
        `      spi: 0x${spi}(${Number.parseInt(spi, 16)})\n        transform: esp-256-aes esp-sha256-hmac ,\n        sa timing: remaining key lifetime (k/sec): (${kilobytes}/1800)\n        Status: ACTIVE(ACTIVE)\n`,
    );
    return `\ninterface: GigabitEthernet0/0\n    Crypto map tag: OUTSIDE, local addr ${own}\n\n   protected vrf: (none)\n   local  ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)\n   remote ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)\n   current_peer ${far} port 500\n    #pkts encaps: 10, #pkts encrypt: 10, #pkts digest: 10\n    #pkts no sa (send) 0, #pkts invalid sa (rcv) ${invalid}\n\n     local crypto endpt.: ${own}, remote crypto endpt.: ${far}\n\n     inbound esp sas:\n${direction === 'inbound' ? rows.join('') : ''}\n     outbound esp sas:\n${direction === 'outbound' ? rows.join('') : ''}`;
  };
  const log = at('10:30:08.000', INVALID);

  it('that list X and then do not, say that branch made it and let it go', () => {
    const shown = {
      'show_at_arming_crypto_ipsec_sa_detail.txt': table('inbound', [X]),
      'show_crypto_ipsec_sa_detail.txt': table('inbound', ['0A0B0C0D']),
    };
    const { fact } = judged({ a: {}, b: { log, shown } });
    expect(fact('listed-then-gone')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(fact('made-at-receiver')).toMatchObject({ is: 'yes', grade: 'shown' });
    expect(fact('deleted-at-receiver')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(fact('listed-then-gone').cites).toEqual([expect.stringMatching(/^b\/show_at_arming_crypto_ipsec_sa_detail\.txt:\d+$/)]);
  });

  it('that list X all along leave nothing deleted', () => {
    const shown = {
      'show_at_arming_crypto_ipsec_sa_detail.txt': table('inbound', [X]),
      'show_at_end_crypto_ipsec_sa_detail.txt': table('inbound', [X]),
    };
    expect(judged({ a: {}, b: { log, shown } }).fact('listed-then-gone').is).toBe('no');
  });

  it('at arming alone say nothing of what came then, and are not taken for what stands at the trigger', () => {
    const { fact } = judged({ a: {}, b: { log, shown: { 'show_at_arming_crypto_ipsec_sa_detail.txt': table('inbound', [X]) } } });
    expect(fact('listed-then-gone').is).toBe('unknown');
    expect(fact('held-by-receiver').is).not.toBe('yes');
  });

  it.each([
    [4_606_000, 'yes'],
    [4_607_000, 'no'],
  ] as const)('of hq, whose count of X goes to %i kB behind the trigger, tell whether it sent on', (left, is) => {
    const shown = {
      'show_crypto_ipsec_sa_detail.txt': table('outbound', [X]),
      'show_at_end_crypto_ipsec_sa_detail.txt': table('outbound', [X], left),
    };
    const { fact } = judged({ a: { shown }, b: { log } });
    expect(fact('counted-on').is).toBe(is);
    expect(fact('held-by-sender').is).toBe('yes');
    if (is === 'yes') expect(fact('goes-on').is).toBe('yes');
  });

  it.each([
    [7, 'yes'],
    [4, 'no'],
    [0, 'unknown'],
  ] as const)('of branch, which had dropped 4 at the trigger and %i at the end, tell whether it went on', (end, is) => {
    const shown = {
      'show_at_arming_crypto_ipsec_sa_detail.txt': table('inbound', [], 0, 3),
      'show_crypto_ipsec_sa_detail.txt': table('inbound', [], 0, 4),
      'show_at_end_crypto_ipsec_sa_detail.txt': table('inbound', [], 0, end),
    };
    const { fact, dropped } = judged({ a: {}, b: { log, shown } });
    expect(fact('dropped-on').is).toBe(is);
    // What was dropped before the capture is not of this incident.
    expect(dropped).toEqual({ counter: 'pkts invalid sa (rcv)', count: 1 });
  });
});
