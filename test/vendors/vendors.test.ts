/** The logs of other vendors: known by their own words, read into the same events as those of IOS, and never taken for what they only resemble. */
import { describe, expect, it } from 'vitest';
import { readLog } from '../../src/ios/log/log.ts';
import type { Event } from '../../src/ipsec/event.ts';
import { VENDORS, type VendorId, vendorOf } from '../../src/vendors/families/index.ts';
import { readVendorHead } from '../../src/vendors/head.ts';
import { readVendorLog } from '../../src/vendors/log.ts';

const IDS = Object.keys(VENDORS) as VendorId[];
const IOS_INVALID_SPI =
  "Jan  5 03:00:21.223: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=198.51.100.1";

function eventsOf(id: VendorId, ...lines: string[]): Event[] {
  return readVendorLog(id, lines.join('\n'), { side: 'a', file: 'peer.log', year: 2026 }).events;
}

/** Only what the test names of each event. */
function said(events: readonly Event[], ...keys: string[]): Record<string, unknown>[] {
  return events.map((event) =>
    Object.fromEntries(['kind', ...keys].flatMap((key) => (key in event ? [[key, event[key as keyof Event]]] : []))),
  );
}

describe('whose log a text is', () => {
  it.each(IDS)('%s is known by each of its samples, and by nobody else’s', (id) => {
    for (const sample of VENDORS[id].samples) expect(vendorOf(`Jan  5 03:00:00 hq ${sample}`), sample).toBe(id);
  });

  it('is nobody’s for IOS, for prose, and for nothing', () => {
    expect(vendorOf(IOS_INVALID_SPI)).toBeUndefined();
    expect(vendorOf('the tunnel flaps')).toBeUndefined();
    expect(vendorOf('')).toBeUndefined();
  });

  it('is that of IOS when a relay keeps a few lines of a firewall beside them', () => {
    expect(vendorOf([IOS_INVALID_SPI, IOS_INVALID_SPI, `Jan  5 03:00:22 fw : ${VENDORS.asa.samples[0]}`].join('\n'))).toBeUndefined();
  });

  it('counts what is not its own as unknown, and never throws', () => {
    for (const id of IDS) {
      const log = readVendorLog(id, 'what is this\n\u0000\uFFFF\n', { side: 'a', file: 'peer.log' });
      expect([log.lines, log.unknown, log.events.length], id).toEqual([3, 2, 0]);
    }
  });
});

describe('the stamp of another vendor', () => {
  it.each([
    ['Jan  5 03:00:00 hq x', 3, 0, undefined],
    ['Jan 05 2026 03:00:00: %ASA', 3, 0, undefined],
    ['Mon Jan  5 03:00:00 2026 x', 3, 0, undefined],
    ['2026-01-05T03:00:00.250+01:00 hq x', 3, 250, '+01:00'],
    ['2026-01-05T03:00:00Z x', 3, 0, 'UTC'],
    ['2026-01-05 03:00:00.250 -0400  [INFO]: {', 3, 250, '-0400'],
    ['<30>1 2026-01-05T03:00:00.250Z hq x', 3, 250, 'UTC'],
    ['Fri, 2026-01-05, 03:00:00 45[KNL] x', 3, 0, undefined],
    [`date=2026-01-05 time=03:00:00 eventtime=1767582000 tz='-0700' logid='0101037131'`, 3, 0, '-0700'],
    [
      `date=2026-01-05 time=03:00:00 devname="hq-firewall-cluster-01" devid="FG100FTK20001234" eventtime=1767582000223000000 tz="+0530" logid="0101037131"`,
      3,
      0,
      '+0530',
    ],
  ])('%s', (line, hour, ms, zone) => {
    expect(readVendorHead(line).stamp).toMatchObject({ kind: 'calendar', month: 0, day: 5, msOfDay: hour * 3_600_000 + ms, zone });
  });

  it.each([
    ['Nov 12 02:52:00 fw1 ', 'Jan 05 2026 03:00:00', ': %ASA-6-602303: IPSEC: x'],
    ['Nov 12 02:52:00 192.0.2.1: 12: ', 'Jan 05 2026 03:00:00', ': %ASA-6-602303: IPSEC: x'],
    ['2026-11-12T02:52:00.123+00:00 moon ', 'Jan  5 03:00:00', ' 05[IKE] x'],
    ['<189>1 2026-11-12T02:52:00Z fg-1 - - - - ', 'date=2026-01-05 time=03:00:00', ' logid="0101037131"'],
    ['Nov 12 02:52:00 pan ', '2026-01-05 03:00:00.000 -0000', '  [INFO]: {'],
  ])('is its own behind that of a relay: %s', (relay, own, rest) => {
    expect(readVendorHead(relay + own + rest)).toMatchObject({ stamp: { month: 0, day: 5, msOfDay: 3 * 3_600_000 }, rest });
  });

  it.each(['Nov 12 03:00:00 moon charon: 05[IKE] x', 'Nov 12 03:00:00 fw1 : %ASA-6-602303: IPSEC: x'])(
    "is the relay's where it has none: %s",
    (line) => {
      expect(readVendorHead(line).stamp).toMatchObject({ month: 10, day: 12 });
    },
  );

  it.each(['Jan 35 03:00:00 x', '2026-13-05 03:00:00 x', 'Jan  5 25:00:00 x', 'x'])('is none: %s', (line) => {
    expect(readVendorHead(line)).toEqual({ stamp: undefined, rest: line });
  });
});

