/** What other releases and platforms print: further addresses, wrapped cells, older words, and what they add about an SA, a session or a group. */
import { describe, expect, it } from 'vitest';
import { fileNameOfCommand } from '../../../src/ios/command-file.ts';
import { SHOWS, showOf } from '../../../src/ios/shows/index.ts';
import { version } from '../../../src/ios/shows/version.ts';

const text = (...lines: string[]) => lines.join('\n');

describe('an SA of show crypto ipsec sa', () => {
  const flow = (local: string, remote: string, peer: string, endpoints: string[], spi: string, ...details: string[]) => [
    '   protected vrf: (none)',
    `   local  ident (addr/mask/prot/port): (${local})`,
    `   remote ident (addr/mask/prot/port): (${remote})`,
    `   current_peer ${peer} port 500`,
    ...endpoints,
    '     inbound esp sas:',
    `      spi: ${spi}`,
    ...details,
  ];
  const read = (...lines: string[]) => SHOWS['crypto-ipsec-sa'].read(text(...lines)).childSas?.map(({ value }) => value);

  it('is tied to the interface, the map and the local end of its block, also below a second block', () => {
    const sas = read(
      'interface: Tunnel1',
      '    Crypto map tag: Tunnel1-head-0, local addr 192.0.2.1',
      ...flow('10.1.0.0/255.255.255.0/0/0', '10.2.0.0/255.255.255.0/0/0', '198.51.100.1', [], '0xA1(161)'),
      'interface: Gi0/0/1.100',
      '    Crypto map tag: WAN, local addr 192.0.2.7',
      ...flow('10.3.0.0/255.255.255.0/0/0', '10.4.0.0/255.255.255.0/0/0', '203.0.113.9', [], '0xA2(162)'),
    );
    expect(sas?.map(({ interface: name, cryptoMap, local, remote }) => [name, cryptoMap, local, remote])).toEqual([
      ['Tunnel1', 'Tunnel1-head-0', '192.0.2.1', '198.51.100.1'],
      ['GigabitEthernet0/0/1.100', 'WAN', '192.0.2.7', '203.0.113.9'],
    ]);
  });

  it('has its ends on two lines where they are IPv6', () => {
    const ends = ['     local crypto endpt.: 2001:DB8:1::1,', '     remote crypto endpt.: 2001:DB8:2::2'];
    expect(read('interface: Tunnel9', ...flow('::/0/0/0', '::/0/0/0', '2001:DB8:2::2', ends, '0xA3(163)'))).toMatchObject([
      { local: '2001:db8:1::1', remote: '2001:db8:2::2', interface: 'Tunnel9' },
    ]);
  });

  it.each([
    ['        transform: esp-256-aes esp-sha256-hmac ,', { transform: 'esp-256-aes esp-sha256-hmac' }],
    ['        transform: esp-gcm 256 ,', { transform: 'esp-gcm 256' }],
    ['        in use settings ={Transport UDP-Encaps, }', { mode: 'Transport UDP-Encaps' }],
    ['        in use settings ={Tunnel, esn}', { mode: 'Tunnel' }],
    [
      '        conn id: 2210, flow_id: HW:210, sibling_flags FFFFFFFF80004048, crypto map: T-head-0, initiator : True',
      { isInitiator: true },
    ],
    ['        conn id: 2210, flow_id: HW:210, sibling_flags FFFFFFFF80004048, crypto map: T-head-0', { connId: 2210 }],
  ])('is described by `%s`', (line, value) => {
    expect(read(...flow('0.0.0.0/0.0.0.0/0/0', '0.0.0.0/0.0.0.0/0/0', '198.51.100.1', [], '0xA4(164)', line))).toMatchObject([value]);
  });

  it('is of AH below the headings of AH, with its own life beside the SA of ESP; a CPI of IPComp is none', () => {
    const sas = read(
      ...flow(
        '10.1.0.0/255.255.255.0/0/0',
        '10.2.0.0/255.255.255.0/0/0',
        '198.51.100.1',
        ['     current outbound spi: 0xE2(226)'],
        '0xE1(225)',
      ),
      '     inbound ah sas:',
      '      spi: 0x3F01A2B4(1057071796)',
      '        transform: ah-sha-hmac ,',
      '        sa timing: remaining key lifetime (k/sec): (4607999/3411)',
      '     inbound pcp sas:',
      '      spi: 0x4D2(1234)',
      '     outbound esp sas:',
      '      spi: 0xE2(226)',
      '     outbound ah sas:',
      '      spi: 0x0C11D09E(202494110)',
      '     outbound pcp sas:',
    );
    expect(sas?.map(({ spi, direction, protocol, isCurrent }) => [spi, direction, protocol, isCurrent])).toEqual([
      ['0x000000E1', 'inbound', undefined, undefined],
      ['0x3F01A2B4', 'inbound', 'ah', undefined],
      ['0x000000E2', 'outbound', undefined, true],
      ['0x0C11D09E', 'outbound', 'ah', undefined],
    ]);
    expect(sas?.[1]).toMatchObject({ transform: 'ah-sha-hmac', remainingSeconds: 3411, remainingKilobytes: 4607999 });
  });

  it('says nothing of what its release does not print', () => {
    expect(read(...flow('10.1.0.0/255.255.255.0/0/0', '10.2.0.0/255.255.255.0/0/0', '198.51.100.1', [], '0xA5(165)'))).toEqual([
      {
        spi: '0x000000A5',
        direction: 'inbound',
        remote: '198.51.100.1',
        localProxy: '10.1.0.0/255.255.255.0/0/0',
        remoteProxy: '10.2.0.0/255.255.255.0/0/0',
      },
    ]);
  });
});

