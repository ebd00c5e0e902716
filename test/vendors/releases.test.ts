/** The same said by other releases of a vendor: IKEv1 is not IKEv2, what is said twice is once, and what is printed through syslog is read like the file. */
import { describe, expect, it } from 'vitest';
import { commandOfPage } from '../../src/bundle/door/kind.ts';
import type { Event } from '../../src/ipsec/event.ts';
import { type VendorId, vendorOf } from '../../src/vendors/families/index.ts';
import { readVendorLog } from '../../src/vendors/log.ts';

function eventsOf(id: VendorId, ...lines: string[]): Event[] {
  return readVendorLog(id, lines.join('\n'), { side: 'b', file: 'other.log', year: 2025 }).events;
}

describe('pluto', () => {
  it.each([
    ['Nov  9 14:00:01 branch pluto[2060]: "hq/0x1" #11: STATE_MAIN_I4: ISAKMP SA established {auth=PRESHARED_KEY}', 'ike-sa', 1],
    ['2025-11-09T14:00:00.320+01:00 branch pluto[9]: "hq" #1: initiator established IKE SA; authenticated peer', 'ike-sa', 2],
    ['Nov  9 14:55:00 branch pluto[2060]: "hq" #11: DPD: No response from peer - declaring peer dead', 'dpd', 1],
    ['Nov 09 14:55:00.904681: "hq" #1: IKEv2 liveness action: peer is dead; retransmits exhausted', 'dpd', 2],
  ])('says of which IKE it speaks: %s', (line, kind, version) => {
    expect(eventsOf('libreswan', line)).toMatchObject([{ kind, version }]);
  });

  it.each([
    ['IKE SA', 'ike-sa'],
    ['established Child SA using IKE SA #4', 'child-sa'],
  ])('sends a DELETE where release 5 says so: %s', (words, what) => {
    const line = `Nov 09 14:30:00.909700: "hq" #4: sent INFORMATIONAL request to delete ${words}`;
    expect(eventsOf('libreswan', line)).toMatchObject([{ kind: 'delete', change: 'sent', what, version: 2 }]);
  });
});

describe('FortiOS', () => {
  const said = (verb: string, spis = 'a1b2c3d4/b7a1f00d') =>
    `2025-11-09 14:00:00.182500 ike 0:to-hq:771:to-hq-p2:9120: ${verb} IPsec SA: SPIs=${spis}`;
  it.each([[['add']], [['added']], [['add', 'added']]])('makes a pair once, however often it says so: %j', (verbs) => {
    const made = eventsOf('fortios', ...verbs.map((verb) => said(verb)));
    expect(made.filter((event) => event.kind === 'child-sa' && event.change === 'created')).toMatchObject([
      { spi: '0xA1B2C3D4', direction: 'inbound' },
      { spi: '0xB7A1F00D', direction: 'outbound' },
    ]);
  });

  it('makes another pair after it', () => {
    expect(eventsOf('fortios', said('added'), said('added', '0badcafe/00c0ffee'))).toHaveLength(8);
  });
});

describe('PAN-OS', () => {
  const SA = 'SA: 198.51.100.1[500]-192.0.2.1[500] SPI:0xD41E0C55/0xB7A1F00D';
  it.each([
    ['indented below its headline', '                         ====> '],
    ['at the margin', '====> '],
  ])('goes on in the line below: %s', (_what, before) => {
    const events = eventsOf(
      'panos',
      '2025-11-09 14:00:00.140 +0100  [PNTF]: {    6:    3}: ====> IPSEC KEY INSTALLATION SUCCEEDED; tunnel to-hq <====',
      `${before}Installed ${SA} lifetime 3600 Sec <====`,
    );
    expect(events.map((event) => event.kind === 'child-sa' && [event.change, event.spi])).toContainEqual(['installed', '0xB7A1F00D']);
  });

  it.each([
    [
      'ipsec-key-install',
      `IPSec key installed. Installed ${SA} lifetime 3600 Sec.`,
      { kind: 'child-sa', change: 'created', spi: '0xD41E0C55' },
    ],
    ['ipsec-key-delete', `IPSec key deleted. Deleted ${SA}.`, { kind: 'child-sa', change: 'deleted', spi: '0xD41E0C55' }],
    [
      'ike-recv-p2-delete',
      'IKE protocol IPSec SA delete message received from peer. SPI:0xB7A1F00D.',
      { kind: 'delete', change: 'received', spi: '0xB7A1F00D' },
    ],
  ])('says it in the fields of its syslog too: %s', (name, words, event) => {
    const line = `Nov  9 14:30:00 branch 1,2025/11/09 14:30:00,001801000001,SYSTEM,vpn,2561,2025/11/09 14:30:00,,${name},to-hq:p1,0,0,general,informational,"${words}",7124,0x0`;
    expect(vendorOf(line)).toBe('panos');
    expect(eventsOf('panos', line)[0]).toMatchObject({ ...event, at: Date.UTC(2025, 10, 9, 14, 30) });
  });
});

it.each(['asa-debug.txt', 'debug.log', 'crypto-session.txt', 'clock.txt'])(
  'a log of another vendor is no show, whatever its file is called: %s',
  (name) => {
    const lines = ['IKEv2-PROTO-4: (61): Received Packet [From 192.0.2.1:500/To 198.51.100.1:500/VRF i0:f0] ', 'Message id: 7'];
    expect(commandOfPage(`b/${name}`, lines)).toBeUndefined();
  },
);