describe('strongSwan', () => {
  it('ties the ends of a packet to the message of the same thread, among other threads', () => {
    const events = eventsOf(
      'strongswan',
      'Jan  5 03:00:00 hq charon: 09[NET] received packet: from 198.51.100.1[500] to 192.0.2.1[500] (172 bytes)',
      'Jan  5 03:00:00 hq charon: 11[NET] received packet: from 203.0.113.9[500] to 192.0.2.1[500] (80 bytes)',
      'Jan  5 03:00:00 hq charon: 09[ENC] parsed QUICK_MODE request 2841076513 [ HASH SA No ID ID ]',
    );
    expect(said(events, 'direction', 'exchange', 'messageId', 'step', 'remote', 'local')).toEqual([
      {
        kind: 'message',
        direction: 'received',
        exchange: 'quick',
        messageId: 2841076513,
        step: 1,
        remote: '198.51.100.1',
        local: '192.0.2.1',
      },
    ]);
  });

  it('tells an unknown SPI once its data plane says so, of the packet that the same thread has in hand', () => {
    const events = eventsOf(
      'strongswan',
      '04[ESP] parsed ESP header with SPI fe4c83fc [seq 1]',
      '05[ESP] parsed ESP header with SPI 0a0b0c0d [seq 9]',
      '04[ESP] inbound ESP packet does not belong to an installed SA',
    );
    expect(said(events, 'spi', 'espSequence')).toEqual([
      { kind: 'esp', spi: '0xFE4C83FC', espSequence: 1 },
      { kind: 'esp', spi: '0x0A0B0C0D', espSequence: 9 },
      { kind: 'invalid-spi', spi: '0xFE4C83FC' },
    ]);
  });

  it('says that its data plane let an SA go, where that says so itself', () => {
    const up = '05[IKE] <branch|3> CHILD_SA net{5} established with SPIs c2f0917b_i 4d19a6e3_o and TS 10.1.0.0/24 === 10.2.0.0/24';
    const goneOf = (...lines: string[]) =>
      said(eventsOf('strongswan', up, ...lines), 'spi', 'change', 'isDataPlane').filter(({ change }) => change === 'deleted');
    for (const line of ['09[KNL] <branch|3> deleted SAD entry with SPI 4d19a6e3', '09[ESP] deleted outbound SAD entry with SPI 4d19a6e3'])
      expect(goneOf(line)).toEqual([{ kind: 'child-sa', spi: '0x4D19A6E3', change: 'deleted', isDataPlane: true }]);
    const closed = goneOf('09[IKE] <branch|3> closing CHILD_SA net{5} with SPIs c2f0917b_i (0 bytes) 4d19a6e3_o (0 bytes) and TS x === y');
    expect(closed).toEqual([{ kind: 'child-sa', spi: '0x4D19A6E3', change: 'deleted' }]);
  });

  it('is told by a job that a peer does not answer, and that a child SA was idle', () => {
    const up = '05[IKE] <branch|3> IKE_SA branch[3] established between 192.0.2.1[hq]...198.51.100.1[branch]';
    const dead = eventsOf('strongswan', up, '02[JOB] <branch|3> DPD check timed out, enforcing DPD action');
    expect(said(dead, 'change', 'remote').slice(-2, -1)).toEqual([{ kind: 'dpd', change: 'dead', remote: '198.51.100.1' }]);
    const idle = eventsOf(
      'strongswan',
      up,
      '05[IKE] <branch|3> CHILD_SA net{5} established with SPIs c2f0917b_i 4d19a6e3_o and TS 10.1.0.0/24 === 10.2.0.0/24',
      '06[JOB] <branch|3> deleting CHILD_SA after 300 seconds of inactivity',
      '06[IKE] <branch|3> queueing CHILD_DELETE task',
      '06[IKE] <branch|3> closing CHILD_SA net{5} with SPIs c2f0917b_i (252 bytes) 4d19a6e3_o (252 bytes) and TS x === y',
      '07[IKE] <branch|3> giving up after 5 retransmits',
    );
    const ends = said(idle, 'spi', 'change', 'reason').filter(({ spi, change }) => spi === '0xC2F0917B' && change !== 'created');
    expect(ends.slice(-2)).toEqual([
      { kind: 'child-sa', spi: '0xC2F0917B', change: 'expiring', reason: 'its idle timer is over' },
      { kind: 'child-sa', spi: '0xC2F0917B', change: 'deleted', reason: 'its idle timer is over' },
    ]);
  });

  it('takes down the child SAs of a peer that does not answer', () => {
    const events = eventsOf(
      'strongswan',
      '05[IKE] <branch|3> IKE_SA branch[3] established between 192.0.2.1[hq]...198.51.100.1[branch]',
      '05[IKE] <branch|3> CHILD_SA net{5} established with SPIs c2f0917b_i 4d19a6e3_o and TS 10.1.0.0/24 === 10.2.0.0/24',
      '09[IKE] <branch|3> giving up after 5 retransmits',
    );
    const gone = said(events, 'spi', 'change', 'direction', 'remote', 'reason').slice(-4);
    expect(gone).toEqual([
      { kind: 'dpd', change: 'dead', remote: '198.51.100.1' },
      { kind: 'ike-sa', change: 'deleted', remote: '198.51.100.1', reason: 'giving up after 5 retransmits' },
      ...(['inbound', 'outbound'] as const).map((direction) => ({
        kind: 'child-sa',
        spi: direction === 'inbound' ? '0xC2F0917B' : '0x4D19A6E3',
        change: 'deleted',
        direction,
        remote: '198.51.100.1',
        reason: 'giving up after 5 retransmits',
      })),
    ]);
  });

  it('says whose acknowledgement it is: of the DELETE with the same id', () => {
    const events = eventsOf(
      'strongswan',
      '10[IKE] <branch|1> sending DELETE for ESP CHILD_SA with SPI fe4c83fc',
      '10[ENC] <branch|1> generating INFORMATIONAL request 3 [ D ]',
      '11[ENC] <branch|1> parsed INFORMATIONAL response 2 [ ]',
      '12[ENC] <branch|1> parsed INFORMATIONAL response 3 [ D ]',
    );
    const deletes = events.filter(({ kind }) => kind === 'delete');
    expect(said(deletes, 'change', 'spi', 'messageId')).toEqual([
      { kind: 'delete', change: 'sent', spi: '0xFE4C83FC', messageId: 3 },
      { kind: 'delete', change: 'acknowledged', spi: '0xFE4C83FC', messageId: 3 },
    ]);
  });
});

