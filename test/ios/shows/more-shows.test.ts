/** The shows in the forms that other people's recordings have: wrapped rows, several addresses, older and newer tables. */
import { describe, expect, it } from 'vitest';
import { wholeInterfaceName } from '../../../src/ios/interface-name.ts';
import { SHOWS } from '../../../src/ios/shows/index.ts';

const text = (...lines: string[]) => lines.join('\n');

describe('show crypto ipsec sa', () => {
  it('ties selectors and connection to each SA, also where one peer has two pairs', () => {
    const { childSas } = SHOWS['crypto-ipsec-sa'].read(
      text(
        '   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)',
        '   remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)',
        '   current_peer 198.51.100.1 port 500',
        '     inbound esp sas:',
        '      spi: 0xCD2CA569(3442255209)',
        '        conn id: 2003, flow_id: Onboard VPN:3, sibling_flags 80004040, crypto map: CMAP',
        '   local  ident (addr/mask/prot/port): (10.3.0.0/255.255.255.0/0/0)',
        '   remote ident (addr/mask/prot/port): (10.4.0.0/255.255.255.0/0/0)',
        '   current_peer 198.51.100.1 port 500',
        '     outbound esp sas:',
        '      spi: 0xDA3E187A(3661502586)',
      ),
    );
    expect(childSas?.map(({ value: { localProxy, remoteProxy, connId } }) => [localProxy, remoteProxy, connId])).toEqual([
      ['10.1.0.0/255.255.255.0/0/0', '10.2.0.0/255.255.255.0/0/0', 2003],
      ['10.3.0.0/255.255.255.0/0/0', '10.4.0.0/255.255.255.0/0/0', undefined],
    ]);
  });

  it('reads what an SA of an ASA has left, which counts kB', () => {
    const { childSas } = SHOWS['crypto-ipsec-sa'].read(
      text(
        '      remote ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)',
        '      current_peer: 192.0.2.1',
        '    outbound esp sas:',
        '    spi: 0x5A11F00D (1511125005)',
        '         SA State: active',
        '         slot: 0, conn_id: 77824, crypto-map: outside_map',
        '         sa timing: remaining key lifetime (kB/sec): (4373511/25080)',
      ),
    );
    expect(childSas?.map(({ value }) => value)).toMatchObject([
      {
        spi: '0x5A11F00D',
        direction: 'outbound',
        remote: '192.0.2.1',
        connId: 77_824,
        remainingKilobytes: 4_373_511,
        remainingSeconds: 25_080,
      },
    ]);
  });
});

describe('show crypto session detail', () => {
  it('says version, uptime, connection and what the flows count', () => {
    const { sessions } = SHOWS['crypto-session'].read(
      text(
        'Interface: Tunnel13',
        'Profile: PROFILE',
        'Uptime: 3d18h',
        'Session status: UP-ACTIVE     ',
        'Peer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)',
        '  IKEv1 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Active ',
        '          Capabilities:D connid:1042 lifetime:05:50:03',
        '  IPSEC FLOW: permit 47 host 192.0.2.1 host 198.51.100.1 ',
        '        Active SAs: 2, origin: crypto map',
        "        Inbound:  #pkts dec'ed 449282 drop 3 life (KB/Sec) KB Vol Rekey Disabled/3060",
        "        Outbound: #pkts enc'ed 772730 drop 0 life (KB/Sec) KB Vol Rekey Disabled/3060",
        '',
        'Interface: Tunnel14',
        'Session status: DOWN',
        'Peer: 203.0.113.9 port 500 fvrf: (none) ivrf: (none)',
      ),
    );
    expect(sessions?.map(({ value }) => value)).toMatchObject([
      {
        status: 'UP-ACTIVE',
        interface: 'Tunnel13',
        uptimeSeconds: 3 * 86_400 + 18 * 3600,
        profile: 'PROFILE',
        remote: '198.51.100.1',
        ikeVersion: 1,
        local: '192.0.2.1',
        connId: 1042,
        capabilities: 'D',
        lifetimeSeconds: 5 * 3600 + 50 * 60 + 3,
        flows: [
          {
            selectors: 'permit 47 host 192.0.2.1 host 198.51.100.1',
            activeSas: 2,
            decrypted: 449_282,
            droppedInbound: 3,
            remainingSecondsInbound: 3060,
            encrypted: 772_730,
            droppedOutbound: 0,
            remainingSecondsOutbound: 3060,
          },
        ],
      },
      { status: 'DOWN', interface: 'Tunnel14', remote: '203.0.113.9' },
    ]);
  });
});

