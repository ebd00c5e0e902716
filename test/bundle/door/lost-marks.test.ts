/** A message that lost its quotation marks, its name or its percent sign on the way, or stands beside what only looks like residue, is still read. */
import { describe, expect, it } from 'vitest';
import { commandOfPage } from '../../../src/bundle/door/kind.ts';
import { openPage } from '../../../src/bundle/door/residue.ts';
import { bytesAllowed } from '../../../src/bundle/limits.ts';
import { judgeFiles } from '../../case/open.ts';

const REST =
  'invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0';
const SAID = `decaps: rec'd IPSEC packet has ${REST}`;
const MESSAGE = `%CRYPTO-4-RECVD_PKT_INV_SPI: ${SAID}`;
const CONFIGURED = 'Jan  5 2026 02:40:00.000 UTC: %SYS-5-CONFIG_I: Configured from console by ops on vty0';
const TUNNEL = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
const heard = async (text: string) => {
  const files = { 'tunnel.yaml': TUNNEL, 'a/log.txt': text, 'b/log.txt': `${CONFIGURED}\n` };
  const judged = await judgeFiles(
    Object.entries(files).map(([path, each]) => ({ path, bytes: Buffer.from(each) })),
    'lost-marks',
  );
  return judged.verdict.incidents.map(({ spi, receiver, occurrences }) => `${spi} at ${receiver}, ${occurrences}`);
};
const ONCE = ['0x730C2FF8 at a, 1'];

describe('a table with quotation marks only where a comma needs them', () => {
  it.each(['%SYS-5-CONFIG_I: Configured from console by ops on vty0 (10.1.0.0)', 'ISAKMP:(1001):atts are acceptable. '])(
    'gives the message of an unknown SPI, beside %s',
    async (other) => {
      const rows = [`2026-01-05 14:50:21,hq,"${MESSAGE}"`, ...[1, 2, 3].map((minute) => `2026-01-05 14:5${minute}:21,hq,${other}`)];
      expect(await heard(['Time,Host,Message', ...rows].join('\n'))).toEqual(ONCE);
    },
  );
});

describe('the message of an unknown SPI without its head', () => {
  it.each([
    ['where the ring buffer begins', `Log Buffer (4096 bytes):\n\nT_INV_SPI: ${SAID}\n${CONFIGURED}\n`],
    ['between two pastes', `${CONFIGURED}\nID_SPI: ${SAID}\n${CONFIGURED.replace('02:40', '02:53')}\n`],
    ['without its percent sign', `${CONFIGURED}\n2026-01-05 02:50:21 hq warning local7 CRYPTO-4-RECVD_PKT_INV_SPI ${SAID}\n`],
    ['in small letters', `${CONFIGURED}\n${`Jan  5 2026 02:50:21.223 UTC: ${MESSAGE}`.toLowerCase()}\n`],
  ])('is an incident: %s', async (_what, text) => {
    expect(await heard(text)).toEqual(ONCE);
  });

  it('is left to the fold where the line before goes on into it', async () => {
    const folded = `${CONFIGURED}\nJan  5 2026 02:50:21.223 UTC: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has \n${REST}\n`;
    expect(await heard(folded)).toEqual(ONCE);
  });
});

describe('messages that stand behind each other by their lengths', () => {
  const framed = (text: string) => `${Buffer.byteLength(text)} ${text}`;
  const head = '<188>1 2026-01-05T02:50:21.223Z hq - - - - ';
  const proxy = '10.2.0.0/255.255.0.0/256/0';
  const messages = [
    `${head}${CONFIGURED}`,
    `${head}Jan  5 2026 02:49:00.000 UTC: IPSEC(create_sa): sa created,\n  (sa) sa_dest= 192.0.2.1, sa_proto= 50, \n  remote_proxy= ${proxy}`,
    `${head}Jan  5 2026 02:50:21.004 UTC: ISAKMP: ignoring request to send delete notify (no ISAKMP sa) src 192.0.2.1 dst 198.51.100.1`,
    `${head}Jan  5 2026 02:50:21.223 UTC: ${MESSAGE} \u2013 kept`,
    `${head}Jan  5 2026 02:51:22.001 UTC: ${MESSAGE}`,
    `${head}${CONFIGURED.replace('02:40', '02:53')}`,
  ];

  it.each(['', '\n'])('are told apart, with "%s" behind each', async (end) => {
    expect(await heard(messages.map((each) => framed(each) + end).join(''))).toEqual(['0x730C2FF8 at a, 2']);
  });

  it('are left as they stand where the number is no length', async () => {
    expect(await heard(`7 ${messages[3]}\n`)).toEqual(ONCE);
  });
});

describe('what only looks like something else', () => {
  it('keeps a closing bracket between NULs, as UTF-16 appended to ASCII has it', () => {
    expect(openPage('log.txt', 'I\0N\0F\0O\0 \0[\0S\0P\0I\0]\0.\0').lines).toEqual(['INFO [SPI].']);
    expect(openPage('log.txt', '\u001B]0;hq\u0007hq#\u001B[2K').lines).toEqual(['hq#']);
  });

  it.each(['constructor', 'toString', '__proto__'])('has a size like any file, though it is called %s', (name) => {
    expect(bytesAllowed(`a/${name}`, 7)).toBe(7);
  });

  it('takes the sessions of IKEv2 for no list of its SAs', () => {
    const sessions = [
      ' IPv4 Crypto IKEv2 Session ',
      '',
      'Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1',
      '',
      'Tunnel-id Local                 Remote                fvrf/ivrf            Status ',
    ];
    expect(commandOfPage('a/x.txt', sessions)).toBe('show crypto ikev2 session detailed');
  });
});