describe('ASA and FTD', () => {
  it('name an unknown SPI and the peer that sent it', () => {
    const [sample = ''] = VENDORS.asa.samples;
    expect(said(eventsOf('asa', `Jan 05 2026 03:00:00: ${sample}`), 'spi', 'source', 'destination')).toEqual([
      { kind: 'invalid-spi', spi: '0x2A5F9C11', source: '198.51.100.1', destination: '192.0.2.1' },
    ]);
  });

  it('are no incident when a debug line of theirs only speaks of an invalid SPI', () => {
    const line = '%FTD-5-711001: IKEv2-PLAT-4: Received PFKEY Invalid SPI for SPI 0x1E3EFDFE, error FALSE';
    expect(eventsOf('asa', line)).toEqual([]);
    expect(readLog(`Jan  5 03:00:00: ${line}`, { side: 'a', file: 'x.log' }).events.filter(({ kind }) => kind === 'invalid-spi')).toEqual(
      [],
    );
  });

  it.each([
    ["%PIX-4-402101: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x2a5f9c11(710909969)"],
    ["%PIX-4-402101: decaps: rec'd IPSEC packet has invalid spi for", 'destaddr= 192.0.2.1, prot= esp, spi= 0x2A5F9C11(710909969)'],
  ])('name an unknown SPI in the words of PIX', (...lines) => {
    expect(said(eventsOf('asa', ...lines), 'spi', 'destination')).toEqual([
      { kind: 'invalid-spi', spi: '0x2A5F9C11', destination: '192.0.2.1' },
    ]);
  });

  it('tell SAs, their ends, and why a peer went', () => {
    const events = eventsOf(
      'asa',
      '%ASA-6-602303: IPSEC: An inbound LAN-to-LAN SA (SPI= 0x2A5F9C11) between 192.0.2.1 and 198.51.100.1 (user= branch) has been created.',
      '%ASA-6-602304: IPSEC: An outbound LAN-to-LAN SA (SPI= 0x7B11C0DE) between 192.0.2.1 and 198.51.100.1 (user= branch) has been deleted.',
      '%ASA-5-750007: Local:192.0.2.1:500 Remote:198.51.100.1:500 Username:198.51.100.1 IKEv2 SA DOWN. Reason: peer lost',
    );
    expect(said(events, 'change', 'spi', 'direction', 'reason')).toMatchObject([
      { kind: 'child-sa', change: 'created', spi: '0x2A5F9C11', direction: 'inbound' },
      { kind: 'child-sa', change: 'installed', spi: '0x2A5F9C11', direction: 'inbound' },
      { kind: 'child-sa', change: 'deleted', spi: '0x7B11C0DE', direction: 'outbound' },
      { kind: 'ike-sa', change: 'deleted', reason: 'peer lost' },
    ]);
  });

  it('print a packet of IKEv2 over several lines', () => {
    const events = eventsOf(
      'asa',
      'IKEv2-PROTO-4: (12): Received Packet [From 198.51.100.1:500/To 192.0.2.1:500/VRF i0:f0]',
      '(12): Initiator SPI : 7E04B8C1935AD26F - Responder SPI : A1D95F3300C48E17 Message id: 8',
      '(12): IKEv2 CREATE_CHILD_SA Exchange RESPONSE',
    );
    expect(said(events, 'direction', 'exchange', 'messageId', 'message', 'remote', 'ikeSpis')).toEqual([
      {
        kind: 'message',
        direction: 'received',
        exchange: 'create-child-sa',
        messageId: 8,
        message: 'response',
        remote: '198.51.100.1',
        ikeSpis: { initiator: '7E04B8C1935AD26F', responder: 'A1D95F3300C48E17' },
      },
      { kind: 'negotiation', messageId: 8, remote: '198.51.100.1' },
    ]);
  });
});