describe('show crypto ikev2 session detailed', () => {
  it('lists the IKE SA and its child SAs with both SPIs and their selectors', () => {
    const { ikeSas, ikeChildSas } = SHOWS['crypto-ikev2-session'].read(
      text(
        'Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1',
        '1         192.0.2.1/500         198.51.100.1/500      none/none            READY  ',
        '      DPD configured for 0 seconds, retry 0',
        '      Initiator of SA : No',
        'Child sa:',
        '          local selector       ->      remote selector',
        '          10.1.0.0/0 - 10.1.0.255/65535    ->    10.2.0.0/0 - 10.2.0.255/65535',
        '          ESP spi in/out: 0x232CB82D/0x30767B6E  ',
      ),
    );
    expect(ikeSas?.map(({ value }) => value)).toMatchObject([{ state: 'READY', isInitiator: false }]);
    const selectors = { localProxy: '10.1.0.0/0 - 10.1.0.255/65535', remoteProxy: '10.2.0.0/0 - 10.2.0.255/65535' };
    expect(ikeChildSas?.map(({ value }) => value)).toEqual([
      { spi: '0x232CB82D', direction: 'inbound', remote: '198.51.100.1', ...selectors },
      { spi: '0x30767B6E', direction: 'outbound', remote: '198.51.100.1', ...selectors },
    ]);
  });
});

describe('show crypto isakmp sa detail', () => {
  it('has an IKE SA that is up where it prints ACTIVE', () => {
    const { ikeSas } = SHOWS['crypto-isakmp-sa'].read(
      '1001  192.0.2.1       198.51.100.1            ACTIVE aes  sha    psk  14 23:59:12 D',
    );
    expect(ikeSas?.map(({ value }) => [value.state, value.status])).toEqual([['QM_IDLE', 'ACTIVE']]);
  });
});

describe('show dmvpn', () => {
  const rows = (...lines: string[]) =>
    SHOWS.dmvpn.read(text('Interface: Tunnel1, IPv4 NHRP Details', ...lines)).dmvpn?.map(({ value }) => {
      return [value.nbma, value.tunnelAddress, value.state, value.stateSeconds, value.type, value.network];
    });

  it('has one row for each tunnel address, several of them at one NBMA address', () => {
    expect(
      rows('     2 198.51.100.1        10.0.0.2    UP    6d12h     S', '                           10.0.0.25   UP 00:29:40   DT2'),
    ).toEqual([
      ['198.51.100.1', '10.0.0.2', 'UP', 561_600, 'static', undefined],
      ['198.51.100.1', '10.0.0.25', 'UP', 1780, 'dynamic', undefined],
    ]);
  });

  it('goes on below an NBMA address of IPv6', () => {
    expect(rows('     1 2001:DB8:1201::122', '                           10.0.0.2    UP 00:02:19     D')).toEqual([
      ['2001:db8:1201::122', '10.0.0.2', 'UP', 139, 'dynamic', undefined],
    ]);
  });

  it('takes the network behind it from the detailed form', () => {
    expect(rows('    1 198.51.100.1        10.0.0.2  NHRP    never    S        10.0.0.2/32')).toEqual([
      ['198.51.100.1', '10.0.0.2', 'NHRP', undefined, 'static', '10.0.0.2/32'],
    ]);
  });

  it('reads the form in blocks', () => {
    expect(
      rows(
        '    1.Peer NBMA Address: 198.51.100.1',
        '\tTunnel IPv6 Address: FD00:192::1201',
        '\t# Ent: 1, Status: UP, UpDn Time: 00:02:39, Cache Attrib: D',
      ),
    ).toEqual([['198.51.100.1', 'fd00:192::1201', 'UP', 159, 'dynamic', undefined]]);
  });

  it('is one tunnel for each NBMA address', () => {
    const { tunnels } = SHOWS.dmvpn.read(
      text(
        'Interface: Tunnel1, IPv4 NHRP Details',
        '     2 198.51.100.1        10.0.0.2    UP    6d12h     D',
        '                           10.0.0.25   UP 00:29:40   DT2',
      ),
    );
    expect(tunnels?.map(({ value }) => value)).toEqual([{ type: 'mgre-dynamic-nhrp', name: 'Tunnel1', remote: '198.51.100.1' }]);
  });
});

