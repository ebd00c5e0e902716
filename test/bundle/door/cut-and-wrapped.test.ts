/** What was pasted from the middle on, put into an event of a collector, or laid newest first is read as what the router printed. */
import { describe, expect, it } from 'vitest';
import { nameBeheaded } from '../../../src/bundle/door/beheaded.ts';
import { unwrapEvents } from '../../../src/bundle/door/collected.ts';
import { unexport } from '../../../src/bundle/door/exported.ts';
import { restamp } from '../../../src/bundle/door/foreign-stamps.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { turnRound } from '../../../src/bundle/door/turn.ts';

const REST =
  'invalid spi for destaddr=192.0.2.1, prot=50, spi=0x1F2E3D4C(523124044), srcaddr=198.51.100.1, input interface=GigabitEthernet0/1';
const NAMED = `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has ${REST}`;

describe('a paste that begins inside of the message', () => {
  it.each(['', 'has ', 'PSEC packet has ', "aps: rec'd IPSEC packet has "])('gets its name back: "%s…"', (before) => {
    const page = nameBeheaded(openPage('paste.txt', `\n${before}${REST}\n`));
    expect(page.lines[1]).toBe(NAMED);
    expect(page.done.join()).toContain('whose name was put before it');
  });

  it.each([`Nov  9 14:00:00.000: ${NAMED}`, 'The router says invalid spi for destaddr, what is that?'])(
    'is none when it is whole, or no message: %s',
    (line) => {
      const page = openPage('paste.txt', line);
      expect(nameBeheaded(page)).toBe(page);
    },
  );
});

describe('an event of a collector in CEF', () => {
  const event = (message: string) =>
    `<13>Nov  9 14:00:00 siem CEF:0|Cisco|IOS|15.7|CRYPTO-4-RECVD_PKT_INV_SPI|Invalid SPI|4|rt=1762696800000 dvc=192.0.2.1 msg=${message.replaceAll('=', '\\=')} cat=vpn`;

  it('has the message with its equals signs, and the name from its head where the message lost it', () => {
    const page = unwrapEvents(openPage('cef.log', [event(NAMED), event(NAMED.slice(NAMED.indexOf('decaps')))].join('\n')));
    expect(page.lines).toEqual(Array(2).fill(`2025-11-09T14:00:00.000Z 192.0.2.1 ${NAMED}`));
  });
});

describe('a table of a spreadsheet', () => {
  it('with date and time in columns of their own gives the time to the message', () => {
    const rows = ['14:00:00', '14:02:00'].map((time) => `09.11.2025;${time};192.0.2.1;"${NAMED}"`);
    const { lines } = unexport(restamp(openPage('Mappe.csv', ['Datum;Uhrzeit;Host;Meldung', ...rows].join('\n'))));
    expect(lines.slice(1)).toEqual(['14:00:00', '14:02:00'].map((time) => `2025-11-09 ${time} 192.0.2.1 ${NAMED}`));
  });
});

describe('a record of the journal', () => {
  it('has a message that was written as the numbers of its bytes', () => {
    const record = (MESSAGE: unknown) => JSON.stringify({ _HOSTNAME: 'relay', MESSAGE });
    const { lines } = unexport(openPage('journal.json', [record(NAMED), record([...Buffer.from(NAMED)])].join('\n')));
    expect(lines).toEqual(Array(2).fill(`relay: ${NAMED}`));
  });
});

describe('two messages, the later one first', () => {
  const said = (before: (minute: number) => string) =>
    [9, 2].map((minute) => `${before(minute)}Nov  9 2025 14:0${minute}:00.000 UTC: ${NAMED}`);

  it.each([
    ['their numbers', (minute: number) => `00${100 + minute}: `],
    ['the clock of the relay', (minute: number) => `2025-11-09T15:0${minute}:01+01:00 hq `],
  ])('are turned round when %s runs backwards too', (_what, before) => {
    const lines = said(before);
    expect(turnRound(openPage('x.log', lines.join('\n'))).lines).toEqual(lines.toReversed());
  });

  it.each([
    ['the numbers run on', (minute: number) => `00${110 - minute}: `],
    ['nothing else tells', () => ''],
  ])('are a clock that was set when %s', (_what, before) => {
    const page = openPage('x.log', said(before).join('\n'));
    expect(turnRound(page)).toBe(page);
  });
});
