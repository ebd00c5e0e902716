/** pcapng: sections of blocks, each with its length before and behind it; interfaces tell link and unit of time. [C] draft-ietf-opsawg-pcapng */
import { hexOf, u32 as wordAt } from '../bytes.ts';
import { type Cut, type FileFormat, type Frame, numbersOf } from './frame.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const OPTION_RESOLUTION = 9;
const OPTION_OFFSET = 14;
/** Block type and both lengths. */
const BLOCK_BYTES = 12;
const LITTLE = '4d3c2b1a';
const BIG = '1a2b3c4d';

interface Interface {
  link: number;
  ticksPerMs: number;
  offsetMs: number;
}

interface Section {
  isLittle: boolean;
  interfaces: Interface[];
}

export const pcapng: FileFormat = {
  id: 'pcapng',
  isOf: (bytes) => bytes.length >= BLOCK_BYTES && wordAt(bytes, 0) === SECTION && orderOf(bytes, 0) !== undefined,
  *frames(bytes): Generator<Frame | Cut> {
    let section: Section = { isLittle: true, interfaces: [] };
    for (let at = 0; at < bytes.length; ) {
      if (at + BLOCK_BYTES > bytes.length) return yield { cut: 'it ends in the middle of a block' };
      const isSection = wordAt(bytes, at) === SECTION;
      if (isSection) section = { isLittle: orderOf(bytes, at) ?? section.isLittle, interfaces: [] };
      const { u32 } = numbersOf(bytes, section.isLittle);
      const length = u32(at + 4) ?? 0;
      if (length < BLOCK_BYTES || length % 4 !== 0) return yield { cut: `a block claims ${length} bytes` };
      if (at + length > bytes.length) return yield { cut: 'it ends in the middle of a block' };
      if (u32(at + length - 4) !== length) return yield { cut: 'the two lengths of a block differ' };
      if (!isSection) yield* framesOf(u32(at) ?? 0, bytes.subarray(at + 8, at + length - 4), section);
      at += length;
    }
  },
};

function orderOf(bytes: Uint8Array, at: number): boolean | undefined {
  const order = hexOf(bytes, at + 8, at + 12);
  return order === LITTLE ? true : order === BIG ? false : undefined;
}

/** Of a block that holds a packet; other blocks are passed over, as the format asks. */
function* framesOf(type: number, body: Uint8Array, section: Section): Generator<Frame> {
  if (type === INTERFACE) section.interfaces.push(interfaceOf(body, section.isLittle));
  else if (type === ENHANCED_PACKET) yield* enhanced(body, section);
  // It has no stamp, and what is not placed in time proves nothing here: a frame of no link is counted as unread.
  else if (type === SIMPLE_PACKET) yield { atMs: 0, link: -1, bytes: new Uint8Array() };
}

function* enhanced(body: Uint8Array, { isLittle, interfaces }: Section): Generator<Frame> {
  const { u32 } = numbersOf(body, isLittle);
  const seen = interfaces[u32(0) ?? 0];
  const length = u32(12);
  if (seen === undefined || length === undefined || 20 + length > body.length) return yield { atMs: 0, link: -1, bytes: new Uint8Array() };
  // Microseconds since 1970 fit a double; nanoseconds lose their last digits, which no clock of a router has.
  const ticks = (u32(4) ?? 0) * 2 ** 32 + (u32(8) ?? 0);
  yield { atMs: ticks / seen.ticksPerMs + seen.offsetMs, link: seen.link, bytes: body.subarray(20, 20 + length) };
}

function interfaceOf(body: Uint8Array, isLittle: boolean): Interface {
  const { u16, u32 } = numbersOf(body, isLittle);
  const made: Interface = { link: u16(0) ?? -1, ticksPerMs: 1e3, offsetMs: 0 };
  for (let at = 8; ; ) {
    const [code, length] = [u16(at), u16(at + 2)];
    if (code === undefined || length === undefined || code === 0 || at + 4 + length > body.length) return made;
    if (code === OPTION_RESOLUTION && length >= 1) made.ticksPerMs = resolutionOf(body[at + 4] ?? 6);
    if (code === OPTION_OFFSET && length === 8) made.offsetMs = signed64(u32, at + 4, isLittle) * 1000;
    at += 4 + Math.ceil(length / 4) * 4;
  }
}

/** The upper bit chooses powers of two. */
function resolutionOf(value: number): number {
  return (value & 0x80 ? 2 ** (value & 0x7f) : 10 ** value) / 1000;
}

function signed64(u32: (at: number) => number | undefined, at: number, isLittle: boolean): number {
  const [high, low] = isLittle ? [u32(at + 4), u32(at)] : [u32(at), u32(at + 4)];
  return ((high ?? 0) | 0) * 2 ** 32 + (low ?? 0);
}