describe('show crypto session', () => {
  const sessions = (...lines: string[]) => SHOWS['crypto-session'].read(text(...lines)).sessions?.map(({ value }) => value);

  it('says VRFs, profile and identity of the peer, and of its IKE SA the local end and what is left', () => {
    expect(
      sessions(
        'Interface: Tunnel0',
        'Profile: SPOKES',
        'Uptime: 00:27:42',
        'Session status: UP-ACTIVE    ',
        'Peer: 198.51.100.1 port 4500 fvrf: WAN ivrf: BLUE',
        '      Phase1_id: branch.example.net',
        '      Desc: (none)',
        '  Session ID: 31 ',
        '  IKEv2 SA: local 192.0.2.1/4500 remote 198.51.100.1/4500 Active',
        '          Capabilities:DN connid:7 lifetime:23:32:18',
      ),
    ).toMatchObject([
      {
        status: 'UP-ACTIVE',
        interface: 'Tunnel0',
        profile: 'SPOKES',
        uptimeSeconds: 1662,
        remote: '198.51.100.1',
        frontVrf: 'WAN',
        vrf: 'BLUE',
        phase1Id: 'branch.example.net',
        ikeVersion: 2,
        local: '192.0.2.1',
        sessionId: 31,
        connId: 7,
        capabilities: 'DN',
        lifetimeSeconds: 84_738,
      },
    ]);
  });

  it('takes no `(none)` for a name', () => {
    const ike = { ikeVersion: 1, local: '192.0.2.1', sessionId: 0, connId: 0, lifetimeSeconds: 0 };
    expect(
      sessions(
        'Interface: Tunnel0',
        'Session status: DOWN-NEGOTIATING',
        'Peer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)',
        '      Phase1_id: (none)',
        '  Session ID: 0  ',
        '  IKEv1 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Inactive ',
        '          Capabilities:(none) connid:0 lifetime:0',
      ),
    ).toEqual([
      {
        status: 'DOWN-NEGOTIATING',
        interface: 'Tunnel0',
        remote: '198.51.100.1',
        remotePort: 500,
        ...ike,
        ikeSas: [{ ...ike, isActive: false, localPort: 500, remote: '198.51.100.1', remotePort: 500 }],
      },
    ]);
  });

  it('has a session for each of several peers below one status', () => {
    const read = sessions(
      'Interface: GigabitEthernet0/0',
      'Session status: DOWN',
      'Peer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)',
      '  IPSEC FLOW: permit ip 10.1.0.0/255.255.255.0 10.2.0.0/255.255.255.0 ',
      '        Active SAs: 0, origin: crypto map',
      'Peer: 203.0.113.9 port 500 fvrf: (none) ivrf: (none)',
      '  IPSEC FLOW: permit ip 10.1.0.0/255.255.255.0 10.3.0.0/255.255.255.0 ',
    );
    expect(read?.map(({ status, interface: name, remote, flows }) => [status, name, remote, flows?.length])).toEqual([
      ['DOWN', 'GigabitEthernet0/0', '198.51.100.1', 1],
      ['DOWN', 'GigabitEthernet0/0', '203.0.113.9', 1],
    ]);
  });

  it('reads the ends of an IPv6 session from two lines', () => {
    expect(
      sessions(
        'Interface: Tunnel1',
        'Session status: UP-ACTIVE     ',
        'Peer: 2001:DB8:2::2 port 500 ',
        '  Session ID: 15  ',
        '  IKEv2 SA: local 2001:DB8:1::1/500',
        '          remote 2001:DB8:2::2/500 Active ',
        '  IPSEC FLOW: permit ipv6 ::/0 ::/0 ',
      ),
    ).toMatchObject([{ remote: '2001:db8:2::2', local: '2001:db8:1::1', ikeVersion: 2, sessionId: 15 }]);
  });

  it.each([
    ['life (KB/Sec) 4319919/1937', { remainingKilobytesInbound: 4_319_919, remainingSecondsInbound: 1937 }],
    ['life (KB/Sec) KB Vol Rekey Disabled/3060', { remainingSecondsInbound: 3060 }],
    ['life (KB/Sec) 0/0', { remainingKilobytesInbound: 0, remainingSecondsInbound: 0 }],
  ])('says what a flow has left: %s', (life, left) => {
    const [session] =
      sessions(
        'Session status: UP-ACTIVE',
        '  IPSEC FLOW: permit 47 host 192.0.2.1 host 198.51.100.1',
        `        Inbound:  #pkts dec'ed 5 drop 1 ${life}`,
      ) ?? [];
    expect(session?.flows).toEqual([{ selectors: 'permit 47 host 192.0.2.1 host 198.51.100.1', decrypted: 5, droppedInbound: 1, ...left }]);
  });
});

