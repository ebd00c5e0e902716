/** A group of HSRP or VRRP is read whole: its neighbours' priorities, what it tracks, and both forms of its table. */
import { describe, expect, it } from 'vitest';
import { SHOWS } from '../../../src/ios/shows/index.ts';

const groups = (...lines: string[]) => (SHOWS.standby.read(lines.join('\n')).redundancy ?? []).map(({ value }) => value);

describe('a row of show vrrp brief', () => {
  const older = '  Interface          Grp Pri Time  Own Pre State   Master addr     Group addr';

  it('says by its two letters who owns the address and who preempts', () => {
    const [own, other] = groups(
      '  Interface          Grp  A-F Pri  Time Own Pre State   Master addr/Group addr',
      '  Vl10                 1 IPv4 255     0  Y   N  MASTER  192.0.2.2(local) 192.0.2.2',
      '  Vl11                 2 IPv6 110  3570  N   Y  BACKUP  FE80::3 2001:DB8::1',
    );
    expect(own).toMatchObject({ group: 'Vlan10 1', isPreempting: false });
    expect(other).toMatchObject({ group: 'Vlan11 2', isPreempting: true, holdSeconds: 3.57 });
  });

  it.each([
    ['under Pre', 'Gi0/3.42           10  100 3609       Y  Master  192.0.2.2       192.0.2.1', true],
    ['under Own', 'Gi0/3.42           10  255 3003   Y      Master  192.0.2.2       192.0.2.2', false],
    ['under neither', 'Gi0/3.42           10  100 3609          Backup  192.0.2.2       192.0.2.1', false],
  ])('has a letter alone %s, by where it stands', (_where, row, isPreempting) => {
    expect(groups(older, row)).toMatchObject([{ group: 'GigabitEthernet0/3.42 10', isPreempting, address: expect.anything() }]);
  });

  it('counts the silence after which a backup takes over; a master of the newer form waits for nobody', () => {
    const [older2, master] = groups(
      older,
      'Fa0/1              1   110 3570       Y  Backup  192.0.2.3       192.0.2.1',
      'Gi0/0                1 IPv4 110     0  N   Y  MASTER  192.0.2.2(local) 192.0.2.1',
    );
    expect([older2?.holdSeconds, master?.holdSeconds]).toEqual([3.57, undefined]);
  });
});

it('show standby brief marks with P who takes the address back', () => {
  const [one, two] = groups(
    'Interface   Grp  Pri P State   Active          Standby         Virtual IP',
    'Vl10        1    110 P Standby 192.0.2.3       local           192.0.2.1',
    'Vl11        1    110   Init    unknown         unknown         192.0.2.9',
  );
  expect([one?.isPreempting, two?.isPreempting]).toEqual([true, false]);
});

describe('a group of show standby', () => {
  const [group] = groups(
    'Vlan111 - Group 1 (version 2)',
    '  State is Standby',
    '    Track object 1 state Up decrement 60',
    '    Track interface Dialer0 state Down decrement 10',
    '    Track object 7 (unknown)',
    '  Virtual IP address is 192.0.2.1',
    '    Secondary virtual IP address 192.0.2.129',
    '    Secondary virtual IP address 203.0.113.1',
    '  Active virtual MAC address is 0000.0c9f.f001 (MAC Not In Use)',
    '    Local virtual MAC address is 0000.0c9f.f002 (v2 default)',
    '  Preemption enabled, delay min 180 secs, reload 300 secs, sync 20 secs',
    '  Active router is 192.0.2.2, priority 255 (expires in 10.416 sec)',
    '  Standby router is local',
    '  Priority 195 (configured 255)',
  );

  it('knows the routers beside it, by priority and by how long until they are taken for dead', () => {
    expect(group).toMatchObject({ activePriority: 255, activeExpiresSeconds: 10.416, priority: 195, configuredPriority: 255 });
    expect(group?.standbyPriority).toBeUndefined();
  });

  it('names every object that it tracks, and what that costs', () => {
    expect(group?.tracked).toEqual([
      { object: '1', state: 'up', decrement: 60 },
      { object: 'Dialer0', state: 'down', decrement: 10 },
      { object: '7', state: 'unknown' },
    ]);
  });

  it('has its MAC address, its further addresses, and the delays before it takes over', () => {
    expect(group).toMatchObject({ mac: '0000.0c9f.f001', isMacInUse: false, secondaryAddresses: ['192.0.2.129', '203.0.113.1'] });
    expect(group).toMatchObject({ preemptMinimumSeconds: 180, preemptReloadSeconds: 300, preemptSyncSeconds: 20 });
  });

  it('has no MAC address while none is known', () => {
    const [unknown] = groups('Vlan5 - Group 5', '  State is Disabled', '  Active virtual MAC address is unknown (MAC Not In Use)');
    expect([unknown?.mac, unknown?.isMacInUse]).toEqual([undefined, false]);
  });
});

it('a group of show vrrp counts the master as the active router, and stops with an object that shuts it down', () => {
  const [group] = groups(
    'Vlan33 - Group 10 - Address-Family IPv6',
    '  State is BACKUP',
    '  Virtual IP address is FE80::1',
    '  Virtual secondary IP addresses:',
    '    2001:DB8::154/64',
    '  Virtual MAC address is 0000.5E00.020A',
    '  Priority is 90 (Configured 110)',
    '    Track object 2 state DOWN shutdown',
    '  Master Router is FE80::3, priority is 120',
  );
  expect(group).toMatchObject({
    activePriority: 120,
    configuredPriority: 110,
    mac: '0000.5E00.020A',
    secondaryAddresses: ['2001:db8::154'],
  });
  expect(group?.tracked).toEqual([{ object: '2', state: 'down', isShutdown: true }]);
});
