import { describe, expect, it } from 'vitest';
import { events, of } from './events.ts';

describe('IPSEC', () => {
  const created = (destination: string, spi: string) => [
    '*Oct 25 20:37:03.000: IPSEC(create_sa): sa created,',
    `  (sa) sa_dest= ${destination}, sa_proto= 50, sa_spi= ${spi},`,
    '    sa_trans= esp-aes esp-sha-hmac , sa_conn_id= 2001',
    '    sa_lifetime(k/sec)= (4608000/3600),',
    '  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,',
    '    local_proxy= 10.1.0.0/255.255.0.0/256/0,',
    '    remote_proxy= 10.2.0.0/255.255.0.0/256/0',
  ];

  it('tells an SA for us from one for the peer by its destination', () => {
    const list = events(...created('192.0.2.1', '0x5E39E570(1580852592)'), ...created('198.51.100.1', '0xE06FF44(235339588)'));
    expect(of('child-sa', list)).toMatchObject([
      {
        change: 'created',
        spi: '0x5E39E570',
        direction: 'inbound',
        lifetimeSeconds: 3600,
        lifetimeKilobytes: 4608000,
        line: 1,
        endLine: 7,
      },
      { change: 'created', spi: '0x0E06FF44', direction: 'outbound', remote: '198.51.100.1', localProxy: '10.1.0.0/255.255.0.0/256/0' },
    ]);
  });

  it.each([' = ', ' =', '='])('tells them apart too where an editor put other blanks around the signs: %j', (sign) => {
    const lines = [...created('192.0.2.1', '0x5E39E570(1580852592)'), ...created('198.51.100.1', '0xE06FF44(235339588)')];
    expect(of('child-sa', events(...lines.map((line) => line.replaceAll('= ', sign))))).toMatchObject([
      { spi: '0x5E39E570', direction: 'inbound', lifetimeSeconds: 3600 },
      { spi: '0x0E06FF44', direction: 'outbound', remote: '198.51.100.1', localProxy: '10.1.0.0/255.255.0.0/256/0' },
    ]);
  });

  it.each(['', '\n    '])('reads the tuples of 12.2, which name the end first at which an SA ends or begins', (fold) => {
    const tuple = (first: string, second: string, spi: string) => [
      '00:27:07: IPSEC(initialize_sas): ,',
      `  (key eng. msg.) ${first}, ${fold}${second}, `,
      `    ${first.replace('= ', '_proxy= 10.').replace(/10\.[\d.]+/, '10.1.0.0/255.255.0.0/0/0 (type=4)')}, `,
      '    protocol= ESP, transform= esp-des esp-md5-hmac , lifedur= 3600s and 4608000kb, ',
      `    spi= ${spi}, conn_id= 26, keysize= 0, flags= 0x4`,
    ];
    const made = (destination: string, spi: string) => [
      '00:27:08: IPSEC(create_sa): sa created,',
      `  (sa) sa_dest= ${destination}, sa_prot= 50, `,
      `    sa_spi= ${spi}, `,
      '    sa_trans= esp-des esp-md5-hmac , sa_conn_id= 2000',
    ];
    const list = events(
      ...tuple('dest= 192.0.2.1', 'src= 198.51.100.1', '0x5E39E570(1580852592)'),
      ...tuple('src= 192.0.2.1', 'dest= 198.51.100.1', '0xE06FF44(235339588)'),
      ...made('192.0.2.1', '0x5E39E570(1580852592)'),
      ...made('198.51.100.1', '0xE06FF44(235339588)'),
    );
    expect(of('child-sa', list)).toMatchObject([
      { change: 'created', spi: '0x5E39E570', direction: 'inbound', lifetimeSeconds: 3600 },
      { change: 'created', spi: '0x0E06FF44', direction: 'outbound', remote: '198.51.100.1', lifetimeSeconds: 3600 },
    ]);
  });

  it.each([
    ['0x5E39E570ing(1580852592)', '0x5E39E570'],
    ['0x5E39ping E570(1580852592)', undefined],
    ['0x5E39E570sh ver', undefined],
  ])('takes no SPI from %s, unless its second figure is whole', (printed, spi) => {
    expect(of('child-sa', events(...created('192.0.2.1', printed)))[0]?.spi).toBe(spi);
  });

  it('reads the tuples of a paste that lost its blanks', () => {
    expect(of('child-sa', events(...created('192.0.2.1', '0x5E39E570(1580852592)').map((line) => line.trim())))).toMatchObject([
      { spi: '0x5E39E570', direction: 'inbound', remote: '198.51.100.1' },
    ]);
  });

  it('knows the direction in 12.4, where a tuple does not tell it, from what was said before', () => {
    const list = events(
      '*Mar  1 00:55:42.443: ISAKMP (0:2): Creating IPSec SAs',
      '*Mar  1 00:55:42.443:         inbound SA from 198.51.100.1 to 192.0.2.1 (f/i)  0/ 0',
      '        (proxy 10.2.0.0 to 10.1.0.0)',
      '*Mar  1 00:55:42.443:         has spi 0x5E39E570 and conn_id 2000 and flags 13',
      '*Mar  1 00:55:42.443:         outbound SA from 192.0.2.1 to 198.51.100.1 (f/i)  0/ 0 (proxy 10.1.0.0 to 10.2.0.0 )',
      '*Mar  1 00:55:42.443:         has spi 235339588 and conn_id 2001 and flags 1B',
      '*Mar  1 00:55:42.455: IPSEC(create_sa): sa created,',
      '  (sa) sa_dest= 198.51.100.1, sa_prot= 50, ',
      '    sa_spi= 0xE06FF44(235339588), ',
    );
    expect(of('child-sa', list).map(({ change, spi, direction }) => `${change} ${spi} ${direction}`)).toEqual([
      'requested 0x5E39E570 inbound',
      'requested 0x0E06FF44 outbound',
      'created 0x0E06FF44 outbound',
    ]);
  });

  it('knows both directions of a later release, which prints two blanks before the SPI of the outbound one', () => {
    const list = events(
      '*Jan  5 00:55:42.443: ISAKMP:(1001): Creating IPSec SAs',
      '        inbound SA from 198.51.100.1 to 192.0.2.1 (f/i)  0/ 0',
      '        (proxy 10.2.0.0 to 10.1.0.0)',
      '        has spi 0x5E39E570 and conn_id 0',
      '        outbound SA from 192.0.2.1 to 198.51.100.1 (f/i) 0/0',
      '        (proxy 10.1.0.0 to 10.2.0.0)',
      '        has spi  0xC1EDF7B7 and conn_id 0',
    );
    expect(of('child-sa', list).map(({ change, spi, direction }) => `${change} ${spi} ${direction}`)).toEqual([
      'requested 0x5E39E570 inbound',
      'requested 0xC1EDF7B7 outbound',
    ]);
  });

  it('reads the moment in which the outbound SA is switched', () => {
    expect(
      of('child-sa', events('IPSEC(update_current_outbound_sa): updated peer 198.51.100.1 current outbound sa to SPI DD8C4BB4')),
    ).toMatchObject([{ change: 'outbound-switched', spi: '0xDD8C4BB4', direction: 'outbound', remote: '198.51.100.1' }]);
  });

  it('says why an SA is deleted', () => {
    const list = events(
      "*Mar  1 00:55:41.775: IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP",
      '*Mar  1 00:55:41.776: IPSEC(delete_sa): deleting SA,',
      '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, sa_spi= 0x5E39E570(1580852592),',
      '  (identity) local= 192.0.2.1:0, remote= 198.51.100.1:0,',
    );
    expect(of('child-sa', list)).toMatchObject([
      { change: 'deleted', spi: '0x5E39E570', direction: 'inbound', reason: "rec'd delete notify from ISAKMP" },
    ]);
  });

  it('reads the prefix of IOS XE', () => {
    expect(
      of(
        'child-sa',
        events('IPSEC:(SESSION ID = 5) (update_current_outbound_sa) updated peer 198.51.100.1 current outbound sa to SPI DD8C4BB4'),
      ),
    ).toHaveLength(1);
  });
});

