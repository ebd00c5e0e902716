/** The shows of what stands around a tunnel: the servers and members of a GETVPN group, NHRP's servers, DMVPN's own crypto sessions, and HSRP beside its groups. */
import { describe, expect, it } from 'vitest';
import { showOfCommand } from '../../../src/ios/log/embedded-shows.ts';
import { SHOWS, showOf } from '../../../src/ios/shows/index.ts';
import type { ShownState } from '../../../src/ios/shows/show.ts';

type Said = { [Key in keyof ShownState]: unknown };

/** What a show says, without the places where it says so. */
function said<Key extends keyof ShownState>(id: keyof typeof SHOWS, key: Key, ...lines: string[]): unknown {
  const facts = (SHOWS[id].read(lines.join('\n')) as Said)[key] as { value: unknown }[] | undefined;
  return facts?.map(({ value }) => value);
}

describe('show standby beside the groups', () => {
  it('tells for each neighbour in which groups it is active and in which it stands by', () => {
    const neighbors = said(
      'standby-neighbors',
      'standbyNeighbors',
      'HSRP neighbors on FastEthernet0/0',
      '  192.0.2.3',
      '    No active groups',
      '    Standby groups: 1',
      'HSRP neighbors on Vlan20',
      '  192.0.2.130',
      '    Active groups: 5, 8',
      '    No standby groups',
      '    BFD enabled',
      '  FE80::5:73FF:FEA0:14',
      '    Active groups: 20',
      '    Standby groups: 5 8',
    );
    expect(neighbors).toEqual([
      { address: '192.0.2.3', interface: 'FastEthernet0/0', activeGroups: [], standbyGroups: [1] },
      { address: '192.0.2.130', interface: 'Vlan20', activeGroups: [5, 8], standbyGroups: [] },
      { address: 'fe80::5:73ff:fea0:14', interface: 'Vlan20', activeGroups: [20], standbyGroups: [5, 8] },
    ]);
  });

  it('lists internally every shared address, of either family, and takes no row of another table for one', () => {
    const shared = said(
      'standby-internal',
      'sharedAddresses',
      'HSRP common process not running',
      '  MsgQ size 0, max 0',
      'HSRP HA capable, v3 to v4 transform disabled',
      '',
      'HSRP virtual IP Hash Table (global)',
      '103 192.0.2.1                        Gi1/0/1    Grp 0',
      '106 192.0.2.129                      Gi1/0/2    Grp 10',
      'HSRP virtual IPv6 Hash Table (global)',
      '78  2001:DB8:10:1:1::254             Gi1        Grp 20',
      'HSRP MAC Address Table',
      '169 Gi1/0/1 0000.0c07.ac05',
      '    Gi1/0/1 Grp 5',
    );
    expect(shared).toEqual([
      { address: '192.0.2.1', group: 'GigabitEthernet1/0/1 0' },
      { address: '192.0.2.129', group: 'GigabitEthernet1/0/2 10' },
      { address: '2001:db8:10:1:1::254', group: 'GigabitEthernet1 20' },
    ]);
  });

  it('says how long HSRP waits', () => {
    expect(said('standby-delay', 'standbyDelays', 'Interface          Minimum Reload ', 'Gi0/0/0.100        30      180')).toEqual([
      { interface: 'GigabitEthernet0/0/0.100', minimumSeconds: 30, reloadSeconds: 180 },
    ]);
  });

  it('tells of each group how often it changed hands, and its habits', () => {
    const groups = said(
      'standby',
      'redundancy',
      'Vlan10 - Group 10 (version 2)',
      '  State is Active',
      '    3 state changes, last state change 1w2d',
      '  Virtual IP address is 192.0.2.1',
      '  Hello time 250 msec, hold time 750 msec',
      '    Next hello sent in 0.112 secs',
      '  Preemption enabled, delay min 180 secs',
      '  Group name is "hsrp-Vl10-10" (default)',
      'Vlan20 - Group 20',
      '  State is Init (interface down)',
      '    1 state change, last state change 00:00:08',
      '  Hello time 3 sec, hold time 10 sec',
      '  Preemption disabled',
    );
    expect(groups).toMatchObject([
      { stateChanges: 3, changedSeconds: 777_600, helloSeconds: 0.25, holdSeconds: 0.75, isPreempting: true, name: 'hsrp-Vl10-10' },
      { group: 'Vlan20 20', state: 'Init', stateChanges: 1, changedSeconds: 8, helloSeconds: 3, holdSeconds: 10, isPreempting: false },
    ]);
  });

  it('that lists no group is no router without groups', () => {
    expect(SHOWS.standby.read('HSRP support for SSO enabled').redundancy).toBeUndefined();
  });

  it.each([
    ['show standby', 'standby'],
    ['show standby all', 'standby'],
    ['show standby brief', 'standby'],
    ['sh stand bri', 'standby'],
    ['show standby Vlan10 10', 'standby'],
    ['show standby neighbors', 'standby-neighbors'],
    ['sh standby nei Vlan10', 'standby-neighbors'],
    ['show standby internal', 'standby-internal'],
    ['show standby delay', 'standby-delay'],
  ])('%s is read by %s, by its file and as it was typed', (command, id) => {
    expect(showOfCommand(command)?.id).toBe(id);
    if (command.startsWith('show')) expect(showOf(`${command.replaceAll(' ', '_')}.txt`)?.id).toBe(id);
  });

  it.each(['show_standby_capability.txt', 'show_standby_redirect.txt'])('%s says nothing of a group', (file) => {
    expect(showOf(file)).toBeUndefined();
  });
});

