/** Packets of two ends: paired by what no other has, their own proof of the clock, and nothing claimed of what was not captured. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Bundle } from '../../src/bundle/bundle.ts';
import type { EspPacket, IkePacket, Packet } from '../../src/bundle/packets/packet.ts';
import { readPackets } from '../../src/bundle/packets/read-packets.ts';
import { toAddress } from '../../src/ipsec/address.ts';
import type { PacketTable } from '../../src/timeline/model.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { BRANCH, bundleOf, HQ } from './two-peers.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 26);

function esp(atMs: number, from: 'hq' | 'branch', sequence: number, source = from === 'hq' ? HQ : BRANCH): EspPacket {
  const [spi, destination] = from === 'hq' ? (['0xF134FAC7', BRANCH] as const) : (['0xFE4C83FC', HQ] as const);
  return {
    kind: 'esp',
    frame: 1,
    atMs: START_MS + atMs,
    source: toAddress(source),
    destination: toAddress(destination),
    isUdp: true,
    spi,
    sequence,
  };
}

function ike(atMs: number, from: 'hq' | 'branch', messageId: number, flags: number): IkePacket {
  const [source, destination] = from === 'hq' ? [HQ, BRANCH] : [BRANCH, HQ];
  const wire = { frame: 1, atMs: START_MS + atMs, source: toAddress(source), destination: toAddress(destination), isUdp: true };
  const spis = { initiatorSpi: 'e4a5e4aa64772b9a', responderSpi: '74729a190d574edf' };
  return { kind: 'ike', ...wire, ...spis, version: 2, exchange: 37, flags, messageId, lengthBytes: 80, hasMarker: true };
}

function withPackets(sides: { a?: readonly Packet[]; b?: readonly Packet[] }, bundle: Bundle = bundleOf({})): PacketTable | null {
  for (const side of ['a', 'b'] as const) {
    const packets = sides[side];
    if (packets === undefined) continue;
    const file = { format: 'pcap' as const, packets: [...packets], others: 0, fragments: 0, unread: 0, cut: null };
    bundle.sides[side].push({ name: 'packets.pcap', text: '', bytes: 24, packets: file });
  }
  return buildTimeline(bundle).packets;
}

/** branch's clock is an hour ahead; the way takes 20 ms there and 30 ms back. */
const A = [esp(0, 'hq', 1), esp(130, 'branch', 1), esp(200, 'hq', 2), esp(3000, 'hq', 3), esp(9000, 'hq', 4)];
const B = [esp(HOUR_MS + 20, 'hq', 1), esp(HOUR_MS + 100, 'branch', 1), esp(HOUR_MS + 220, 'hq', 2), esp(HOUR_MS + 9020, 'hq', 4)];

