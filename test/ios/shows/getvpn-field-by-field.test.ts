/** A member of a GETVPN group is read with its registrations and rekeys, and the traffic for which it was given SAs. */
import { describe, expect, it } from 'vitest';
import { SHOWS } from '../../../src/ios/shows/index.ts';

const read = (...lines: string[]) => SHOWS['crypto-gdoi'].read(lines.join('\n'));

describe('show crypto gdoi', () => {
  it('counts how often a member was registered, and the rekeys that reached it', () => {
    const { groups } = read(
      'Group Member Information For Group GETVPN:',
      '    Group member             : 192.0.2.1         vrf: None',
      '       Registration status   : Registered',
      '       Succeeded registration: 1',
      '       Attempted registration: 4',
      '       Last rekey from       : 203.0.113.100',
      '       Last rekey seq num    : 2',
      '       Unicast rekey received: 25',
      '       Rekey ACKs sent       : 24',
      '       Rekey Rcvd(hh:mm:ss)  : 00:01:30',
    );
    expect(groups?.[0]?.value).toMatchObject({ registrations: 1, registrationsTried: 4, rekeysReceived: 25, rekeyAcksSent: 24 });
    expect(groups?.[0]?.value).toMatchObject({ lastRekeyFrom: '203.0.113.100', lastRekeySequence: 2, rekeyedSeconds: 90 });
  });

  it('lists for each interface of a group what is protected there', () => {
    const { groupSelectors } = read(
      'SA created for group GETVPN:',
      '  Gi0/0/1:',
      '    protocol = ip',
      '      local ident  = 10.1.0.0/16, port = 0',
      '      remote ident = 10.2.0.0/16, port = 0',
      '      direction: Both, replay(method/window): Counter/64',
      '    protocol = udp',
      '      local ident  = ANY, port = 848',
      '      remote ident = ANY, port = 0',
      'SA created for group SECOND:',
      '  GigabitEthernet0/0/2:',
      '    protocol = ospf',
    );
    const first = { group: 'GETVPN', interface: 'GigabitEthernet0/0/1' };
    expect(groupSelectors?.map(({ value }) => value)).toEqual([
      { ...first, protocol: 'ip', local: '10.1.0.0/16', localPort: 0, remote: '10.2.0.0/16', remotePort: 0, direction: 'Both' },
      { ...first, protocol: 'udp', local: 'ANY', localPort: 848, remote: 'ANY', remotePort: 0 },
      { group: 'SECOND', interface: 'GigabitEthernet0/0/2', protocol: 'ospf' },
    ]);
  });

  it('has no selectors where nothing says so', () => {
    expect(read('    Group Name               : GETVPN').groupSelectors).toBeUndefined();
  });
});

describe('show crypto gdoi ks policy', () => {
  const key = (spi: string, remaining: number) => [
    '  TEK POLICY (encaps : ENCAPS_TUNNEL)',
    `    spi                : ${spi}`,
    '    access-list        : PROTECTED',
    '    transform          : esp-256-aes esp-sha256-hmac',
    `    orig life(sec)     : 900           remaining life(sec)   : ${remaining}`,
    '    tek life(sec)      : 900           elapsed time(sec)     : 300',
    '    time to rekey (sec): n/a',
  ];
  const kek = [
    '  KEK POLICY (transport type : Unicast)',
    '    spi : 0x0A1B2C3D4E5F60718293A4B5C6D7E8F9',
    '    management alg     : disabled      encrypt alg           : AES',
    '    orig life(sec)     : 86400         remaining life(sec)   : 51200',
  ];
  const head = (group: string, server: string) => [
    `For group ${group} (handle: 0x40000002) server ${server} (handle: 0x40000003):`,
    '  # of teks : 2  Seq num : 0',
  ];

  it('has the keys that the key server gives its group, each with what is left of it', () => {
    const { groups } = read(
      'Key Server Policy:',
      ...head('GETVPN', '203.0.113.100'),
      ...kek,
      ...key('0x3F2A9C11', 600),
      ...key('0x3F2A9C12', 0),
    );
    expect(groups?.map(({ value }) => value)).toEqual([
      { name: 'GETVPN', keyServer: '203.0.113.100', kekSeconds: 51_200, spis: ['0x3F2A9C11', '0x3F2A9C12'], spiSeconds: [600, 0] },
    ]);
  });

  it('has each group with keys of its own, also where rekeys have none', () => {
    const { groups } = read(
      ...head('FIRST', '203.0.113.100'),
      ...key('0x3F2A9C11', 10),
      ...head('SECOND', '2001:DB8::100'),
      ...key('0x3F2A9C12', 20),
    );
    expect(groups?.map(({ value }) => value)).toEqual([
      { name: 'FIRST', keyServer: '203.0.113.100', spis: ['0x3F2A9C11'], spiSeconds: [10] },
      { name: 'SECOND', keyServer: '2001:db8::100', spis: ['0x3F2A9C12'], spiSeconds: [20] },
    ]);
  });
});

describe('a key server in show crypto gdoi', () => {
  it('says of each group what it is among the key servers', () => {
    const group = (name: string, role: string) => [
      `    Group Name               : ${name} (Unicast)`,
      '    Redundancy               : Configured',
      '        Local Address        : 203.0.113.100',
      '        Local Priority       : 90',
      '        Local KS Status      : Alive',
      `        Local KS Role        : ${role}`,
      '        Local KS Version     : 1.0.4',
      '     Group Server list       : Local',
    ];
    const common = { isLocal: true, address: '203.0.113.100', priority: 90, status: 'Alive', version: '1.0.4' };
    expect(read(...group('EAST', 'Primary'), ...group('WEST', 'Secondary')).keyServers?.map(({ value }) => value)).toEqual([
      { ...common, group: 'EAST', role: 'Primary' },
      { ...common, group: 'WEST', role: 'Secondary' },
    ]);
  });

  it('of a member alone says no key server', () => {
    expect(read('    Group Name               : EAST', '       Local addr/port       : 192.0.2.1/848').keyServers).toBeUndefined();
  });
});

describe('the rekeys of a member', () => {
  it('stand in the older form, which says when it registers again', () => {
    const { groups } = read(
      '    Group Name               : EAST',
      '    Rekeys received          : 12',
      '    GM Reregisters in        : 1143 secs',
    );
    expect(groups?.map(({ value }) => value)).toEqual([{ name: 'EAST', rekeysReceived: 12, reregisterSeconds: 1143 }]);
  });

  it('have a show of their own', () => {
    const { groups } = read(
      'Group EAST (Unicast)',
      '    Number of Rekeys received (cumulative)       : 25',
      '    Number of Rekeys received after registration : 24',
      '    Number of Rekey Acks sent                    : 23',
    );
    expect(groups?.map(({ value }) => value)).toEqual([{ name: 'EAST', rekeysReceived: 25, rekeyAcksSent: 23 }]);
  });
});
