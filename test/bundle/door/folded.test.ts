/** A line that a terminal or a mail folded is one line again, at whatever width, and is cited where the file has it. */
import { describe, expect, it } from 'vitest';
import { blanksLostAt, breaksBetweenWords } from '../../../src/bundle/door/fold-words.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { unfold } from '../../../src/bundle/door/unfold.ts';
import { readLog } from '../../../src/ios/log/log.ts';
import { judgeFiles } from '../../case/open.ts';

const INV = (spi: string, decimal: string) =>
  `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=${spi}(${decimal}), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0`;
const FIRST = `Jan  5 2026 03:00:21.223 UTC: ${INV('0x730C2FF8', '1930178552')}`;
const SECOND = `Jan  5 2026 03:01:22.001 UTC: ${INV('0x730C2FF8', '1930178552')}`;
const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';

const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
const judged = async (log: string) => (await judgeFiles([put('tunnel.yaml', TUNNEL), put('a/show_logging.txt', log)], 'folded')).verdict;
const cut = (line: string, width: number) => (line.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');

function wrap(line: string, width: number): string {
  const out: string[] = [];
  for (const word of line.split(' ')) {
    const last = out.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  return out.join('\n');
}

const WIDTHS = Array.from({ length: 126 }, (_, at) => 70 + at);

describe('a message that was folded', () => {
  it.each([80, 100, 120, 132, 140, 160])('by a terminal at %i characters, alone in its file, is one incident', async (width) => {
    const { incidents } = await judged(cut(FIRST, width));
    expect(incidents.map(({ spi, occurrences }) => [spi, occurrences])).toEqual([['0x730C2FF8', 1]]);
  });

  it.each([50, 60, 72, 76, 80])('by a mail at %i behind a stamp that fills a line of its own is counted once', async (width) => {
    const relayed = (stamp: string) => `<189>1 2026-01-05T03:00:21.300Z hq.example.net - - - - ${stamp}`;
    for (const stamp of [relayed('Jan  5 03:00:21.000:'), 'Jan  5 2026 03:00:21.223 UTC:']) {
      const { incidents } = await judged(`${stamp}\n${wrap(INV('0x730C2FF8', '1930178552'), width)}\n`);
      expect(incidents.map(({ spi, occurrences, firstAt }) => [spi, occurrences, firstAt === null])).toEqual([['0x730C2FF8', 1, false]]);
    }
  });

  it('by a terminal is read at every width from 70 to 195', async () => {
    const wrong: number[] = [];
    for (const width of WIDTHS) {
      const { incidents } = await judged([FIRST, SECOND].map((line) => cut(line, width)).join('\n'));
      const [found] = incidents;
      if (incidents.length !== 1 || found?.spi !== '0x730C2FF8' || found.occurrences !== 2) wrong.push(width);
    }
    expect(wrong).toEqual([]);
  });

  it.each([1, 2])('and spread out by a mail, with %i empty lines behind each, is read at every width', async (spacing) => {
    const wrong: string[] = [];
    for (const width of WIDTHS.filter((each) => each % 7 === 0))
      for (const fold of [cut, wrap]) {
        const lines = [FIRST, SECOND].map((line) => fold(line, width)).join('\n');
        const [found, ...more] = (await judged(lines.replaceAll('\n', '\n'.repeat(spacing + 1)))).incidents;
        if (more.length > 0 || found?.spi !== '0x730C2FF8' || found.occurrences !== 2) wrong.push(`${fold.name} ${width}`);
      }
    expect(wrong).toEqual([]);
  });

  it('by a mail is read at every width from 70 to 195', async () => {
    const wrong: number[] = [];
    for (const width of WIDTHS) {
      const { incidents } = await judged([FIRST, SECOND].map((line) => wrap(line, width)).join('\n'));
      const [found] = incidents;
      if (incidents.length !== 1 || found?.spi !== '0x730C2FF8' || found.occurrences !== 2) wrong.push(width);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['quoted', (line: string) => `> ${line}`],
    ['quoted twice', (line: string) => `>> ${line}`],
    ['indented', (line: string) => `    ${line}`],
    ['in a ticket', (line: string) => line],
  ])('and %s is read all the same', async (what, mark) => {
    const lines = cut(FIRST, 80).split('\n').map(mark);
    const { incidents } = await judged(what === 'in a ticket' ? ['```', ...lines, '```'].join('\n') : lines.join('\n'));
    expect(incidents.map(({ spi }) => spi)).toEqual(['0x730C2FF8']);
  });

  it('is cited by the line at which it begins in the file', async () => {
    const { incidents } = await judged(`${cut(FIRST, 80)}\n${cut(SECOND, 80)}\n`);
    const lines = new Set(incidents.flatMap(({ cause }) => cause.evidence.map(({ file, line }) => `${file}:${line}`)));
    const pieces = cut(FIRST, 80).split('\n').length;
    expect([...lines].every((each) => each === 'show_logging.txt:1' || each === `show_logging.txt:${pieces + 1}`)).toBe(true);
  });
});

describe('a debug that was folded', () => {
  const packet = (time: string, way: string, end: string) => `Jan 20 2026 ${time}: ISAKMP:(1003): ${way} ${end} (I) QM_IDLE`;
  const LOG = [
    'Jan 20 2026 12:00:00.330: IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI 5E0CD1A9',
    'Jan 20 2026 12:00:20.000: ISAKMP:(1003):set new node 71001 to QM_IDLE',
    packet('12:00:20.020', 'received packet from 198.51.100.1', 'dport 500 sport 500 Global'),
    'Jan 20 2026 12:00:20.020: ISAKMP:(1003): processing HASH payload. message ID = 71001',
    packet('12:00:25.000', 'sending packet to 198.51.100.1', 'my_port 500 peer_port 500'),
    packet('12:40:10.000', 'sending packet to 198.51.100.1', 'my_port 500 peer_port 500'),
    packet('12:40:40.000', 'sending packet to 198.51.100.1', 'my_port 500 peer_port 500'),
  ];
  const unfolded = (fold: (line: string, width: number) => string, width: number) =>
    unfold(openPage('a/show_logging.txt', LOG.map((line) => fold(line, width)).join('\n'))).lines.filter((line) => line !== '');
  // Below this a terminal leaves pieces that look like nothing.
  const widths = Array.from({ length: 50 }, (_, at) => 76 + at);

  it.each([
    ['by a mail, which takes the blank away', wrap],
    ['by a terminal, which breaks within words', cut],
  ])('%s, has every word at every width from 76 to 125, though its lines break at one place', (_what, fold) => {
    const wrong = widths.filter((width) => unfolded(fold, width).join('\n') !== LOG.join('\n'));
    expect(wrong).toEqual([]);
  });

  it.each([
    [['sending packet to 198.51.100.1 (I)', 'QM_IDLE'], true],
    [['spi for destaddr=192.0.2.1,', 'prot=50'], true],
    [['srcaddr=198.51.100.1, input', 'interface=Tunnel1'], true],
    [['updated', 'peer 198.51.100.1'], true],
    [['sending packet to 198.51.', '100.1'], false],
    [['sending pac', 'ket to 192.0.2.1'], false],
    [['ISAKMP:(1003)', ':Old State'], false],
    [['sending packet to ', '198.51.100.1'], false],
  ])('breaks between words or within one: %j', ([before = '', behind = ''], isBetween) => {
    expect(breaksBetweenWords([before, behind, 'set new node 5 to QM_IDLE', 'a packet to 198.51.100.1'], [0])).toBe(isBetween);
  });
});

/** As a mail of flowed text: the blank at a break counts, and goes; a line that fits stands as it is, with its own blanks at its end. */
function flow(line: string, width: number): string {
  if (line.length <= width) return line;
  const end = line.lastIndexOf(' ', width - 1);
  return end <= 0 ? line : `${line.slice(0, end).trimEnd()}\n${flow(line.slice(end + 1), width)}`;
}

describe('debugs that a mail of flowed text folded', () => {
  const said = (second: number, words: string) => `Aug 12 09:00:${String(second).padStart(2, '0')}.143: ISAKMP:(1026):${words}`;
  const round = (second: number) => [
    said(second, 'Can not start Aggressive mode, trying Main mode.'),
    said(second, ' sending packet to 198.51.100.1 my_port 500 peer_port 500 (I) QM_IDLE      '),
    said(second, `set new node ${-1_387_263_000 - second} to QM_IDLE      `),
    said(second, ` processing NONCE payload. message ID = ${1_121_320_000 + second}`),
    said(second, 'Old State = IKE_QM_READY  New State = IKE_QM_I_QM1'),
    said(second, 'deleting node 71001 error FALSE reason "Informational (in) state 1"'),
  ];
  const log = [10, 22, 31, 45].flatMap(round);
  /** Lines that are as long as they may be, and words that would just fit if the blank before them did not count. */
  const atTheEdge = (width: number) => [
    said(50, ' processing SA payload, in its '.padEnd(width - said(50, '').length, 'x')),
    ...[51, 52, 53].map(
      (second) => `${said(second, ' processing NOTIFY in '.padEnd(width - said(50, '').length - 6, 'y'))} QM_I1 behind it`,
    ),
  ];

  it('are whole at every width from 62 to 84', () => {
    const widths = Array.from({ length: 23 }, (_, at) => 62 + at);
    const plainOf = (lines: readonly string[]) => lines.map((line) => line.trimEnd().replace(/ {2}/g, ' ')).join('\n');
    const wrong = widths.filter((width) => {
      const whole = [...log, ...atTheEdge(width)];
      const { lines } = unfold(openPage('a/show_logging.txt', whole.map((line) => flow(line, width)).join('\n')));
      return plainOf(lines.filter((line) => line.trim() !== '')) !== plainOf(whole);
    });
    expect(wrong).toEqual([]);
  });
});

/** As terminals, editors and printed pages break that indent what goes on; `isBeyond`: the indent comes on top of the width. */
function hang(line: string, width: number, indent: string, isBeyond: boolean): string[] {
  const own = isBeyond ? width : width - indent.length;
  const rest = line.slice(width).match(new RegExp(`.{1,${own}}`, 'g')) ?? [];
  return [line.slice(0, width), ...rest.map((piece) => indent + piece)];
}

/** What the log says of unknown SPIs once it is unfolded. */
function heard(log: string): string[] {
  const { events } = readLog(unfold(openPage('a/show_logging.txt', log)).lines.join('\n'), { side: 'a', file: 'show_logging.txt' });
  return events.flatMap((event) =>
    event.kind === 'invalid-spi' ? [`${event.spi} for ${event.destination} from ${event.source} at ${event.interface}`] : [],
  );
}

describe('a fold that indents what goes on', () => {
  const SMALL = `Jan  5 2026 03:02:22.001 UTC: ${INV('0xE06FF44', '235339588')}`;
  const RELAYED = `Jan  5 03:00:22 hq 1207: *Jan  5 2026 03:00:21.223 UTC: ${INV('0x730C2FF8', '1930178552')}`;
  const CONFIGURED = 'Jan  5 2026 03:00:20.000 UTC: %SYS-5-CONFIG_I: Configured from console by admin on vty0 (203.0.113.9)';

  it.each([
    ['within the width by three blanks', '   ', false, '\n'],
    ['beyond the width by three blanks', '   ', true, '\n'],
    ['by three blanks, with lines that end as in Windows', '   ', false, '\r\n'],
    ['by one blank', ' ', false, '\n'],
    ['by two blanks', '  ', true, '\n'],
    ['by eight blanks', '        ', false, '\r\n'],
    ['by a tab', '\t', true, '\n'],
  ])('%s is read at every width from 70 to 195, with both addresses, and no SPI is read short', async (_what, indent, isBeyond, end) => {
    const wrong: string[] = [];
    for (const width of WIDTHS) {
      for (const log of [[FIRST, SECOND], [SECOND], [CONFIGURED, FIRST, SECOND], [RELAYED]]) {
        const said = heard(log.flatMap((line) => hang(line, width, indent, isBeyond)).join(end));
        const right = log
          .filter((line) => line !== CONFIGURED)
          .map(() => '0x730C2FF8 for 192.0.2.1 from 198.51.100.1 at GigabitEthernet0/0');
        if (said.join() !== right.join()) wrong.push(`${width}: ${said.join()}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('does not shorten an SPI that is printed without its leading nought', () => {
    const wrong = WIDTHS.filter(
      (width) =>
        !heard(hang(SMALL, width, '   ', false).join('\n'))
          .join()
          .startsWith('0x0E06FF44 for'),
    );
    expect(wrong).toEqual([]);
  });

  it.each(['   ', ' ', '\t'])('leaves a debug with every word (indent %j)', (indent) => {
    const log = [
      'Jan 20 2026 12:00:00.330: IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI 5E0CD1A9',
      'Jan 20 2026 12:00:20.021: ISAKMP:(1003): processing DELETE payload. message ID = 71001, sa = 0x7F1C2A3B4C50, from 198.51.100.1',
      'Jan 20 2026 12:00:20.030: IPSEC(delete_sa): deleting SA,',
      '  (sa) sa_dest= 198.51.100.1, sa_proto= 50,',
      '    sa_spi= 0x730C2FF8(1930178552),',
      '    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2001',
      FIRST,
    ];
    const wrong = Array.from({ length: 45 }, (_, at) => 72 + at).filter((width) => {
      const text = log.flatMap((line) => hang(line, width, indent, false)).join('\n');
      return (
        unfold(openPage('a/show_logging.txt', text))
          .lines.filter((line) => line !== '')
          .join('\n') !== log.join('\n')
      );
    });
    expect(wrong).toEqual([]);
  });

  it('is said of a message whose pieces cannot be put together, and no SPI is read from them', async () => {
    const lines = [
      "Jan  5 2026 03:00:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C",
      '   8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0',
    ];
    const { incidents, missing } = await judged(lines.join('\n'));
    expect(incidents).toEqual([]);
    expect(missing.filter((each) => /folded and could not be joined/.test(each))).toHaveLength(1);
  });

  it.each(['a line of somebody else', 'hello1', '   copied from the console'])(
    'is not seen where a whole message is followed by %j',
    async (next) => {
      const { incidents } = await judged(`${FIRST}\n${next}\n`);
      expect(incidents.map(({ spi }) => spi)).toEqual(['0x730C2FF8']);
    },
  );
});

describe('a message that was not folded', () => {
  it('stays as it is before a line of somebody else, though it is the longest', async () => {
    const { incidents } = await judged(`${FIRST}\nthis is what I saw on the console\n`);
    expect(incidents[0]?.cause.evidence.map(({ text }) => text)).toContain(FIRST);
  });
});

describe('a log that was folded within words, and lost the blanks at both ends of its lines', () => {
  it('has a blank where the words on both sides of a break are known, and none where they are one', () => {
    const lines = [
      'received packet from 198.51.100.1 dport',
      '500 sport 500 Global',
      '(R) QM_IDLE',
      'processing DELETE payload. message ID =',
      '71001',
      'updated peer 198.51.100.1 current outbo',
      'und sa to SPI 5E0CD1A9',
      'received packet from 198.51.100.7',
      '7 dport 500 sport 500',
    ];
    expect([...blanksLostAt(lines, [0, 1, 3, 5, 7])]).toEqual([0, 1, 3]);
  });
});