describe('show ip nhrp', () => {
  it('has the tunnel address behind `via`, and says which network is reached there', () => {
    const { nhrp } = SHOWS['ip-nhrp'].read(
      text(
        '10.0.0.2/32 via 10.0.0.2',
        '   Tunnel0 created 00:01:03, expire 01:58:56',
        '   Type: dynamic, Flags: unique registered used nhop',
        '   NBMA address: 198.51.100.1',
        '10.2.0.0/24 via 10.0.0.2',
        '   Tunnel0 created 00:01:03, expire 01:58:56',
        '   Type: dynamic, Flags: router rib',
        '   NBMA address: 198.51.100.1',
      ),
    );
    const shared = { tunnelAddress: '10.0.0.2', nbma: '198.51.100.1', interface: 'Tunnel0', type: 'dynamic' };
    const times = { createdSeconds: 63, expireSeconds: 7136 };
    expect(nhrp?.map(({ value }) => value)).toEqual([
      { ...shared, ...times, flags: 'unique registered used nhop' },
      { ...shared, ...times, flags: 'router rib', network: '10.2.0.0/24' },
    ]);
  });
});

describe('show standby and show vrrp', () => {
  const groups = (...lines: string[]) =>
    SHOWS.standby.read(text(...lines)).redundancy?.map(({ value: { group, state, address } }) => [group, state, address]);

  it.each([
    ['Fa0/0       1    110 P Active  local           192.0.2.3       192.0.2.1', ['FastEthernet0/0 1', 'Active', '192.0.2.1']],
    ['Gi1/0/1.10  10   100   Init    unknown         unknown         192.0.2.1', ['GigabitEthernet1/0/1.10 10', 'Init', '192.0.2.1']],
    ['Vl1                1 100 3609       P Backup  192.0.2.2       192.0.2.1', ['Vlan1 1', 'Backup', '192.0.2.1']],
    ['Gi0/0              10  110 3570   Y  Master  192.0.2.2       192.0.2.1', ['GigabitEthernet0/0 10', 'Master', '192.0.2.1']],
    ['  Vl10             1 IPv4 200     0  N    Y  MASTER 192.0.2.2(local) 192.0.2.1', ['Vlan10 1', 'Master', '192.0.2.1']],
  ])('in brief: %s', (line, group) => {
    expect(groups(line.trimStart())).toEqual([group]);
  });

  it('goes on where a name leaves no room', () => {
    expect(groups('GigabitEthernet0/0/0.1234', '            1    110 P Active  local           192.0.2.3       192.0.2.1')).toEqual([
      ['GigabitEthernet0/0/0.1234 1', 'Active', '192.0.2.1'],
    ]);
    expect(groups('Te0/0/0.1234   1    110 P Active  local', '                      192.0.2.3       192.0.2.1')).toEqual([
      ['TenGigabitEthernet0/0/0.1234 1', 'Active', '192.0.2.1'],
    ]);
  });

  it('in full, HSRP and VRRP', () => {
    expect(groups('Vlan10 - Group 1 (version 2)', '  State is Standby', '  Virtual IP address is 192.0.2.1')).toEqual([
      ['Vlan10 1', 'Standby', '192.0.2.1'],
    ]);
    expect(groups('Vlan10 - Group 1 - Address-Family IPv4', '    State is MASTER', '    Virtual IP address is 192.0.2.1')).toEqual([
      ['Vlan10 1', 'Master', '192.0.2.1'],
    ]);
  });
});

