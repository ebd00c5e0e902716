/** Packet files: a real one against its story, every format and link by hand, and damage of any kind. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EspPacket, IkePacket, Packet } from '../../../src/bundle/packets/packet.ts';
import { isPacketFile, readPackets } from '../../../src/bundle/packets/read-packets.ts';

const REAL = readFileSync(new URL('../../charon/delete-lost-at-rekey-ikev2.pcap', import.meta.url));
const STORY = readFileSync(new URL('../../charon/delete-lost-at-rekey-ikev2.txt', import.meta.url), 'utf8');

const isEsp = (packet: Packet): packet is EspPacket => packet.kind === 'esp';
const isIke = (packet: Packet): packet is IkePacket => packet.kind === 'ike';
const packetsOf = (bytes: Buffer): Packet[] => readPackets(bytes)?.packets ?? [];

describe('the capture of a DELETE that is lost at a rekey', () => {
  const file = readPackets(REAL);
  const packets = file?.packets ?? [];

  test('is read to its end, and holds IKE and ESP alone', () => {
    expect({ ...file, packets: packets.length }).toEqual({ format: 'pcap', packets: 39, others: 0, fragments: 0, unread: 0, cut: null });
  });

  test('shows the SPIs of the story: each end receives with those that it listed', () => {
    const to = (address: string): string[] => [
      ...new Set(packets.filter(isEsp).flatMap((esp) => (esp.destination === address ? [esp.spi] : []))),
    ];
    const listed = /lists at b: inbound (0x\w+) (0x\w+),/.exec(STORY) ?? [];
    expect(to('198.51.100.1')).toEqual([listed[1], listed[2]]);
    expect(to('192.0.2.1')).toEqual(['0xFE4C83FC']);
    expect(STORY).toContain("spi: '0xFE4C83FC'");
  });

  test('shows branch sending on the old SPI after the rekey, and the DELETE of hq four times without an answer', () => {
    const rekeyed = packets.filter(isIke).find(({ exchange, flags }) => exchange === 36 && (flags & 0x20) !== 0);
    const later = packets.filter(isEsp).filter(({ destination, atMs }) => destination === '192.0.2.1' && atMs > (rekeyed?.atMs ?? 0));
    expect(later.every(({ spi }) => spi === '0xFE4C83FC')).toBe(true);
    expect(later.length).toBeGreaterThan(5);
    const deletes = packets.filter(isIke).filter(({ exchange }) => exchange === 37);
    expect(deletes.map(({ messageId, source }) => [messageId, source])).toEqual(Array.from({ length: 4 }, () => [3, '192.0.2.1']));
  });

  test('tells IKE from ESP on port 4500 by its marker', () => {
    const [first, , authentication] = packets.filter(isIke);
    expect(first).toMatchObject({
      exchange: 34,
      hasMarker: false,
      initiatorSpi: 'e4a5e4aa64772b9a',
      responderSpi: '0000000000000000',
      version: 2,
    });
    expect(authentication).toMatchObject({ exchange: 35, messageId: 1, hasMarker: true, flags: 0x08, responderSpi: '74729a190d574edf' });
  });

  test('counts the sequence of each SPI without a hole, and places it to the microsecond', () => {
    const sequences = packets.filter(isEsp).flatMap(({ spi, sequence }) => (spi === '0xFE4C83FC' ? [sequence] : []));
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(packets[0]?.atMs).toBeCloseTo(1_795_668_167_232.445, 2);
  });
});

/** ESP with SPI 0x11223344 and sequence 7. */
const ESP = Buffer.from('112233440000000700000000', 'hex');
const ETHERNET = '5a5df86d2e2aeaf48ee9fae9';

function ipv4(payload: Buffer, { protocol = 50, piece = 0 } = {}): Buffer {
  const header = Buffer.from('450000000000000040000000c0000201c6336401', 'hex');
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt16BE(piece, 6);
  header.writeUInt8(protocol, 9);
  return Buffer.concat([header, payload]);
}

function ipv6(payload: Buffer, next = 50): Buffer {
  const header = Buffer.from(`60000000000032402001 0db8${'0'.repeat(22)}01 20010db8${'0'.repeat(22)}02`.replaceAll(' ', ''), 'hex');
  header.writeUInt8(next, 6);
  return Buffer.concat([header, payload]);
}

function pcapOf(link: number, frames: readonly Buffer[], { isLittle = true, isNano = false } = {}): Buffer {
  const numbers = (...values: number[]): Buffer => {
    const made = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => {
      if (isLittle) made.writeUInt32LE(value, index * 4);
      else made.writeUInt32BE(value, index * 4);
    });
    return made;
  };
  const header = numbers(isNano ? 0xa1b23c4d : 0xa1b2c3d4, isLittle ? 0x00040002 : 0x00020004, 0, 0, 65_535, link);
  return Buffer.concat([header, ...frames.flatMap((frame) => [numbers(1000, isNano ? 5e8 : 5e5, frame.length, frame.length), frame])]);
}

function block(type: number, body: Buffer, isLittle: boolean): Buffer {
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const [head, tail] = [Buffer.alloc(8), Buffer.alloc(4)];
  const put = (buffer: Buffer, value: number, at: number) => (isLittle ? buffer.writeUInt32LE(value, at) : buffer.writeUInt32BE(value, at));
  put(head, type, 0);
  put(head, padded.length + 12, 4);
  put(tail, padded.length + 12, 0);
  return Buffer.concat([head, padded, tail]);
}

