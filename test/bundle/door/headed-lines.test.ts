/** A relay or a table that gives every line of a debug a header or a row of its own takes no field from the message whose lines they are. */
import { describe, expect, it } from 'vitest';
import { openText } from '../../../src/bundle/door/open.ts';
import { readLog } from '../../../src/ios/log/log.ts';

const at = (second: number) => `Jan 25 2026 02:30:0${second}.154 UTC: `;
const MESSAGES: readonly string[][] = [
  [`${at(0)}ISAKMP: set new node 1357924680 to QM_IDLE`],
  [`${at(0)}ISAKMP:(1002): processing SA payload. message ID = 1357924680`],
  [
    `${at(1)}IPSEC(create_sa): sa created,`,
    '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, ',
    '    sa_spi= 0x730C2FF8(1930178552), ',
    '    sa_trans= esp-aes esp-sha-hmac , sa_conn_id= 11',
    '    sa_lifetime(k/sec)= (4608000/3600),',
    '  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,',
    '    local_proxy= 10.1.0.0/255.255.255.0/256/0,',
    '    remote_proxy= 10.2.0.0/255.255.255.0/256/0',
  ],
  [`${at(2)}ISAKMP:(1002):Old State = IKE_QM_R_QM2  New State = IKE_QM_PHASE2_COMPLETE`],
  [`${at(3)}IPSEC(delete_sa): deleting SA,`, '  (sa) sa_dest= 198.51.100.1, sa_proto= 50, ', '    sa_spi= 0x5A11C0DE(1511112926), '],
  [
    `${at(4)}%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=Tunnel0`,
  ],
];
/** Every line with the number that a router counts its message by, and whether it is the first of it. */
const LINES = MESSAGES.flatMap((lines, message) => lines.map((line, place) => ({ line, number: 4001 + message, isFirst: place === 0 })));
type Write = (line: string, number: number, isFirst: boolean) => string;
const each = (write: Write) => `${LINES.map(({ line, number, isFirst }) => write(line, number, isFirst)).join('\n')}\n`;
const FORMS: [string, string][] = [
  ['of Kiwi, with a day of the year first', each((line, number) => `2026-01-25 02:30:04\tLocal7.Debug\t192.0.2.1\t${number}: ${line}`)],
  ['of Kiwi, with day and time in two fields', each((line, number) => `01-25-2026\t02:30:04\tLocal7.Debug\t192.0.2.1\t${number}: ${line}`)],
  ['of Kiwi, without numbers', each((line) => `01-25-2026\t02:30:04\tLocal7.Debug\t192.0.2.1\t${line}`)],
  [
    'of Kiwi, with a number before messages alone',
    each((line, number, isFirst) => `25/01/2026\t02:30:04\tLocal7.Debug\t192.0.2.1\t${isFirst ? `${number}: ` : ''}${line}`),
  ],
  ['of another tool with tabs', each((line) => `25.01.2026 02:30:04\thq\tdebug\t${line}`)],
  ['of RFC 5424', each((line) => `<190>1 2026-01-25T02:30:04.154Z hq - - - - ${line}`)],
  [
    'of RFC 5424, with the name of the message',
    each((line, _, isFirst) => `<190>1 2026-01-25T02:30:04.154Z hq %CRYPTO - ${isFirst ? 'DEBUG' : '-'} - ${line}`),
  ],
  [
    'of RFC 5424, with data on messages alone',
    each(
      (line, _, isFirst) => `<190>1 2026-01-25T02:30:04.154Z hq cisco 77 ios ${isFirst ? '[meta seq="1" note="a \\] b"]' : '-'} ${line}`,
    ),
  ],
  ['of a table of Markdown', `| time | host | message |\n|---|---|---|\n${each((line) => `| 02:30:04 | hq | \`${line}\` |`)}`],
  [
    'of a table of Markdown, of which messages alone have a time',
    `| time | host | message |\n|---|---|---|\n${each((line, _, isFirst) => (isFirst ? `| 02:30:04 | hq | \`${line}\` |` : `|  |  | \`${line}\` |`))}`,
  ],
  [
    'of a table of HTML',
    `<html><body><table>\n<tr><th>time</th><th>host</th><th>message</th></tr>\n${each((line) => `<tr><td>2026-01-25 02:30:04</td><td>hq</td><td>${line.replaceAll(' ', '&nbsp;')}</td></tr>`)}</table></body></html>\n`,
  ],
  [
    'of a table of HTML, a cell a line',
    `<table>\n${each((line) => `<tr>\n<td>2026-01-25 02:30:04</td>\n<td>hq</td>\n<td><pre>${line}</pre></td>\n</tr>`)}</table>\n`,
  ],
];

function read(text: string) {
  const { rest } = openText({ path: 'a/hq.log', text, bytes: text.length, sha256: '' }, text);
  const { events } = readLog(`${rest.lines.join('\n')}\n`, { side: 'a', file: 'hq.log', year: 2026 });
  return events.map((event) => JSON.parse(JSON.stringify({ ...event, line: 0, endLine: 0, text: '', sequence: 0, relay: 0, host: 0 })));
}

describe('a header', () => {
  it.each(FORMS)('%s', (_what, text) => {
    expect(read(text)).toEqual(read(each((line) => line)));
  });
});

it('a word between angle brackets in a cell is none of its tags', () => {
  const line = MESSAGES.at(-1)?.[0]?.replace('srcaddr=198.51.100.1', 'srcaddr=<removed>') ?? '';
  const text = `<table>\n<tr><td>2026-01-25 02:30:04</td><td>hq</td><td><b class="x">${line}</b></td></tr>\n</table>\n`;
  const { rest } = openText({ path: 'a/hq.log', text, bytes: text.length, sha256: '' }, text);
  expect(rest.lines.join('\n')).toContain(line);
});

it('a table whose cells are no messages stays what it is', () => {
  const text = '<table>\n<tr><td>peer</td><td>192.0.2.1</td></tr>\n<tr><td>SPI</td><td>0x730C2FF8</td></tr>\n</table>\n';
  const { rest } = openText({ path: 'a/hq.log', text, bytes: text.length, sha256: '' }, text);
  expect(rest.lines.join(' ')).toMatch(/peer.*192\.0\.2\.1.*SPI.*0x730C2FF8/);
});
