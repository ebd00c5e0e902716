/** Forms that fewer routers print: GETVPN members and key servers, FlexVPN spokes, addresses of IPv6 in HSRP, numbered drops, clocks with a mark alone. */
import { describe, expect, it } from 'vitest';
import { showOfCommand } from '../../../src/ios/log/embedded-shows.ts';
import { SHOWS } from '../../../src/ios/shows/index.ts';

const read = (id: keyof typeof SHOWS, ...lines: string[]) => SHOWS[id].read(lines.join('\n'));

describe('show crypto ipsec sa', () => {
  it.each([
    ['     current outbound spi: 56ABE0AE', '0x56ABE0AE'],
    ['     current outbound spi: 0x56ABE0AE(1454104750)', '0x56ABE0AE'],
    ['     current outbound spi: 0', undefined],
    ['     current outbound spi: 0x0(0)', undefined],
  ])('%s is what its pair sends with', (line, spi) => {
    const ident = '   local  ident (addr/mask/prot/port): (10.1.2.0/255.255.255.0/0/0)';
    expect(read('crypto-ipsec-sa', ident, '   current_peer: 198.51.100.2:4500', line).selectors?.[0]?.value.outboundSpi).toBe(spi);
  });

  it.each(['(sec): (3341)', '(sec): 3341', '(k/sec): (4608000/3341)'])('has what is left of `%s`', (left) => {
    const sa = ['   current_peer 0.0.0.0 port 848', '     inbound esp sas:', '      spi: 0x2F1B8A3C(790334012)'];
    const { childSas } = read('crypto-ipsec-sa', ...sa, `        sa timing: remaining key lifetime ${left}`);
    expect(childSas?.map(({ value }) => value.remainingSeconds)).toEqual([3341]);
  });
});

describe('show crypto isakmp sa', () => {
  it.each([
    ['conn-id:   1007 status: ACTIVE', 'ACTIVE'],
    ['conn-id:   1007 slot:      0 status: ACTIVE', 'ACTIVE'],
    ['conn-id:     1007 slot: 0 status: ACTIVE (deleted)', 'ACTIVE (deleted)'],
  ])('has an SA of IPv6 in its block: %s', (rest, status) => {
    const { ikeSas } = read(
      'crypto-isakmp-sa',
      'IPv6 Crypto ISAKMP SA',
      ' dst: 2001:DB8:2::2',
      ' src: 2001:DB8:1::1',
      ` state: QM_IDLE         ${rest}`,
    );
    expect(ikeSas?.map(({ value }) => value)).toEqual([
      { state: 'QM_IDLE', connId: 1007, status, addresses: ['2001:db8:2::2', '2001:db8:1::1'] },
    ]);
  });

  it('lists the SAs of a group member with its key server, as others', () => {
    const { ikeSas } = read(
      'crypto-isakmp-sa',
      'dst             src             state          conn-id status',
      '192.0.2.9       203.0.113.1     GDOI_REKEY        1068 ACTIVE',
      '203.0.113.1     192.0.2.9       GDOI_IDLE         1067 ACTIVE',
      '198.51.100.4    192.0.2.9       QM_IDLE           1070 ACTIVE',
    );
    expect(ikeSas?.map(({ value: { state, connId } }) => [state, connId])).toEqual([
      ['GDOI_REKEY', 1068],
      ['GDOI_IDLE', 1067],
      ['QM_IDLE', 1070],
    ]);
  });

  it.each([
    ['1012  192.0.2.1       198.51.100.3    CUST   ACTIVE 3des md5    rsig 2  0        DX', 0],
    ['1013  192.0.2.1       198.51.100.3           ACTIVE aes  sha384 psk  14 23:47:45 N', 85_665],
    ['7     192.0.2.1       198.51.100.3           ACTIVE aes  sha    psk  5  1d02h', 93_600],
  ])('in detail says of `%s` what is left', (row, seconds) => {
    expect(read('crypto-isakmp-sa', row).ikeSas?.[0]?.value.remainingSeconds).toBe(seconds);
  });
});