describe('an IKEv2 SA', () => {
  it.each(['crypto-ikev2-sa', 'crypto-ikev2-session'] as const)('of %s has its number, VRFs, identities, SPIs and times', (id) => {
    const { ikeSas } = SHOWS[id].read(
      text(
        '973       192.0.2.1/4500        198.51.100.1/4500     WAN/BLUE             READY',
        '      Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:19, Auth sign: PSK, Auth verify: PSK',
        '      Life/Active Time: 86400/12689 sec',
        '      CE id: 76468, Session-id: 17155',
        '      Local spi: 000D3669857A0F82       Remote spi: E0419B1DB02DE6AE',
        '      Local id: hq@example.net',
        '      Remote id: 198.51.100.1',
        '      NAT-T is detected inside',
      ),
    );
    expect(ikeSas?.map(({ value }) => value)).toMatchObject([
      {
        state: 'READY',
        addresses: ['192.0.2.1', '198.51.100.1'],
        connId: 973,
        frontVrf: 'WAN',
        vrf: 'BLUE',
        encryption: 'AES-CBC 256',
        prf: 'SHA256',
        hash: 'SHA256',
        dhGroup: 19,
        localAuth: 'PSK',
        remoteAuth: 'PSK',
        lifetimeSeconds: 86_400,
        activeSeconds: 12_689,
        sessionId: 17_155,
        localSpi: '000D3669857A0F82',
        remoteSpi: 'E0419B1DB02DE6AE',
        localId: 'hq@example.net',
        remoteId: '198.51.100.1',
        isNatDetected: true,
      },
    ]);
  });

  it.each([
    [
      'at first without a PRF',
      'Encr: AES-CBC, keysize: 256, Hash: SHA96, DH Grp:14, Auth sign: RSA, Auth verify: PSK',
      { encryption: 'AES-CBC 256', hash: 'SHA96', dhGroup: 14, localAuth: 'RSA', remoteAuth: 'PSK' },
    ],
    [
      'without a length of its key',
      'Encr: 3DES, PRF: MD5, Hash: MD596, DH Grp:2, Auth sign: RSA, Auth verify: RSA',
      { encryption: '3DES', prf: 'MD5', hash: 'MD596', dhGroup: 2, localAuth: 'RSA', remoteAuth: 'RSA' },
    ],
    [
      'without a hash of its own, where the cipher proves what is sent',
      'Encr: AES-GCM, keysize: 256, PRF: SHA384, Hash: None, DH Grp:20, Auth sign: PSK, Auth verify: PSK, QR',
      { encryption: 'AES-GCM 256', prf: 'SHA384', hash: 'None', dhGroup: 20, localAuth: 'PSK', remoteAuth: 'PSK' },
    ],
    ['not at all while it negotiates', 'Encr: Unknown - 0, PRF: Unknown - 0, Hash: None, DH Grp:0, Auth sign: Unknown - 0', {}],
  ])('is protected as one line says, %s', (_form, line, protection) => {
    const { ikeSas } = SHOWS['crypto-ikev2-sa'].read(
      text('5         192.0.2.1/500         198.51.100.1/500      none/none            READY', `      ${line}`),
    );
    expect(ikeSas?.map(({ value }) => value)).toMatchObject([
      { state: 'READY', addresses: ['192.0.2.1', '198.51.100.1'], connId: 5, frontVrf: undefined, vrf: undefined, ...protection },
    ]);
  });

  it('is the same in columns of one blank, and between IPv6 ends', () => {
    const { ikeSas } = SHOWS['crypto-ikev2-sa'].read(
      text(
        '3 192.0.2.1/4500 198.51.100.1/4500 none/none READY',
        'NAT-T is not detected',
        'Tunnel-id    fvrf/ivrf              Status',
        '4          none/BLUE            READY',
        'Local  2001:DB8:1::1/500',
        'Remote  2001:DB8:2::2/500',
      ),
    );
    expect(ikeSas?.map(({ value: { addresses, connId, vrf, isNatDetected } }) => [addresses, connId, vrf, isNatDetected])).toMatchObject([
      [['192.0.2.1', '198.51.100.1'], 3, undefined, false],
      [['2001:db8:1::1', '2001:db8:2::2'], 4, 'BLUE', undefined],
    ]);
  });

  it.each([
    [
      'one below the other',
      [
        'Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535',
        '          local selector  10.3.0.0/0 - 10.3.0.255/65535',
        '          remote selector 10.2.0.0/0 - 10.2.0.255/65535',
      ],
    ],
    [
      'in two columns',
      [
        'Child sa:',
        '          local selector       ->      remote selector',
        '          10.1.0.0/0 - 10.1.0.255/65535    ->    10.2.0.0/0 - 10.2.0.255/65535',
        '          10.3.0.0/0 - 10.3.0.255/65535    ->    10.2.0.0/0 - 10.2.0.255/65535',
      ],
    ],
  ])('has child SAs with all their selectors, %s, and none of the child SA above', (form, lines) => {
    const { ikeChildSas } = SHOWS['crypto-ikev2-session'].read(
      text(
        '1         192.0.2.1/500         198.51.100.1/500      none/none            READY  ',
        'Child sa: local selector  10.9.0.0/0 - 10.9.0.255/65535',
        '          remote selector 10.8.0.0/0 - 10.8.0.255/65535',
        '          ESP spi in/out: 0x11/0x12  ',
        ...lines,
        '          ESP spi in/out: 0x21/0x22  ',
      ),
    );
    const remote = '10.2.0.0/0 - 10.2.0.255/65535';
    expect(ikeChildSas?.slice(2).map(({ value: { localProxy, remoteProxy } }) => [localProxy, remoteProxy])).toEqual(
      ['in', 'out'].map(() => [
        '10.1.0.0/0 - 10.1.0.255/65535, 10.3.0.0/0 - 10.3.0.255/65535',
        form === 'in two columns' ? `${remote}, ${remote}` : remote,
      ]),
    );
  });
});

