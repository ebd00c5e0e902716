/** What stands below a message belongs to it, whatever stamped it, and what a terminal prints in between says nothing: no such line is one that nobody reads. */
import { describe, expect, it } from 'vitest';
import { readLog } from '../../../src/ios/log/log.ts';

const read = (...lines: string[]) => readLog(`${lines.join('\n')}\n`, { side: 'a', file: 'show_logging.txt' });
const AT = 'Jan  5 2026 03:00:21.223 UTC: ';

describe('no line is left over', () => {
  it.each([
    [
      'of memory that ran out',
      [
        `${AT}%SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed from 0x2310A2F4, alignment 32 `,
        'Pool: Processor  Free: 402112  Cause: Memory fragmentation ',
        'Alternate Pool: None  Free: 0  Cause: No Alternate pool ',
        '-Process= "Crypto IKMP", ipl= 0, pid= 301',
        '-Traceback= 1DE2D4z 1DE4D8z',
      ],
    ],
    ['of a proposal that a crypto map takes', [`${AT}(ipsec_process_proposal)Map Accepted: VPN, 10`]],
    [
      'of debugs that were switched',
      ['hq#debug crypto isakmp', 'Crypto ISAKMP debugging is on', 'hq#un all', 'All possible debugging has been turned off'],
    ],
    [
      'of what heads a part of show tech-support',
      ['------------------ show clock ------------------', `${AT}%SYS-5-CONFIG_I: Configured from console by vty0`],
    ],
  ])('%s', (_what, lines) => {
    expect(read(...lines).unknown).toBe(0);
  });
});

describe('a line below a message behind a relay that puts a colon behind the host', () => {
  it.each(['vpn-gw-ams', 'HQ', 'r1'])('says nothing of how the next message begins: %s', (host) => {
    const lines = [
      '10: Jan  5 2026 03:00:00.003 UTC: %SYS-5-CONFIG_I: a',
      ' ISAKMP:      encaps is 1 (Tunnel)',
      '11: Jan  5 2026 03:00:00.014 UTC: %SYS-5-CONFIG_I: b',
    ];
    const { events } = read(...lines.map((line) => `Jan  5 03:00:01 ${host}: ${line}`));
    expect(events.flatMap(({ kind, at, sequence }) => (kind === 'syslog' ? [[at, sequence]] : []))).toEqual([
      [Date.UTC(2026, 0, 5, 3, 0, 0, 3), 10],
      [Date.UTC(2026, 0, 5, 3, 0, 0, 14), 11],
    ]);
  });
});

describe('a block of lines', () => {
  it('whose lines are counted one by one misses none of them', () => {
    const lines = [
      'ISAKMP:(1003): Creating IPSec SAs',
      '        inbound SA from 198.51.100.1 to 192.0.2.1',
      'ISAKMP:(1003):atts are acceptable.',
    ];
    expect(read(...lines.map((line, at) => `00000${at + 3}: ${AT}${line}`)).gaps).toEqual([]);
    expect(read(...lines.map((line, at) => `00000${at * 2 + 3}: ${AT}${line}`)).gaps).toHaveLength(1);
  });

  const block = (stamp: string) => [
    `${stamp}ISAKMP:(1003): Creating IPSec SAs`,
    `${stamp}        inbound SA from 198.51.100.1 to 192.0.2.1 (f/i)  0/ 0`,
    '        (proxy 10.2.0.0 to 10.1.0.0)',
    `${stamp}        has spi 0xEE36A4D2 and conn_id 0`,
    `${stamp}        lifetime of 3600 seconds`,
  ];

  it.each(['00:05:00: ', '3d04h: ', '*Mar  1 00:55:42.443: ', AT])('is one message under the stamp %s', (stamp) => {
    const { unknown, events } = read(...block(stamp));
    expect([unknown, events.flatMap((event) => ('spi' in event && event.spi !== undefined ? [event.spi] : []))]).toEqual([
      0,
      ['0xEE36A4D2'],
    ]);
  });

  it('goes on below a prompt at which nobody typed', () => {
    const { unknown, events } = read(
      `${AT}IPSEC(create_sa): sa created,`,
      'hq#',
      '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, ',
      '    sa_spi= 0x6CF39F91(1827905425), ',
      '    sa_trans= esp-aes 256 esp-sha256-hmac , sa_conn_id= 2456',
      '  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,',
    );
    expect(unknown).toBe(0);
    expect(events).toMatchObject([{ kind: 'child-sa', change: 'created', spi: '0x6CF39F91' }]);
  });

  it('ends at a prompt at which somebody typed', () => {
    const { events } = read(
      `${AT}IPSEC(create_sa): sa created,`,
      'hq#show clock',
      '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, ',
      '    sa_spi= 0x6CF39F91(1827905425), ',
    );
    expect(events.some((event) => event.kind === 'child-sa' && event.spi === '0x6CF39F91')).toBe(false);
  });
});