describe('the clock of a device', () => {
  const HEADER = '  address         ref clock       st   when   poll reach  delay  offset   disp';

  it('follows nobody when no server has the star', () => {
    const read = SHOWS['ntp-associations'].read;
    expect(
      read(text(HEADER, ' ~203.0.113.2     .STEP.          16      -    512     0  0.000   0.000 15937.')).isNtpSynchronised?.value,
    ).toBe(false);
    expect(read(HEADER).isNtpSynchronised).toBeUndefined();
  });

  it('follows `our_master` in the detailed form', () => {
    const read = SHOWS['ntp-associations'].read;
    const other = '203.0.113.3 configured, ipv4, sane, valid, stratum 5';
    expect(read(text(other, '203.0.113.2 configured, ipv4, our_master, sane, valid, stratum 3')).isNtpSynchronised).toMatchObject({
      value: true,
      line: 2,
    });
    expect(read(other).isNtpSynchronised?.value).toBe(false);
  });
});

describe('small forms', () => {
  it('a release stands below the label of its build', () => {
    const read = SHOWS.version.read(
      text(
        'Cisco IOS XE Software, Version V169_5_SR123456789',
        'Cisco IOS Software [Fuji], ASR1000 Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.9.5, RELEASE SOFTWARE (fc1)',
      ),
    );
    expect(read.version).toMatchObject({ value: '16.9.5', line: 2 });
    expect(SHOWS.version.read('Cisco IOS XE Software, Version BLD_V163').version?.value).toBe('BLD_V163');
  });

  it('a line of a module holds a user too', () => {
    const { users } = SHOWS.users.read(' 866 vty 0/1/0     ops        idle                 00:00:00 192.0.2.9');
    expect(users?.map(({ value }) => value)).toEqual([{ line: 'vty 0/1/0', user: 'ops', idleSeconds: 0, location: '192.0.2.9' }]);
  });

  it('a directory may have two blanks before its time', () => {
    const { files } = SHOWS.dir.read('   12  -rw-        8192  Jan  5  2026  03:00:00  +00:00  capture.txt');
    expect(files?.map(({ value }) => value)).toEqual([{ name: 'capture.txt', sizeBytes: 8192 }]);
  });

  it('of two peers of a crypto map the current one is meant', () => {
    const { tunnels } = SHOWS['crypto-map'].read(
      text('Crypto Map IPv4 "WAN" 10 ipsec-isakmp', '\tPeer = 203.0.113.9', '\tPeer = 198.51.100.1', '\tCurrent peer: 198.51.100.1'),
    );
    expect(tunnels?.[0]?.value.remote).toBe('198.51.100.1');
  });

  it.each([
    ['the second', ['\tPeer = 203.0.113.9', '\tPeer = 198.51.100.1', '\tCurrent peer: 198.51.100.1'], '198.51.100.1', ['203.0.113.9']],
    ['the first', ['\tPeer = 203.0.113.9', '\tPeer = 198.51.100.1', '\tCurrent peer: 203.0.113.9'], '203.0.113.9', ['198.51.100.1']],
    ['the only one', ['\tPeer = 2001:DB8::9', '\tCurrent peer: 2001:DB8::9'], '2001:db8::9', undefined],
    [
      'not known yet',
      ['\tPeer = 203.0.113.9', '\tPeer = 198.51.100.1', '\tPeer = 192.0.2.7'],
      '203.0.113.9',
      ['198.51.100.1', '192.0.2.7'],
    ],
  ])('the other peers of a crypto map wait: the current one is %s', (_which, peers, remote, backups) => {
    const { tunnels } = SHOWS['crypto-map'].read(text('Crypto Map IPv4 "WAN" 10 ipsec-isakmp', ...peers));
    expect(tunnels?.map(({ value }) => [value.remote, value.backups])).toEqual([[remote, backups]]);
  });

  it('a group of GETVPN is registered somewhere', () => {
    const { groups } = SHOWS['crypto-gdoi'].read(
      text(
        '    Group Name               : GETVPN',
        '    Registration status      : Registered',
        '    Registered with          : 192.0.2.100',
      ),
    );
    expect(groups?.map(({ value }) => value)).toEqual([{ name: 'GETVPN', status: 'Registered', keyServer: '192.0.2.100' }]);
  });

  it.each([
    ['Vl1', 'Vlan1'],
    ['Gi0/0/0.100', 'GigabitEthernet0/0/0.100'],
    ['Fa0', 'FastEthernet0'],
    ['Tu10', 'Tunnel10'],
    ['Te1/1', 'TenGigabitEthernet1/1'],
    ['Twe1/0/1', 'TwentyFiveGigE1/0/1'],
    ['Et0/1', 'Ethernet0/1'],
    ['Po1', 'Port-channel1'],
    ['Tunnel0', 'Tunnel0'],
    ['nve1', 'nve1'],
  ])('%s is %s', (short, whole) => {
    expect(wholeInterfaceName(short)).toBe(whole);
  });
});