describe('the journal of charon', () => {
  const WORDS = [
    'received packet: from 198.51.100.1[500] to 192.0.2.1[500] (36 bytes)',
    'parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    'received NO_PROPOSAL_CHOSEN notify error',
  ];
  const expected = [
    { kind: 'message', direction: 'received', exchange: 'ike-sa-init', messageId: 0, remote: '198.51.100.1' },
    { kind: 'notify', direction: 'received', notify: 'NO_PROPOSAL_CHOSEN', messageId: 0, remote: '198.51.100.1' },
    { kind: 'ike-sa', change: 'failed', remote: '198.51.100.1', reason: 'received NO_PROPOSAL_CHOSEN notify error' },
  ];
  const GROUPS = ['NET', 'ENC', 'IKE'];

  it.each([
    ['charon-systemd', (words: string) => `Jun 23 07:36:32 hq charon-systemd[2444]: ${words}`],
    ['charon-systemd without a number', (words: string) => `Jun 23 07:36:32 charon-systemd: ${words}`],
    ['charon-nm', (words: string) => `2026-06-23T07:36:32.100+02:00 hq charon-nm[72609]: ${words}`],
    ['NetworkManager', (words: string) => `NetworkManager[72609]: ${words}`],
    ['swanctl while it waits', (words: string, at: number) => `[${GROUPS[at]}] ${words}`],
    ['with thread and group', (words: string, at: number) => `Jun 23 07:36:32 charon[2444]: 14[${GROUPS[at]}] <branch|1> ${words}`],
  ])('says the same without thread and group: %s', (_what, print) => {
    const lines = WORDS.map(print);
    expect(vendorOf(lines.join('\n'))).toBe('strongswan');
    expect(said(eventsOf('strongswan', ...lines), 'direction', 'exchange', 'messageId', 'remote', 'notify', 'change', 'reason')).toEqual(
      expected,
    );
  });

  it('is read once where it holds both copies of each message', () => {
    const both = WORDS.flatMap((words, at) => [
      `Jun 23 07:36:32 charon[2444]: 14[${GROUPS[at]}] <branch|1> ${words}`,
      `Jun 23 07:36:32 charon-systemd[2444]: ${words}`,
    ]);
    expect(eventsOf('strongswan', ...both).map(({ kind }) => kind)).toEqual(expected.map(({ kind }) => kind));
  });

  it('is no log of charon where NetworkManager speaks of something else', () => {
    expect(vendorOf('NetworkManager[5515]: <info>  [178.1] manager: (ppp0): new Ppp device')).toBeUndefined();
  });
});

describe('what charon refuses and is refused', () => {
  it.each([
    ['received AUTHENTICATION_FAILED notify error', 'ike-sa', 'AUTHENTICATION_FAILED'],
    ['received AUTHENTICATION_FAILED error notify', 'ike-sa', 'AUTHENTICATION_FAILED'],
    ['received INVALID_ID_INFORMATION error notify', 'ike-sa', 'INVALID_ID_INFORMATION'],
    ['received INVALID_SYNTAX notify error', 'ike-sa', 'INVALID_SYNTAX'],
    ['received TS_UNACCEPTABLE notify, no CHILD_SA built', 'negotiation', 'TS_UNACCEPTABLE'],
    ['received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built', 'negotiation', 'NO_PROPOSAL_CHOSEN'],
    ['received NO_ADDITIONAL_SAS notify, no CHILD_SA built', 'negotiation', 'NO_ADDITIONAL_SAS'],
  ])('%s ends the %s', (words, kind, notify) => {
    const events = eventsOf('strongswan', `14[IKE] <branch|1> ${words}`);
    expect(said(events, 'notify', 'change', 'reason')).toEqual([
      { kind: 'notify', notify },
      { kind, change: 'failed', reason: words },
    ]);
  });

  it('leaves an IKE SA alone that is up, whatever one exchange of it was refused', () => {
    const events = eventsOf(
      'strongswan',
      '05[IKE] <branch|3> IKE_SA branch[3] established between 192.0.2.1[hq]...198.51.100.1[branch]',
      '06[IKE] <branch|3> received TEMPORARY_FAILURE notify, will retry later',
      '06[IKE] <branch|3> received NO_PROPOSAL_CHOSEN notify error',
    );
    expect(events.filter((event) => event.kind === 'ike-sa' && event.change === 'failed')).toEqual([]);
    expect(events.filter((event) => event.kind === 'negotiation')).toHaveLength(2);
  });

  it.each([
    '01[IKE] <1> received proposals unacceptable',
    '01[IKE] <1> received proposals inacceptable',
    '01[CFG] <1> no matching peer config found',
    "13[IKE] <branch|3> tried 1 shared key for 'hq' - 'branch', but MAC mismatched",
    "13[IKE] <branch|3> no shared key found for 'hq' - 'branch'",
    "13[CFG] <branch|3> constraint check failed: identity 'branch' required",
    "13[IKE] <branch|3> authentication of 'branch' with pre-shared key failed",
    'charon-systemd[625]: no IKE config found for 192.0.2.1...198.51.100.1, sending NO_PROPOSAL_CHOSEN',
  ])('%s', (line) => {
    expect(eventsOf('strongswan', line).filter((event) => event.kind === 'ike-sa' && event.change === 'failed')).toHaveLength(1);
  });

  it('names the peer where only the refusal does', () => {
    const line = '03[IKE] no IKE config found for 192.0.2.1...198.51.100.1, sending NO_PROPOSAL_CHOSEN';
    expect(eventsOf('strongswan', line)).toMatchObject([{ kind: 'ike-sa', change: 'failed', remote: '198.51.100.1' }]);
  });
});

it.each([
  ["%ASA-5-111008: User 'ops' executed the 'clear crypto ipsec sa peer 192.0.2.1' command.", 'clear crypto ipsec sa peer 192.0.2.1'],
  ["%ASA-5-111010: User 'jdoe', running 'CLI' from IP 192.0.2.200, executed 'clear crypto ikev2 sa'", 'clear crypto ikev2 sa'],
])('what an ASA was told to do is a command: %s', (line, command) => {
  expect(eventsOf('asa', `Jan 05 2026 03:00:00: ${line}`)).toEqual([expect.objectContaining({ kind: 'command', command })]);
});

