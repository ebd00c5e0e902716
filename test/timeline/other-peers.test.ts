/** Another peer of a hub is told from the tunnel's own behind a NAT: nobody is asked whether its address is one of the peer's. */
import { describe, expect, it } from 'vitest';
import { BRANCH, created, HQ, invalidSpi, receives, sends, stamp, timelineOf } from './two-peers.ts';

const SPOKE = '203.0.113.9';
const authenticated = (ms: number, from: string) => `${stamp(ms)}ISAKMP: (1044):SA has been authenticated with ${from}`;
const v2 = (ms: number, from: string) => [
  `${stamp(ms)}IKEv2:(SESSION ID = 7,SA ID = 2):Received Packet [From ${from}:500/To ${HQ}:500/VRF i0:f0] `,
  'Initiator SPI : 52C79670608A3068 - Responder SPI : 0063AAED5563FDAE Message id: 4',
  'IKEv2 INFORMATIONAL Exchange REQUEST ',
];
const strangersOf = (...lines: string[]) => timelineOf({ a: lines }).recordings.a.strangers;

describe('a router that has an SA of its own with the hub', () => {
  it.each([
    ['is heard on both sides of what the branch sends', [authenticated(100, SPOKE), ...receives(900, BRANCH, 11), invalidSpi(4000, SPOKE)]],
    [
      'makes a child SA, between two packets of the branch',
      [
        ...receives(100, BRANCH, 21),
        ...created(700, HQ, SPOKE, HQ, '0x51A2C3D4'),
        ...v2(2500, BRANCH),
        ...v2(9000, SPOKE),
        invalidSpi(9600, SPOKE),
      ],
    ],
    [
      'makes its SA when it was told that its packets find none',
      [
        invalidSpi(100, SPOKE),
        invalidSpi(800, BRANCH, HQ, '0x22C0FFEE(583073774)'),
        ...receives(2000, SPOKE, 31),
        authenticated(2100, SPOKE),
      ],
    ],
  ])('is another peer: it %s', (_what, lines) => {
    expect(strangersOf(...lines)).toEqual([]);
  });

  it.each([
    ['is the only one who is heard', [authenticated(100, SPOKE), invalidSpi(4000, SPOKE)]],
    ['is heard when the branch is heard no more', [...receives(100, BRANCH, 41), authenticated(900, SPOKE), invalidSpi(4000, SPOKE)]],
    [
      'is heard until the branch is, as one whose line at home came back',
      [authenticated(100, SPOKE), invalidSpi(700, SPOKE), ...receives(900, BRANCH, 51)],
    ],
    ['is spoken to in between, and does not answer', [authenticated(100, SPOKE), ...sends(900, BRANCH, 61), invalidSpi(4000, SPOKE)]],
  ])('may be the branch at a new address where it %s', (_what, lines) => {
    expect(strangersOf(...lines)).toEqual([SPOKE]);
  });

  it('may be the branch where no SA of it is on record, whoever sends in between', () => {
    expect(strangersOf(invalidSpi(100, SPOKE), ...receives(900, BRANCH, 71), invalidSpi(70_000, SPOKE))).toEqual([SPOKE]);
  });
});
