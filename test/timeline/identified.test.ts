/** A peer that is known by its name alone is found by it, wherever it comes from; nobody else is taken for it. */
import { describe, expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import type { Timeline } from '../../src/timeline/model.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { bundleOf, timelineOf } from './two-peers.ts';

const NEW = '203.0.113.77';
const line = (second: number, body: string) => `Jan  5 2026 03:00:${String(second).padStart(2, '0')}.000 UTC: ${body}`;
const invalid = (from: string) =>
  line(
    50,
    `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, spi=0x730C2FF8(1930178552), srcaddr=${from}, input interface=GigabitEthernet0/0`,
  );
const packet = (from: string) => line(1, `ISAKMP-PAK: (1003):received packet from ${from} dport 4500 sport 4501 Global (R) MM_KEY_EXCH`);
const processing = (id = 1003) => line(2, `ISAKMP: (${id}):processing ID payload. message ID = 0`);
const authenticated = (from: string, id = 1003) => line(4, `ISAKMP: (${id}):SA has been authenticated with ${from}`);

/** The ID payload as releases print it. */
const joined = (label: string, type: number, value: string) => [
  line(2, 'ISAKMP: (1003):ID payload '),
  '        next-payload : 8',
  `        type         : ${type} `,
  `        ${label.padEnd(12)} : ${value} `,
  '        protocol     : 17 ',
  '        port         : 0 ',
  '        length       : 12',
];
const apart = (label: string, type: number, value: string) => [
  line(2, 'ISAKMP: (1003):ID payload '),
  '        next-payload : 8',
  `        type         : ${type}`,
  line(2, `ISAKMP: (1003):   ${label.padEnd(12)} : ${value}`),
  line(2, 'ISAKMP: (1003):   protocol     : 17 '),
  '        port         : 0 ',
  '        length       : 12',
];
const pasted = (label: string, type: number, value: string) => joined(label, type, value).map((each) => each.trim());

function sourceOf({ incidents }: Timeline): unknown {
  return incidents[0]?.source;
}

const FORMS = [
  ['joined', joined],
  ['each line a message', apart],
  ['without its blanks', pasted],
] as const;
const NAMES = [
  ['address', 1, '198.51.100.1'],
  ['FQDN name', 2, 'branch.example.net'],
  ['FQDN name', 2, 'BRANCH'],
  ['USER FQDN', 3, 'branch@example.net'],
  ['USER_FQDN name', 3, 'branch@example.net'],
] as const;

describe('a peer of IKEv1 behind a NAT or a new address', () => {
  it.each(FORMS.flatMap(([form, print]) => NAMES.map((name) => [form, ...name, print] as const)))(
    'is known by its ID payload, %s: %s of type %i, %s',
    (_form, label, type, value, print) => {
      const lines = [packet(NEW), processing(), ...print(label, type, value), authenticated(NEW), invalid(NEW)];
      const timeline = timelineOf({ a: lines });
      expect(timeline.events.find(({ kind }) => kind === 'identity')).toMatchObject({
        version: 1,
        direction: 'received',
        identity: value,
        remote: NEW,
      });
      expect(sourceOf(timeline)).toBe(NEW);
      expect(timeline.recordings.a.strangers).toEqual([]);
    },
  );

  it.each(FORMS)('is no other peer that calls itself otherwise, %s', (_form, print) => {
    const lines = [packet(NEW), processing(), ...print('FQDN name', 2, 'spoke.example.net'), authenticated(NEW), invalid(NEW)];
    expect(timelineOf({ a: lines }).recordings.a.strangers).toEqual([NEW]);
  });

  it('is not known by a name that nobody has proven', () => {
    const lines = [packet(NEW), processing(), ...joined('FQDN name', 2, 'branch.example.net'), invalid(NEW)];
    expect(timelineOf({ a: lines }).recordings.a.strangers).toEqual([NEW]);
  });

  it('is not known by what this router calls itself', () => {
    const lines = [packet(NEW), ...joined('FQDN name', 2, 'branch.example.net'), authenticated(NEW), invalid(NEW)];
    const timeline = timelineOf({ a: lines });
    expect(timeline.events.filter(({ kind }) => kind === 'identity')).toEqual([]);
    expect(timeline.recordings.a.strangers).toEqual([NEW]);
  });

  it('has no traffic selectors for names', () => {
    const quick = [packet(NEW), line(2, 'ISAKMP: (1003):processing ID payload. message ID = 1148084868'), authenticated(NEW), invalid(NEW)];
    expect(timelineOf({ a: quick }).events.filter(({ kind }) => kind === 'identity')).toEqual([]);
  });
});

const V2 = 'IKEv2:(SESSION ID = 7,SA ID = 1):';
const v2 = (from: string, ...sentences: string[]) => [
  line(1, `${V2}Received Packet [From ${from}:4500/To 192.0.2.1:4500/VRF i0:f0] `),
  'Initiator SPI : 52C79670608A3068 - Responder SPI : 0063AAED5563FDAE Message id: 1',
  'IKEv2 IKE_AUTH Exchange REQUEST ',
  'Payload contents: ',
  ' VID IDi AUTH SA TSi TSr NOTIFY(INITIAL_CONTACT) ',
  ...sentences.map((each) => line(2, `${V2}${each}`)),
];
const UP = 'IKEV2 SA created; inserting SA into database. SA lifetime timer (86400 sec) started';

describe('a peer of IKEv2 behind a NAT or a new address', () => {
  it.each([
    ["Searching policy based on peer's identity '198.51.100.1' of type 'IPv4 address'", UP],
    ["Searching policy based on peer's identity 'branch.example.net' of type 'FQDN'", UP],
    ["Searching policy based on peer's identity 'branch@example.net' of type 'RFC822 address'", UP],
    ["Searching policy based on peer's identity 'branch' of type 'key ID'", UP],
    ['Session with IKE ID PAIR (branch.example.net, hq.example.net) is UP', UP],
    ['Session with IKE ID PAIR(198.51.100.1 , 192.0.2.1) is UP', UP],
  ])('is known by %s', (...sentences) => {
    const timeline = timelineOf({ a: [...v2(NEW, ...sentences), invalid(NEW)] });
    expect(sourceOf(timeline)).toBe(NEW);
    expect(timeline.recordings.a.strangers).toEqual([]);
  });

  it.each([
    ["Searching policy based on peer's identity 'spoke.example.net' of type 'FQDN'", UP],
    ["Searching policy based on peer's identity 'branch.example.net' of type 'FQDN'", "Verification of peer's authentication data FAILED"],
    ['Session with IKE ID PAIR (spoke.example.net, branch.example.net) is UP', UP],
  ])('is not known by %s, %s', (...sentences) => {
    expect(timelineOf({ a: [...v2(NEW, ...sentences), invalid(NEW)] }).recordings.a.strangers).toEqual([NEW]);
  });

  it.each(['fd00::1', '10.0.0.1', '192.168.7.1', '172.20.0.1', '100.64.1.2'])(
    'is not known by %s, which two sites have behind their NATs',
    (inside) => {
      const both = [NEW, '203.0.113.88'].flatMap((from, at) =>
        v2(from, `Searching policy based on peer's identity '${inside}' of type 'address'`, UP).map((each) =>
          each.replaceAll('ID = 7', `ID = ${7 + at}`).replaceAll('52C79670608A3068', `52C79670608A306${at}`),
        ),
      );
      const bundle = bundleOf({ a: [...both, invalid(NEW)] });
      const at = { ...bundle, tunnel: { ...bundle.tunnel, b: { name: 'branch', address: toAddress(inside) } } };
      expect(buildTimeline(at).recordings.a.strangers).toEqual([NEW]);
    },
  );
});

describe('a record that ends before the proof of an identity', () => {
  const asks = (from: string, identity: string, id = 7) =>
    v2(from, `Searching policy based on peer's identity '${identity}' of type 'IPv4 address'`).map((each) =>
      each.replaceAll('ID = 7', `ID = ${id}`).replaceAll('52C79670608A3068', `52C79670608A306${id}`),
    );
  const strangersOf = (...lines: string[]) => timelineOf({ a: [...lines, invalid(NEW)] }).recordings.a.strangers;

  it.each(['203.0.113.77', '203.0.113.9'])('knows the peer behind %s by its own address, which nothing refutes', (from) => {
    const timeline = timelineOf({ a: [...asks(from, '198.51.100.1'), invalid(from)] });
    expect(sourceOf(timeline)).toBe(from);
    expect(timeline.recordings.a.strangers).toEqual([]);
  });

  it('does not know it by a name, which anybody may give', () => {
    expect(strangersOf(...asks(NEW, 'branch.example.net'))).toEqual([NEW]);
  });

  it('does not know it where the address itself is heard', () => {
    expect(strangersOf(...asks(NEW, '198.51.100.1'), ...asks('198.51.100.1', '198.51.100.1', 8))).toEqual([NEW]);
  });

  it('does not know it where two give the address', () => {
    expect(strangersOf(...asks(NEW, '198.51.100.1'), ...asks('203.0.113.88', '198.51.100.1', 8))).toEqual([NEW]);
  });

  it('does not know it where the authentication failed', () => {
    expect(strangersOf(...asks(NEW, '198.51.100.1'), line(3, `${V2}Verification of peer's authentication data FAILED`))).toEqual([NEW]);
  });

  it('knows it by a name where a child SA was asked for later', () => {
    const rekey = v2(NEW).map((each) => each.replace('IKE_AUTH', 'CREATE_CHILD_SA').replace('Message id: 1', 'Message id: 4'));
    expect(strangersOf(...asks(NEW, 'branch.example.net'), ...rekey)).toEqual([]);
  });
});

describe('the name of a peer', () => {
  const lines = [packet(NEW), processing(), ...joined('group id', 11, 'store-0815'), authenticated(NEW), invalid(NEW)];

  it('is taken from tunnel.yaml', () => {
    const bundle = bundleOf({ a: lines });
    expect(buildTimeline(bundle).recordings.a.strangers).toEqual([NEW]);
    const named = { ...bundle, tunnel: { ...bundle.tunnel, b: { ...bundle.tunnel.b, identity: 'store-0815' } } };
    expect(sourceOf(buildTimeline(named))).toBe(NEW);
  });

  it('is taken from what it calls itself in its own record', () => {
    const own = joined('group id', 11, 'store-0815');
    const sends = line(3, 'ISAKMP-PAK: (1003):sending packet to 192.0.2.1 my_port 4500 peer_port 4500 (I) MM_KEY_EXCH');
    expect(sourceOf(timelineOf({ a: lines, b: [sends, ...own] }))).toBe(NEW);
  });

  it('is the one that charon prints beside the address', () => {
    const charon = [
      `Jan  5 2026 03:00:04 charon: 05[IKE] <branch|3> IKE_SA branch[3] established between 192.0.2.1[hq.example.net]...${NEW}[branch.example.net]`,
      'Jan  5 2026 03:00:05 charon: 05[IKE] <branch|3> CHILD_SA net{5} established with SPIs c2f0917b_i 4d19a6e3_o and TS 10.1.0.0/24 === 10.2.0.0/24',
    ];
    expect(timelineOf({ a: charon }).events.filter(({ kind }) => kind === 'child-sa')).not.toEqual([]);
  });
});
