/** A message that somebody only quotes is no incident, however the line was folded between his words and the quote. */
import { describe, expect, it } from 'vitest';
import { openText } from '../../../src/bundle/door/open.ts';
import { readLog } from '../../../src/ios/log/log.ts';

const MESSAGE =
  "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.5, prot=50, spi=0x9C41D7E2(2621560802), srcaddr=198.51.100.40, input interface=GigabitEthernet0/0/1";
const note = (minute: number) =>
  `Mar  9 2026 10:${minute}:00.230 UTC: %SYS-6-LOGGINGHOST_STARTSTOP: Logging to host 192.0.2.80 port 514 started - CLI initiated by ops`;
const QUOTES: Readonly<Record<string, string>> = {
  'send log': `Mar  9 2026 10:15:00.000 UTC: %SYS-7-USERLOG_DEBUG: Message from tty2(user id: noc): ${MESSAGE}`,
  'an applet': `Mar  9 2026 10:15:00.000 UTC: %HA_EM-6-LOG: SPI-WATCH: self-test fired by: ${MESSAGE}`,
  'the configuration log': `Mar  9 2026 10:15:00.000 UTC: %PARSER-5-CFGLOG_LOGGEDCMD: User:noc  logged command:send log ${MESSAGE}`,
};
const WIDTHS = [60, 72, 76, 80, 100, 120];

function softly(line: string, width: number, indent: string): string {
  const lines: string[] = [];
  let text = '';
  for (const word of line.split(/(?<= )/)) {
    if ((text + word).length > width && text.trim() !== '') {
      lines.push(text.trimEnd());
      text = indent;
    }
    text += word;
  }
  return [...lines, text].join('\n');
}

const hardly = (line: string, width: number) => line.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? '';

function spisIn(quoted: string, fold: (line: string) => string) {
  const text = [note(10), note(11), note(12), quoted, note(20), note(21)].map(fold).join('\n');
  const { rest } = openText({ path: 'a/console.log', text, bytes: text.length, sha256: '' }, text);
  const { events } = readLog(rest.lines.join('\n'), { side: 'a', file: 'console.log', year: 2026 });
  return events.flatMap((event) => (event.kind === 'invalid-spi' ? [event.spi] : []));
}

describe.each(Object.entries(QUOTES))('quoted by %s', (_who, quoted) => {
  it.each(WIDTHS)('and folded at %d characters', (width) => {
    expect(spisIn(quoted, (line) => softly(line, width, ''))).toEqual([]);
    expect(spisIn(quoted, (line) => softly(line, width, '  '))).toEqual([]);
    expect(spisIn(quoted, (line) => hardly(line, width))).toEqual([]);
  });
});

it.each(WIDTHS)('the message itself, folded at %d characters behind an applet that only fired, is an incident', (width) => {
  const fired = 'Mar  9 2026 10:15:00.000 UTC: %HA_EM-6-LOG: SPI-WATCH: fired';
  for (const indent of ['', '  '])
    expect(
      spisIn(`${fired}\nMar  9 2026 10:15:00.100 UTC: ${MESSAGE}`, (lines) =>
        lines
          .split('\n')
          .map((line) => softly(line, width, indent))
          .join('\n'),
      ),
    ).toEqual(['0x9C41D7E2']);
});