describe('show crypto ikev2 session detailed', () => {
  const session = (...child: string[]) =>
    read(
      'crypto-ikev2-session',
      '4         192.0.2.1/4500        198.51.100.1/4500     none/none            READY',
      '      Encr: AES-GCM, keysize: 256, PRF: SHA384, Hash: None, DH Grp:20, Auth sign: PSK, Auth verify: PSK',
      'Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535',
      '          ESP spi in/out: 0x232CB82D/0x30767B6E  ',
      ...child,
      'Child sa: local selector  10.9.0.0/0 - 10.9.0.255/65535',
      '          ESP spi in/out: 0xA1B2C3D4/0xA1B2C3D5  ',
    ).ikeChildSas?.map(({ value: { transform, mode } }) => [transform, mode]);

  it('says by what a child SA is protected, in both directions, and nothing of the next one', () => {
    const cbc = ['          Encr: AES-CBC, keysize: 256, esp_hmac: SHA256', '          ah_hmac: None, comp: IPCOMP_NONE, mode tunnel'];
    const [said, none] = [
      ['AES-CBC 256 SHA256', 'Tunnel'],
      [undefined, undefined],
    ];
    expect(session(...cbc)).toEqual([said, said, none, none]);
  });

  it('has no hash beside a cipher that proves what is sent itself, nor a size of one key alone', () => {
    const mode = '          ah_hmac: None, comp: IPCOMP_NONE, mode transport';
    expect(session('          Encr: AES-GCM, keysize: 128, esp_hmac: None', mode)?.[0]).toEqual(['AES-GCM 128', 'Transport']);
    expect(session('          Encr: 3DES, esp_hmac: SHA96', mode)?.[1]).toEqual(['3DES SHA96', 'Transport']);
  });
});

describe('show ip nhrp', () => {
  it('has mappings of a FlexVPN spoke, whose interface is virtual', () => {
    const flex = [
      '   Type: dynamic, Flags: router implicit rib nho',
      '   NBMA address: 198.51.100.9',
      '    (Claimed NBMA address: 10.16.2.1)',
    ];
    const { nhrp } = read('ip-nhrp', '10.0.0.3/32 via 10.0.0.3', '   Virtual-Access12 created 00:01:52, expire 01:58:14', ...flex);
    const kept = { tunnelAddress: '10.0.0.3', interface: 'Virtual-Access12', createdSeconds: 112, expireSeconds: 7094 };
    expect(nhrp?.map(({ value }) => value)).toMatchObject([{ ...kept, nbma: '198.51.100.9' }]);
  });
});

describe('show standby', () => {
  it('has the shared address of IPv6, and the global one besides', () => {
    const { redundancy } = read(
      'standby',
      'GigabitEthernet0/0/0 - Group 5 (version 2)',
      '  State is Speak',
      '  Link-Local Virtual IPv6 address is FE80::5:73FF:FEA0:5 (impl auto EUI64)',
      '    Virtual IPv6 address 2001:DB8:5::1/64',
    );
    expect(redundancy?.[0]?.value).toMatchObject({ address: 'fe80::5:73ff:fea0:5', secondaryAddresses: ['2001:db8:5::1'] });
  });
});

describe('show platform hardware qfp active statistics drop detail', () => {
  it('numbers its drops, whose names may begin with capitals', () => {
    const { counters } = read(
      'qfp-drops',
      '  ID  Global Drop Stats                         Packets                  Octets  ',
      ' 319  BFDoffload                                      403                   31434  ',
      '  55  IpsecInput                                        9                    1260',
      'L2BDSourceFilter                                        3                     180',
    );
    expect(counters?.map(({ value: { name, count } }) => [name, count])).toEqual([
      ['BFDoffload', 403],
      ['IpsecInput', 9],
      ['L2BDSourceFilter', 3],
    ]);
  });
});

describe('the time', () => {
  it.each([
    ['*04:45:00.857 UTC Thu Aug 7 2025', false],
    ['.18:57:38.347 UTC Mon Oct 19 2015', false],
    ['18:56:04.554 EST Mon Oct 17 2016', undefined],
  ])('of `%s` follows a server: %s', (line, isFollowed) => {
    expect(read('clock', line).isNtpSynchronised?.value).toBe(isFollowed);
  });

  it('follows no server where NTP is off', () => {
    expect(read('ntp-associations', '%NTP is not enabled.').isNtpSynchronised?.value).toBe(false);
  });
});

