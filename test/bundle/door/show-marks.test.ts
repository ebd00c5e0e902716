/** A file under any name is known as the output of a show by its heading; not where two shows have theirs in it, or messages stand beside. */
import { describe, expect, it } from 'vitest';
import { commandOfPage } from '../../../src/bundle/door/kind.ts';
import { showOfCommand } from '../../../src/ios/log/embedded-shows.ts';
import { judgeFiles } from '../../case/open.ts';

const FORMS: readonly [string, string[]][] = [
  ['show crypto isakmp sa', ['IPv4 Crypto ISAKMP SA', '', 'IPv6 Crypto ISAKMP SA']],
  ['show crypto isakmp sa', ['C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.']],
  ['show crypto isakmp sa count', ["Active ISAKMP SA's: 0", "Standby ISAKMP SA's: 0"]],
  ['show crypto ikev2 sa detailed', [' IPv4 Crypto IKEv2  SA', '', ' IPv6 Crypto IKEv2  SA']],
  ['show crypto ikev2 sa detailed', ['Tunnel-id    fvrf/ivrf              Status', '1          none/none             READY']],
  ['show crypto ikev2 stats', ['-----', '                          Crypto IKEv2 SA Statistics', '-----']],
  ['show crypto ikev2 diagnose error', ['Exit Path Table - status: enable, current entry 1, deleted 0, max allow 50']],
  ['show crypto call admission statistics', ['-----', '               Crypto Call Admission Control Statistics', '-----']],
  ['show crypto eli', ['Hardware Encryption : ACTIVE', ' Number of hardware crypto engines = 1']],
  ['show crypto ipsec profile', ['IPSEC profile DMVPN', '\tSecurity association lifetime: 4608000 kilobytes/3600 seconds']],
  ['show crypto ipsec spi-lookup detail', ['', 'Active SPI table', '     SPI Prot Local Address            Type']],
  ['show crypto gdoi', ['GROUP INFORMATION', '', '    Group Name               : GETVPN']],
  ['show dmvpn', ['Legend: Attrb --> S - Static, D - Dynamic, I - Incomplete', '        N - NATed, L - Local, X - No Socket']],
  ['show ip nhrp nhs detail', ['Legend: E=Expecting replies, R=Responding, W=Waiting', 'Tunnel0:']],
  ['show ip nhrp detail', ['10.0.0.2/32 via 10.0.0.2', '   Tunnel0 created 00:01:03, expire 01:58:56']],
  ['show ip nhrp detail', ['10.0.0.2/32 via 10.0.0.2, Tunnel0 created 00:01:03, expire 01:58:56']],
  ['show ip nhrp summary', ['IP NHRP cache 1 entry, 784 bytes', '    0 static   1 dynamic    0 incomplete']],
  ['show ip nat translations', ['Pro Inside global      Inside local       Outside local      Outside global']],
  ['show ip nat statistics', ['Total active translations: 3 (0 static, 3 dynamic; 3 extended)']],
  ['show ip route', ['Codes: L - local, C - connected, S - static', '', 'Gateway of last resort is not set']],
  ['show ip route', ['Routing entry for 198.51.100.0/24', '  Known via "static", distance 1, metric 0']],
  ['show policy-map control-plane', [' Control Plane ', '', '  Service-policy input: COPP', '    Class-map: copp-ike (match-all)']],
  ['show platform hardware qfp active statistics drop', ['Global Drop Stats                         Packets                  Octets']],
  ['show platform hardware qfp active feature ipsec datapath drops all', ['Drop Type  Name                                     Packets']],
  ['show platform hardware qfp active feature ipsec state', ['QFP IPSEC state:', '', 'Message counter:']],
  ['show platform hardware qfp active feature ipsec sa', ['QFP ipsec sa Information', '', '         QFP sa  id: 3']],
  ['show redundancy', ['Redundant System Information :', '------------------------------']],
  ['show standby', ['FastEthernet0/0.100 - Group 1', '  State is Active']],
  ['show standby', ['Gi0/0 - Group 7 (version 2)', '  State is Standby']],
  ['show standby brief', ['Interface   Grp  Pri P State   Active          Standby         Virtual IP']],
  ['show standby neighbors', ['HSRP neighbors on FastEthernet0/0', '  192.0.2.3']],
  ['show standby internal', ['HSRP common process running', '  MsgQ size 0, max 3']],
  ['show standby delay', ['Interface          Minimum Reload ', 'GigabitEthernet0/0 30      180']],
  ['show interfaces', ['Tunnel0 is up, line protocol is up ', '  Hardware is Tunnel']],
  ['show debugging', ['Cryptographic Subsystem:', '  Crypto ISAKMP debugging is on']],
  ['show users', ['    Line       User       Host(s)              Idle       Location']],
  [
    'show ntp status',
    ['Clock is synchronized, stratum 4, reference is 192.0.2.9', 'ntp uptime is 239700 (1/100 of seconds), resolution is 1000'],
  ],
  ['show ntp associations detail', ['192.0.2.9 configured, our_master, sane, valid, stratum 3', 'ref ID 192.0.2.8']],
  ['show event manager history events', ['No.  Job Id Proc Status   Time of Event            Event Type        Name']],
  ['show event manager policy registered', ['No.  Class     Type    Event Type          Trap  Time Registered           Name']],
  ['show event manager version', ['Embedded Event Manager Version 4.00']],
  ['dir flash:', ['Directory of bootflash:/', '   12  -rw-        8192  Jan 5 2026 03:00:00 +00:00  x.txt']],
];
const NAMES = ['show1.txt', 'output-3.txt', 'paste.log', 'f13'];
const MESSAGE = 'Jan  5 2026 03:00:21.223 UTC: %SYS-5-CONFIG_I: Configured from console by ops';