describe('the debugs of ASA', () => {
  const IDENTITY = 'Group = 198.51.100.1, IP = 198.51.100.1';
  it.each([
    ['[IKEv1]: ', 'Jun 10 17:36:13 '],
    ['[IKEv1]', 'Nov 08 07:10:05 '],
    ['[IKEv1 DEBUG]', 'Nov 08 07:10:05 '],
    ['[IKEv1 DECODE]: ', ''],
    ['%ASA-7-713236: ', 'Jun 10 2010 17:36:13: '],
    ['%ASA-7-711001: [IKEv1 DEBUG]: ', 'Jun 10 2010 17:36:13: '],
  ])('print the words of their messages behind %s', (prefix, stamp) => {
    const events = eventsOf(
      'asa',
      `${stamp}${prefix}${IDENTITY}, PHASE 1 COMPLETED`,
      `${stamp}${prefix}${IDENTITY}, IKE_DECODE SENDING Message (msgid=a95b3f10) with payloads : HDR + HASH (8) + SA (1) + NONE (0) total length : 172`,
      `${stamp}${prefix}${IDENTITY}, Security negotiation complete for LAN-to-LAN Group (198.51.100.1)  Initiator, Inbound SPI = 0x2a5f9c11, Outbound SPI = 0x7b11c0de`,
      `${stamp}${prefix}${IDENTITY}, QM FSM error (P2 struct &0xcc19ed48, mess id 0xfc16eec2)!`,
      `${stamp}${prefix}${IDENTITY}, Session is being torn down. Reason: crypto map policy not found`,
    );
    expect(said(events, 'change', 'spi', 'exchange')).toEqual([
      { kind: 'ike-sa', change: 'established' },
      { kind: 'message', exchange: 'quick' },
      { kind: 'child-sa', change: 'created', spi: '0x2A5F9C11' },
      { kind: 'child-sa', change: 'installed', spi: '0x2A5F9C11' },
      { kind: 'child-sa', change: 'created', spi: '0x7B11C0DE' },
      { kind: 'child-sa', change: 'installed', spi: '0x7B11C0DE' },
      { kind: 'negotiation', change: 'failed' },
      { kind: 'ike-sa', change: 'deleted' },
    ]);
    expect(events.every((event) => !('remote' in event) || event.remote === '198.51.100.1')).toBe(true);
  });

  describe('of a connection that ended', () => {
    const stamp = 'Nov 20 2026 04:30:0';
    const ended = (reason: string) =>
      `${stamp}0: %ASA-5-713050: ${IDENTITY}, Connection terminated for peer 198.51.100.1.  Reason: ${reason}  Remote Proxy 10.1.0.0, Local Proxy 10.2.0.0`;
    const gone = (way: string, spi: string, second = 0) =>
      `${stamp}${second}: %ASA-6-602304: IPSEC: An ${way} LAN-to-LAN SA (SPI= ${spi}) between 192.0.2.1 and 198.51.100.1 (user= 198.51.100.1) has been deleted.`;
    const deletes = (...lines: string[]) => said(eventsOf('asa', ...lines), 'change', 'spi').filter(({ kind }) => kind === 'delete');

    it("say that the peer's DELETE came, of the SA by which the peer received", () => {
      const lines = [ended('Peer Terminate'), gone('inbound', '0x12C3D4E5'), gone('outbound', '0xA8A7A6A5')];
      expect(deletes(...lines)).toEqual([{ kind: 'delete', change: 'received', spi: '0xA8A7A6A5' }]);
    });

    it.each(['IPSec SA Idle Timeout', 'IPSec SA Max Time Exceeded', 'Administrator Reset', 'Lost Service'])(
      'say of no DELETE where the reason is %s',
      (reason) => expect(deletes(ended(reason), gone('outbound', '0xA8A7A6A5'))).toEqual([]),
    );

    const IDLE = [
      ended('IPSec SA Idle Timeout'),
      `${stamp}0: %ASA-5-713259: ${IDENTITY}, Session is being torn down. Reason: Idle Timeout`,
      `${stamp}0: %ASA-4-113019: Group = 198.51.100.1, Username = 198.51.100.1, IP = 198.51.100.1, Session disconnected. Session Type: LAN-to-LAN, Duration: 0h:13m:20s, Bytes xmt: 84, Bytes rcv: 84, Reason: Idle Timeout`,
      `${stamp}0: %ASA-4-750007: Local:192.0.2.1:500 Remote:198.51.100.1:500 Username:198.51.100.1 IKEv2 SA DOWN. Reason: idle timeout`,
    ];

    it.each(IDLE)('say of the SAs that went with it that they were idle, before the line and behind it: %s', (line) => {
      const reasons = said(eventsOf('asa', gone('inbound', '0x12C3D4E5'), line, gone('outbound', '0xA8A7A6A5')), 'spi', 'reason');
      expect(reasons.filter(({ kind }) => kind === 'child-sa')).toEqual([
        { kind: 'child-sa', spi: '0x12C3D4E5', reason: 'IPSec SA Idle Timeout' },
        { kind: 'child-sa', spi: '0xA8A7A6A5', reason: 'IPSec SA Idle Timeout' },
      ]);
    });

    it.each(['IPSec SA Max Time Exceeded', 'Administrator Reset', 'Session Error Terminated', 'Certificate Expired'])(
      'say of no idle SA where the reason is %s',
      (reason) => {
        const events = eventsOf('asa', gone('inbound', '0x12C3D4E5'), ended(reason), gone('outbound', '0xA8A7A6A5'));
        expect(events.flatMap((event) => (event.kind === 'child-sa' ? [event.reason] : []))).toEqual([undefined, undefined]);
      },
    );

    it('say of no idle SA that is of another peer, or went at another time', () => {
      const other = gone('inbound', '0x12C3D4E5').replaceAll('198.51.100.1', '203.0.113.9');
      const events = eventsOf('asa', other, ended('IPSec SA Idle Timeout'), gone('outbound', '0xA8A7A6A5', 9));
      expect(events.flatMap((event) => (event.kind === 'child-sa' ? [event.reason] : []))).toEqual([undefined, undefined]);
    });

    it('say of the IKE SA nothing where an SA was idle, and that it is gone where the session is', () => {
      const isIkeGone = (line = '') => eventsOf('asa', line).some(({ kind }) => kind === 'ike-sa');
      expect([isIkeGone(IDLE[0]), isIkeGone(IDLE[1]), isIkeGone(ended('Administrator Reset'))]).toEqual([false, true, true]);
    });

    it('say nothing of an SA that goes much later', () => {
      expect(deletes(ended('Peer Terminate'), gone('outbound', '0xA8A7A6A5', 9))).toEqual([]);
    });
  });

  it('are told once where message and debug stand in one file, in either order', () => {
    const message = `Jun 10 2010 17:36:13: %ASA-3-713119: ${IDENTITY}, PHASE 1 COMPLETED`;
    const debug = `Jun 10 17:36:13 [IKEv1]: ${IDENTITY}, PHASE 1 COMPLETED`;
    expect(eventsOf('asa', message, debug)).toHaveLength(1);
    expect(eventsOf('asa', debug, message)).toHaveLength(1);
    expect(eventsOf('asa', debug, debug)).toHaveLength(2);
  });

  it('take a packet of IKEv2 apart, which is one message', () => {
    const events = eventsOf(
      'asa',
      'IKEv2-PROTO-3: Tx [L 192.0.2.1:500/R 198.51.100.1:500/VRF i0:f0] m_id: 0x2',
      'IKEv2-PROTO-3: HDR[i:DFA3B583A4369958 - r: 27C943C13FD94665]',
      'IKEv2-PROTO-4: IKEV2 HDR ispi: DFA3B583A4369958 - rspi: 27C943C13FD94665',
      'IKEv2-PROTO-4: Next payload: ENCR, version: 2.0 ',
      'IKEv2-PROTO-4: Exchange type: CREATE_CHILD_SA, flags: INITIATOR ',
      'IKEv2-PROTO-4: Message id: 0x2, length: 460',
      'IKEv2-PLAT-4: SENT PKT [CREATE_CHILD_SA] [192.0.2.1]:500->[198.51.100.1]:500 InitSPI=0xdfa3b583a4369958 RespSPI=0x27c943c13fd94665 MID=00000002',
      'IKEv2-PLAT-4: RECV PKT [CREATE_CHILD_SA] [198.51.100.1]:500->[192.0.2.1]:500 InitSPI=0xdfa3b583a4369958 RespSPI=0x27c943c13fd94665 MID=00000002',
      'IKEv2-PROTO-3: Rx [L 192.0.2.1:500/R 198.51.100.1:500/VRF i0:f0] m_id: 0x2',
      'IKEv2-PROTO-3: HDR[i:DFA3B583A4369958 - r: 27C943C13FD94665]',
      'IKEv2-PROTO-4: Exchange type: CREATE_CHILD_SA, flags: RESPONDER MSG-RESPONSE ',
      'IKEv2-PROTO-4: Message id: 0x2, length: 300',
      'IKEv2-PROTO-4: NOTIFY(NO_PROPOSAL_CHOSEN)  Next payload: NONE, reserved: 0x0, length: 8',
    );
    expect(said(events, 'direction', 'exchange', 'messageId', 'message', 'remote', 'remotePort', 'ikeSpis', 'payloads')).toEqual(
      (['sent', 'received'] as const).map((direction) => ({
        kind: 'message',
        direction,
        exchange: 'create-child-sa',
        messageId: 2,
        message: direction === 'sent' ? 'request' : 'response',
        remote: '198.51.100.1',
        remotePort: 500,
        ikeSpis: { initiator: 'DFA3B583A4369958', responder: '27C943C13FD94665' },
        payloads: direction === 'sent' ? [] : ['NOTIFY(NO_PROPOSAL_CHOSEN)'],
      })),
    );
  });

  it('say in the sentences of IOS what fails, whatever their level', () => {
    for (const prefix of ['IKEv2-PROTO-1: (140): ', 'IKEv2-PROTO-2: (140): ', '%ASA-7-711001: IKEv2-PROTO-1: (140): '])
      expect(said(eventsOf('asa', `${prefix}Auth exchange failed`), 'change', 'reason'), prefix).toEqual([
        { kind: 'ike-sa', change: 'failed', reason: 'Auth exchange failed' },
      ]);
    expect(said(eventsOf('asa', 'IKEv2-PROTO-1: (16): Failed to find a matching policy'), 'change', 'reason')).toEqual([
      { kind: 'ike-sa', change: 'failed', reason: 'Failed to find a matching policy' },
    ]);
  });
});

