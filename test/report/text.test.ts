/** The text report, as an engineer reads it; and JSON, as a program does. */
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/report/formats/index.ts';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from '../verdict/bundle-of.ts';
import { DELETE_LOST, HEALTHY, ONLY_THE_MESSAGE } from '../verdict/stories.ts';

function print(format: keyof typeof FORMATS, story: { a: string; b: string }): string {
  const timeline = timelineOf(story);
  return FORMATS[format].print(judge(timeline), timeline);
}

/** Its stamps with a zone. */
function zoned(log: string, zone: string): string {
  return log.replaceAll(/(\d{2}:\d{2}:\d{2}\.\d{3}): /g, `$1 ${zone}: `);
}

describe('the text report', () => {
  it('of a lost DELETE', async () => {
    await expect(print('text', DELETE_LOST)).toMatchFileSnapshot('golden/delete-lost.txt');
  });

  it('of an incident that nothing explains', async () => {
    await expect(print('text', ONLY_THE_MESSAGE)).toMatchFileSnapshot('golden/unknown.txt');
  });

  it('of a healthy tunnel', () => {
    expect(print('text', HEALTHY)).toContain('No incident: neither router logged an unknown SPI on this tunnel.');
  });

  it.each([
    ['of a lost DELETE', DELETE_LOST],
    ['of an incident that nothing explains', ONLY_THE_MESSAGE],
    ['of a healthy tunnel', HEALTHY],
    ['of stamps in zones that differ', { a: zoned(DELETE_LOST.a, 'EST'), b: zoned(DELETE_LOST.b, 'MESZ') }],
    ['of clocks that are days apart', { a: DELETE_LOST.a, b: DELETE_LOST.b.replaceAll('Sep  2 ', 'Sep 27 ') }],
  ])('keeps its prose within a hundred columns: %s', (_what, story) => {
    const lines = print('text', story)
      .split('\n')
      .filter((line) => !/\.txt:\d+ /.test(line));
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    for (const head of ['CLOCK', 'TIMES', 'HEARD']) expect(lines.some((line) => line.startsWith(head.padEnd(8)))).toBe(true);
  });

  it('says what happened and what to do before the record that it rests on', () => {
    const lines = print('text', DELETE_LOST).split('\n');
    const at = (head: string) => lines.findIndex((line) => line.startsWith(head));
    const order = ['TUNNEL', 'STORY 1', 'What to do', '  Now:', '  For good:', 'Why', 'CLOCK', 'HEARD'].map(at);
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  it('says in words what makes an outage last, with its id behind', () => {
    const again = `${DELETE_LOST.b.replaceAll(/^(?!.*RECVD_PKT_INV_SPI).*\n/gm, '').replaceAll('13:36:47', '13:37:49')}`;
    const config = { 'show_running_config_section_crypto.txt': 'crypto map OUTSIDE 10 ipsec-isakmp\n set peer 198.51.100.1\n' };
    const timeline = timelineOf({ a: DELETE_LOST.a, b: `${DELETE_LOST.b}${again}` }, {}, config);
    expect(FORMATS.text.print(judge(timeline), timeline).replaceAll(/\s+/g, ' ')).toContain(
      'It lasts because hq does not probe branch, and keeps 0xB761863E until 0xB761863E expires (dpd-absent).',
    );
  });

  it('says once what is true of both routers, and of families that heard the same', () => {
    const said = print('text', DELETE_LOST).replaceAll(/\s+/g, ' ');
    expect(said).toContain('zone of each router: not known: its stamps print no zone, and no show clock was captured');
    expect(said).toContain('HEARD hq ipsec, isakmp: 09-02 13:30:00 to 13:38:00 (');
  });
});

describe('the JSON report', () => {
  it('holds what the contract names', () => {
    const report = JSON.parse(print('json', DELETE_LOST)) as Record<string, unknown>;
    expect(report).toMatchObject({
      schema: 'flaptrap.report/2',
      tunnel: { a: { name: 'hq', address: '192.0.2.1' }, b: { name: 'branch', address: '198.51.100.1' } },
      clock: { offsetMs: expect.any(Number), uncertaintyMs: expect.any(Number), method: expect.any(String) },
      incidents: [
        {
          spi: '0xB761863E',
          receiver: 'b',
          occurrences: 2,
          firstAt: expect.stringMatching(/T13:36:47/),
          lastAt: expect.stringMatching(/T13:37:48/),
          persistence: 'black-hole',
          chain: {
            forgot: { how: expect.any(String) },
            told: { how: 'lost', confidence: 'certain' },
            sends: { how: 'still-current' },
            heals: { how: 'unknown', at: null, latest: null },
          },
        },
      ],
      stories: [{ cause: 'delete-lost', confidence: 'certain', incidents: [0], spis: ['0xB761863E'] }],
      recovery: { a: { configured: null, effective: 'unknown' }, b: { configured: null, effective: 'unknown' } },
      defects: [],
    });
    expect(report['facts']).toContainEqual(expect.objectContaining({ fact: 'delete-lost', incident: 0, is: 'yes', grade: 'shown' }));
  });

  it('says what became of every IKE message', () => {
    const { messages } = JSON.parse(print('json', DELETE_LOST)) as { messages: { message: string; fate: string }[] };
    expect(messages.map(({ message, fate }) => `${message}: ${fate}`)).toContain('informational 1148084868 1: lost');
    expect(messages.filter(({ message }) => message.includes('570535495')).every(({ fate }) => fate === 'delivered')).toBe(true);
  });
});

describe('the ladder', () => {
  it('of a lost DELETE shows both ends on one clock, and the message that never arrived', async () => {
    await expect(print('ladder', DELETE_LOST)).toMatchFileSnapshot('golden/delete-lost-ladder.txt');
  });
});