describe('show ip nhrp nhs', () => {
  it('says which hub answers, what was asked of it, and which registration waits', () => {
    const nhs = said(
      'ip-nhrp-nhs',
      'nhs',
      'Legend: E=Expecting replies, R=Responding, W=Waiting, D=Dynamic',
      'Tunnel100:',
      '10.0.0.1     RE  NBMA Address: 192.0.2.1 priority = 0 cluster = 0  req-sent 105434  req-failed 0  repl-recv 105433 (00:00:58 ago)',
      ' Current Request ID: 35914 (Ack: 35914)',
      ' Protection Socket Requested: FALSE',
      '10.0.0.254   E  priority = 1 cluster = 2  req-sent 124175  req-failed 3  repl-recv 0',
      ' Current Request ID: 57',
      '',
      'Tunnel111:',
      '2001:DB8::1 RE priority = 0 cluster = 0',
      '',
      'Pending Registration Requests:',
      'Registration Request: Reqid 57, Ret 64  NHS 10.0.0.254 expired',
    );
    expect(nhs).toEqual([
      {
        tunnelAddress: '10.0.0.1',
        interface: 'Tunnel100',
        nbma: '192.0.2.1',
        flags: 'RE',
        isResponding: true,
        priority: 0,
        cluster: 0,
        requestsSent: 105_434,
        requestsFailed: 0,
        repliesReceived: 105_433,
        repliedSeconds: 58,
      },
      {
        tunnelAddress: '10.0.0.254',
        interface: 'Tunnel100',
        flags: 'E',
        isResponding: false,
        priority: 1,
        cluster: 2,
        requestsSent: 124_175,
        requestsFailed: 3,
        repliesReceived: 0,
        isRegistrationPending: true,
      },
      { tunnelAddress: '2001:db8::1', interface: 'Tunnel111', flags: 'RE', isResponding: true, priority: 0, cluster: 0 },
    ]);
  });

  it.each([
    ['12.4, without priorities', ['Tunnel0:', '10.0.0.1           E  req-sent 128  req-failed 1  repl-recv 0']],
    ['cut by a narrow terminal', ['Tunnel0:', '  10.0.0.1  E priority = 0 cluster = 0', '      req-sent 128 req-failed 1 repl-recv 0']],
  ])('counts requests also in the form of %s', (_form, lines) => {
    expect(said('ip-nhrp-nhs', 'nhs', ...lines)).toMatchObject([
      { tunnelAddress: '10.0.0.1', interface: 'Tunnel0', isResponding: false, requestsSent: 128, requestsFailed: 1, repliesReceived: 0 },
    ]);
  });

  it.each([
    ['of the tunnel that it names', ' (Tu7)', [undefined, true]],
    ['of every tunnel that has such a server, where it names none', '', [true, true]],
  ])('a registration that waits is one %s', (_whose, tunnel, pending) => {
    const { nhs } = SHOWS['ip-nhrp-nhs'].read(
      [
        'Tunnel6:',
        '10.0.0.1  RE  NBMA Address: 192.0.2.1 priority = 0 cluster = 0  req-sent 40  req-failed 0  repl-recv 40 (00:00:12 ago)',
        'Tunnel7:',
        '10.0.0.1   E  NBMA Address: 192.0.2.7 priority = 0 cluster = 0  req-sent 40  req-failed 0  repl-recv 0',
        'Pending Registration Requests:',
        `Registration Request: Reqid 31, Ret 64  NHS 10.0.0.1 expired${tunnel}`,
      ].join('\n'),
    );
    expect(nhs?.map(({ value }) => value.isRegistrationPending)).toEqual(pending);
  });

  it.each(['show_ip_nhrp_nhs_detail.txt', 'show_ip_nhrp_nhs.txt', 'show_nhrp_nhs.txt', 'show_ipv6_nhrp_nhs.txt'])(
    '%s is no listing of the cache, which would be an empty one',
    (file) => {
      expect(showOf(file)?.id).toBe('ip-nhrp-nhs');
    },
  );

  it.each(['show_ip_nhrp_traffic.txt', 'show_ip_nhrp_stats_detail.txt', 'show_ip_nhrp_summary.txt'])('%s lists no mapping', (file) => {
    expect(showOf(file)).toBeUndefined();
  });
});

