/** What IKEv2 counts of its exchanges, what NAT makes of either end, and what the data plane dropped over time. */
import { describe, expect, it } from 'vitest';
import { SHOWS } from '../../../src/ios/shows/index.ts';

const text = (...lines: string[]) => lines.join('\n');

describe('an IKEv2 SA in detail', () => {
  const lines = [
    'Tunnel-id Local                 Remote                fvrf/ivrf            Status',
    '1         192.0.2.1/4500        198.51.100.1/38452    none/none            READY',
    '      Status Description: Negotiation done',
    '      Local req msg id:  214            Remote req msg id:  6',
    '      Local next msg id: 215            Remote next msg id: 7',
    '      Local req queued:  213            Remote req queued:  5',
    '      Local window:      5              Remote window:      20',
    '      DPD configured for 10 seconds, retry 2',
    '      Pushed IP address: 10.3.3.4',
  ];

  it('has the ports of both ends, in the order of its addresses', () => {
    expect(SHOWS['crypto-ikev2-sa'].read(text(...lines)).ikeSas?.[0]?.value.ports).toEqual([4500, 38_452]);
    const six = text('1          none/none             READY', 'Local  2001:DB8:1::1/500', 'Remote  2001:DB8:2::1/4500');
    expect(SHOWS['crypto-ikev2-sa'].read(six).ikeSas?.[0]?.value.ports).toEqual([500, 4500]);
  });

  it('counts the requests of this end apart from those of the other, and how many may be open', () => {
    const [sa] = SHOWS['crypto-ikev2-sa'].read(text(...lines)).ikeSas ?? [];
    const messageIds = { localRequest: 214, remoteRequest: 6, localNext: 215, remoteNext: 7, localQueued: 213, remoteQueued: 5 };
    expect(sa?.value).toMatchObject({ messageIds, localWindow: 5, remoteWindow: 20 });
    expect(sa?.value).toMatchObject({ statusDescription: 'Negotiation done', dpdRetrySeconds: 2, pushedAddress: '10.3.3.4' });
  });

  it('belongs to the session whose head stands above it, until the next head', () => {
    const row = (tunnel: number, peer: string) => `${tunnel}         192.0.2.1/500         ${peer}/500      none/none            READY`;
    const { ikeSas } = SHOWS['crypto-ikev2-session'].read(
      text(
        'Session-id:3, Status:UP-ACTIVE, IKE count:2, CHILD count:1',
        row(1, '198.51.100.1'),
        row(2, '198.51.100.1'),
        'Session-id:5, Status:DOWN-NEGOTIATING, IKE count:1, CHILD count:0',
        row(3, '203.0.113.9'),
      ),
    );
    const first = { sessionId: 3, sessionStatus: 'UP-ACTIVE', ikeCount: 2, childCount: 1 };
    expect(ikeSas?.map(({ value }) => value)).toMatchObject([
      first,
      first,
      { sessionId: 5, sessionStatus: 'DOWN-NEGOTIATING', childCount: 0 },
    ]);
  });
});

describe('show ip nat translations', () => {
  const read = (...lines: string[]) => SHOWS['ip-nat-translations'].read(text(...lines)).translations?.map(({ value }) => value);

  it('has four ends, each with a port of its own', () => {
    expect(read('udp 192.0.2.1:1026     10.1.1.2:4500      203.0.113.7:500    198.51.100.1:4500')).toEqual([
      {
        protocol: 'udp',
        insideGlobal: '192.0.2.1',
        globalPort: 1026,
        insideLocal: '10.1.1.2',
        localPort: 4500,
        outsideLocal: '203.0.113.7',
        outsideLocalPort: 500,
        outsideGlobal: '198.51.100.1',
        outsideGlobalPort: 4500,
      },
    ]);
  });

  it('lists a translation of the other end alone, with its VRF', () => {
    expect(
      read('        any ---                ---                10.2.0.2          198.51.100.1', '            Group_id:0   vrf: RED'),
    ).toEqual([{ protocol: 'any', outsideLocal: '10.2.0.2', outsideGlobal: '198.51.100.1', vrf: 'RED' }]);
  });

  it('names in its verbose form the interface by which it comes in, and none where none is printed', () => {
    const verbose = (idb: string) => ['---  192.0.2.12   10.1.1.2   ---   ---', `  Mac-Address: 0000.0000.0000    Input-IDB:${idb}`];
    expect(read(...verbose(' Gi4'))?.[0]?.interface).toBe('GigabitEthernet4');
    expect(read(...verbose(''))?.[0]?.interface).toBeUndefined();
  });

  it('takes its heading for no translation', () => {
    expect(read('Pro Inside global      Inside local       Outside local      Outside global', '--- --- --- --- ---')).toEqual([]);
  });
});

it.each([
  ['now', 'Global Drop Stats                         Packets                  Octets', 'IpsecInput      12      1804'],
  ['over time', 'Global Drop Stats      1-Min      5-Min      30-Min      All', 'IpsecInput      0       1       4       12'],
])('drops of the data plane %s are counted since they were cleared', (_form, heading, row) => {
  expect(SHOWS['qfp-drops'].read(text(heading, row)).counters?.map(({ value }) => value)).toEqual([{ name: 'IpsecInput', count: 12 }]);
});