describe('show crypto isakmp sa', () => {
  const sas = (...lines: string[]) => SHOWS['crypto-isakmp-sa'].read(text(...lines)).ikeSas?.map(({ value }) => value);

  it.each([
    [
      '29609 192.0.2.1      198.51.100.1     RED      ACTIVE aes  sha    psk  16 00:01:47 D  ',
      { vrf: 'RED', connId: 29_609, encryption: 'aes', hash: 'sha', localAuth: 'psk', remoteAuth: 'psk', dhGroup: 16, capabilities: 'D' },
    ],
    [
      '29493 192.0.2.1      198.51.100.1              ACTIVE 3des sha256 rsig 14 00:01:12 D  ',
      { connId: 29_493, encryption: '3des', hash: 'sha256', localAuth: 'rsig', dhGroup: 14, remainingSeconds: 72 },
    ],
    [
      '7     192.0.2.1      198.51.100.1     BLUE     aes  sha    psk  5  11:00:00 KD',
      { vrf: 'BLUE', connId: 7, encryption: 'aes', hash: 'sha', remoteAuth: 'psk', remainingSeconds: 39_600, capabilities: 'KD' },
    ],
  ])('detail says VRF, number, what protects it and what is left: %s', (row, value) => {
    expect(sas(row)).toMatchObject([{ state: 'QM_IDLE', addresses: ['192.0.2.1', '198.51.100.1'], ...value }]);
  });

  it.each([
    ['ACTIVE <-- the phase 1 is up', 'ACTIVE'],
    ['ACTIVE (deleted)   ! gone', 'ACTIVE (deleted)'],
    ['0 ACTIVE', 'ACTIVE'],
  ])('takes the status alone where somebody wrote behind it: %s', (status, own) => {
    expect(sas(`198.51.100.1 192.0.2.1 QM_IDLE 1001 ${status}`)).toMatchObject([{ status: own, connId: 1001 }]);
  });

  it('is an SA of nobody in particular where its addresses are masked', () => {
    expect(sas('1001  x.x.x.x       y.y.y.y            ACTIVE aes  sha    psk  14 23:59:12 D')).toMatchObject([
      { state: 'QM_IDLE', addresses: [] },
    ]);
  });
});

describe('show dmvpn and show ip nhrp', () => {
  const rows = (...lines: string[]) =>
    SHOWS.dmvpn.read(text('Interface Tunnel1 is up/up, Addr. is 10.0.0.1, VRF ""', ...lines)).dmvpn?.map(({ value }) => {
      return [value.nbma, value.tunnelAddress, value.state, value.type, value.flags];
    });

  it('has a row while NHRP does not know the address below, and makes no tunnel of it', () => {
    const read = SHOWS.dmvpn.read('Interface: Tunnel7, IPv4 NHRP Details\n 1 UNKNOWN           10.0.0.3  NHRP    never    IX');
    expect(read.dmvpn?.map(({ value }) => value)).toEqual([
      {
        tunnelAddress: '10.0.0.3',
        nbma: undefined,
        network: undefined,
        interface: 'Tunnel7',
        type: 'incomplete',
        flags: 'IX',
        state: 'NHRP',
        stateSeconds: undefined,
      },
    ]);
    expect(read.tunnels).toEqual([]);
  });

  it('has a row for a further address that repeats the address below without its count, and for columns to the right', () => {
    expect(
      rows(
        '    2 198.51.100.1            10.0.0.2    UP 00:13:38     S       10.0.0.2/32',
        '      198.51.100.1            10.0.0.4    UP 00:00:06    I2       10.0.0.4/32',
        '    1        203.0.113.9       10.0.0.9    UP 00:00:18    D        10.0.0.9/32',
      ),
    ).toEqual([
      ['198.51.100.1', '10.0.0.2', 'UP', 'static', 'S'],
      ['198.51.100.1', '10.0.0.4', 'UP', 'incomplete', 'I2'],
      ['203.0.113.9', '10.0.0.9', 'UP', 'dynamic', 'D'],
    ]);
  });

  it('takes nothing of the crypto sessions below for a row', () => {
    expect(
      rows(
        '    1 198.51.100.1            10.0.0.2    UP 00:13:38     S       10.0.0.2/32',
        'Crypto Session Details: ',
        'Interface: Tunnel1',
        'Session: [0x11708818]',
        '  IKEv2 SA: local 192.0.2.1/500 remote 198.51.100.1/500 Active',
        '          Capabilities:(none) connid:2 lifetime:23:59:12',
        '   Outbound SPI : 0x 623029E, transform : esp-aes esp-sha-hmac',
      ),
    ).toHaveLength(1);
  });

  it('says since when a mapping stands and for how long yet, and that the router itself is no peer of its own', () => {
    const { nhrp, peers } = SHOWS['ip-nhrp'].read(
      text(
        '10.0.0.2/32 via 10.0.0.2',
        '   Tunnel0 created 10w2d, never expire ',
        '   Type: static, Flags:',
        '   NBMA address: 198.51.100.1',
        '10.0.0.1/32 via 10.0.0.1',
        '   Tunnel0 created 00:00:32, expire 00:02:29',
        '   Type: dynamic, Flags: router unique local',
        '   NBMA address: 192.0.2.1',
        '    (no-socket)',
      ),
    );
    expect(nhrp?.map(({ value: { createdSeconds, expireSeconds, flags } }) => [createdSeconds, expireSeconds, flags])).toEqual([
      [6_220_800, undefined, ''],
      [32, 149, 'router unique local'],
    ]);
    expect(peers?.map(({ value }) => value)).toEqual(['198.51.100.1']);
  });

  it.each([0, 5, 9])('reads a brief row indented by %i', (indent) => {
    const { nhrp } = SHOWS['ip-nhrp'].read(`${' '.repeat(indent)}10.0.0.2/32 10.0.0.2    198.51.100.1   dynamic  Tu1     <   >`);
    expect(nhrp?.map(({ value: { nbma, interface: name } }) => [nbma, name])).toEqual([['198.51.100.1', 'Tunnel1']]);
  });
});