describe('what only resembles an unknown SPI', () => {
  it.each<[VendorId, string]>([
    ['asa', 'IKEv2-PLAT-4: Received PFKEY Invalid SPI for SPI 0x1E3EFDFE, error FALSE'],
    ['asa', '%ASA-7-711001: IKEv2-PROTO-4: (12): Parse Notify Payload: INVALID_SPI'],
    [
      'asa',
      "%ASA-4-402116: IPSEC: Received an ESP packet (SPI= 0x2A5F9C11, sequence number= 0x1) from 198.51.100.1 (user= branch) to 192.0.2.1. The decapsulated inner packet doesn't match the negotiated policy in the SA.",
    ],
    [
      'asa',
      '%ASA-4-402119: IPSEC: Received an ESP packet (SPI= 0x2A5F9C11, sequence number= 0x1) from 198.51.100.1 (user= branch) to 192.0.2.1 that failed anti-replay checking.',
    ],
    ['strongswan', '09[IKE] <branch|1> received INVALID_SPI notify error'],
    ['strongswan', '09[ENC] <branch|1> parsed INFORMATIONAL_V1 request 33 [ HASH N(INVAL_SPI) ]'],
    ['libreswan', 'pluto[8764]: "hq-branch" #2: ignoring informational payload INVALID_SPI, msgid=00000000'],
    ['fortios', 'ike 0:to-hq:12: notify msg received: INVALID-SPI'],
    ['panos', '2026/01/05 03:00:06 info     vpn     hq      ike-rec 0  IKE protocol notification message received: INVALID-SPI (11).'],
    [
      'junos',
      'kmd[1]: IKE negotiation failed with error: Invalid SPI. IKE Version: 1, VPN: to-branch Gateway: branch, Local: 192.0.2.1/500, Remote: 198.51.100.1/500',
    ],
  ])('is no incident in %s: %s', (vendor, line) => {
    expect(eventsOf(vendor, line).filter(({ kind }) => kind === 'invalid-spi')).toEqual([]);
  });
});