it('show crypto ikev2 stats ext-service counts what others did for IKEv2, and failed to', () => {
  const { counters } = SHOWS['crypto-ikev2-stats'].read(
    text(
      '--------------------------------------------------------------',
      'IPSEC OPERATION                              PASSED     FAILED',
      'IPSEC POLICY VERIFICATION                     27308          7',
      'SET_POLICY                                        0          1',
    ),
  );
  expect(counters?.map(({ value }) => [value.name, value.count])).toEqual([
    ['IPSEC POLICY VERIFICATION, passed', 27_308],
    ['IPSEC POLICY VERIFICATION, failed', 7],
    ['SET_POLICY, passed', 0],
    ['SET_POLICY, failed', 1],
  ]);
});

it('show crypto ikev2 stats timeout counts for what IKEv2 waited in vain', () => {
  const { counters } = SHOWS['crypto-ikev2-stats'].read(
    text(
      '-----------------',
      'IKEV2 TIMER                     TIMED OUT',
      'AUTH TIMER                              3',
      'DPD MAX RETRANS TIMER                  41',
    ),
  );
  expect(counters?.map(({ value }) => [value.name, value.count])).toEqual([
    ['AUTH TIMER, timed out', 3],
    ['DPD MAX RETRANS TIMER, timed out', 41],
  ]);
});

describe('show crypto ikev2 stats exchange', () => {
  const counted = (...lines: string[]) =>
    SHOWS['crypto-ikev2-stats'].read(text(...lines)).counters?.map(({ value }) => [value.name, value.count]);

  it.each([
    ['EXCHANGE/NOTIFY TX(REQ) TX(RES) RX(REQ) RX(RES)', 'NO_PROPOSAL_CHOSEN 0 2 0 71'],
    [
      'EXCHANGE/NOTIFY              TX(REQ)     TX(RES)     RX(REQ)     RX(RES)',
      '  NO_PROPOSAL_CHOSEN         0           2           0           71       ',
    ],
  ])('counts each message and notify by who sent it: %s', (heading, row) => {
    expect(counted(heading, '', 'ERROR NOTIFY', '', row)).toEqual([
      ['NO_PROPOSAL_CHOSEN, requests sent', 0],
      ['NO_PROPOSAL_CHOSEN, answers sent', 2],
      ['NO_PROPOSAL_CHOSEN, requests received', 0],
      ['NO_PROPOSAL_CHOSEN, answers received', 71],
    ]);
  });

  it('has other columns below other headings, and takes a configuration payload for nothing that passed', () => {
    const exchanges = [
      'EXCHANGE/NOTIFY       TX(REQ)   TX(RES)   RX(REQ)   RX(RES)',
      'IKE_AUTH              5         0         0         4',
    ];
    const others = [
      'CONFIG PAYLOAD TYPE       TX      RX',
      'CFG_REQUEST               5       0',
      'OTHER COUNTERS',
      'NAT_INSIDE                3',
    ];
    expect(counted(...exchanges, ...others)?.slice(4)).toEqual([
      ['CFG_REQUEST, sent', 5],
      ['CFG_REQUEST, received', 0],
      ['NAT_INSIDE', 3],
    ]);
  });

  it('counts nothing in a row of another width', () => {
    expect(counted('IKEV2 TIMER       TIMED OUT', 'AUTH TIMER        3     4')).toEqual([]);
  });
});

describe('show ip nat statistics', () => {
  const counted = (...lines: string[]) =>
    SHOWS['ip-nat-statistics'].read(text(...lines)).counters?.map(({ value, line }) => [value.name, value.count, line]);

  it('counts translations by how they came about', () => {
    expect(counted('Total active translations: 41 (1 static, 40 dynamic; 12 extended)', 'Hits: 9  Misses: 3')).toEqual([
      ['Total active translations', 41, 1],
      ['Hits', 9, 2],
      ['Hits, Misses', 3, 2],
      ['Total active translations, static', 1, 1],
      ['Total active translations, dynamic', 40, 1],
      ['Total active translations, extended', 12, 1],
    ]);
  });

  it.each(['netmask 255.255.255.252', 'id 4, netmask 255.255.255.252', 'id 4, netmask 255.255.255.252 overload'])(
    'counts for whom a pool had no address: %s',
    (mask) => {
      const pool = [
        ` pool OUTSIDE.1: ${mask}`,
        '    start 192.0.2.5 end 192.0.2.6',
        '    type generic, total addresses 2, allocated 2 (100%), misses 17',
      ];
      expect(counted('-- Inside Source', ...pool)).toEqual([
        ['OUTSIDE.1 total addresses', 2, 4],
        ['OUTSIDE.1 allocated', 2, 4],
        ['OUTSIDE.1 misses', 17, 4],
      ]);
    },
  );
});
