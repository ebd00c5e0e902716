import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { BRANCH, bundleOf, created, HQ, invalidSpi, note, receives, sends, stamp, timelineOf } from './two-peers.ts';

const NAT = '203.0.113.30';
const OTHER = '203.0.113.77';

describe('messages', () => {
  it('are found where they left and where they arrived', () => {
    const { messages } = timelineOf({
      a: [...receives(12, BRANCH, -5), ...sends(13, BRANCH, 8)],
      b: [...sends(10, HQ, 4294967291), ...receives(15, HQ, 8)],
    });
    expect(messages.map(({ key, from, fate }) => `${key} ${from} ${fate}`)).toEqual([
      'informational 4294967291 1 b delivered',
      'informational 8 1 a delivered',
    ]);
  });

  it('are lost only when the other peer was recording', () => {
    const talk = { a: [...receives(12, BRANCH, 5), ...sends(13, BRANCH, 8)], b: [...sends(10, HQ, 5), ...receives(15, HQ, 8)] };
    const a = [...talk.a, ...sends(2000, BRANCH, 9), note(9000)];
    const lost = timelineOf({ a, b: [...talk.b, ...sends(9000, HQ, 11)] });
    const ended = timelineOf({ a, b: talk.b });
    // Its log goes on, but its debugs may have been switched off before.
    const silent = timelineOf({ a, b: [...talk.b, note(9000)] });
    const fates = [lost, ended, silent].map(({ messages }) => messages.find(({ key }) => key === 'informational 9 1')?.fate);
    expect(fates).toEqual(['lost', 'unknown', 'unknown']);
  });

  it('are not called lost in a gap of the record', () => {
    const numbered = (lines: string[], first: number) => lines.map((line, index) => `${String(first + index).padStart(6, '0')}: ${line}`);
    const b = [...numbered([...sends(10, HQ, 5), ...receives(15, HQ, 8)], 100), ...numbered(sends(9000, HQ, 11), 140)];
    const { messages, recordings } = timelineOf({
      a: [...receives(12, BRANCH, 5), ...sends(13, BRANCH, 8), ...sends(2000, BRANCH, 9), note(9000)],
      b,
    });
    expect(recordings.b.gaps).toHaveLength(1);
    expect(messages.find(({ key }) => key === 'informational 9 1')?.fate).toBe('unknown');
  });

  it.each([1, 2, 3])('that were sent three times, 8 s apart, and came once to a peer that stamps its uptime: copy %i', (copy) => {
    /** As `service timestamps debug uptime` prints it. [C] ike.md 2 */
    const inUptime = (lines: string[]) => lines.map((line) => line.replace(/^\*Oct 25 20:(\d\d:\d\d)\.\d{3}/, '03:$1'));
    const leftMs = [2100, 10_100, 18_100];
    const { messages } = timelineOf({
      a: [
        ...receives(12, BRANCH, 5),
        ...sends(13, BRANCH, 8),
        ...leftMs.flatMap((ms) => sends(ms, BRANCH, 9)),
        ...receives(29_000, BRANCH, 11),
      ],
      b: inUptime([
        ...sends(10, HQ, 5),
        ...receives(15, HQ, 8),
        ...receives((leftMs[copy - 1] ?? 0) + 20, HQ, 9),
        ...sends(28_990, HQ, 11),
      ]),
    });
    const copies = messages.filter(({ key }) => key === 'informational 9 1').sort((one, two) => (one.sent ?? 0) - (two.sent ?? 0));
    expect(copies.map(({ fate }) => fate === 'delivered')).toEqual([1, 2, 3].map((each) => each === copy));
  });

  it('without a departure are those of a sender whose record misses them', () => {
    expect(timelineOf({ b: receives(15, HQ, 8) }).messages).toMatchObject([{ from: 'a', sent: null, fate: 'unseen-sender' }]);
  });

  it('of main mode are matched by attempt', () => {
    const main = (ms: number, text: string) => `${stamp(ms)}ISAKMP:(0): ${text}`;
    const { messages, clock } = timelineOf({
      a: [
        main(0, `sending packet to ${BRANCH} my_port 500 peer_port 500 (I) MM_NO_STATE`),
        main(20, `received packet from ${BRANCH} dport 500 sport 500 Global (I) MM_NO_STATE`),
      ],
      b: [
        main(5, `received packet from ${HQ} dport 500 sport 500 Global (N) NEW SA`),
        main(6, `sending packet to ${HQ} my_port 500 peer_port 500 (R) MM_SA_SETUP`),
      ],
    });
    expect(messages.map(({ key, from, fate }) => `${key} ${from} ${fate}`)).toEqual(['main 1 a delivered', 'main 2 b delivered']);
    expect(clock.matches).toBe(2);
  });
});