describe('FortiOS', () => {
  it('names an unknown SPI, in either kind of quotation marks', () => {
    const line = `date=2026-01-05 time=03:00:00 tz="-0700" logid="0101037131" type="event" subtype="vpn" remip=198.51.100.1 locip=192.0.2.1 error_num="Received ESP packet with unknown SPI." spi="3a4e6946" seq="0000002d"`;
    for (const text of [line, line.replaceAll('"', "'")]) {
      const [event] = eventsOf('fortios', text);
      expect(event).toMatchObject({ kind: 'invalid-spi', spi: '0x3A4E6946', source: '198.51.100.1', destination: '192.0.2.1' });
      expect(event?.at).toBe(Date.UTC(2026, 0, 5, 10));
    }
  });

  it('tells the messages of IKE with their ids, and the SAs they make', () => {
    const events = eventsOf(
      'fortios',
      'ike 0: comes 198.51.100.1:500->192.0.2.1:500,ifindex=3....',
      'ike 0: IKEv2 exchange=CREATE_CHILD id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000003 len=208',
      'ike 0:to-branch:12: sent IKE msg (CREATE_CHILD_RESPONSE): 192.0.2.1:500->198.51.100.1:500, len=208, id=0a1b2c3d4e5f6071/8192a3b4c5d6e7f8:00000003',
      'ike 0:to-branch:12:p2:34: add IPsec SA: SPIs=ca646443/8a5e4f2b',
    );
    expect(said(events, 'direction', 'message', 'messageId', 'change', 'spi')).toMatchObject([
      { kind: 'message', direction: 'received', message: 'request', messageId: 3 },
      { kind: 'message', direction: 'sent', message: 'response', messageId: 3 },
      { change: 'created', spi: '0xCA646443', direction: 'inbound' },
      { change: 'installed', spi: '0xCA646443', direction: 'inbound' },
      { change: 'created', spi: '0x8A5E4F2B', direction: 'outbound' },
      { change: 'installed', spi: '0x8A5E4F2B', direction: 'outbound' },
    ]);
  });
});

describe('Junos, PAN-OS and libreswan', () => {
  it.each([
    [
      'with its words behind it',
      '',
      '] IPSec tunnel on int ge-0/0/0.0 with tunnel ID 0x20001 received a packet with a bad SPI. 198.51.100.1->192.0.2.1/136, ESP, SPI 0x190695fe, SEQ 0x4',
    ],
    ['in brief, with a mark', ' index="0x190695fe"', ']'],
    ['in brief, in decimal', ' index="419862014"', ' ]'],
  ])('Junos: a bad SPI as structured data, %s', (_how, index, end) => {
    const line = `<28>1 2026-01-05T03:00:21.223Z hq RT_IPSEC - RT_IPSEC_BAD_SPI [junos@2636.1.1.1.2.129 interface-name="ge-0/0/0.0" source-address="198.51.100.1" destination-address="192.0.2.1" length="136" type="ESP"${index}${end}`;
    expect(said(eventsOf('junos', line), 'spi', 'source', 'destination', 'at')).toEqual([
      {
        kind: 'invalid-spi',
        spi: '0x190695FE',
        source: '198.51.100.1',
        destination: '192.0.2.1',
        at: Date.parse('2026-01-05T03:00:21.223Z'),
      },
    ]);
  });

  it('Junos: eight figures of structured data that may be hex or decimal are no SPI', () => {
    const line =
      'hq RT_IPSEC - RT_IPSEC_BAD_SPI [junos@2636.1.1.1.2.129 source-address="198.51.100.1" destination-address="192.0.2.1" index="19069512"]';
    expect(eventsOf('junos', line)).toEqual([]);
  });

  it('Junos: an SA with its ends, and a bad SPI of the data plane', () => {
    expect(said(eventsOf('junos', ...VENDORS.junos.samples.slice(0, 2)), 'change', 'spi', 'source', 'remote')).toEqual([
      { kind: 'child-sa', change: 'created', spi: '0x190695FE', remote: '198.51.100.1' },
      { kind: 'child-sa', change: 'installed', spi: '0x190695FE', remote: '198.51.100.1' },
      { kind: 'invalid-spi', spi: '0x190695FE', source: '198.51.100.1' },
    ]);
  });

  it('PAN-OS: a headline and the line below it are one message; a DELETE for an SA that is gone is no incident', () => {
    const events = eventsOf(
      'panos',
      '2026-01-05 03:32:18.287 -0400  [PNTF]: {    7:   60}: ====> IPSEC KEY DELETED; tunnel to-branch:net <====',
      '====> Deleted SA: 192.0.2.1[4500]-198.51.100.1[4500] SPI:0xD3A1BD45/0xD6DDF300 <====',
      '2026-01-05 03:32:18.319 -0400  [INFO]: {    7:     }: delete proto ESP spi 0xD6DDF300',
      "2026-01-05 03:32:18.319 -0400  [PWRN]: {    7:     }: can't find sa for proto ESP spi 0xD6DDF300",
    );
    expect(said(events, 'change', 'spi')).toEqual([
      { kind: 'child-sa', change: 'deleted', spi: '0xD3A1BD45' },
      { kind: 'child-sa', change: 'deleted', spi: '0xD6DDF300' },
      { kind: 'delete', change: 'received', spi: '0xD6DDF300' },
    ]);
  });

  it('libreswan: the pair of a state goes with the state, and the peer’s DELETE is named by its SPI', () => {
    const events = eventsOf(
      'libreswan',
      'Jan  5 03:00:00 hq pluto[8764]: "branch" #2: STATE_QUICK_I2: sent QI2, IPsec SA established tunnel mode {ESP=>0x38c53504 <0xbcb3fdf5 xfrm=AES_128-HMAC_SHA1}',
      'Jan  5 03:44:35 hq pluto[8764]: "branch" #1: received Delete SA(0x38c53504) payload: deleting IPSEC State #2',
    );
    expect(said(events.slice(-3), 'change', 'spi', 'direction')).toEqual([
      { kind: 'delete', change: 'received', spi: '0x38C53504' },
      { kind: 'child-sa', change: 'deleted', spi: '0xBCB3FDF5', direction: 'inbound' },
      { kind: 'child-sa', change: 'deleted', spi: '0x38C53504', direction: 'outbound' },
    ]);
  });
});

