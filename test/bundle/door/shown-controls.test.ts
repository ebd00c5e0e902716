/** What cat, vim or less show of tabs, line ends and controls is taken for what it shows, and what IOS itself prints with a caret or a dollar stays. */
import { describe, expect, it } from 'vitest';
import { openText } from '../../../src/bundle/door/open.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { readLog } from '../../../src/ios/log/log.ts';

const PRINTED = [
  'Mar  9 2026 10:14:20.000 UTC: ISAKMP:(1003):Old State = IKE_QM_READY  New State = IKE_QM_I_QM1',
  'Mar  9 2026 10:14:20.100 UTC: ISAKMP (1003): ID payload ',
  '\tnext-payload : 8',
  '',
  'Mar  9 2026 10:14:21.000 UTC: %PLATFORM-4-ELEMENT_WARNING: RP/0: used',
  "Mar  9 2026 10:14:33.117 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.5, prot=50, spi=0x9C41D7E2(2621560802), srcaddr=198.51.100.40, input interface=Tunnel7",
];
const SAID = 'tabs and line ends that were shown as signs (cat -A) were put back';
const show = (text: string): string => text.replaceAll('\t', '^I').replaceAll('\r', '^M').replaceAll('\u001B', '^[').replaceAll('\b', '^H');
const WRITERS: [string, (lines: readonly string[]) => string][] = [
  ['cat -A', (lines) => lines.map((line) => `${show(line)}$\n`).join('')],
  ['cat -A of a text with carriage returns', (lines) => lines.map((line) => `${show(line)}^M$\n`).join('')],
  ['cat -v of such a one', (lines) => lines.map((line) => `${line}^M\n`).join('')],
  ['cat -t', (lines) => lines.map((line) => `${show(line)}\n`).join('')],
  ['cat -A, pasted in Windows', (lines) => lines.map((line) => `${show(line)}$\r\n`).join('')],
  ['cat -A without a last line end', (lines) => lines.map((line) => `${show(line)}$`).join('\n')],
  ['cat -A under its prompt', (lines) => `nils@box:~$ cat -A hq.log\n${lines.map((line) => `${show(line)}$\n`).join('')}`],
];

describe('a log as it is shown by', () => {
  it.each(WRITERS)('%s', (_what, write) => {
    const { lines, done, numbers } = openPage('a/hq.log', write(PRINTED));
    expect(lines.filter((line) => !line.startsWith('nils') && line !== '')).toEqual(PRINTED.filter((line) => line !== ''));
    expect(done).toContain(SAID);
    expect(numbers[0]).toBe(1);
  });

  it('cat -An, whose numbers are taken off after it', () => {
    const text = PRINTED.map((line, at) => `${String(at + 1).padStart(6)}\t${show(line)}^M$\n`).join('');
    const { rest } = openText({ path: 'a/hq.log', text } as never, text);
    expect(rest.lines.slice(0, 3)).toEqual(PRINTED.slice(0, 3));
    expect(readLog(rest.lines.join('\n'), { side: 'a', file: 'a', year: 2026 }).events.at(-1)).toMatchObject({ kind: 'invalid-spi' });
  });

  it('cat -v, with colours and the pager of a terminal', () => {
    const text = `^[[01;31m^[[K${PRINTED[0]}^[[m^[[K\n --More-- ^H^H^H^H^H^H^H^H^H        ^H^H^H^H^H^H^H^H^H${PRINTED[1]}\n`;
    const { lines } = openPage('a/hq.log', text);
    expect(lines.filter((line) => line !== '')).toEqual(PRINTED.slice(0, 2).map((line) => line.trimEnd()));
  });

  it('cat -A, of signs beyond ASCII', () => {
    const text = `${PRINTED[5]?.replace("'", 'M-bM-^@M-^Y').replace('= ', '=M-BM- ')}$\nM-oM-;M-?${PRINTED[0]}$\n`;
    expect(openPage('a/hq.log', text).lines.slice(0, 2)).toEqual([PRINTED[5]?.replace("'", '\u2019'), PRINTED[0]]);
  });

  it('cat -A, of a line alone', () => {
    expect(openPage('a/hq.log', `${PRINTED[5]}^M$`).lines).toEqual([PRINTED[5]]);
  });
});

it.each([
  'hq#show run | include ^Interface\nip as-path access-list 1 permit ^[0-9]+$\nneighbor 192.0.2.9 route-map ^M\n!\nend\n',
  'banner motd ^C\nkeep out\n^C\n!\nend\n',
  'ip as-path access-list 1 permit _65000$\nip as-path access-list 1 deny .*\n',
  'hq#show logging | include ^Jan\nhq#\n',
  'hq(config)#$dress 192.0.2.1 255.255.255.0 secondary$\nhq(config)#end\nhq#\n',
  'Jan  5 03:00:20.001: %PARSER-5-CFGLOG_LOGGEDCMD: User:nils  logged command:banner login ^Z\n',
])('what a router prints itself stays: %j', (text) => {
  expect(openPage('a/hq.log', text)).toMatchObject({ lines: text.split('\n'), done: [] });
});
