/** What a ticket, a template or a chat writes so that a sign means itself is taken out of every message, not of those alone that matter most. */
import { describe, expect, it } from 'vitest';
import { withoutEscapes } from '../../../src/bundle/door/escapes.ts';
import { openText } from '../../../src/bundle/door/open.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';

const read = (...lines: string[]) => withoutEscapes(openPage('a/paste.txt', lines.join('\n'))).lines;
const coded = (sign: string) => `\\u00${sign.charCodeAt(0).toString(16)}`;
const PRINTED = [
  'Mar  9 10:14:20.000: %HSRP-5-STATECHANGE: FastEthernet0/0.100 Grp 1 state Standby -> Active',
  'Mar  9 10:14:21.000: %LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel7, changed state to down',
  'Mar  9 10:14:22.000: ISAKMP:(1003):Old State = IKE_QM_READY  New State = IKE_QM_I_QM1',
];

describe('a log', () => {
  it.each([
    ['of a ticket that escapes underlines', (line: string) => line.replace(/[_>]/g, '\\$&')],
    ['of a wiki that escapes hyphens and brackets too', (line: string) => line.replace(/[_\-(){}]/g, '\\$&')],
    ['of a template that doubles percent signs', (line: string) => line.replace('%', '%%')],
    ['of a writer of JSON that codes what a page could take for its own', (line: string) => line.replace(/[<>&'=]/g, coded)],
    ['of one that codes in capitals', (line: string) => line.replace(/[>/=+]/g, (sign) => coded(sign).toUpperCase().replace('U', 'u'))],
    ['of a chat that puts each line between backticks', (line: string) => `\`${line}\``],
  ])('%s is read as it was printed', (_what, write) => {
    expect(read(...PRINTED.map(write))).toEqual(PRINTED);
  });

  it('keeps the codes of quotes, and those that are coded twice', () => {
    const line = String.raw`{"message":"deleting node 1 error FALSE reason \u0022No Error\u0022","log":"rec\\u0027d"}`;
    expect(read(line)).toEqual([line]);
  });

  it('as it was printed is left alone', () => {
    const page = openPage('a/paste.txt', [...PRINTED, 'load 5%%, `typed` and \\n'].join('\n'));
    expect(withoutEscapes(page)).toBe(page);
  });

  it.each(['^[', '\\033', '\\x1b', '\\x1B', '\\u001b', '\\e', 'ESC', '<ESC>', '\u241B', '\u2190'])(
    'loses colours whose escape was written out as %s',
    (sign) => {
      const coloured = `${sign}[32mJan  5${sign}[0m 2026 08:54:30.400: spi=${sign}[1;33m0x41A2B301${sign}[0m(1101181697)${sign}[K`;
      expect(openPage('a/paste.txt', coloured).lines).toEqual(['Jan  5 2026 08:54:30.400: spi=0x41A2B301(1101181697)']);
    },
  );

  it('loses what is left of colours', () => {
    expect(openPage('a/putty.log', `[01;31m[K${PRINTED[0]}[m[K\n[0m${PRINTED[1]}[K`).lines).toEqual(PRINTED.slice(0, 2));
  });
});

describe('line ends that are written out', () => {
  const opened = (text: string) => openText({ path: 'a/paste.txt', text, bytes: text.length, sha256: '' }, text);
  const SHOWN = ['interface: Tunnel7', '   local  ident (addr/mask/prot/port): (192.0.2.1/255.255.255.255/47/0)', '    #pkts encaps: 5120'];

  it.each(['\\n', '\\r\\n', '\\r\\r\\n'])('are line ends in a log: %s', (end) => {
    for (const text of [PRINTED.join(end), `output: "${PRINTED.join(end)}"`, `ok\n${PRINTED.join(end)}\n`])
      expect(opened(text).rest.lines.filter((line) => PRINTED.some((each) => line.includes(each))).length).toBe(PRINTED.length);
  });

  it.each(['\\n', '\\r\\n'])('are line ends in a show: %s', (end) => {
    expect(opened(SHOWN.join(end))).toMatchObject({ command: 'show crypto ipsec sa', rest: { lines: SHOWN } });
  });

  it.each([
    'Mar  9 10:14:20.000: %PARSER-5-CFGLOG_LOGGEDCMD: User:noc  logged command:action 1.0 puts "a\\nb"',
    'Mar  9 10:14:20.000: %SYS-5-CONFIG_I: Configured from C:\\new\\notes\\now.txt by vty0',
  ])('are none inside one message: %s', (line) => {
    expect(opened(`${line}\n${PRINTED[0]}`).rest.lines).toEqual([line, PRINTED[0]]);
  });
});

describe('a stamp with a comma', () => {
  const opened = (text: string) => openText({ path: 'a/paste.txt', text, bytes: text.length, sha256: '' }, text).rest.lines;
  const SAID = '%SYS-5-CONFIG_I: Configured from console, by vty0 (192.0.2.7)';

  it.each([
    'Jan  5 2026 08:54:30.400 UTC: ',
    '*Jan 15 08:54:30.400: ',
    '004128: .Feb  9 2026 23:59:59.123456 CET: ',
    'Mar 31 00:00:00.000: ',
  ])('reads as %s', (stamp) => {
    const comma = stamp.replace('.4', ',4').replace('.1', ',1').replace('.000', ',000');
    expect(opened([comma + SAID, stamp + SAID].join('\n'))).toEqual([stamp + SAID, stamp + SAID]);
  });
});
