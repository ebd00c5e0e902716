/** The radar: which tunnels flap, by what was heard, and what nobody can know. */
import { describe, expect, it } from 'vitest';
import type { KnownTunnel } from '../../../src/fleet/radar/known.ts';
import { RadarLines } from '../../../src/fleet/radar/line.ts';
import { Radar } from '../../../src/fleet/radar/radar.ts';
import type { RadarReport } from '../../../src/fleet/radar/report.ts';
import { toAddress } from '../../../src/ipsec/address.ts';
import { TRIGGERS } from '../../../src/playbook/triggers/index.ts';

const START_MS = Date.UTC(2026, 0, 5, 3, 0, 0);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = START_MS + 30 * DAY_MS;

const stamp = (atMs: number): string => {
  const iso = new Date(atMs).toISOString();
  return `Jan ${`${Number(iso.slice(8, 10))}`.padStart(2)} ${iso.slice(11, 23)}`;
};
const invalidSpi = (peer = '198.51.100.1', spi = 0xb761863e) =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x${spi.toString(16).toUpperCase()}(${spi}), srcaddr=${peer}`;
const down = (peer: string) => `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer ${peer}:500       Id: ${peer}`;
const up = (peer: string) => `%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer ${peer}:500       Id: ${peer}`;
const noise = '%SYS-5-CONFIG_I: Configured from console by ops';

/** A router that counts what it sends. */
class Speaker {
  readonly lines: string[] = [];
  private sent = 0;
  private readonly host: string;

  constructor(host: string) {
    this.host = host;
  }

  say(atMs: number, body: string): this {
    this.sent += 1;
    this.lines.push(`<189>${this.sent}: ${this.host}: ${stamp(atMs)}: ${body}`);
    return this;
  }

  lose(count: number): this {
    this.sent += count;
    return this;
  }
}

function watch(lines: readonly string[], known: readonly KnownTunnel[] = [], untilMs?: number): RadarReport {
  const radar = new Radar();
  const reader = new RadarLines(radar, 'file', NOW_MS);
  for (const line of lines) reader.take(line);
  reader.flush();
  return radar.report(known, untilMs);
}

const hours = (count: number, every = 8) => Array.from({ length: count }, (_, index) => START_MS + index * every * HOUR_MS);

describe('a tunnel', () => {
  it('that flaps every eight hours is said to, and deserves a trap in the words of a playbook', () => {
    const hq = new Speaker('hq');
    for (const atMs of hours(12)) hq.say(atMs, invalidSpi()).say(atMs + 60_752, invalidSpi());
    const [tunnel, ...more] = watch(hq.lines).tunnels;
    expect(more).toEqual([]);
    expect(tunnel).toMatchObject({
      standing: 'flaps',
      ends: [
        { address: '192.0.2.1', router: 'hq' },
        { address: '198.51.100.1', router: null },
      ],
      flaps: 12,
      signs: { 'invalid-spi': 24 },
      firstAt: '2026-01-05T03:00:00.000Z',
      longestSeconds: 61,
      rhythm: { kind: 'periodic', seconds: 28_800 },
      rank: 1,
      reason: 'it flapped 12 times, 3.3 times a day, every 8 h as a lifetime would have it: a trap of 24 h should catch the next',
      trap: {
        playbook: 'tunnel-flaps',
        trigger: 'invalid-spi',
        leaseSeconds: 86_400,
        tunnel: { a: { address: '192.0.2.1' } },
        needs: null,
      },
      unheard: ['198.51.100.1 is not heard: what it says nobody knows'],
    });
  });

  it('is one, whichever end says what, once each knows itself by its address', () => {
    const [hq, branch] = [new Speaker('hq'), new Speaker('branch')];
    hq.say(START_MS, invalidSpi())
      .say(START_MS + 5000, down('198.51.100.1'))
      .say(START_MS + DAY_MS, invalidSpi());
    branch
      .say(START_MS + 2000, invalidSpi('192.0.2.1').replace('destaddr=192.0.2.1', 'destaddr=198.51.100.1'))
      .say(START_MS + 9000, down('192.0.2.1'));
    const { tunnels } = watch([...hq.lines, ...branch.lines]);
    expect(tunnels).toHaveLength(1);
    expect(tunnels[0]).toMatchObject({ flaps: 2, signs: { 'invalid-spi': 3, 'session-down': 2 }, unheard: [] });
    expect(tunnels[0]?.ends.map(({ router }) => router).sort()).toEqual(['branch', 'hq']);
  });

  it('whose own address nobody names stays that of its router, and has no trap without it', () => {
    const hq = new Speaker('hq');
    for (const atMs of hours(6)) hq.say(atMs, down('198.51.100.1')).say(atMs + 60_000, up('198.51.100.1'));
    expect(watch(hq.lines).tunnels[0]).toMatchObject({
      flaps: 6,
      ends: [{ address: null, router: 'hq' }, { address: '198.51.100.1' }],
      trap: null,
      reason: expect.stringContaining('which addresses its ends have no message says'),
    });
  });

  it('that only goes up and down is caught by its session, and the trap says what that needs', () => {
    const hq = new Speaker('192.0.2.1');
    for (const atMs of hours(6)) hq.say(atMs, down('198.51.100.1'));
    expect(watch(hq.lines).tunnels[0]?.trap).toMatchObject({ trigger: 'session-down', needs: TRIGGERS['session-down'].needs });
  });

  it('of IKEv2 gets the trap of IKEv2', () => {
    const hq = new Speaker('192.0.2.1');
    for (const atMs of hours(3))
      hq.say(atMs, down('198.51.100.1').replace('SESSION_STATUS: Crypto tunnel', 'IKEV2_SESSION_STATUS: Crypto tunnel v2'));
    expect(watch(hq.lines).tunnels[0]?.trap?.playbook).toBe('ikev2-flaps');
  });

  it('known by an interface alone is known by its peer, where the router names one behind it', () => {
    const hq = new Speaker('hq');
    hq.say(START_MS, '%DMVPN-5-CRYPTO_SS: Tunnel7: local address : 192.0.2.1 remote address : 198.51.100.1 socket is UP');
    hq.say(START_MS + HOUR_MS, '%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel7, changed state to down');
    hq.say(START_MS + HOUR_MS, '%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel8, changed state to down');
    const { tunnels } = watch(hq.lines);
    expect(tunnels.map(({ ends, interface: over, flaps }) => [ends[1].address, over, flaps])).toEqual([
      ['198.51.100.1', null, 1],
      [null, 'Tunnel8', 1],
    ]);
  });

  it('that flapped once at a rekey deserves none, and one that was black for long does', () => {
    const hq = new Speaker('hq').say(START_MS, invalidSpi()).say(START_MS + DAY_MS, noise);
    expect(watch(hq.lines).tunnels[0]).toMatchObject({ standing: 'flapped-once', rank: null, trap: null });
    const black = new Speaker('hq');
    for (let minute = 0; minute < 30; minute += 1) black.say(START_MS + minute * 60_752, invalidSpi());
    expect(watch(black.lines).tunnels[0]).toMatchObject({
      standing: 'flapped-once',
      flaps: 1,
      rank: 1,
      reason: expect.stringContaining('for 29 min'),
    });
  });

  it('that has been well for much longer than before deserves none any more', () => {
    const hq = new Speaker('hq');
    for (const atMs of hours(10, 2)) hq.say(atMs, invalidSpi());
    hq.say(START_MS + 12 * DAY_MS, noise);
    expect(watch(hq.lines).tunnels[0]).toMatchObject({
      standing: 'flaps',
      rank: null,
      reason: expect.stringContaining('something may have mended it'),
    });
  });

  it('of which only negotiations are told does not flap', () => {
    const hq = new Speaker('hq');
    for (const atMs of hours(6)) hq.say(atMs, '%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 198.51.100.1');
    expect(watch(hq.lines).tunnels[0]).toMatchObject({ standing: 'trouble', flaps: 0, rank: null });
  });

  it('that flaps more is ranked before one that flaps less', () => {
    const hq = new Speaker('hq');
    for (const atMs of hours(24, 2)) hq.say(atMs, invalidSpi('198.51.100.2', 0xabcd));
    for (const atMs of hours(6)) hq.say(atMs, invalidSpi());
    expect(watch(hq.lines).tunnels.map(({ ends, rank }) => [ends[1].address, rank])).toEqual([
      ['198.51.100.2', 1],
      ['198.51.100.1', 2],
    ]);
  });
});

describe('a hub', () => {
  it('is named where several of its tunnels deserve a trap', () => {
    const hq = new Speaker('hq');
    for (const peer of [1, 2, 3]) for (const atMs of hours(6)) hq.say(atMs + peer * 1000, invalidSpi(`198.51.100.${peer}`, 0xabc0 + peer));
    expect(watch(hq.lines).hubs).toEqual([{ address: '192.0.2.1', router: 'hq', tunnels: 3 }]);
    expect(watch(hq.lines.filter((line) => !line.includes('198.51.100.3'))).hubs).toEqual([]);
  });
});

describe('what was not heard', () => {
  const known: KnownTunnel[] = [
    {
      name: 'hq-branch',
      ends: [
        { name: 'hq', address: toAddress('192.0.2.1') },
        { name: 'branch', address: toAddress('198.51.100.1') },
      ],
    },
  ];

  it('of a tunnel of the inventory is not called well', () => {
    expect(watch(new Speaker('other').say(START_MS, noise).lines, known).tunnels).toMatchObject([
      {
        name: 'hq-branch',
        standing: 'unknown',
        flaps: 0,
        unheard: ['hq is not heard: what it says nobody knows', 'branch is not heard: what it says nobody knows'],
      },
    ]);
  });

  it('is nothing where the router was heard without a gap, and then the tunnel is quiet', () => {
    const hq = new Speaker('hq');
    for (const atMs of hours(20, 1)) hq.say(atMs, noise);
    expect(watch(hq.lines, known).tunnels).toMatchObject([
      { name: 'hq-branch', standing: 'quiet', unheard: [expect.stringContaining('branch is not heard')] },
    ]);
  });

  it('is what the numbers say is missing, and then the tunnel is not called quiet', () => {
    const hq = new Speaker('hq');
    for (const atMs of hours(10, 1)) hq.say(atMs, noise);
    hq.lose(17).say(START_MS + 11 * HOUR_MS, noise);
    const { tunnels, routers } = watch(hq.lines, known);
    expect(tunnels).toMatchObject([{ standing: 'unknown', unheard: ['hq: 17 messages are missing in 1 place', expect.any(String)] }]);
    expect(routers).toMatchObject([{ router: 'hq', lost: 17, gaps: [{ messages: 17 }] }]);
  });

  it('is a router that has fallen silent', () => {
    const [hq, other] = [new Speaker('hq'), new Speaker('other')];
    for (const atMs of hours(20, 1)) hq.say(atMs, noise);
    for (const atMs of hours(60, 1)) other.say(atMs, noise);
    const { tunnels } = watch([...hq.lines, ...other.lines], known);
    expect(tunnels).toMatchObject([
      { standing: 'unknown', unheard: ['hq is silent for 40 h: since then nothing is known', expect.any(String)] },
    ]);
  });

  it('is what a router without numbers may have lost', () => {
    const lines = hours(12, 1).map((atMs) => `hq: ${stamp(atMs)}: ${noise}`);
    expect(watch(lines, known).tunnels[0]?.unheard[0]).toBe('hq prints no numbers before its messages: what is missing nobody knows');
  });

  it('names a tunnel of the inventory by the names of its routers too', () => {
    const hq = new Speaker('HQ.example.net').say(START_MS, down('198.51.100.1')).say(START_MS + DAY_MS, down('198.51.100.1'));
    expect(watch(hq.lines, known).tunnels).toMatchObject([
      { name: 'hq-branch', standing: 'flaps', trap: { tunnel: { a: { name: 'hq', address: '192.0.2.1' } } } },
    ]);
  });
});

describe('counters', () => {
  const sample = (atMs: number, value: number) => ({
    router: 'hq',
    atMs,
    local: toAddress('192.0.2.1'),
    peer: toAddress('198.51.100.1'),
    name: '#pkts invalid sa (rcv)',
    value,
  });
  const known: KnownTunnel[] = [
    {
      name: 'hq-branch',
      ends: [
        { name: 'hq', address: toAddress('192.0.2.1') },
        { name: 'branch', address: toAddress('198.51.100.1') },
      ],
    },
  ];

  it('that have grown tell of flaps that no message told of', () => {
    const radar = new Radar();
    for (const [hour, value] of [
      [0, 10],
      [1, 10],
      [2, 90],
      [3, 91],
      [4, 200],
    ] as const)
      radar.count(sample(START_MS + hour * HOUR_MS, value));
    expect(radar.report(known, START_MS + 5 * HOUR_MS).tunnels).toMatchObject([
      { name: 'hq-branch', standing: 'flaps', flaps: 2, counted: 2 },
    ]);
  });

  it('that have grown where a message told of it tell nothing new', () => {
    const radar = new Radar();
    const lines = new RadarLines(radar, 'hq', NOW_MS);
    for (const line of new Speaker('hq').say(START_MS + 30 * 60_000, invalidSpi()).lines) lines.take(line);
    lines.flush();
    for (const [hour, value] of [
      [0, 10],
      [1, 90],
    ] as const)
      radar.count(sample(START_MS + hour * HOUR_MS, value));
    expect(radar.report(known).tunnels).toMatchObject([{ flaps: 1, counted: 0 }]);
  });

  it('that were cleared, or taken earlier, tell nothing', () => {
    const radar = new Radar();
    for (const [hour, value] of [
      [0, 100],
      [1, 3],
      [2, 4],
      [1, 90],
    ] as const)
      radar.count(sample(START_MS + hour * HOUR_MS, value));
    expect(radar.report(known, START_MS + 5 * HOUR_MS).tunnels).toMatchObject([{ standing: 'unknown', flaps: 0 }]);
  });
});

describe('a line of a file', () => {
  const timesOf = (lines: readonly string[]) => watch(lines).tunnels[0]?.firstAt;

  it('is of the year that is not ahead of now', () => {
    const of = (text: string) => timesOf([`<188>1: hq: ${text}: ${invalidSpi()}`]);
    expect([of('Jan  5 03:00:00.000'), of('Feb  5 03:00:00'), of('Dec 31 23:59:59'), of('Dec 31 2024 23:59:59')]).toEqual([
      '2026-01-05T03:00:00.000Z',
      '2026-02-05T03:00:00.000Z',
      '2025-12-31T23:59:59.000Z',
      '2024-12-31T23:59:59.000Z',
    ]);
  });

  it('is of the zone that it prints', () => {
    expect(timesOf([`Jan  5 03:00:00.404 EST: : ${invalidSpi()}`])).toBe('2026-01-05T08:00:00.404Z');
  });

  it('is of the relay’s clock where it has one', () => {
    expect(timesOf([`2026-01-05T04:00:00+01:00 hq 12: *Mar  1 00:00:21.123: ${invalidSpi()}`])).toBe('2026-01-05T03:00:00.000Z');
  });

  it('may go on in the next two, as Cisco prints it', () => {
    const wrapped = [
      `Jan  5 03:00:00.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet`,
      'has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886),',
      'srcaddr=198.51.100.1',
    ];
    expect(watch([...wrapped, `Jan  5 04:00:00.707: ${noise}`]).tunnels).toMatchObject([
      { ends: [{ router: 'file' }, { address: '198.51.100.1' }] },
    ]);
  });

  it('without a time is counted, and tells nothing', () => {
    const lines = new RadarLines(new Radar(), 'file', NOW_MS);
    for (const line of [`<188>1: 3d04h: ${invalidSpi()}`, invalidSpi(), '', 'hello']) lines.take(line);
    lines.flush();
    expect(lines.counts).toEqual({ lines: 4, unread: 1, undated: 3 });
  });
});
