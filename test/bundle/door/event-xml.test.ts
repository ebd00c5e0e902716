/** Events of Windows in XML read as what the router said, however they are laid out, each with the line in which it begins. */
import { describe, expect, it } from 'vitest';

import { unpackEventXml } from '../../../src/bundle/door/event-xml.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const SAID = [
  '%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: invalid spi for destaddr=192.0.2.1, spi=0x730C2FF8(1930178552)',
  'ISAKMP:(1002): QM Responder gets spi',
  '%SYS-5-CONFIG_I: Configured from console by vty0',
];
const stampOf = (at: number) => `2026-01-05T03:00:2${at}.223Z`;
const read = (text: string) => unpackEventXml(openPage('a/hq.xml', text));

const event = (data: string, at: number, between = '') =>
  [
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>",
    "<System><Provider Name='Syslog'/>",
    `<TimeCreated SystemTime='${stampOf(at)}'/><Computer>hq</Computer></System>`,
    `<EventData>${data}</EventData></Event>`,
  ].join(between);
const data = (text: string) => `<Data>${text}</Data>`;
const ROOT = "<?xml version='1.0' encoding='utf-8' standalone='yes'?><Events>";

describe('events of Windows in XML', () => {
  const expected = SAID.map((line, at) => `${stampOf(at)} hq ${line}`);

  it.each([
    ['one a line', SAID.map((line, at) => event(data(line), at)).join('\n'), [1, 2, 3]],
    ['all on one line', `${ROOT}${SAID.map((line, at) => event(data(line), at)).join('')}</Events>`, [1, 1, 1]],
    ['spread out', `${ROOT}\n${SAID.map((line, at) => event(data(line), at, '\n  ')).join('\n')}\n</Events>`, [2, 6, 10]],
    [
      'with named data',
      SAID.map((line, at) => event(`<Data Name="Facility">local7</Data><Data Name="Message">${line}</Data>`, at)).join('\n'),
      [1, 2, 3],
    ],
    ['in CDATA', SAID.map((line, at) => event(data(`<![CDATA[${line}]]>`), at)).join('\n'), [1, 2, 3]],
    [
      'newest first',
      SAID.map((line, at) => event(data(line), at))
        .toReversed()
        .join('\n'),
      [3, 2, 1],
    ],
  ])('%s', (what, text, numbers) => {
    const page = read(text);
    expect(page.lines.map((line) => line.replace(' local7', ''))).toEqual(expected);
    expect([page.numbers, page.left], what).toEqual([numbers, []]);
  });

  it('with the stamp of the router, and its priority between entities', () => {
    const line = `Jan  5 2026 03:00:20.223 UTC: ${SAID[0]}`;
    expect(read(event(data(`&lt;188&gt;${line.replace('decaps', 'rec&#x27;d')}`), 1)).lines).toEqual([
      `${stampOf(1)} hq <188>${line.replace('decaps', "rec'd")}`,
    ]);
  });

  it.each([
    ['as they are', '\n'],
    ['by their numbers', '&#10;'],
    ['as pairs', '&#13;&#10;'],
  ])('a message of more than one line, its ends written %s', (_what, end) => {
    const [head, ...below] = [
      'IPSEC(delete_sa): deleting SA,',
      '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, ',
      '    sa_spi= 0x730C2FF8(1930178552), ',
    ];
    expect(read(event(data([head, ...below].join(end)), 1)).lines).toEqual([`${stampOf(1)} hq ${head}`, ...below]);
  });

  it('what a router printed below a message is below it, though it came as an event of its own', () => {
    const below = '    sa_spi= 0x730C2FF8(1930178552), ';
    const text = [event(data('IPSEC(delete_sa): deleting SA,'), 1), event(data(below), 1), event(data(SAID[2] ?? ''), 2)].join('\n');
    expect(read(text).lines).toEqual([`${stampOf(1)} hq IPSEC(delete_sa): deleting SA,`, below, expected[2]]);
  });

  it('what others said is named as left out', () => {
    expect(read([event(data('The service entered the running state.'), 0), event(data(SAID[1] ?? ''), 1)].join('\n')).left).toEqual([
      '1 of its 2 events holds no message of a router',
    ]);
  });

  it('are none without a message in them, and in a configuration', () => {
    for (const text of [event(data('nothing'), 0), 'event manager applet X\n <Event> of <System>'])
      expect(read(text).lines).toEqual(text.split('\n'));
  });
});