describe('show crypto isakmp sa in the forms of several releases', () => {
  const sas = (...lines: string[]) => SHOWS['crypto-isakmp-sa'].read(text(...lines)).ikeSas?.map(({ value }) => value);

  it.each([
    ['12.2, a slot', '198.51.100.1    192.0.2.1       QM_IDLE              1       0', undefined, 1],
    ['12.4, slot and status', '198.51.100.1    192.0.2.1       QM_IDLE              1    0 ACTIVE', 'ACTIVE', 1],
    ['15, status', '198.51.100.1    192.0.2.1       QM_IDLE           1001 ACTIVE', 'ACTIVE', 1001],
    ['deleted', '198.51.100.1    192.0.2.1       QM_IDLE           1001 ACTIVE (deleted)', 'ACTIVE (deleted)', 1001],
  ])('takes the status and no slot for it: %s', (_form, row, status, connId) => {
    expect(sas(row)).toEqual([{ state: 'QM_IDLE', addresses: ['198.51.100.1', '192.0.2.1'], status, connId }]);
  });

  it.each([
    ['before there was a status', '1     192.0.2.1       198.51.100.1             3des sha  psk  2  23:50:14 KD', 'QM_IDLE'],
    ['in a VRF', '1     192.0.2.1       198.51.100.1    RED      aes  sha256  rsig 14 00:50:14', 'QM_IDLE'],
    ['that has no life yet', '1002  192.0.2.1       198.51.100.1             ACTIVE aes  sha    psk  2  0', 'MM_NO_STATE'],
    ['that has no life yet, with marks', '1002  192.0.2.1       198.51.100.1    RED      ACTIVE 3des md5    psk  14 0  D N', 'MM_NO_STATE'],
    ['that lives', '1003  192.0.2.1       198.51.100.1    RED      ACTIVE aes  sha256 psk  14 23:59:02 D N', 'QM_IDLE'],
  ])('has one SA of the detailed form, %s', (_form, row, state) => {
    expect(sas(row)).toMatchObject([{ state, addresses: ['192.0.2.1', '198.51.100.1'] }]);
  });

  it('reads the blocks of IPv6, beside the rows of IPv4', () => {
    expect(
      sas(
        '203.0.113.4     192.0.2.1       MM_NO_STATE          0 ACTIVE',
        'IPv6 Crypto ISAKMP SA',
        ' dst: 2001:DB8:2::2',
        ' src: 2001:DB8:1::1',
        ' state: QM_IDLE         conn-id:   1003 status: ACTIVE',
        ' dst: 2001:DB8:3::3',
        ' src: 2001:DB8:1::1',
        ' state: MM_NO_STATE     conn-id:      0 status: ACTIVE (deleted)',
      ),
    ).toEqual([
      { state: 'MM_NO_STATE', addresses: ['203.0.113.4', '192.0.2.1'], status: 'ACTIVE', connId: 0 },
      { state: 'QM_IDLE', addresses: ['2001:db8:2::2', '2001:db8:1::1'], status: 'ACTIVE', connId: 1003 },
      { state: 'MM_NO_STATE', addresses: ['2001:db8:3::3', '2001:db8:1::1'], status: 'ACTIVE (deleted)', connId: 0 },
    ]);
  });
});

