/** Pieces of one record that a file holds in another order come into theirs; behind a clock that was set back nothing is moved. */
import { describe, expect, it } from 'vitest';

import { withoutRepeats } from '../../../src/bundle/door/repeats.ts';

const put = (lines: string[]) => withoutRepeats({ path: 'a/log.txt', lines, numbers: lines.map((_, at) => at + 1), done: [] });
const order = (...lines: string[]) => put(lines).lines.filter((line) => line !== '');

type Stamp = (time: string) => string;
const made = (at: Stamp, time: string, spi: string) => [
  `${at(time)}IPSEC(create_sa): sa created,`,
  `  (sa) sa_dest= 192.0.2.1, sa_proto= 50, `,
  `    sa_spi= 0x${spi}(1930178552), `,
];
const gone = (at: Stamp, time: string, spi: string) => [`${at(time)}IPSEC(delete_sa): deleting SA,`, `    sa_spi= 0x${spi}(1930178552), `];
const unknown = (at: Stamp, time: string) =>
  `${at(time)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1`;
const said = (at: Stamp, time: string, what: string) => `${at(time)}%SYS-5-CONFIG_I: Configured from console by vty0 (10.1.0.${what})`;

describe.each<[string, Stamp]>([
  ['with a year and a zone', (time) => `Jan  5 2026 ${time}.223 UTC: `],
  ['of whole seconds', (time) => `Jan  5 ${time}: `],
  ['of a clock that was never set', (time) => `*Mar  1 ${time}.223: `],
])('under stamps %s', (_, at) => {
  const buffer = [
    ...made(at, '02:30:00', '730C2FF8'),
    ...gone(at, '03:00:20', '730C2FF8'),
    unknown(at, '03:00:21'),
    unknown(at, '03:01:22'),
    said(at, '03:05:00', '9'),
  ];
  const [first = '', second = '', last = ''] = buffer.slice(-3);

  it.each([
    ['one line', [first]],
    ['the second alone', [second]],
    ['two lines', [first, second]],
    ['all that came while the terminal was open', [first, second, last]],
    ['a line of a mail', ['Hi, we see', first, 'Full log below.']],
  ])('live above the buffer is %s: the order is that of the buffer', (_what, live) => {
    expect(order(...live, 'hq#show logging', ...buffer).filter((line) => buffer.includes(line))).toEqual(buffer);
  });

  it('what was heard live and is no more in the buffer stands where its stamp says', () => {
    expect(order(first, last, 'hq#show logging', ...buffer.slice(0, -1))).toEqual([...buffer.slice(0, -1), last, 'hq#show logging']);
    expect(order(said(at, '02:40:00', '7'), first, ...buffer)).toEqual([
      ...buffer.slice(0, 3),
      said(at, '02:40:00', '7'),
      ...buffer.slice(3),
    ]);
  });

  it('what was typed live stays behind the message that it stood below', () => {
    const ordered = order(first, 'hq#clear crypto sa', 'hq#show logging', ...buffer);
    expect(ordered.indexOf('hq#clear crypto sa')).toBe(ordered.indexOf(first) + 1);
  });

  it('the buffer printed twice, the second time with more, is in order', () => {
    expect(order(...buffer.slice(0, -1), 'hq#sh log', ...buffer).filter((line) => buffer.includes(line))).toEqual(buffer);
  });

  it('a newer piece above an older one is told by the SA that the older one makes', () => {
    for (const cut of [3, 5, 6]) expect(order(...buffer.slice(cut), ...buffer.slice(0, cut)), String(cut)).toEqual(buffer);
    if (at('').startsWith('*')) return;
    expect(order(...buffer.slice(5), ...buffer.slice(3, 5), ...buffer.slice(0, 3)).slice(0, 3)).toEqual(buffer.slice(0, 3));
  });

  it('what makes the SA above and names it below is a clock that was set back', () => {
    const set = [...made(at, '05:00:00', '730C2FF8'), unknown(at, '02:30:00'), said(at, '02:40:00', '9')];
    expect(order(...set)).toEqual(set);
  });
});

describe('without an SA', () => {
  const at: Stamp = (time) => `Jan  5 2026 ${time}.223 UTC: `;
  const lines = ['02:30:00', '02:40:00', '02:59:59', '03:00:01', '03:05:00', '03:09:00'].map((time, which) =>
    said(at, time, String(which)),
  );
  const numbered = (from: number, own: string[]) => own.map((line, which) => `${String(from + which).padStart(6, '0')}: ${line}`);
  const swapped = (own: string[]) => [...own.slice(3), ...own.slice(0, 3)];

  it('an older piece is told by its numbers, or ends where the newer begins', () => {
    expect(order(...swapped(lines))).toEqual(lines);
    expect(order(...swapped(numbered(120, lines)))).toEqual(numbered(120, lines));
  });

  it('a message that was cut between the two is whole', () => {
    const cut = gone(at, '03:00:00', '730C2FF8');
    expect(order(...cut.slice(1), ...lines.slice(3), ...lines.slice(0, 3), ...cut.slice(0, 1))).toEqual([
      ...lines.slice(0, 3),
      ...cut,
      ...lines.slice(3),
    ]);
  });

  it.each([
    ['the numbers go on', [...numbered(120, lines.slice(3)), ...numbered(123, lines.slice(0, 3))]],
    [
      'a message tells of it',
      [...lines.slice(3), `${at('02:29:59')}%SYS-6-CLOCKUPDATE: System clock has been updated`, ...lines.slice(0, 3)],
    ],
    ['the router started again', [...lines.slice(3), `${at('02:29:59')}%SYS-5-RESTART: System restarted --`, ...lines.slice(0, 3)]],
    ['the clock is not set behind it', [...lines.slice(3), ...lines.slice(0, 3).map((line) => `*${line}`)]],
    ['the stretch behind it ends long before', [...lines.slice(4), ...lines.slice(0, 2)]],
    ['the stretch behind it goes on among the others', [...lines.slice(3), ...lines.slice(0, 3), said(at, '03:06:00', '9')]],
    ['the hour is that which comes twice', swapped(lines).map((line) => line.replace(' UTC', '').replace('03:09', '03:29'))],
  ])('a clock that was set back stays one where %s', (_, own) => {
    expect(order(...own)).toEqual(own);
  });
});

it('a log over a new year that stands in a file twice keeps its order, though no stamp prints the year', () => {
  const at: Stamp = (time) => `${time}.223: `;
  const log = [
    said(at, 'Dec 31 23:20:00', '1'),
    said(at, 'Dec 31 23:58:02', '2'),
    said(at, 'Jan  1 00:00:38', '3'),
    said(at, 'Jan  1 00:02:10', '4'),
  ];
  expect(order(...log, ...log)).toEqual(log);
});
