import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Log, readLog } from '../../../src/ios/log/log.ts';
import type { Event } from '../../../src/ipsec/event.ts';

function read(...lines: string[]): Log {
  return readLog(lines.join('\n'), { side: 'a', file: 'show_logging.txt', year: 2025 });
}

function one<Kind extends Event['kind']>(log: Log, kind: Kind): Extract<Event, { kind: Kind }> {
  const found = log.events.filter((event): event is Extract<Event, { kind: Kind }> => event.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Extract<Event, { kind: Kind }>;
}

const INVALID_SPI =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1";

describe('an invalid SPI', () => {
  it('is read with every field', () => {
    const event = one(read(`*Mar 12 18:22:10.706: ${INVALID_SPI}, input interface=Ethernet0/0`), 'invalid-spi');
    expect(event).toMatchObject({
      spi: '0xB761863E',
      destination: '192.0.2.1',
      source: '198.51.100.1',
      protocol: 50,
      interface: 'Ethernet0/0',
    });
    expect([event.printedDecimal, event.precisionMs, event.line]).toEqual([undefined, 1, 1]);
  });

  it.each([
    [
      'three lines of a document',
      [
        "Sep  2 13:27:57.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet",
        'has invalid spi for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886),',
        'srcaddr=198.51.100.1',
      ],
    ],
    ['a terminal of 80 columns, in the middle of a word', wrapped(`Sep  2 13:27:57.707: ${INVALID_SPI}, input interface=Ethernet0/0`, 80)],
    [
      'lines with an indentation',
      [
        "Sep  2 13:27:57.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi",
        '    for destaddr=192.0.2.1, prot=50, spi=0xB761863E(3076621886),',
        '    srcaddr=198.51.100.1',
      ],
    ],
  ])('is read when it was wrapped by %s', (_by, lines) => {
    const log = read(...lines, 'Sep  2 13:28:00.000: %SYS-5-CONFIG_I: Configured from console');
    expect(one(log, 'invalid-spi')).toMatchObject({
      spi: '0xB761863E',
      destination: '192.0.2.1',
      source: '198.51.100.1',
      line: 1,
      endLine: lines.length,
    });
    expect(log.unknown).toBe(0);
  });

  it('believes hexadecimal where decimal differs, and keeps what was printed', () => {
    expect(one(read(`Jan 8 15:00:23.723 EDT: : ${INVALID_SPI.replace('3076621886', '605998893')}`), 'invalid-spi')).toMatchObject({
      spi: '0xB761863E',
      printedDecimal: '605998893',
    });
  });

  it('reads decimal where hexadecimal is gone', () => {
    expect(one(read(INVALID_SPI.replace('0xB761863E(3076621886)', '3076621886')), 'invalid-spi').spi).toBe('0xB761863E');
  });

  it.each(['0x********', '0xXXXXXXXX', '********', '0x????????', '<removed>', '[masked]'])(
    'reads decimal where hexadecimal is masked: %s',
    (mask) => {
      expect(one(read(INVALID_SPI.replace('0xB761863E', mask)), 'invalid-spi').spi).toBe('0xB761863E');
    },
  );

  it.each(['0x********(**********)', '<removed>', '0xB761****(**********)', '0xXXXXXXXX(XXXXXXXXXX)'])(
    'is an ordinary message when all of its SPI is masked: %s',
    (mask) => {
      const events = read(`Sep  2 13:27:58.001: ${INVALID_SPI.slice(INVALID_SPI.indexOf('%')).replace('0xB761863E(3076621886)', mask)}`);
      expect(one(events, 'syslog').mnemonic).toBe('RECVD_PKT_INV_SPI');
    },
  );

  it.each([
    ['a backtick', INVALID_SPI.replace("rec'd", 'rec`d'), '192.0.2.1', '198.51.100.1'],
    ['no colon after decaps', INVALID_SPI.replace('decaps:', 'decaps'), '192.0.2.1', '198.51.100.1'],
    ['lower-case hexadecimal', INVALID_SPI.replace('0xB761863E', '0xb761863e'), '192.0.2.1', '198.51.100.1'],
    ['blanks around an address', INVALID_SPI.replace('=192.0.2.1,', '= 192.0.2.1 ,'), '192.0.2.1', '198.51.100.1'],
    ['masked addresses', INVALID_SPI.replace('192.0.2.1', 'Z.Z.Z.Z').replace('198.51.100.1', 'A.A.A.A, '), undefined, undefined],
    ['an empty destination', INVALID_SPI.replace('=192.0.2.1,', '=,'), undefined, '198.51.100.1'],
    [
      'IPv6 addresses',
      INVALID_SPI.replace('192.0.2.1', '2001:DB8::1').replace('198.51.100.1', '2001:DB8::2'),
      '2001:db8::1',
      '2001:db8::2',
    ],
  ])('is read with %s', (_what, line, destination, source) => {
    expect(one(read(line), 'invalid-spi')).toMatchObject({ spi: '0xB761863E', destination, source });
  });

  it.each([
    ['an applet', `Sep  2 13:27:58.001: %HA_EM-6-LOG: WATCH: trigger: *Sep  2 13:27:57.707: ${QUOTED}`],
    ['a person who tests one', `Sep  2 13:27:58.001: %SYS-7-USERLOG_DEBUG: Message from tty2(user id: noc): ${QUOTED}`],
    ['the configuration log', `Sep  2 13:27:58.001: %PARSER-5-CFGLOG_LOGGEDCMD: User:noc  logged command:event syslog pattern "${QUOTED}"`],
    ['a terminal', `hq#send log 4 "${QUOTED}"`],
  ])('is none when %s only quotes it', (_who, line) => {
    expect(read(line).events.filter(({ kind }) => kind === 'invalid-spi')).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('is an ordinary message when its SPI was cut behind %i figures: a part is another SPI', (figures) => {
    const cut = INVALID_SPI.slice(0, INVALID_SPI.indexOf('0x') + '0x'.length + figures);
    expect(one(read(`Sep  2 13:27:58.001: ${cut}`), 'syslog').mnemonic).toBe('RECVD_PKT_INV_SPI');
  });

  it.each(['INV_S', 'INV_SP', 'INV_SPI', 'INV_SPI '])('is an ordinary message when nothing is left of it but its name: %s', (name) => {
    const { events, unknown } = read(`Sep  2 13:27:58.001: %CRYPTO-4-RECVD_PKT_${name}`);
    expect(events).toMatchObject([{ kind: 'syslog', mnemonic: 'RECVD_PKT_INV_SPI', message: '' }]);
    expect(unknown).toBe(0);
  });

  it.each(['I', 'INV', 'INV_IDENT'])('is not understood when its name may be that of another: %s', (name) => {
    expect(read(`Sep  2 13:27:58.001: %CRYPTO-4-RECVD_PKT_${name}`)).toMatchObject({ events: [], unknown: 1 });
  });

  it('is one when its SPI is whole and only what stands behind it was cut', () => {
    const cut = INVALID_SPI.slice(0, INVALID_SPI.indexOf('('));
    expect(one(read(`Sep  2 13:27:58.001: ${cut}`), 'invalid-spi').spi).toBe('0xB761863E');
  });

  it('is an ordinary message when its SPI cannot be read', () => {
    expect(
      one(
        read('%PIX-4-402101: decaps: recd IPSEC packet has invalid spi for', 'destaddr= dest_address, prot= protocol, spi= number'),
        'syslog',
      ),
    ).toMatchObject({ mnemonic: '402101' });
  });
});

const QUOTED =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=10.10.1.2, prot=50, spi=0xB761863E(3076621886), srcaddr=10.1.1.1";

function wrapped(line: string, columns: number): string[] {
  return line.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
}

describe('syslog messages', () => {
  it('are kept with facility, severity and mnemonic', () => {
    const event = one(
      read('*Oct 25 19:16:01.153: %CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.1 has no SA and is not an initialization offer'),
      'syslog',
    );
    expect(event).toMatchObject({ facility: 'CRYPTO', severity: 4, mnemonic: 'IKMP_NO_SA' });
  });

  it('show the message of the data plane inside the one of the platform', () => {
    const event = one(
      read(
        "*May 25 10:19:35.248: %IOSXE-3-PLATFORM: R0/0: cpp_cp: QFP:0.0 Thread:000 TS:00000000734849689650 %IPSEC-3-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet, dest_addr= 192.0.2.1, src_addr= 198.51.100.1, prot= 47",
      ),
      'syslog',
    );
    expect(event).toMatchObject({ facility: 'IPSEC', mnemonic: 'RECVD_PKT_NOT_IPSEC' });
  });

  it('say that the clock was set, from when to when', () => {
    const event = one(
      read(
        '.Mar 26 20:49:00KST: %SYS-6-CLOCKUPDATE: System clock has been updated from 20:42:46 KST Mon Mar 26 2012 to 20:49:00 KST Mon Mar 26 2012, configured from console',
      ),
      'clock-step',
    );
    expect((event.toAt ?? 0) - (event.fromAt ?? 0)).toBe(374_000);
  });

  it.each([
    '%SYS-5-RESTART: System restarted --',
    '%CRYPTO-5-SELF_TEST_START: Crypto algorithms release (Rel5a)',
    '%SNMP-5-COLDSTART: SNMP agent on host hq is undergoing a cold start',
  ])('tell a reload: %s', (line) => {
    one(read(line), 'reload');
  });

  it('tell what was typed, as the prompt and the configuration log show it', () => {
    const log = read(
      'branch#clear crypto sa',
      '*Mar  1 00:00:01.000: %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:no crypto isakmp policy 10',
    );
    expect(log.events.map((event) => event.kind === 'command' && event.command)).toEqual(['clear crypto sa', 'no crypto isakmp policy 10']);
  });
});

describe('time', () => {
  it('moves the year on where December turns to January, so that the last line has the year that was given', () => {
    const log = read('Dec 31 23:59:59.000: %SYS-5-CONFIG_I: a', 'Jan  1 00:00:01.000: %SYS-5-CONFIG_I: b');
    expect(log.events.map(({ at }) => new Date(at ?? 0).getUTCFullYear())).toEqual([2024, 2025]);
  });

  it('ends in December when it was captured in January', () => {
    const capturedAt = Date.UTC(2025, 0, 1, 0, 5);
    const log = readLog('Dec 31 23:59:59.000: %SYS-5-CONFIG_I: a', { side: 'a', file: 'log', year: 2025, capturedAt });
    expect(log.toAt).toBe(Date.UTC(2024, 11, 31, 23, 59, 59));
  });

  it.each([
    ['half a year', ['Jun  2', 'Jan  5'], [2025, 2026]],
    ['years, month by month', ['Jun  2', 'Aug 30', 'Feb  1', 'Sep  9', 'Jan  4', 'Jan  5'], [2024, 2024, 2025, 2025, 2026, 2026]],
    ['a day that this month has not had yet', ['Mar  9', 'Jan 30', 'Jan  5'], [2024, 2025, 2026]],
    ['nothing, when lines change places at midnight', ['Jul  1', 'Jun 30', 'Jul  1', 'Jan  4'], [2025, 2025, 2025, 2026]],
    ['a clock that was never set', ['*Mar  1', 'Jan  5'], [2025, 2026]],
    ['no year at all, when the clock was set back', ['Jan  5', 'Jan  4', 'Jan  5'], [2026, 2026, 2026]],
  ])('moves the year on over %s that had not come yet when the log was taken', (_over, days, years) => {
    const lines = days.map((day) => `${day} 03:10:02.000: %SYS-5-CONFIG_I: a`);
    const log = readLog(lines.join('\n'), { side: 'a', file: 'log', year: 2026, capturedAt: Date.UTC(2026, 0, 5, 3, 20) });
    expect(log.events.map(({ at }) => new Date(at ?? 0).getUTCFullYear())).toEqual(years);
  });

  it('takes a fall from December to March for a clock that starts anew, not for a new year', () => {
    const log = read('Dec  5 10:00:00.000: %SYS-5-RELOAD: Reload requested', '*Mar  1 00:00:12.000: %SYS-5-RESTART: System restarted --');
    expect(log.events.map(({ at }) => new Date(at ?? 0).getUTCFullYear())).toEqual([2025, 2025]);
  });

  it('places a line without a stamp between its neighbours and says how wide that is', () => {
    const log = read(
      'Jun  5 05:11:04.000: %SYS-5-CONFIG_I: a',
      'ISAKMP:(0):found peer pre-shared key matching 198.51.100.1',
      'ISAKMP: Find a dup sa in the avl tree',
      'Jun  5 05:11:06.000: %SYS-5-CONFIG_I: b',
    );
    const event = one(log, 'ike-sa');
    expect([new Date(event.at ?? 0).toISOString(), event.precisionMs]).toEqual(['2025-06-05T05:11:05.000Z', 1001]);
  });

  it('guesses nothing before the first stamp and behind the last', () => {
    const log = read(
      'ISAKMP: Find a dup sa in the avl tree',
      'Jun  5 05:11:04.000: %SYS-5-CONFIG_I: a',
      'ISAKMP: Find a dup sa in the avl tree',
    );
    expect(log.events.map(({ at }) => at === null)).toEqual([true, false, true]);
  });

  it('counts uptime from the start of the device where that is known', () => {
    const log = readLog('00:12:34.567: %SYS-5-CONFIG_I: a', { side: 'a', file: 'log', bootAt: 1_000_000 });
    expect(log.events[0]?.at).toBe(1_754_567);
  });
});

describe('damage', () => {
  it('splits two messages that were printed on one line', () => {
    const log = read(
      '*Oct 25 20:36:32.888: ISAKMP: (1003):vendor ID is DPD*Oct 25 20:36:32.889: ISAKMP: (1003):Find a dup sa in the avl tree',
    );
    expect([log.events.map((event) => event.kind === 'ike-sa' && event.change), log.damaged]).toEqual([['dpd-supported', 'duplicate'], 1]);
  });

  it('wipes what a pager left', () => {
    const log = read(' --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b*Oct 25 20:36:32.888: ISAKMP: (1003):vendor ID is DPD');
    expect([one(log, 'ike-sa').change, log.damaged]).toEqual(['dpd-supported', 1]);
  });

  it('counts what nobody can read', () => {
    const log = read('Translating "hq"...domain server (203.0.113.14)', '*Mar  1 00:00:01.000: TCP0: bad seg from 203.0.113.14', '', 'hq#');
    expect([log.events.length, log.unknown, log.lines]).toEqual([0, 2, 4]);
  });

  it('does not count what show logging says of itself', () => {
    const log = read(
      'Syslog logging: enabled (0 messages dropped, 2 messages rate-limited)',
      '',
      'No Active Message Discriminator.',
      '    Console logging: disabled',
      'Log Buffer (4096 bytes):',
      'Jun  5 05:11:04.000: %SYS-5-CONFIG_I: a',
      'Translating "hq"',
    );
    expect([log.events.length, log.unknown]).toEqual([1, 1]);
  });

  it('reads carriage returns as line ends', () => {
    expect(
      read(`Sep  2 13:27:57.707: ${INVALID_SPI}\r`, 'Sep  2 13:28:57.707: %SYS-5-CONFIG_I: a\r').events.map(({ kind }) => kind),
    ).toEqual(['invalid-spi', 'syslog']);
  });

  it('tells from the sequence numbers what is missing', () => {
    const log = read('000010: Jun  5 05:11:04.000: %SYS-5-CONFIG_I: a', '000014: Jun  5 05:11:09.000: %SYS-5-CONFIG_I: b');
    expect(log.gaps).toEqual([{ fromAt: log.fromAt, toAt: log.toAt, why: 'sequence numbers 10 to 14: 3 messages missing' }]);
  });

  const LINES = [
    `Sep  2 13:27:57.707: ${INVALID_SPI}`,
    '*Oct 25 20:37:02.887: ISAKMP-PAK: (1003):received packet from 198.51.100.1 dport 4500 sport 4786 Global (R) QM_IDLE      ',
    '*Oct 25 20:37:02.887: ISAKMP: (1003):processing SA payload. message ID = 570535495',
    '*Mar  1 00:55:42.455: IPSEC(create_sa): sa created,',
    '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, sa_spi= 0x5E39E570(1580852592),',
    '<190>511: 43w2d: %SYS-6-CLOCKUPDATE: System clock has been updated from 21:47:20 UTC Wed Dec 29 1993 to 11:20:00 UTC Fri Mar 2 2012, configured',
  ];

  it('never throws, whatever was cut, doubled or overwritten', () => {
    const mutation = fc.record({
      line: fc.constantFrom(...LINES),
      at: fc.nat(200),
      length: fc.nat(30),
      text: fc.string({ unit: 'binary', maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 12 }), (mutations) => {
        const lines = mutations.map(({ line, at, length, text }) => line.slice(0, at) + text + line.slice(at + length));
        const log = readLog(lines.join('\n'), { side: 'b', file: 'log' });
        return log.events.every(({ line, endLine }) => line >= 1 && endLine >= line && endLine <= log.lines);
      }),
      { numRuns: 400 },
    );
  });

  it('reads a line of any length in the time of its length', () => {
    const before = process.cpuUsage();
    const log = readLog([...LINES.map((line) => line + ' '.repeat(200_000)), 'x'.repeat(500_000), 'Jan 1 '.repeat(80_000)].join('\n'), {
      side: 'a',
      file: 'log',
    });
    expect(log.lines).toBe(8);
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

describe('what stands beside messages', () => {
  it.each([
    [
      'the banner below a restart',
      [
        '*Mar  1 00:00:12.123: %SYS-5-RESTART: System restarted --',
        'Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.4(3)M2, RELEASE SOFTWARE (fc2)',
        'Technical Support: http://www.cisco.com/techsupport',
        'Copyright (c) 1986-2015 by Cisco Systems, Inc.',
        'Compiled Fri 06-Feb-15 17:01 by prod_rel_team',
      ],
    ],
    [
      'headings of empty traces',
      [
        'ikev2_event:',
        '',
        'Tracing currently disabled, from exec command',
        '',
        'ipsec_exception:',
        'interrupt context allocation count = 0',
      ],
    ],
    [
      'a ping',
      [
        'Type escape sequence to abort.',
        'Sending 5, 100-byte ICMP Echos to 10.2.0.1, timeout is 2 seconds:',
        '..!!!',
        'Success rate is 60 percent (3/5)',
      ],
    ],
    [
      'what IOS asks and says when somebody begins to configure',
      [
        'hq#conf',
        'Configuring from terminal, memory, or network [terminal]? ',
        'Enter configuration commands, one per line.  End with CNTL/Z.',
      ],
    ],
  ])('is known: %s', (_what, lines) => {
    expect(read(...lines).unknown).toBe(0);
  });

  it('is counted where nobody knows it', () => {
    expect(
      read('*Mar  1 00:00:12.123: %SYS-5-CONFIG_I: Configured from console', 'Cisco IOS Software, C2900 Software', 'ikev9_event:').unknown,
    ).toBe(2);
  });
});