describe('show crypto session', () => {
  it.each([
    ['UA', 'UP-ACTIVE'],
    ['UK', 'UP-NO-IKE'],
    ['UI', 'UP-IDLE'],
    ['DN', 'DOWN-NEGOTIATING'],
    ['D', 'DOWN'],
  ])('brief says %s for %s', (letters, status) => {
    const { sessions } = SHOWS['crypto-session'].read(
      text(
        'Status: A- Active, U - Up, D - Down, I - Idle, S - Standby, N - Negotiating',
        '           Peer      I/F     Username        Group/Phase1_id         Uptime   Status',
        `   198.51.100.1      Tu0                       198.51.100.1        00:04:12   ${letters}`,
      ),
    );
    expect(sessions?.map(({ value }) => value)).toEqual([{ status, remote: '198.51.100.1', interface: 'Tunnel0', uptimeSeconds: 252 }]);
  });

  const sa = (state: string, connId: number): string[] => [
    `  IKE SA: local 192.0.2.1/500 remote 198.51.100.1/500 ${state}`,
    `          Capabilities:D connid:${connId} lifetime:05:50:03`,
  ];
  it.each([
    ['first', [...sa('Active', 3), ...sa('Inactive', 2)], 3],
    ['last', [...sa('Inactive', 2), ...sa('Active', 3)], 3],
    ['between others', [...sa('Inactive', 2), ...sa('Active', 3), ...sa('Inactive', 1)], 3],
    ['nowhere', [...sa('Inactive', 2), ...sa('Inactive', 1)], 2],
  ])('names the connection of the IKE SA that is active, which stands %s', (_where, lines, connId) => {
    const { sessions } = SHOWS['crypto-session'].read(
      text('Interface: Tunnel0', 'Session status: UP-ACTIVE', 'Peer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)', ...lines),
    );
    expect(sessions?.map(({ value }) => value.connId)).toEqual([connId]);
  });
});

describe('NHRP and DMVPN of other releases', () => {
  it('names the tunnel of 12.4, whose heading has no `Interface`', () => {
    const { dmvpn } = SHOWS.dmvpn.read(
      text(
        'Tunnel7, Type:Hub, NHRP Peers:2,',
        '     1    198.51.100.1        10.0.0.2    UP 00:12:24 D',
        'Tunnel8, Type:Spoke, NHRP Peers:1,',
        '     1     203.0.113.9        10.8.0.1  NHRP    never S',
      ),
    );
    expect(dmvpn?.map(({ value }) => [value.interface, value.nbma])).toEqual([
      ['Tunnel7', '198.51.100.1'],
      ['Tunnel8', '203.0.113.9'],
    ]);
  });

  it.each([
    [
      'in a VRF',
      [
        '10.0.0.2/32 (RED) via 10.0.0.2',
        '   Tunnel0 created 00:01:03, expire 01:58:56',
        '   Type: dynamic, Flags: used',
        '   NBMA address: 198.51.100.1',
      ],
      undefined,
    ],
    [
      'a network in a VRF',
      [
        '10.2.0.0/24 (RED) via 10.0.0.2',
        '   Tunnel0 created 00:01:03, expire 01:58:56',
        '   Type: dynamic, Flags: used',
        '   NBMA address: 198.51.100.1',
      ],
      '10.2.0.0/24',
    ],
    [
      'behind a NAT',
      [
        '10.0.0.2/32 via 10.0.0.2',
        '   Tunnel0 created 00:01:03, expire 01:58:56',
        '   Type: dynamic, Flags: used',
        '   NBMA address: 198.51.100.1',
        '    (Claimed NBMA address: 10.99.0.2)',
      ],
      undefined,
    ],
    [
      'below one that is not resolved',
      [
        '10.0.0.3/32 (RED)',
        '   Tunnel0 created 00:00:03',
        '   Type: incomplete, Flags: negative',
        '10.0.0.2/32 (RED) via 10.0.0.2',
        '   Tunnel0 created 00:01:03',
        '   Type: dynamic, Flags: used',
        '   NBMA address: 198.51.100.1',
      ],
      undefined,
    ],
    [
      'in brief',
      [
        '   Target             Via            NBMA           Mode   Intfc   Claimed',
        '10.0.0.2/32          10.0.0.2        198.51.100.1    dynamic  Tu0     <   >',
      ],
      undefined,
    ],
    ['in brief, a network', ['10.2.0.0/24          10.0.0.2        198.51.100.1    dynamic  Tu0     <   >'], '10.2.0.0/24'],
  ])('has one mapping %s', (_form, lines, network) => {
    const { nhrp } = SHOWS['ip-nhrp'].read(text(...lines));
    const isBrief = lines.some((line) => line.includes('Tu0'));
    const times = lines.some((line) => line.includes('expire')) ? { createdSeconds: 63, expireSeconds: 7136 } : { createdSeconds: 63 };
    expect(nhrp?.map(({ value }) => value)).toEqual([
      {
        tunnelAddress: '10.0.0.2',
        nbma: '198.51.100.1',
        network,
        interface: 'Tunnel0',
        type: 'dynamic',
        ...(isBrief ? {} : { flags: 'used', ...times }),
        ...(lines.some((line) => line.includes('(Claimed')) ? { claimed: '10.99.0.2' } : {}),
      },
    ]);
  });

  it('says in brief what a peer behind a NAT calls itself', () => {
    const { nhrp } = SHOWS['ip-nhrp'].read('10.0.0.2/32          10.0.0.2        198.51.100.1    dynamic  Tu0     <  10.99.0.2  >');
    expect(nhrp?.map(({ value }) => value.claimed)).toEqual(['10.99.0.2']);
  });
});