describe('show standby and show vrrp', () => {
  const groups = (...lines: string[]) => SHOWS.standby.read(text(...lines)).redundancy?.map(({ value }) => value);

  it.each([
    [
      'HSRP',
      [
        'BDI10 - Group 1',
        '  State is Active',
        '    14 state changes, last state change 17w6d',
        '  Virtual IP address is 192.0.2.10',
        '  Active router is local',
        '  Standby router is 192.0.2.3, priority 230 (expires in 10.240 sec)',
        '  Priority 240 (configured 240)',
      ],
      {
        group: 'BDI10 1',
        state: 'Active',
        address: '192.0.2.10',
        active: 'local',
        standby: '192.0.2.3',
        standbyPriority: 230,
        standbyExpiresSeconds: 10.24,
        priority: 240,
        configuredPriority: 240,
        stateChanges: 14,
        changedSeconds: 125 * 86_400,
      },
    ],
    [
      'HSRP that is off',
      [
        'Vlan10 - Group 2',
        '  State is Disabled',
        '  Virtual IP address is unknown',
        '  Active router is unknown',
        '  Standby router is unknown',
        '  Priority 110 (configured 110)',
      ],
      { group: 'Vlan10 2', state: 'Disabled', priority: 110, configuredPriority: 110 },
    ],
    [
      'HSRP before 12.3',
      [
        'Vlan50 - Group 2',
        '  Local state is Standby, priority 95 (confgd 105), may preempt',
        '  Hot standby IP address is 192.0.2.10 configured',
        '  Active router is 192.0.2.2 expires in 00:00:08',
        '  Standby router is local',
      ],
      { group: 'Vlan50 2', state: 'Standby', address: '192.0.2.10', active: '192.0.2.2', standby: 'local', priority: 95 },
    ],
    [
      'VRRP',
      [
        'Gi0/0/3.129 - Group 4 - Address-Family IPv4',
        '  State is BACKUP',
        '  Virtual IP address is 192.0.2.10',
        '  Priority is 70 (Configured 90)',
        '  Master Router is 192.0.2.6, priority is 85',
      ],
      {
        group: 'GigabitEthernet0/0/3.129 4',
        state: 'Backup',
        address: '192.0.2.10',
        active: '192.0.2.6',
        priority: 70,
        activePriority: 85,
        configuredPriority: 90,
      },
    ],
    [
      'VRRP without a master',
      [
        'Vlan7 - Group 6 - Address-Family IPv6',
        '  State is INIT (Group is shutdown - Tracked object down)',
        '  Virtual IP address is FE80::10',
        '  Priority is 110',
        '  Master Router is unknown, priority is unknown',
      ],
      { group: 'Vlan7 6', state: 'Init', address: 'fe80::10', priority: 110 },
    ],
  ])('%s says who is what, with which priority', (_form, lines, group) => {
    expect(groups(...lines)).toEqual([group]);
    // Pasted: everything at the margin, or everything far from it.
    expect(groups(...lines.map((line) => line.trim()))).toEqual([group]);
    expect(groups(...lines.map((line) => `        ${line}`))).toEqual([group]);
  });

  it.each([
    ['the row itself', ['Gi0/0/0.200 4    90   Listen  FE80::2E5A:FFF:FE1C:2064']],
    ['the name alone', ['GigabitEthernet0/0/0.200', '            4    90   Listen  FE80::2E5A:FFF:FE1C:2064']],
  ])('brief wraps twice where both other routers have long addresses, behind %s', (_what, row) => {
    const rest = ['                              FE80::2E5A:FFF:FE1C:2065', '                              FE80::5:73FF:FEA0:4'];
    const groups = SHOWS.standby.read(
      text(...row, ...rest, 'Vl11        11   90 P Standby 192.0.2.4       local           192.0.2.10'),
    ).redundancy;
    expect(groups?.map(({ value, line }) => [value.group, value.state, value.active, value.standby, value.address, line])).toEqual([
      ['GigabitEthernet0/0/0.200 4', 'Listen', 'fe80::2e5a:fff:fe1c:2064', 'fe80::2e5a:fff:fe1c:2065', 'fe80::5:73ff:fea0:4', 1],
      ['Vlan11 11', 'Standby', '192.0.2.4', 'local', '192.0.2.10', row.length + 3],
    ]);
  });

  it('brief wraps where an IPv6 address leaves no room', () => {
    expect(
      groups(
        'Interface   Grp  Pri P State   Active          Standby         Virtual IP',
        'BD11        0    200 P Active  local           FE80::2E5A:FFF:FE1C:2064',
        '                                                               FE80::10',
        'Vl11        11   90    Standby 192.0.2.4       local           192.0.2.10',
      ),
    ).toEqual([
      {
        group: 'BDI11 0',
        state: 'Active',
        priority: 200,
        active: 'local',
        standby: 'fe80::2e5a:fff:fe1c:2064',
        address: 'fe80::10',
        isPreempting: true,
      },
      {
        group: 'Vlan11 11',
        state: 'Standby',
        priority: 90,
        active: '192.0.2.4',
        standby: 'local',
        address: '192.0.2.10',
        isPreempting: false,
      },
    ]);
  });
});