describe('what the other vendors’ releases print otherwise', () => {
  const made = '"hq" #2: IPsec SA established tunnel mode {ESP=>0x5a5a0001 <0xc1a2b3c4 xfrm=AES_CBC_256-HMAC_SHA1_96 DPD=active}';

  it.each([
    ['and sending notification', ['0xC1A2B3C4']],
    ['and NOT sending notification', []],
  ])('libreswan has sent a DELETE only where it says so: %s', (words, spis) => {
    const events = eventsOf('libreswan', made, `"hq" #2: deleting state (STATE_QUICK_R2) aged 12.3s ${words}`);
    expect(events.flatMap((event) => (event.kind === 'delete' ? [event.spi] : []))).toEqual(spis);
    expect(said(events, 'change', 'spi').filter(({ change }) => change === 'deleted')).toEqual([
      { kind: 'child-sa', change: 'deleted', spi: '0xC1A2B3C4' },
      { kind: 'child-sa', change: 'deleted', spi: '0x5A5A0001' },
    ]);
  });

  it.each(['deleting IPSEC State #2', 'deleting IPsec State #2', 'self-deleting IPsec State #2'])(
    'libreswan received a DELETE of a child SA: %s',
    (words) => {
      const events = eventsOf('libreswan', made, `"hq" #1: received Delete SA(0x5a5a0001) payload: ${words}`);
      expect(said(events, 'change', 'what', 'spi')).toContainEqual({
        kind: 'delete',
        change: 'received',
        what: 'child-sa',
        spi: '0x5A5A0001',
      });
    },
  );

  it.each(['0x5a5a0001', '5a5a0001', '0x5A5A0001'])('Junos prints an SPI as %s', (spi) => {
    const line = `kmd[1391]: KMD_PM_SA_ESTABLISHED: Local gateway: 198.51.100.1, Remote gateway: 192.0.2.1, Local ID: x, Remote ID: y, Direction: outbound, SPI: ${spi}, AUX-SPI: 0, Mode: Tunnel`;
    expect(said(eventsOf('junos', line), 'change', 'spi', 'direction')).toContainEqual({
      kind: 'child-sa',
      change: 'installed',
      spi: '0x5A5A0001',
      direction: 'outbound',
    });
  });

  it.each([
    [
      '2026/01/05 03:00:05 info     vpn     hq      ipsec-k 0  IPSec key installed. Installed SA: 198.51.100.1[500]-192.0.2.1[500] SPI:0xC1A2B3C4/0x5A5A0001 lifetime 3600 Sec lifesize unlimited.',
      { kind: 'child-sa', change: 'installed', spi: '0x5A5A0001' },
    ],
    [
      '2026/01/05 03:00:05 info     vpn     hq      ipsec-key-delete 0  IPSec key deleted. Deleted SA: 198.51.100.1[500]-192.0.2.1[500] SPI:0xC1A2B3C4/0x5A5A0001.',
      { kind: 'child-sa', change: 'deleted', spi: '0x5A5A0001' },
    ],
    [
      '2026/01/05 03:00:06 info     vpn     hq      ike-rec 0  IKE protocol IPSec SA delete message received from peer. SPI:0x5A5A0001.',
      { kind: 'delete', change: 'received', spi: '0x5A5A0001' },
    ],
    ...['', '<14>Jan  5 03:00:05 fw1 '].map((head): [string, object] => [
      `${head}1,2026/01/05 03:00:05,007951000012345,SYSTEM,vpn,2561,2026/01/05 03:00:05,,ipsec-key-delete,hq,0,0,general,informational,"IPSec key deleted. Deleted SA: 198.51.100.1[500]-192.0.2.1[500] SPI:0xC1A2B3C4/0x5A5A0001.",7124,0x0`,
      { kind: 'child-sa', change: 'deleted', spi: '0x5A5A0001' },
    ]),
  ])('PAN-OS says it in its system log: %s', (line, event) => {
    expect(vendorOf(line)).toBe('panos');
    const events = eventsOf('panos', line);
    expect(said(events, 'change', 'spi')).toContainEqual(event);
    expect(events.map(({ at }) => new Date(at ?? 0).toISOString().slice(0, 18))).toEqual(events.map(() => '2026-01-05T03:00:0'));
    expect(events.every(({ precisionMs }) => precisionMs === 1000)).toBe(true);
  });
});