describe('show dmvpn detail', () => {
  const TABLE = [
    'Interface Tunnel0 is up/up, Addr. is 10.0.0.2, VRF "" ',
    '   Tunnel Src./Dest. addr: 198.51.100.1/MGRE, Tunnel VRF ""',
    '   Protocol/Transport: "multi-GRE/IP", Protect "DMVPN" ',
    '',
    'IPv4 NHS:',
    '10.0.0.1  RE priority = 0 cluster = 0',
    'Type:Spoke, Total NBMA Peers (v4/v6): 1',
    '',
    '# Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb    Target Network',
    '----- --------------- --------------- ----- -------- ----- -----------------',
    '    1 192.0.2.1             10.0.0.1    UP 00:13:38     S        10.0.0.1/32',
    '',
    'Crypto Session Details: ',
    '--------------------------------------------------------------------------------',
  ];
  const session = (...lines: string[]) => said('dmvpn', 'sessions', ...TABLE, '', ...lines);
  const FLOW = [
    '        Active SAs: 2, origin: crypto map',
    "        Inbound:  #pkts dec'ed 47 drop 1 life (KB/Sec) 4310556/3551",
    "        Outbound: #pkts enc'ed 48 drop 0 life (KB/Sec) 4310557/3551",
  ];
  const flow = {
    selectors: 'permit 47 host 198.51.100.1 host 192.0.2.1',
    activeSas: 2,
    decrypted: 47,
    droppedInbound: 1,
    remainingKilobytesInbound: 4_310_556,
    remainingSecondsInbound: 3551,
    encrypted: 48,
    droppedOutbound: 0,
    remainingKilobytesOutbound: 4_310_557,
    remainingSecondsOutbound: 3551,
  };

  it('has the session that protects the tunnel, with the SPI that is sent with', () => {
    expect(
      session(
        'Interface: Tunnel0',
        'Session: [0x11708818]',
        '  Session ID: 2  ',
        '  IKEv2 SA: local 198.51.100.1/500 remote 192.0.2.1/500 Active ',
        '          Capabilities:(none) connid:2 lifetime:23:59:12',
        '  Crypto Session Status: UP-ACTIVE     ',
        '  fvrf: WAN,\tPhase1_id: hq.example.com',
        '  IPSEC FLOW: permit 47 host 198.51.100.1 host 192.0.2.1 ',
        ...FLOW,
        '   Outbound SPI : 0x 623029E, transform : esp-aes esp-sha-hmac ',
        '    Socket State: Open',
      ),
    ).toMatchObject([
      {
        status: 'UP-ACTIVE',
        interface: 'Tunnel0',
        remote: '192.0.2.1',
        frontVrf: 'WAN',
        phase1Id: 'hq.example.com',
        ikeVersion: 2,
        local: '198.51.100.1',
        sessionId: 2,
        connId: 2,
        lifetimeSeconds: 86_352,
        flows: [{ ...flow, outboundSpi: '0x0623029E' }],
      },
    ]);
  });

  it('knows the peer by the flow where no IKE SA is left', () => {
    expect(
      session(
        'Interface: Tunnel0',
        'Session: [0xC21A4970]',
        '  Crypto Session Status: UP-NO-IKE',
        '  fvrf: (none),   IPSEC FLOW: permit 47 host 198.51.100.1 host 192.0.2.1',
        ...FLOW,
        '   Outbound SPI : 0xBEB18ED0, transform : esp-des',
      ),
    ).toMatchObject([{ status: 'UP-NO-IKE', interface: 'Tunnel0', remote: '192.0.2.1', flows: [{ ...flow, outboundSpi: '0xBEB18ED0' }] }]);
  });

  it('takes of two IKE SAs of one session the active one, and keeps the next session apart', () => {
    expect(
      session(
        'Interface: Tunnel0',
        'Session: [0x67620188]',
        '  IKEv1 SA: local 198.51.100.1/500 remote 192.0.2.1/500 Inactive',
        '          Capabilities:(none) connid:1003 lifetime:0',
        '  IKEv1 SA: local 198.51.100.1/500 remote 192.0.2.1/500 Active',
        '          Capabilities:D connid:1004 lifetime:23:59:39',
        '  Crypto Session Status: UP-ACTIVE',
        '  fvrf: (none), Phase1_id: 192.0.2.1',
        '',
        'Interface: Tunnel1',
        '  IKE SA: local 198.51.100.1/500 remote 203.0.113.9/500 Inactive ',
        '  Crypto Session Status: DOWN-NEGOTIATING',
        '  fvrf: (none)',
      ),
    ).toMatchObject([
      { interface: 'Tunnel0', remote: '192.0.2.1', connId: 1004, capabilities: 'D' },
      { interface: 'Tunnel1', remote: '203.0.113.9', status: 'DOWN-NEGOTIATING', ikeVersion: 1 },
    ]);
  });

  it('has the hub that registrations go to', () => {
    expect(said('dmvpn', 'nhs', ...TABLE)).toEqual([
      { tunnelAddress: '10.0.0.1', interface: 'Tunnel0', flags: 'RE', isResponding: true, priority: 0, cluster: 0 },
    ]);
    expect(said('dmvpn', 'nhs', 'Interface Tunnel1 is up/up, Addr. is 10.0.0.2, VRF ""', 'IPv6 NHS: 2001:DB8::6 E')).toMatchObject([
      { tunnelAddress: '2001:db8::6', interface: 'Tunnel1', isResponding: false },
    ]);
  });

  it('without them says nothing of sessions, rather than that there are none', () => {
    const { sessions, nhs } = SHOWS.dmvpn.read(
      'Interface: Tunnel84, IPv4 NHRP Details\n     1 198.51.100.1          10.0.0.2  UP    3w5d    S',
    );
    expect([sessions, nhs]).toEqual([undefined, undefined]);
  });
});