describe('a command that prints what another one does', () => {
  it.each([
    ['show vrrp brief', 'standby'],
    ['sh vrrp br', 'standby'],
    ['show ipv6 nhrp', 'ip-nhrp'],
    ['sh nhrp nhs', 'ip-nhrp-nhs'],
    ['show crypto gkm gm', 'crypto-gdoi'],
    ['show drops history qfp', 'qfp-drops'],
    ['show platform hardware qfp active feature ipsec datapath drops', 'qfp-ipsec-drops'],
    // What is named by its own command goes first: one letter is no VRRP.
    ['sh v', 'version'],
    ['sh ip nhrp nhs', 'ip-nhrp-nhs'],
  ])('`%s` is read as %s', (command, id) => {
    expect(showOfCommand(command)?.id).toBe(id);
  });

  it('is no empty cache where it lists none', () => {
    const { nhrp, peers } = read(
      'ip-nhrp',
      'Tunnel0: Max-send limit:10000Pkts/10Sec, Usage:0%',
      '   Sent: Total 44',
      '         12 Resolution Request',
    );
    expect([nhrp, peers]).toEqual([undefined, undefined]);
  });
});

describe('show ip nhrp brief of later releases', () => {
  const legend = [
    'Legend: Type --> S - Static, D - Dynamic',
    '        Flags --> u - unique, r - registered, e - temporary, c - claimed',
    '',
    'Intf     NextHop Address                                    NBMA Address',
    '         Target Network                              T/Flag',
    '-------- ------------------------------------------- ------ ----------------',
  ];
  it('has a row and what is reached there below it', () => {
    const { nhrp, peers } = read(
      'ip-nhrp',
      ...legend,
      'Tu7      10.0.0.2                                    D/ra   198.51.100.1',
      '         10.0.0.2/32',
      'Tu7      10.0.0.2                                    D/t    198.51.100.1',
      '         10.2.0.0/24',
      'Vi12     10.0.0.1                                    S/     203.0.113.9',
      '         10.0.0.1/32',
      'Tu101    2001:DB8:F::2                               D/r    2001:DB8:2::2',
      '         2001:DB8:F::2/128',
    );
    expect(nhrp?.map(({ value }) => value)).toEqual([
      { tunnelAddress: '10.0.0.2', nbma: '198.51.100.1', interface: 'Tunnel7', type: 'dynamic', flags: 'ra' },
      { tunnelAddress: '10.0.0.2', nbma: '198.51.100.1', interface: 'Tunnel7', type: 'dynamic', flags: 't', network: '10.2.0.0/24' },
      { tunnelAddress: '10.0.0.1', nbma: '203.0.113.9', interface: 'Virtual-Access12', type: 'static', flags: '' },
      { tunnelAddress: '2001:db8:f::2', nbma: '2001:db8:2::2', interface: 'Tunnel101', type: 'dynamic', flags: 'r' },
    ]);
    expect(peers?.map(({ value }) => value)).toEqual(['198.51.100.1', '198.51.100.1', '203.0.113.9', '2001:db8:2::2']);
  });

  it('lists nothing where there is nothing', () => {
    expect(read('ip-nhrp', ...legend)).toEqual({});
  });
});

describe('show ntp associations', () => {
  it.each([
    ['*~10.0.0.5         .GPS.             1    23    64  377     1.4   -0.52     0.3', true],
    ['*~172.31.32.2      172.31.32.1       5    29  1024  377     4.2   -8.59     1.6', true],
    [' ~10.0.0.5         .INIT.           16     -    64    0     0.0    0.00  16000.', false],
  ])('of 12.4, whose columns are wider, says who is followed: %s', (row, isFollowed) => {
    expect(
      read('ntp-associations', '      address         ref clock     st  when  poll reach  delay  offset    disp', row).isNtpSynchronised
        ?.value,
    ).toBe(isFollowed);
  });
});