describe('packets of both ends', () => {
  const table = withPackets({ a: A, b: B });

  test('prove the clock by themselves: the offset lies inside its bound', () => {
    const { offsetMs, uncertaintyMs, method, matches } = table?.clock ?? {};
    expect({ method, matches }).toEqual({ method: 'matched packets (4 pairs)', matches: 4 });
    expect(Math.abs((offsetMs ?? 0) - HOUR_MS)).toBeLessThanOrEqual(uncertaintyMs ?? 0);
    expect(uncertaintyMs).toBeLessThanOrEqual(26);
  });

  test('are paired by SPI and sequence, in the order of the common clock', () => {
    const told = table?.pairs.map(({ key, from, fate }) => `${key} ${from} ${fate}`);
    expect(told).toEqual([
      '0xF134FAC7 1 a delivered',
      '0xFE4C83FC 1 b delivered',
      '0xF134FAC7 2 a delivered',
      '0xF134FAC7 3 a unseen',
      '0xF134FAC7 4 a delivered',
    ]);
  });

  test('are cited by file and place, each on its own clock and on the common one', () => {
    const [first] = table?.pairs ?? [];
    expect(first?.sent).toEqual({ file: 'packets.pcap', frame: 1, atMs: START_MS, commonAtMs: START_MS });
    expect(first?.received).toMatchObject({ frame: 1, atMs: START_MS + HOUR_MS + 20 });
    expect(Math.abs((first?.received?.commonAtMs ?? 0) - START_MS - 20)).toBeLessThanOrEqual(table?.clock.uncertaintyMs ?? 0);
  });

  test('that a capture cannot have held are not said to be unseen', () => {
    const later = withPackets({ a: [...A, esp(12_000, 'hq', 5)], b: B });
    expect(later?.pairs.at(-1)).toMatchObject({ key: '0xF134FAC7 5', received: null, fate: 'unknown' });
  });

  test('of a stranger are counted and left out', () => {
    const foreign = withPackets({
      a: A,
      b: [...B, { ...esp(HOUR_MS, 'hq', 9), source: toAddress('203.0.113.9'), destination: toAddress('203.0.113.8') }],
    });
    expect(foreign?.coverage.b).toMatchObject({ packets: 4, foreign: 1 });
  });

  test('are known by the address behind a NAT', () => {
    const nat = bundleOf({});
    nat.tunnel.a.natAddress = toAddress('203.0.113.30');
    const table = withPackets({ a: [esp(0, 'hq', 1)], b: [esp(20, 'hq', 1, '203.0.113.30')] }, nat);
    expect(table?.pairs).toMatchObject([{ fate: 'delivered', from: 'a' }]);
  });

  test('of IKE: a request that was sent again has an arrival each, an answer is another message', () => {
    const a = [ike(0, 'hq', 3, 0x08), ike(1000, 'hq', 3, 0x08), ike(1060, 'branch', 3, 0x20)];
    const b = [ike(HOUR_MS + 1020, 'hq', 3, 0x08), ike(HOUR_MS + 1030, 'branch', 3, 0x20)];
    const pairs = withPackets({ a: [...a, ...A.slice(0, 2)], b: [...b, ...B.slice(0, 2)] })?.pairs.filter(({ kind }) => kind === 'ike');
    expect(pairs?.map(({ key, fate, sent }) => [key.split(' ').at(-1), fate, sent?.atMs])).toEqual([
      ['request', 'unknown', START_MS],
      ['request', 'delivered', START_MS + 1000],
      ['response', 'delivered', START_MS + HOUR_MS + 1030],
    ]);
  });
});

describe('packets of one end alone', () => {
  test('bound no clock, and say nothing of what became of them', () => {
    const table = withPackets({ a: A });
    expect(table?.clock).toMatchObject({ offsetMs: null, method: 'no packet was seen at both ends' });
    expect(table?.pairs.map(({ fate }) => fate)).toEqual(['unknown', 'unseen-sender', 'unknown', 'unknown', 'unknown']);
    expect(table?.coverage.b).toMatchObject({ files: [], packets: 0 });
  });

  test('of a real capture: the story of a lost DELETE, four times sent and nowhere answered', () => {
    const file = readPackets(readFileSync(new URL('../charon/delete-lost-at-rekey-ikev2.pcap', import.meta.url)));
    const table = withPackets({ a: file?.packets ?? [] });
    const deletes = table?.pairs.filter((pair) => pair.kind === 'ike' && pair.exchange === 37) ?? [];
    expect(deletes.map(({ from, sent, received, fate }) => [from, sent !== null, received, fate])).toEqual(
      Array.from({ length: 4 }, () => ['a', true, null, 'unknown']),
    );
    const arrived = table?.pairs.filter((pair) => pair.kind === 'esp' && pair.spi === '0xFE4C83FC') ?? [];
    expect(arrived.every(({ from, fate }) => from === 'b' && fate === 'unseen-sender')).toBe(true);
  });

  test('are absent where nobody captured', () => {
    expect(withPackets({})).toBeNull();
  });
});