describe('the order of events', () => {
  it('is that of the common clock, which is a', () => {
    const ahead = 60_000;
    const { events, clock } = timelineOf({
      a: [note(5), ...receives(12, BRANCH, 5), ...sends(13, BRANCH, 8)],
      b: [...sends(10 + ahead, HQ, 5), ...receives(15 + ahead, HQ, 8), note(16 + ahead)],
    });
    expect(clock.offsetMs).toBe(ahead);
    expect(events.map(({ side, kind }) => `${side} ${kind}`)).toEqual([
      'a syslog',
      'b message',
      'a message',
      'a message',
      'b message',
      'b syslog',
    ]);
    expect(events.map(({ ref }) => ref)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('keeps an event without a stamp next to its neighbours', () => {
    const { events } = timelineOf({ a: [note(0), 'hq#clear crypto sa', note(0)], b: [note(0)] });
    expect(events.map(({ side, kind }) => `${side} ${kind}`)).toEqual(['a syslog', 'a command', 'a syslog', 'b syslog']);
  });

  it('takes a message once that the buffer and a relay both kept', () => {
    const relayed = sends(10, BRANCH, 5).map((line, index) => `<190>${40 + index}: hq: ${line.replace('.010', '')}`);
    const { messages } = timelineOf({ a: { 'show_logging.txt': sends(10, BRANCH, 5), 'syslog.log': relayed } });
    expect(messages).toHaveLength(1);
  });

  it('gives b no common time when the offset is unknown', () => {
    expect(timelineOf({ a: [note(0)], b: [note(0)] }).events.map(({ commonAt }) => commonAt === null)).toEqual([false, true]);
  });

  it('takes a line once that two files of one peer hold', () => {
    const { events, recordings } = timelineOf({
      a: { 'buffer.log': [note(0), note(1), note(1)], 'show_logging.txt': [note(1), note(1), note(2)] },
    });
    expect(events.map(({ at }) => (at ?? 0) % 1000)).toEqual([0, 1, 1, 2]);
    expect(recordings.a.lines).toBe(6);
  });
});

describe('child SAs', () => {
  const SPI = '0x5E39E570';

  it('are inbound at their receiver and outbound at the other peer', () => {
    const { childSas, events } = timelineOf({
      a: created(10, HQ, BRANCH, HQ, SPI),
      b: [
        ...created(12, BRANCH, HQ, HQ, SPI),
        `${stamp(14)}IPSEC(update_current_outbound_sa): updated peer ${HQ} current outbound sa to SPI 5E39E570`,
      ],
    });
    expect(childSas).toHaveLength(1);
    expect([childSas[0]?.spi, childSas[0]?.receiver]).toEqual([SPI, 'a']);
    const lines = [childSas[0]?.inbound.created, childSas[0]?.outbound.created, childSas[0]?.outbound.switched].map(
      (ref) => events[ref ?? -1],
    );
    expect(lines.map((event) => `${event?.side} ${event?.line}`)).toEqual(['a 1', 'b 1', 'b 4']);
  });

  it('carry the DELETE from the peer that sent it to the one that read it', () => {
    const { childSas, events } = timelineOf({
      a: [...created(0, HQ, BRANCH, HQ, SPI), ...sends(50, BRANCH, 77)],
      b: [
        ...receives(55, HQ, 77),
        `${stamp(55)}ISAKMP: (1003):processing DELETE payload. message ID = 77`,
        `${stamp(55)}ISAKMP: (1003):Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:${SPI})`,
      ],
    });
    expect(childSas).toMatchObject([{ spi: SPI, receiver: 'a' }]);
    expect(
      [...(childSas[0]?.deleteSent ?? []), ...(childSas[0]?.deleteReceived ?? [])].map(
        (ref) => `${events[ref]?.side} ${events[ref]?.kind}`,
      ),
    ).toEqual(['a message', 'b delete']);
  });

  it('have the DELETE of an older IOS, which prints no SPI, by what goes at once', () => {
    const { childSas } = timelineOf({
      b: [
        ...receives(55, HQ, 77),
        `${stamp(55)}ISAKMP: (1003):processing DELETE payload. message ID = 77`,
        `${stamp(56)}IPSEC(delete_sa): deleting SA,`,
        `  (sa) sa_dest= ${HQ}, sa_proto= 50, sa_spi= ${SPI}(0),`,
        `  (identity) local= ${BRANCH}:0, remote= ${HQ}:0,`,
      ],
    });
    expect(childSas).toMatchObject([{ spi: SPI, receiver: 'a', deleteReceived: [1] }]);
  });

  it('have the DELETE that left beside their end, though it printed no SPI', () => {
    const { childSas, events } = timelineOf({
      a: [
        `${stamp(100)}IPSEC(delete_sa): deleting SA,`,
        `  (sa) sa_dest= ${HQ}, sa_proto= 50, sa_spi= ${SPI}(0),`,
        `  (identity) local= ${HQ}:0, remote= ${BRANCH}:0,`,
        ...sends(102, BRANCH, 77),
        `${stamp(102)}ISAKMP: (1003):Input = IKE_MESG_FROM_IPSEC, IKE_PHASE2_DEL`,
      ],
    });
    expect(childSas).toMatchObject([{ spi: SPI, receiver: 'a' }]);
    expect(childSas[0]?.deleteSent.map((ref) => events[ref]?.kind)).toEqual(['delete']);
  });

  it('of other tunnels are left out and counted', () => {
    const { childSas, recordings } = timelineOf({ a: [...created(10, HQ, OTHER, HQ, SPI), ...receives(20, OTHER, 5)] });
    expect([childSas, recordings.a.foreignEvents]).toEqual([[], 2]);
  });
});

describe('the address of a peer behind a NAT', () => {
  it('is taken from the tunnel', () => {
    expect(timelineOf({ natAddress: NAT, a: [...receives(12, NAT, 5), invalidSpi(20, NAT)] })).toMatchObject({
      incidents: [{ source: NAT }],
      recordings: { a: { foreignEvents: 0 } },
    });
  });

  it('is learnt from a message that both peers saw', () => {
    const { incidents, clock } = timelineOf({
      a: [...receives(12, NAT, 5), ...sends(13, NAT, 8), invalidSpi(20, NAT)],
      b: [...sends(10, HQ, 5), ...receives(15, HQ, 8)],
    });
    expect(incidents).toMatchObject([{ source: NAT, receiver: 'a' }]);
    expect(clock.matches).toBe(2);
  });
});

describe('incidents', () => {
  it('gather the logs of one SPI, receiver and flow', () => {
    const { incidents } = timelineOf({
      a: [invalidSpi(0), invalidSpi(60_752), invalidSpi(70_000, BRANCH, HQ, '0x1DB73BBB(498547643)'), note(200_000)],
    });
    expect(incidents).toMatchObject([
      {
        spi: '0xB761863E',
        receiver: 'a',
        source: BRANCH,
        destination: HQ,
        refs: [0, 1],
        persistence: 'black-hole',
        persistenceReason: 'logged again after 60.8 s',
      },
      { spi: '0x1DB73BBB', refs: [2], persistence: 'transient' },
    ]);
  });

  it.each([
    ['passing, when the record goes on without it', [invalidSpi(0), note(90_000)], 'transient'],
    ['a black hole, when it comes again', [invalidSpi(0), invalidSpi(61_000)], 'black-hole'],
    ['unknown, at the very end of the record', [note(0), invalidSpi(10)], 'unknown'],
    ['a black hole, when two lines without stamps say it', [invalidSpi(0).slice(22), invalidSpi(0).slice(22)], 'black-hole'],
    ['unknown, when more lines without stamps follow: nobody knows for how long', [invalidSpi(0).slice(22), note(0).slice(22)], 'unknown'],
    ['unknown, when it is the last line without a stamp', [note(0).slice(22), invalidSpi(0).slice(22)], 'unknown'],
  ])('are %s', (_what, a, persistence) => {
    expect(timelineOf({ a }).incidents.map((incident) => incident.persistence)).toEqual([persistence]);
  });

  it('count one line once that the buffer and a syslog server both kept', () => {
    const { incidents } = timelineOf({
      a: { 'show_logging.txt': [invalidSpi(287), note(90_000)], 'syslog.log': [`<188>41: hq: ${invalidSpi(287).replace('.287', '')}`] },
    });
    expect(incidents).toMatchObject([{ persistence: 'transient', refs: { length: 1 } }]);
  });

  it('are not those of another tunnel of the same router', () => {
    const { incidents, recordings } = timelineOf({ a: [invalidSpi(0, OTHER), note(90_000)] });
    expect([incidents, recordings.a.foreignInvalidSpis]).toEqual([[], 1]);
  });

  it('of another tunnel are told of with their source, also where the configuration names it', () => {
    const files = {
      'show_logging.txt': [invalidSpi(0, OTHER), invalidSpi(60_000, OTHER), note(90_000)],
      'show_running_config_section_crypto.txt': [
        'crypto map WAN 10 ipsec-isakmp',
        ` set peer ${BRANCH}`,
        'crypto map WAN 20 ipsec-isakmp',
        ` set peer ${OTHER}`,
      ],
    };
    const { incidents, recordings } = timelineOf({ a: files });
    expect(incidents).toEqual([]);
    expect(recordings.a).toMatchObject({
      foreignInvalidSpis: 2,
      strangers: [],
      others: [{ source: OTHER, spi: expect.stringMatching(/^0x/) }],
    });
  });

  it('are kept when the configuration names every peer and the source is none of them', () => {
    const files = {
      'show_logging.txt': [invalidSpi(0, OTHER), note(90_000)],
      'show_running_config_section_crypto.txt': ['crypto map WAN 10 ipsec-isakmp', ` set peer ${BRANCH}`],
    };
    expect(timelineOf({ a: files }).incidents).toMatchObject([{ source: OTHER }]);
    const wildcard = {
      ...files,
      'show_running_config_section_crypto.txt': [
        'crypto isakmp key <removed> address 0.0.0.0',
        'crypto map WAN 10 ipsec-isakmp',
        ` set peer ${BRANCH}`,
      ],
    };
    expect(timelineOf({ a: wildcard }).incidents).toEqual([]);
  });

  it('with masked addresses are the tunnel own: nothing contradicts it', () => {
    expect(timelineOf({ a: [invalidSpi(0, 'A.A.A.A', 'Z.Z.Z.Z'), note(90_000)] }).incidents).toHaveLength(1);
  });

  it('belong to the peer that they name, whichever folder holds the file', () => {
    expect(timelineOf({ a: [invalidSpi(0, HQ, BRANCH), note(90_000)] }).incidents).toMatchObject([{ receiver: 'b' }]);
  });

  it('are none on a healthy tunnel', () => {
    expect(timelineOf({ a: [...receives(12, BRANCH, 5), note(90_000)], b: sends(10, HQ, 5) }).incidents).toEqual([]);
  });
});

describe('what is missing', () => {
  it('names a log that ends in the middle of a message, and the message where it is one of an unknown SPI', () => {
    const whole = timelineOf({ a: [note(0), invalidSpi(5)] });
    const cut = timelineOf({ a: [note(0), invalidSpi(5).slice(0, 120)], b: [note(0), '*Oct 25 20:3'] });
    expect([whole.missing, cut.missing]).toEqual([
      [],
      [
        'a: show_logging.txt:2 is a message of an unknown SPI that was cut off inside',
        'b: show_logging.txt ends in the middle of a message',
      ],
    ]);
  });
});

describe('recordings', () => {
  it('say what a record covers', () => {
    const { recordings } = timelineOf({ a: [...receives(12, BRANCH, 5), 'Translating "hq"', note(90_000)] });
    expect(recordings.a).toMatchObject({ kinds: ['message', 'syslog'], families: ['isakmp'], lines: 5, unknownLines: 1, damagedLines: 0 });
    expect((recordings.a.toAt ?? 0) - (recordings.a.fromAt ?? 0)).toBe(89_988);
    expect(recordings.b).toMatchObject({ fromAt: null, toAt: null, kinds: [], lines: 0 });
  });
});

describe('IKEv2', () => {
  const packet = (ms: number, way: 'Sending' | 'Received', remote: string, local: string, exchange: string, kind: string, id: number) => [
    `${stamp(ms)}IKEv2:(SESSION ID = ${remote === HQ ? 3 : 7},SA ID = 1):${way} Packet [${way === 'Sending' ? `To ${remote}:500/From ${local}` : `From ${remote}:500/To ${local}`}:500/VRF i0:f0] `,
    `Initiator SPI : 52C79670608A3068 - Responder SPI : 0063AAED5563FDAE Message id: ${id}`,
    `IKEv2 ${exchange} Exchange ${kind} `,
    'Payload contents: ',
    ' ENCR ',
    '',
  ];
  const talk = (exchange: string, id: number, at: number, ahead: number) => ({
    a: [
      ...packet(at, 'Sending', BRANCH, HQ, exchange, 'REQUEST', id),
      ...packet(at + 12, 'Received', BRANCH, HQ, exchange, 'RESPONSE', id),
    ],
    b: [
      ...packet(at + 5 + ahead, 'Received', HQ, BRANCH, exchange, 'REQUEST', id),
      ...packet(at + 6 + ahead, 'Sending', HQ, BRANCH, exchange, 'RESPONSE', id),
    ],
  });

  it('messages are joined by both SPIs, the counter and the kind, and bound the clock', () => {
    const parts = [talk('IKE_SA_INIT', 0, 0, 7000), talk('IKE_AUTH', 1, 30, 7000), talk('INFORMATIONAL', 2, 500, 7000)];
    const { messages, clock, events } = timelineOf({ a: parts.flatMap(({ a }) => a), b: parts.flatMap(({ b }) => b) });
    expect(messages.every(({ fate }) => fate === 'delivered')).toBe(true);
    expect([messages.length, clock.offsetMs, clock.uncertaintyMs]).toEqual([6, 6999.5, 5.5]);
    const begun = events.flatMap((event) => (event.kind === 'ike-sa' && event.change === 'started' ? [`${event.side} ${event.role}`] : []));
    expect(begun).toEqual(['a initiator', 'b responder']);
  });

  it('counters of different IKE SAs are not taken for one', () => {
    const other = talk('INFORMATIONAL', 2, 0, 0).b.map((line) => line.replace('52C79670608A3068', 'D4821BB75E54AE19'));
    expect(timelineOf({ a: talk('INFORMATIONAL', 2, 0, 0).a, b: other }).clock.matches).toBe(0);
  });

  it('a DELETE that was answered is known to have arrived', () => {
    const { childSas } = timelineOf({
      a: [
        ...created(0, HQ, BRANCH, HQ, '0x28DC063C'),
        `${stamp(10)}IKEv2:(SESSION ID = 7,SA ID = 1):Sending DELETE INFO message for IPsec SA [SPI: 0x28DC063C]`,
        ...talk('INFORMATIONAL', 5, 10, 0).a,
      ],
      b: [
        ...talk('INFORMATIONAL', 5, 10, 0).b,
        `${stamp(16)}IKEv2:(SESSION ID = 3,SA ID = 1):Processing DELETE INFO message for IPsec SA [SPI: 0x28DC063C]`,
      ],
    });
    expect(childSas).toMatchObject([
      { spi: '0x28DC063C', receiver: 'a', deleteSent: { length: 1 }, deleteReceived: { length: 1 }, deleteAcknowledged: { length: 1 } },
    ]);
  });
});

describe('any bundle', () => {
  const lines = [
    ...receives(12, BRANCH, 5),
    ...sends(13, BRANCH, 8),
    ...created(20, HQ, BRANCH, HQ, '0x5E39E570'),
    invalidSpi(30),
    `${stamp(40)}ISAKMP:(0): received packet from ${BRANCH} dport 500 sport 500 Global (N) NEW SA`,
    `${stamp(41)}ISAKMP: (1003):processing DELETE payload. message ID = 5`,
    `${stamp(42)}IPSEC(delete_sa): deleting SA,`,
    `  (sa) sa_dest= ${HQ}, sa_proto= 50, sa_spi= 0x5E39E570(0),`,
    `${stamp(43)}%SYS-6-CLOCKUPDATE: System clock has been updated from 20:30:48 UTC Wed Oct 25 1972 to 20:37:02 UTC Wed Oct 25 1972`,
  ];
  const mutated = fc
    .array(
      fc.record({ line: fc.constantFrom(...lines), at: fc.nat(150), length: fc.nat(8), text: fc.string({ unit: 'binary', maxLength: 4 }) }),
      { maxLength: 20 },
    )
    .map((list) => list.map(({ line, at, length, text }) => line.slice(0, at) + text + line.slice(at + length)));

  it('has a timeline, whose references all lead somewhere', () => {
    fc.assert(
      fc.property(mutated, mutated, (a, b) => {
        const { events, messages, incidents, childSas } = timelineOf({ a, b });
        const refs = [
          ...messages.flatMap(({ sent, received }) => [sent, received]),
          ...incidents.flatMap((incident) => incident.refs),
          ...childSas.flatMap((sa) => [
            ...Object.values(sa.inbound),
            ...Object.values(sa.outbound),
            ...sa.deleteSent,
            ...sa.deleteReceived,
          ]),
        ];
        expect(events.every(({ ref }, index) => ref === index)).toBe(true);
        expect(refs.every((ref) => ref === null || events[ref] !== undefined)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the year of stamps that print none', () => {
  const peers = {
    a: ['Jan  1 00:00:10.000: %SYS-5-CONFIG_I: Configured from console by ops'],
    b: ['Dec 31 23:59:50.000: %SYS-5-CONFIG_I: Configured from console by ops'],
  };
  const years = (now?: number) => {
    const timeline = buildTimeline(bundleOf(peers), { now });
    return [timeline.isYearKnown, ...timeline.events.map(({ side, at }) => `${side} ${at === null ? '' : new Date(at).getUTCFullYear()}`)];
  };

  it('is the one in which no stamp lies in the future, when the bundle does not tell it', () => {
    expect(years(Date.UTC(2026, 10, 25))).toEqual([false, 'b 2025', 'a 2026']);
  });
});