describe('show crypto gdoi on a key server', () => {
  const COOP = [
    'Crypto Gdoi Group Name :GETVPN ',
    '        Group handle: 1073741871, Local Key Server handle: 1073741919',
    '',
    '        Local Address: 203.0.113.100',
    '        Local Priority: 245      ',
    '        Local KS Role: Primary   , Local KS Status: Alive     ',
    '        Local KS version: 1.0.27',
    '        Local COOP version: 1.0.8 ',
    '        Primary Timers: ',
    '                Primary Refresh Policy Time: 20 ',
    '        Peer Sessions:',
    '        Session 1:',
    '                Server handle: 1073741917',
    '                Peer Address: 203.0.113.101',
    '                Peer Version: 1.0.26',
    '                Peer Priority: 200             ',
    '                Peer KS Role: Secondary , Peer KS Status: Dead',
    '                IKE status: Established',
    '                Counters:',
    '                    Ann msgs sent: 122',
    '                    Packet Recv drops: 3 ',
  ];

  it('says which of the servers that serve a group is primary, and who is alive', () => {
    expect(said('crypto-gdoi', 'keyServers', ...COOP)).toEqual([
      { group: 'GETVPN', isLocal: true, address: '203.0.113.100', priority: 245, role: 'Primary', status: 'Alive', version: '1.0.27' },
      {
        group: 'GETVPN',
        isLocal: false,
        address: '203.0.113.101',
        priority: 200,
        role: 'Secondary',
        status: 'Dead',
        version: '1.0.26',
        ikeStatus: 'Established',
      },
    ]);
    expect(said('crypto-gdoi', 'counters', ...COOP)).toEqual([
      { name: 'GETVPN 203.0.113.101 Ann msgs sent', count: 122 },
      { name: 'GETVPN 203.0.113.101 Packet Recv drops', count: 3 },
    ]);
  });

  it('knows no server where a group has no second one', () => {
    expect(said('crypto-gdoi', 'keyServers', 'Crypto Gdoi Group Name :GETVPN ', '        *NO* redundancy configured for this group')).toBe(
      undefined,
    );
  });

  it('counts what each member was sent and acknowledged', () => {
    const lines = [
      'Number of rekeys sent for group GETVPN : 5',
      '',
      'Group Member ID    : 192.0.2.1  GM Version: 1.0.25',
      ' Group ID          : 6000',
      ' Group Name        : GETVPN',
      ' GM State          : Registered',
      ' Key Server ID     : 203.0.113.100',
      ' Rekeys sent       : 5',
      ' Rekeys retries    : 2',
      ' Rekey Acks Rcvd   : 4',
      ' Rekey Acks missed : 1',
    ];
    expect(said('crypto-gdoi', 'groups', ...lines)).toEqual([
      {
        name: 'GETVPN',
        identity: 6000,
        member: '192.0.2.1',
        version: '1.0.25',
        status: 'Registered',
        keyServer: '203.0.113.100',
        rekeysSent: 5,
        rekeyRetries: 2,
        rekeyAcksReceived: 4,
        rekeyAcksMissed: 1,
      },
    ]);
    expect(said('crypto-gdoi', 'counters', ...lines)).toEqual([{ name: 'GETVPN rekeys sent', count: 5 }]);
  });

  it('gives in 12.4, where no member has a version, each member to the group below it', () => {
    const member = (address: string) => [
      '',
      `Group Member ID   : ${address}`,
      'Group ID          : 111',
      'Group Name        : SALES',
      'Key Server ID     : 203.0.113.100',
    ];
    expect(said('crypto-gdoi', 'groups', ...member('192.0.2.1'), ...member('198.51.100.1'))).toEqual([
      { name: 'SALES', identity: 111, member: '192.0.2.1', keyServer: '203.0.113.100' },
      { name: 'SALES', identity: 111, member: '198.51.100.1', keyServer: '203.0.113.100' },
    ]);
  });

  it('summarises the members of each key server', () => {
    const table = (server: string, state: string, member: string, missed: number) => [
      `Key Server ID: ${server}, GMDB state: ${state}, Group Members: 1`,
      '  Member ID     Version      Rekey sent     Rekey Ack missed',
      `  ${member}   1.0.25         7               ${missed}`,
      '',
    ];
    const groups = said(
      'crypto-gdoi',
      'groups',
      'Group Member Information : ',
      '',
      'Group Name: GETVPN, ID: 6000, Group Members: 2',
      ...table('203.0.113.100', 'LOCAL', '192.0.2.1', 0),
      ...table('203.0.113.101', 'REDUNDANT', '198.51.100.1', 2),
    );
    const shared = { name: 'GETVPN', identity: 6000, version: '1.0.25', rekeysSent: 7 };
    expect(groups).toEqual([
      { ...shared, keyServer: '203.0.113.100', member: '192.0.2.1', rekeyAcksMissed: 0 },
      { ...shared, keyServer: '203.0.113.101', member: '198.51.100.1', rekeyAcksMissed: 2 },
    ]);
  });
});