describe('shows that are wrapped, indented, or hold what is not asked for', () => {
  it.each([
    [
      '  Gi0/0/1              1 IPv4 100     0  N   Y  BACKUP  192.0.2.2 192.0.2.10',
      'GigabitEthernet0/0/1 1',
      'Backup',
      '192.0.2.10',
      100,
      '192.0.2.2',
    ],
    [
      '  Vl100              100 IPv6 100     0  N   Y  MASTER  FE80::1(local) FE80::100',
      'Vlan100 100',
      'Master',
      'fe80::100',
      100,
      'fe80::1',
    ],
    [
      'Gi0/1              1   120 3531       Y  Master  192.0.2.1       192.0.2.10',
      'GigabitEthernet0/1 1',
      'Master',
      '192.0.2.10',
      120,
      '192.0.2.1',
    ],
  ])('show vrrp brief has a group in %s', (row, group, state, address, priority, active) => {
    expect(SHOWS.standby.read(row).redundancy?.map(({ value }) => value)).toMatchObject([
      { group, state, address, priority, active, isPreempting: true },
    ]);
  });

  it.each([
    ['*', true],
    ['+', false],
    [' ', false],
  ])('an NTP server whose address takes the whole line, marked `%s`', (mark, value) => {
    const server = `${mark}~2001:DB8:1111:2222:3333:4444:5555:6666`;
    const row = '                  .GPS.            1     23     64   377  1.000  -0.500  1.001';
    expect(SHOWS['ntp-associations'].read(text(server, row)).isNtpSynchronised).toEqual({ value, line: 1, text: server });
  });

  it('takes the release from the line below, and not the label of the build above', () => {
    const { version } = SHOWS.version.read(
      text(
        'Cisco IOS XE Software, Version V1612_4_SR1',
        'Cisco IOS Software [Gibraltar], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M),',
        ' Version 16.12.4, RELEASE SOFTWARE (fc5)',
      ),
    );
    expect(version?.value).toBe('16.12.4');
  });

  it.each(['ipsec-manual', 'gdoi'])('a crypto map of %s gives the map above neither peer nor lifetime', (kind) => {
    const { tunnels } = SHOWS['crypto-map'].read(
      text(
        'Crypto Map IPv4 "C" 20 ipsec-isakmp',
        '\tDynamic map template tag: DYN',
        `Crypto Map IPv4 "M" 30 ${kind}`,
        '\tPeer = 203.0.113.5',
        '\tSecurity association lifetime: 1 kilobytes/60 seconds',
      ),
    );
    expect(tunnels?.map(({ value }) => value)).toEqual([{ type: 'dynamic-crypto-map', name: 'C' }]);
  });
});