describe('show crypto gdoi', () => {
  const groups = (...lines: string[]) => SHOWS['crypto-gdoi'].read(text(...lines)).groups?.map(({ value }) => value);
  const MEMBER = [
    '    Group member             : 192.0.2.1         vrf: None',
    '       Version               : 1.0.26',
    '       Registration status   : Registered',
    '       Registered with       : 203.0.113.100',
    '       Re-registers in       : 449 sec',
    '       Active TEK Number     : 2',
  ];
  const registered = { member: '192.0.2.1', version: '1.0.26', status: 'Registered', keyServer: '203.0.113.100', reregisterSeconds: 449 };

  it('has one group with its member and the keys that it holds', () => {
    expect(
      groups(
        '    Group Name               : GETVPN',
        '    Group Server list       : 203.0.113.100',
        'Group Member Information For Group GETVPN:',
        ...MEMBER,
        'KEK POLICY:',
        '    Lifetime (secs)          : 1109',
        'TEK POLICY for the current KS-Policy ACEs Downloaded:',
        '        spi: 0x3F2A9C11(1059757073)',
        '        sa timing:remaining key lifetime (sec): (510)',
        '        spi: 0x3F2A9C12(1059757074)',
        '        sa timing:remaining key lifetime (sec): (35)',
      ),
    ).toEqual([{ name: 'GETVPN', ...registered, kekSeconds: 1109, spis: ['0x3F2A9C11', '0x3F2A9C12'], spiSeconds: [510, 35] }]);
  });

  it('of members alone names their group in the heading', () => {
    expect(groups('Group Member Information For Group GETVPN:', ...MEMBER)).toEqual([{ name: 'GETVPN', ...registered }]);
  });

  it('on a key server has one entry for each member, which stands above its group', () => {
    const member = (address: string, server: string) => [
      `Group Member ID    : ${address}  GM Version: 1.0.25`,
      ' Group Name        : GETVPN',
      ' GM State          : Registered',
      ` Key Server ID     : ${server}`,
    ];
    expect(groups(...member('192.0.2.1', '203.0.113.100'), ...member('198.51.100.1', '203.0.113.101'))).toEqual([
      { name: 'GETVPN', status: 'Registered', member: '192.0.2.1', version: '1.0.25', keyServer: '203.0.113.100' },
      { name: 'GETVPN', status: 'Registered', member: '198.51.100.1', version: '1.0.25', keyServer: '203.0.113.101' },
    ]);
  });

  it.each(['show crypto gdoi gm', 'show crypto gdoi group GETVPN', 'show crypto gkm', 'show crypto gdoi ipsec sa'])(
    'is read from %s',
    (command) => {
      expect(showOf(fileNameOfCommand(command))?.id).toBe('crypto-gdoi');
    },
  );
});

describe('show users', () => {
  const users = (...lines: string[]) => SHOWS.users.read(text(...lines)).users?.map(({ value }) => value);

  it.each([
    [
      '*  2 vty 0     ops        idle                 00:35:32 192.0.2.9',
      { line: 'vty 0', user: 'ops', idleSeconds: 2132, location: '192.0.2.9' },
    ],
    [
      '*868 vty 0/1/0 ops        idle                 1d02h    noc.example.net',
      { line: 'vty 0/1/0', user: 'ops', idleSeconds: 93_600, location: 'noc.example.net' },
    ],
    [
      '*   2 vty 0         ops             idle            3   noc.example.net',
      { line: 'vty 0', user: 'ops', idleSeconds: 180, location: 'noc.example.net' },
    ],
    [
      '* vty 322     ops        idle                 00:00:41 192.0.2.9',
      { line: 'vty 322', user: 'ops', idleSeconds: 41, location: '192.0.2.9' },
    ],
    ['   0 con 0     ops        idle             00:01:30', { line: 'con 0', user: 'ops', idleSeconds: 90 }],
    [
      '   3 vty 1     ops        198.51.100.1     00:00:07 192.0.2.9',
      { line: 'vty 1', user: 'ops', idleSeconds: 7, location: '192.0.2.9' },
    ],
    [
      '   3 vty 1     idle       198.51.100.1     00:00:07 192.0.2.9',
      { line: 'vty 1', user: 'idle', idleSeconds: 7, location: '192.0.2.9' },
    ],
  ])('says who, since when and from where: %s', (row, user) => {
    expect(users(row)).toEqual([user]);
  });

  it.each([
    '*  0 con 0                idle                 00:00:00   ',
    '   2 vty 0     idle                 00:00:00 192.0.2.9',
    '   1 aux 0                                     00:00:00',
    '  11 vty 1     00:00:00',
    '  unknown      NETCONF(ONEP)      com.cisco.ne 00:00:49',
  ])('has nobody where nobody is logged in: %s', (row) => {
    expect(users(row)).toEqual([]);
  });

  it('goes on below where a location is long', () => {
    expect(
      users(
        '*  2 vty 0     ops      idle             00:00:00',
        `${' '.repeat(51)}\t\t jump.example.net`,
        '   3 vty 1     ops      idle             00:01:25 noc.example.net',
      ),
    ).toEqual([
      { line: 'vty 0', user: 'ops', idleSeconds: 0, location: 'jump.example.net' },
      { line: 'vty 1', user: 'ops', idleSeconds: 85, location: 'noc.example.net' },
    ]);
  });
});