describe('the rules of a GETVPN group', () => {
  it('are what the key server sent and what the member keeps itself', () => {
    const rules = said(
      'crypto-gdoi',
      'groupRules',
      'Group Name: GETVPN',
      ' ACL Downloaded From KS 203.0.113.100:',
      '   access-list  deny udp any port = 848 any port = 848',
      '   access-list  permit ip 10.0.0.0 0.255.255.255 10.0.0.0 0.255.255.255',
      ' ACL Configured Locally: ',
      '  Map Name: OUTSIDE',
      '   access-list bypass deny ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255',
    );
    expect(rules).toEqual([
      {
        group: 'GETVPN',
        from: 'downloaded',
        keyServer: '203.0.113.100',
        rules: ['deny udp any port = 848 any port = 848', 'permit ip 10.0.0.0 0.255.255.255 10.0.0.0 0.255.255.255'],
      },
      { group: 'GETVPN', from: 'local', rules: ['bypass deny ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255'] },
    ]);
  });

  it('stand on the key server below each group, and may be none', () => {
    const rules = said(
      'crypto-gdoi',
      'groupRules',
      'Group Name: GETVPN',
      ' Configured ACL:',
      '   access-list POLICY  deny tcp any any port = 179',
      '   access-list POLICY  permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255',
      '',
      'Group Name: GETVPN-V6',
      ' Configured ACL:',
      '   access-list POLICY-V6  permit ipv6 2001:DB8:1::/48 2001:DB8:2::/48',
      'Group Name: EMPTY',
      ' ACL Configured Locally:',
    );
    expect(rules).toEqual([
      {
        group: 'GETVPN',
        from: 'configured',
        rules: ['POLICY deny tcp any any port = 179', 'POLICY permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255'],
      },
      { group: 'GETVPN-V6', from: 'configured', rules: ['POLICY-V6 permit ipv6 2001:DB8:1::/48 2001:DB8:2::/48'] },
      { group: 'EMPTY', from: 'local', rules: [] },
    ]);
  });

  it('are read inside the whole show of a member too', () => {
    expect(
      said(
        'crypto-gdoi',
        'groupRules',
        '    Group Name               : GETVPN',
        ' ACL Downloaded From KS 203.0.113.100:',
        '   access-list   permit ip any any',
      ),
    ).toMatchObject([{ group: 'GETVPN', rules: ['permit ip any any'] }]);
  });
});
