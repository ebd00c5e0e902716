/** A line that a terminal or a mail folded is one line again, at whatever width, and is cited where the file has it. */
import { describe, expect, it } from 'vitest';
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

  it('by a terminal is read at every width from 70 to 195', async () => {
    const wrong: number[] = [];
    for (const width of WIDTHS) {
      const { incidents } = await judged([FIRST, SECOND].map((line) => cut(line, width)).join('\n'));
      const [found] = incidents;
      if (incidents.length !== 1 || found?.spi !== '0x730C2FF8' || found.occurrences !== 2) wrong.push(width);
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

describe('a message that was not folded', () => {
  it('stays as it is before a line of somebody else, though it is the longest', async () => {
    const { incidents } = await judged(`${FIRST}\nthis is what I saw on the console\n`);
    expect(incidents[0]?.cause.evidence.map(({ text }) => text)).toContain(FIRST);
  });
});