function pcapngOf(frame: Buffer, isLittle: boolean): Buffer {
  const order = isLittle ? '4d3c2b1a01000000' : '1a2b3c4d00010000';
  const section = block(0x0a0d0d0a, Buffer.from(`${order}ffffffffffffffff`, 'hex'), isLittle);
  // if_tsresol of 9: nanoseconds.
  const face = block(
    1,
    Buffer.from(isLittle ? '010000000000000009000100090000000000' : '000100000000000000090001090000000000', 'hex'),
    isLittle,
  );
  const fields = Buffer.alloc(20);
  const ticks = 1000.5e9;
  [0, Math.floor(ticks / 2 ** 32), ticks % 2 ** 32, frame.length, frame.length].forEach((value, index) => {
    if (isLittle) fields.writeUInt32LE(value, index * 4);
    else fields.writeUInt32BE(value, index * 4);
  });
  return Buffer.concat([section, face, block(6, Buffer.concat([fields, frame]), isLittle), block(4, Buffer.alloc(8), isLittle)]);
}

const WANTED = { kind: 'esp', spi: '0x11223344', sequence: 7, atMs: 1_000_500, isUdp: false };

describe('a packet file', () => {
  test.each([
    [true, false],
    [false, false],
    [true, true],
    [false, true],
  ])('classic, little-endian %s, nanoseconds %s', (isLittle, isNano) => {
    expect(packetsOf(pcapOf(101, [ipv4(ESP)], { isLittle, isNano }))).toMatchObject([WANTED]);
  });

  test.each([true, false])('pcapng, little-endian %s, with blocks of other kinds', (isLittle) => {
    const file = readPackets(pcapngOf(Buffer.concat([Buffer.from(`${ETHERNET}0800`, 'hex'), ipv4(ESP)]), isLittle));
    expect(file).toMatchObject({ format: 'pcapng', packets: [WANTED], cut: null });
  });

  test.each([
    ['Ethernet', 1, `${ETHERNET}0800`],
    ['one VLAN', 1, `${ETHERNET}810000640800`],
    ['two VLANs', 1, `${ETHERNET}88a80064810000c80800`],
    ['raw IP', 101, ''],
    ['Linux cooked v1', 113, '0000000100065a5df86d2e2a00000800'],
    ['Linux cooked v2', 276, '0800000000000002000100065a5df86d2e2a0000'],
  ])('on a link of %s', (_, link, header) => {
    expect(packetsOf(pcapOf(link, [Buffer.concat([Buffer.from(header, 'hex'), ipv4(ESP)])]))).toMatchObject([WANTED]);
  });

  test('over IPv6, with an extension header before it', () => {
    const options = Buffer.from('3200000000000000', 'hex');
    expect(packetsOf(pcapOf(101, [ipv6(ESP), ipv6(Buffer.concat([options, ESP]), 60)]))).toMatchObject([
      { ...WANTED, source: '2001:db8::1', destination: '2001:db8::2' },
      WANTED,
    ]);
  });

  test('counts pieces, and reads the header of the first alone', () => {
    const pieces = [ipv4(ESP, { piece: 0x2000 }), ipv4(ESP, { piece: 0x2003 }), ipv4(ESP, { piece: 0x0006 })];
    expect(readPackets(pcapOf(101, pieces))).toMatchObject({ packets: [WANTED], fragments: 3, others: 0, unread: 0 });
  });

  test('counts what is neither IKE nor ESP, and what it cannot read', () => {
    const keepalive = ipv4(Buffer.from('1194119400090000ff', 'hex'), { protocol: 17 });
    const arp = Buffer.from(`${ETHERNET}0806`, 'hex');
    expect(
      readPackets(pcapOf(1, [Buffer.concat([Buffer.from(`${ETHERNET}0800`, 'hex'), keepalive]), arp, Buffer.from('00')])),
    ).toMatchObject({
      packets: [],
      others: 2,
      unread: 1,
    });
    expect(readPackets(pcapOf(105, [ipv4(ESP)]))).toMatchObject({ packets: [], unread: 1 });
  });

  test('is known by its first bytes alone', () => {
    expect(isPacketFile(REAL)).toBe(true);
    expect(isPacketFile(Buffer.from('hq#show logging\nSyslog logging: enabled\n'))).toBe(false);
    expect(readPackets(Buffer.alloc(0))).toBeUndefined();
  });
});

describe('a damaged packet file', () => {
  test('that is cut anywhere gives the packets before the cut, and says so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 24, max: REAL.length - 1 }), (length) => {
        const file = readPackets(REAL.subarray(0, length));
        const whole = packetsOf(REAL);
        expect(file?.packets).toEqual(whole.slice(0, file?.packets.length));
        expect(file?.cut === null).toBe(endsOfFrames(REAL).includes(length));
      }),
    );
  });

  test('never throws, whatever its bytes are', () => {
    const files = [REAL, pcapngOf(ipv4(ESP), true), pcapngOf(ipv4(ESP), false), pcapOf(276, [ipv6(ESP, 44)])];
    const patches = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...files), patches, (file, changes) => {
        const damaged = Buffer.from(file);
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
        const read = readPackets(damaged);
        expect((read?.packets.length ?? 0) + (read?.unread ?? 0)).toBeLessThanOrEqual(damaged.length / 12);
      }),
      { numRuns: 500 },
    );
  });

  test('of random bytes behind a true beginning never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0, 1, 12, 101, 113, 276), (bytes, link) => {
        expect(readPackets(pcapOf(link, [Buffer.from(bytes)]))?.cut).toBeNull();
        expect(readPackets(Buffer.concat([pcapOf(link, []), Buffer.from(bytes)]))).toBeDefined();
      }),
    );
  });
});

function endsOfFrames(bytes: Buffer): number[] {
  const ends = [24];
  for (let at = 24; at < bytes.length; ) {
    at += 16 + bytes.readUInt32LE(at + 8);
    ends.push(at);
  }
  return ends;
}