describe('show version', () => {
  it.each([
    ['cisco WS-C3650-48PD (MIPS) processor with 4194304K bytes of physical memory.', 'WS-C3650-48PD'],
    ['cisco WS-C4507R+E (P5040) processor (revision 2) with 4194304K bytes of physical memory.', 'WS-C4507R+E'],
    ['Allen-Bradley 1783-CMS20DP (ARM) processor (revision V02) with 638793K/6147K bytes of memory.', '1783-CMS20DP'],
    ['Cisco IOSv () processor (revision 1.0) with 460033K/62464K bytes of memory.', 'IOSv'],
  ])('names the model: %s', (line, model) => expect(SHOWS.version.read(line).model?.value).toBe(model));

  it('says why it was reloaded', () => {
    expect(SHOWS.version.read('hq uptime is 1 hour, 58 minutes\nLast reload reason: Reload Command').reloadReason?.value).toBe(
      'Reload Command',
    );
  });
});

describe('shows that count', () => {
  const counted = (id: keyof typeof SHOWS, ...lines: string[]) =>
    SHOWS[id].read(text(...lines)).counters?.map(({ value }) => `${value.name}: ${value.count}`);

  it('name every drop of the data plane, of a history those since it was cleared', () => {
    expect(
      counted(
        'qfp-drops',
        'Global Drop Stats      Packets      Octets',
        'IpsecInvalidSa    12     1804  ',
        'Ipv4NoAdj          7      296  ',
        'UnconfiguredIpv4Fia             6                     360  ',
      ),
    ).toEqual(['IpsecInvalidSa: 12', 'Ipv4NoAdj: 7', 'UnconfiguredIpv4Fia: 6']);
    expect(counted('qfp-drops', 'Ipv4NoAdj    1    2    3    19967')).toEqual(['Ipv4NoAdj: 19967']);
  });

  it('name what was policed by its class, each direction alike', () => {
    expect(
      counted(
        'policy-map-control-plane',
        '    Class-map: copp-ike (match-any)',
        '        police:',
        '            conformed 2234 packets, 223400 bytes; actions:',
        '            exceeded 17 packets, 1700 bytes; actions:',
        '            conformed 0000 bps, exceeded 0000 bps',
        '    Class-map: class-default (match-any)',
        '        0 packets, 0 bytes',
      ),
    ).toEqual(['copp-ike conformed: 2234', 'copp-ike exceeded: 17']);
  });

  it('name what an interface lost', () => {
    expect(
      counted(
        'interfaces',
        'GigabitEthernet0/0/0 is up, line protocol is up ',
        '  Input queue: 0/375/9/0 (size/max/drops/flushes); Total output drops: 41',
        '     5 input errors, 1 CRC, 0 frame, 2 overrun, 0 ignored',
        '     0 output errors, 0 collisions, 3 interface resets',
      ),
    ).toEqual([
      'GigabitEthernet0/0/0 input queue drops: 9',
      'GigabitEthernet0/0/0 output drops: 41',
      'GigabitEthernet0/0/0 input errors: 5',
      'GigabitEthernet0/0/0 CRC: 1',
      'GigabitEthernet0/0/0 overrun: 2',
      'GigabitEthernet0/0/0 ignored: 0',
      'GigabitEthernet0/0/0 output errors: 0',
      'GigabitEthernet0/0/0 interface resets: 3',
    ]);
  });

  it('hold what call admission refused', () => {
    expect(counted('crypto-call-admission', 'Incoming IKE Requests:        9 accepted:        7 rejected:        2')).toEqual([
      'Incoming IKE Requests: 9',
      'Incoming IKE Requests, accepted: 7',
      'Incoming IKE Requests, rejected: 2',
    ]);
  });

  it.each(['one minute: 2%', 'Load for five secs: 1%/0%; one minute: 12%; five minutes: 3%'])('take no load for a count: %s', (line) => {
    expect(counted('crypto-ikev2-stats', line)).toEqual([]);
  });

  it.each([
    ['show interfaces Tunnel0', 'interfaces'],
    ['show interfaces brief', undefined],
    ['show interfaces status', undefined],
    ['show redundancy', 'redundancy'],
    ['show redundancy states', 'redundancy'],
  ])('are known by their file: %s', (command, id) => expect(showOf(fileNameOfCommand(command))?.id).toBe(id));
});

describe('show redundancy', () => {
  it('says how often a route processor took over, and why at last', () => {
    const read = SHOWS.redundancy.read('Switchovers system experienced = 2\n        Last switchover reason = active unit removed\n');
    expect([read.switchovers?.value, read.lastSwitchover?.value]).toEqual([2, 'active unit removed']);
  });
});