describe('an SA between IPv6 peers', () => {
  it('tells its direction, the port behind each end taken off', () => {
    const [created] = of(
      'child-sa',
      events(
        'Mar 12 09:59:57.063: IPSEC(create_sa): sa created,',
        '  (sa) sa_dest= 2001:db8:1::1, sa_proto= 50, ',
        '    sa_spi= 0x8718E6B9(2266556089), ',
        '  (identity) local= 2001:db8:1::1:0, remote= 2001:db8:2::1:500,',
      ),
    );
    expect(created).toMatchObject({ direction: 'inbound', local: '2001:db8:1::1', remote: '2001:db8:2::1' });
  });
});

describe('a timer that ran out', () => {
  const deleted = (peer = '198.51.100.1') => [
    '*Oct 25 20:37:03.001: IPSEC(delete_sa): deleting SA,',
    '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, sa_spi= 0x5E39E570(1580852592), sa_trans= esp-aes , sa_conn_id= 2001,',
    `  (identity) local= 192.0.2.1:0, remote= ${peer}:0,`,
  ];
  const reasonBehind = (line: string, peer?: string) =>
    of('child-sa', events(`*Oct 25 20:37:03.000: ${line}`, ...deleted(peer))).find(({ change }) => change === 'deleted')?.reason;

  it.each([
    ['IPSEC(lifetime_expiry): SA kilobyte lifetime expired, hard', /kilobyte/],
    ['IPSEC:(SESSION ID = 5) (lifetime_expiry) volume lifetime of the SA was exceeded', /volume/],
    ['IPSEC(lifetime_expiry): SA lifetime expired', /SA lifetime/],
    ['IPSEC(sa_timer): idle timer of the SA expired', /idle/],
    ['IPSEC(check_idle): SA idle timeout reached for peer 198.51.100.1', /idle/],
  ])('is the reason of the deletion behind %s', (line, reason) => {
    expect(reasonBehind(line)).toMatch(reason);
  });

  it('is no reason of what goes with another peer, or much later in the log', () => {
    expect(reasonBehind('IPSEC(check_idle): SA idle timeout reached for peer 198.51.100.1', '203.0.113.5')).toBeUndefined();
    const between = Array.from({ length: 20 }, () => '*Oct 25 20:37:03.000: IPSEC(rte_mgr): VPN Route Event');
    const late = events('*Oct 25 20:37:03.000: IPSEC(sa_timer): SA idle timer expired', ...between, ...deleted());
    expect(of('child-sa', late)).toMatchObject([{ change: 'deleted', reason: undefined }]);
  });

  it('is no reason of what goes minutes later, however few lines lie between', () => {
    const said = "*Oct 25 20:34:33.000: IPSEC(key_engine_delete_sas): rec'd delete notify from ISAKMP";
    expect(of('child-sa', events(said, ...deleted()))).toMatchObject([{ change: 'deleted', reason: undefined }]);
    expect(of('child-sa', events(said.replace('20:34:33.000', '20:37:02.400'), ...deleted()))).toMatchObject([
      { reason: "rec'd delete notify from ISAKMP" },
    ]);
  });

  it('has not run out where it is only configured or begun', () => {
    expect(reasonBehind('IPSEC(sa_timer): starting idle timer of 600 seconds')).toBeUndefined();
    expect(reasonBehind('IPSEC(lifetime_expiry): SA lifetime threshold reached, expiring in 30 seconds')).toBeUndefined();
  });
});