describe('a file under a name that says nothing', () => {
  it.each(FORMS)('is the output of %s', (command, lines) => {
    expect(NAMES.map((name) => commandOfPage(`a/${name}`, lines))).toEqual(NAMES.map(() => command));
    expect(commandOfPage('a/show1.txt', ['', ...lines.map((line) => line.trimEnd()), ''])).toBe(command);
    expect(showOfCommand(command)).toBeDefined();
  });

  it.each([
    ['two shows have their headings in it', ['QFP IPSEC state:', '', 'HSRP common process running']],
    ['a message stands beside the heading', ['Gateway of last resort is not set', ...Array.from({ length: 20 }, () => 'x y z'), MESSAGE]],
    ['one without a stamp does', ['Gateway of last resort is not set', 'x', 'y', 'z', '%SYS-5-CONFIG_I: Configured from console by ops']],
    ['what it prints is of another show', ['GigabitEthernet0/0 is up, line protocol is up', '  Internet address is 192.0.2.1/24']],
  ])('is none where %s', (_why, lines) => {
    expect(commandOfPage('a/show1.txt', lines)).toBeUndefined();
  });

  it('has its part in what the files of a side say', async () => {
    const put = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
    const tunnel = 'a: {name: hq, address: 192.0.2.1}\nb: {name: branch, address: 198.51.100.1}\n';
    const files = [put('a/f1.txt', ' IPv4 Crypto IKEv2  SA\n\n IPv6 Crypto IKEv2  SA\n'), put('a/f2.txt', "Active ISAKMP SA's: 0\n")];
    const both = put('a/f3.txt', 'QFP IPSEC state:\n\nHSRP common process running\n');
    const { bundle } = await judgeFiles([put('tunnel.yaml', tunnel), ...files, both, put('b/branch.log', MESSAGE)], 'neutral');
    expect(bundle.sides.a.map(({ name }) => name).filter((name) => name.startsWith('show'))).toEqual(['show_crypto_ikev2_sa_detailed.txt']);
    expect(bundle.files?.map(({ takenFor, leftOut }) => [takenFor, leftOut])).toEqual([
      ['show crypto ikev2 sa detailed', []],
      ['show crypto isakmp sa', ['it only counts, and lists nothing: without its last word it does']],
      [
        'a log',
        [
          'what `show platform hardware qfp active feature ipsec state`, `show standby internal` print, as no command says where each begins: each in a file of its own is read',
        ],
      ],
      ['a log', []],
    ]);
  });
});

it('is a log where debugs without stamps stand below the heading of a show', () => {
  const debugs = [
    'IPSEC(delete_sa): deleting SA,',
    '  (sa) sa_dest= 192.0.2.1, sa_proto= 50, sa_spi= 0x730C2FF8(1930178552)',
    'ISAKMP:(1003):processing DELETE payload. message ID = 7',
  ];
  const lines = ['Gateway of last resort is not set', '', 'C    192.0.2.0/24 is directly connected, GigabitEthernet0/0', ...debugs];
  expect(commandOfPage('a/show1.txt', lines)).toBeUndefined();
});