describe('the way to the peer', () => {
  const route = (...lines: string[]) => SHOWS['ip-route'].read(text(...lines)).routes?.map(({ value }) => value);

  it.each([
    [
      'by several hops, some with labels',
      [
        'Routing entry for 198.51.100.0/24',
        '  Known via "ospf 1", distance 110, metric 3, type intra area',
        '  Last update from 192.0.2.5 on GigabitEthernet3, 00:06:31 ago',
        '  Routing Descriptor Blocks:',
        '    192.0.2.5, from 203.0.113.6, 00:06:31 ago, via GigabitEthernet3, merge-labels',
        '      Repair Path: 192.0.2.77, via GigabitEthernet9',
        '  * 192.0.2.1, from 203.0.113.4, 00:06:31 ago, via Gi2',
        '      Route metric is 3, traffic share count is 1',
      ],
      {
        prefix: '198.51.100.0/24',
        source: 'ospf 1',
        hops: [
          { address: '192.0.2.5', interface: 'GigabitEthernet3' },
          { address: '192.0.2.1', interface: 'GigabitEthernet2' },
        ],
      },
    ],
    [
      'by a default that names no interface',
      ['Routing entry for 0.0.0.0/0, supernet', 'Known via "static", distance 1, metric 0, candidate default path', '* 192.0.2.254'],
      { prefix: '0.0.0.0/0', source: 'static', hops: [{ address: '192.0.2.254' }] },
    ],
    [
      'on a wire of its own',
      [
        'Routing entry for 198.51.100.0/30',
        '  Known via "connected", distance 0, metric 0',
        '  * directly connected, via GigabitEthernet0/1',
      ],
      { prefix: '198.51.100.0/30', source: 'connected', hops: [{ interface: 'GigabitEthernet0/1' }] },
    ],
    [
      'by IPv6',
      [
        'Routing entry for 2001:DB8:2::/48',
        '  Known via "static", distance 1, metric 0',
        '  Route count is 1/1, share count 0',
        '    FE80::1, GigabitEthernet0/0',
      ],
      { prefix: '2001:DB8:2::/48', source: 'static', hops: [{ address: 'fe80::1', interface: 'GigabitEthernet0/0' }] },
    ],
    ['not at all', ['% Network not in table'], { hops: [] }],
  ])('goes %s', (_how, lines, value) => {
    expect(route(...lines)).toEqual([value]);
  });

  it.each([
    [
      'udp 192.0.2.1:4500     10.1.1.2:4501      198.51.100.1:4500  198.51.100.1:4500',
      {
        protocol: 'udp',
        insideGlobal: '192.0.2.1',
        insideLocal: '10.1.1.2',
        outsideLocal: '198.51.100.1',
        outsideLocalPort: 4500,
        outsideGlobal: '198.51.100.1',
        outsideGlobalPort: 4500,
        globalPort: 4500,
        localPort: 4501,
      },
    ],
    ['--- 192.0.2.1          10.1.1.2           ---                ---', { insideGlobal: '192.0.2.1', insideLocal: '10.1.1.2' }],
  ])('is translated: %s', (row, value) => {
    expect(SHOWS['ip-nat-translations'].read(row).translations?.map((each) => each.value)).toEqual([value]);
  });

  it('is no translation where the heading stands', () => {
    expect(
      SHOWS['ip-nat-translations'].read('Pro Inside global      Inside local       Outside local      Outside global').translations,
    ).toEqual([]);
  });
});

describe('counters of a group, of IKEv2 and of the data plane', () => {
  const counted = (id: keyof typeof SHOWS, ...lines: string[]) =>
    SHOWS[id].read(text(...lines)).counters?.map(({ value }) => `${value.name}: ${value.count}`);

  it('name the group, whose packets are those of all its members', () => {
    expect(
      counted(
        'crypto-gdoi',
        'Data-plane statistics for group GETVPN:',
        '    #pkts encrypt            : 21592009    #pkts decrypt            : 0',
        '    #pkts no sa (send)       : 0        #pkts invalid sa (rcv)   : 5',
      ),
    ).toEqual([
      'GETVPN pkts encrypt: 21592009',
      'GETVPN pkts decrypt: 0',
      'GETVPN pkts no sa (send): 0',
      'GETVPN pkts invalid sa (rcv): 5',
    ]);
    expect(counted('crypto-gdoi', '    Group Name               : GETVPN')).toBeUndefined();
  });

  it('say by which errors IKEv2 failed', () => {
    expect(
      counted('crypto-ikev2-errors', 'Error(12): Detected an invalid IKE SPI', '-Traceback= 1#9de6b87c :AAAACA784000+129007E0'),
    ).toEqual(['IKEv2 error: Detected an invalid IKE SPI: 12']);
  });

  it('say what the data plane answered', () => {
    expect(
      counted(
        'qfp-ipsec-state',
        '  Type                  Request          Reply (OK)       Reply (Error)    ',
        '  Initialize            5                4                1  ',
      ),
    ).toEqual(['Initialize requests: 5', 'Initialize replies: 4', 'Initialize errors: 1']);
  });
});

it('an uptime that a narrow page broke is read whole', () => {
  const uptime = (text: string) =>
    version.read(`Cisco IOS Software, Version 12.4(15)T, RELEASE SOFTWARE\n${text}\nSystem image file is "flash:x"`).uptimeSeconds?.value;
  expect(uptime('hq uptime is 4 weeks, 2 days, 7 hours, 56 \nminutes')).toBe(2_620_560);
  expect(uptime('hq uptime is 4 weeks, 2 days,\n7 hours, 56 minutes')).toBe(2_620_560);
  expect(uptime('hq uptime is 56 minutes')).toBe(3360);
});
