/** Whatever stands in a session or beside a pair of selectors is read: ends and ports, every IKE SA, the path's MTU, what it sends with now. */
import { describe, expect, it } from 'vitest';
import { SHOWS } from '../../../src/ios/shows/index.ts';

describe('show crypto ipsec sa', () => {
  const block = (peer: string, spi: string) => [
    'interface: Tu1',
    '    Crypto map tag: Tunnel1-head-0, local addr 192.0.2.1',
    '   protected vrf: RED',
    '   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)',
    '   remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)',
    `   current_peer ${peer}`,
    '     PERMIT, flags={origin_is_acl,}',
    '     local crypto endpt.: 192.0.2.1, remote crypto endpt.: 198.51.100.1',
    '     plaintext mtu 1438, path mtu 1500, ip mtu 1500, ip mtu idb GigabitEthernet2',
    `     current outbound spi: ${spi}`,
    '     PFS (Y/N): Y, DH group: group14',
  ];
  const selectors = (...lines: string[]) => SHOWS['crypto-ipsec-sa'].read(lines.join('\n')).selectors?.map(({ value }) => value);

  it('keeps a pair of selectors behind which no SA stands', () => {
    expect(selectors(...block('198.51.100.1 port 4500', '0x0(0)'), '     inbound esp sas:', '     outbound esp sas:')).toEqual([
      {
        localProxy: '10.1.0.0/255.255.255.0/0/0',
        remoteProxy: '10.2.0.0/255.255.255.0/0/0',
        interface: 'Tunnel1',
        cryptoMap: 'Tunnel1-head-0',
        vrf: 'RED',
        local: '192.0.2.1',
        remote: '198.51.100.1',
        remotePort: 4500,
        flags: 'origin_is_acl',
        plaintextMtu: 1438,
        pathMtu: 1500,
        hasPfs: true,
        pfsGroup: 'group14',
      },
    ]);
  });

  it('says with which SPI a pair sends, even where the SPI of the SA is not available', () => {
    const lines = [...block('198.51.100.1 port 500', '0x11C(284)'), '     inbound esp sas:', '      spi: [Not Available]'];
    expect(selectors(...lines)).toMatchObject([{ outboundSpi: '0x0000011C' }]);
  });

  it.each([
    ['198.51.100.1:500', '198.51.100.1', 500],
    ['2001:DB8::5 port 848', '2001:db8::5', 848],
    ['2001:DB8::5', '2001:db8::5', undefined],
  ])('takes no part of an IPv6 address for a port: current_peer %s', (peer, remote, remotePort) => {
    const [pair] = selectors('   local  ident (addr/mask/prot/port): (::/0/0/0)', `   current_peer ${peer}`) ?? [];
    expect([pair?.remote, pair?.remotePort]).toEqual([remote, remotePort]);
  });

  it.each([
    ['Y  replay window size: 1024', true, 1024],
    ['Y', true, undefined],
    ['N', false, undefined],
  ])('says whether replays are let in: %s', (printed, isReplayChecked, replayWindow) => {
    const { childSas } = SHOWS['crypto-ipsec-sa'].read(
      ['     inbound esp sas:', '      spi: 0x59B12F13(1504784147)', `        replay detection support: ${printed}`].join('\n'),
    );
    expect([childSas?.[0]?.value.isReplayChecked, childSas?.[0]?.value.replayWindow]).toEqual([isReplayChecked, replayWindow]);
  });
});

describe('show crypto session detail', () => {
  const [session] = (
    SHOWS['crypto-session'].read(
      [
        'Interface: Virtual-Access2',
        'Username: ops',
        'Profile: CLIENTS',
        'Group: FIELD',
        'Assigned address: 10.3.3.4',
        'Session status: UP-ACTIVE',
        'Peer: 198.51.100.1 port 38452 fvrf: (none) ivrf: RED',
        '      Phase1_id: branch',
        '      Desc: the branch behind a NAT',
        '  Session ID: 7',
        '  IKEv1 SA: local 192.0.2.1/4500 remote 198.51.100.1/38452 Inactive',
        '          Capabilities:(none) connid:0 lifetime:0',
        '  Session ID: 8',
        '  IKEv1 SA: local 192.0.2.1/4500 remote 198.51.100.1/38452 Active',
        '          Capabilities:DN connid:276 lifetime:10:42:46',
        '  IPSEC FLOW: permit ip 0.0.0.0/0.0.0.0 host 10.3.3.4',
        '        Active SAs: 2, origin: dynamic crypto map',
      ].join('\n'),
    ).sessions ?? []
  ).map(({ value }) => value);

  it('has the port at which the NAT shows the peer, and what was written of it', () => {
    expect(session).toMatchObject({ remotePort: 38_452, description: 'the branch behind a NAT' });
  });

  it('knows who logged in, and as what', () => {
    expect(session).toMatchObject({ username: 'ops', clientGroup: 'FIELD', assignedAddress: '10.3.3.4', profile: 'CLIENTS' });
  });

  it('lists each IKE SA with its own ends and number, and counts the active one', () => {
    const ends = { ikeVersion: 1, local: '192.0.2.1', localPort: 4500, remote: '198.51.100.1', remotePort: 38_452 };
    expect(session?.ikeSas).toEqual([
      { ...ends, isActive: false, sessionId: 7, connId: 0, lifetimeSeconds: 0 },
      { ...ends, isActive: true, sessionId: 8, connId: 276, capabilities: 'DN', lifetimeSeconds: 38_566 },
    ]);
    expect(session).toMatchObject({ connId: 276, sessionId: 8 });
  });

  it('says of a flow what made it', () => {
    expect(session?.flows).toMatchObject([{ activeSas: 2, origin: 'dynamic crypto map' }]);
  });
});
