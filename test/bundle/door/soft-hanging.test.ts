/** A log that a mail program broke between words, with an indent before what goes on, is the same log; what IOS indents stays where it is. */
import { describe, expect, it } from 'vitest';
import { hadNoRoom, unhangSoft } from '../../../src/bundle/door/soft-hanging.ts';

const PRINTED = [
  'Nov 12 10:50:30.001: IKEv2:(SESSION ID = 31,SA ID = 1):Sending DELETE INFO message for IPsec SA [SPI: 0x8A11C0D1]',
  'Nov 12 10:50:32.011: IKEv2:(SESSION ID = 14,SA ID = 1):Received Packet [From 192.0.2.1:500/To 198.51.100.1:500/VRF i0:f0]',
  'Initiator SPI : 8C41F2D07A6B93E5 - Responder SPI : 1D9E04B7C35F8A62 Message id: 1',
  'IKEv2 INFORMATIONAL Exchange REQUEST',
  'Payload contents:',
  ' DELETE',
  'Nov 12 10:50:33.000: IPSEC(delete_sa): deleting SA,',
  '  (sa) sa_dest= 192.0.2.1, sa_proto= 50,',
  '    sa_spi= 0x8A11C0D1(2316419281),',
  'Nov 12 10:50:34.000: ISAMKP:(1017): processing DELETE payload. message ID = -883352806, which is of another family',
  "Nov 12 10:50:35.000: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x8A11C0D1(2316419281), srcaddr=198.51.100.1",
  'Nov 12 10:50:36.000: %SYS-6-LOGGINGHOST_STARTSTOP: Logging to host 192.0.2.80 port 514 started - CLI initiated',
];

function broken(line: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let text = '';
  for (const word of line.split(/(?<= )/)) {
    if ((text + word.trimEnd()).length > width && text.trim() !== '') {
      lines.push(text.trimEnd());
      text = indent;
    }
    text += word;
  }
  return [...lines, text];
}

const pageOf = (lines: string[]) => ({ path: 'a/mail.txt', lines, numbers: lines.map((_, at) => at + 1), done: [] });

describe('broken between words', () => {
  it.each([
    [70, 1],
    [76, 2],
    [76, 4],
    [90, 2],
    [100, 8],
  ])('at %d characters, indented by %d', (width, indent) => {
    const page = unhangSoft(pageOf(PRINTED.flatMap((line) => broken(line, width, ' '.repeat(indent)))));
    expect(page?.lines.filter((line) => line !== '')).toEqual(PRINTED);
    expect(page?.done.at(-1)).toMatch(new RegExp(`^unfolded at \\d+ characters, with what goes on indented by ${indent}$`));
  });
});

it('messages that are all broken behind one sign are broken all the same', () => {
  const messages = ['Validating create child message', 'Check for create child response message type', 'Processing exchange of a child'];
  const lines = messages.flatMap((text) => ['004102: Jun  9 13:25:00.012 UTC: IKEv2:(SESSION ID = 5,SA ID =', ` 3):${text}`]);
  const longer = ['004103: Jun  9 13:25:00.012 UTC: %SYS-6-LOGGINGHOST_STARTSTOP: Logging', ' to host 192.0.2.80'];
  expect(unhangSoft(pageOf([...lines, ...longer]))?.lines.filter((line) => line !== '')).toEqual([
    ...messages.map((text) => `004102: Jun  9 13:25:00.012 UTC: IKEv2:(SESSION ID = 5,SA ID = 3):${text}`),
    longer.join(''),
  ]);
});

it('a log that a mail broke at the margin is not broken by what IOS itself indents below messages that reach the width', () => {
  const flush = PRINTED.flatMap((line) => broken(line, 90, ''));
  const indented = ['NOTIFY', 'DELETE', 'SA'].flatMap((what, at) => [
    `Nov 12 10:51:0${at}.000: ISAKMP:(1017): processing ${what} payload of the peer${' 192.0.2.1'.repeat(at)}`.padEnd(88, '.'),
    '        inbound SA from 192.0.2.1 to 198.51.100.1 (f/i)  0/ 0',
  ]);
  expect(unhangSoft(pageOf([...flush, ...flush, ...indented]))).toBeUndefined();
  expect(unhangSoft(pageOf(indented))).toBeDefined();
});

it('a log that nobody broke is left alone', () => {
  expect(unhangSoft(pageOf(PRINTED))).toBeUndefined();
});

it('lines that all end at the width were broken within words, which is another fold', () => {
  const lines = PRINTED.flatMap((line) => [line.slice(0, 80), ...(line.length > 80 ? [`  ${line.slice(80)}`] : [])]);
  expect(unhangSoft(pageOf(lines))).toBeUndefined();
});

it('the blanks behind the state of an SA take room, though a mail took them off', () => {
  expect(hadNoRoom('deleting SA reason "BY user command" state (R) QM_IDLE', '(peer 198.51.100.1)', 60)).toBe(true);
  expect(hadNoRoom('deleting SA reason "BY user command" state (R) QM_IDLE', '(peer 198.51.100.1)', 75)).toBe(false);
});

it('of two blanks at which a mail broke, the one that it kept takes room too', () => {
  const line = 'Nov 12 22:30:00.000: %PARSER-5-CFGLOG_LOGGEDCMD: User:ops ';
  const next = 'logged command:!exec: clear crypto session';
  expect(hadNoRoom(line, next, line.length + ' logged'.length - 1)).toBe(true);
  expect(hadNoRoom(line, next, line.length + ' logged'.length)).toBe(false);
});
