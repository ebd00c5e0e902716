/** Classic pcap: a header that tells order of bytes and unit of time, then frames. [C] draft-ietf-opsawg-pcap */
import { hexOf } from '../bytes.ts';
import { type Cut, type FileFormat, FRAME_BYTES_MAX, type Frame, numbersOf } from './frame.ts';

const HEADER_BYTES = 24;
const RECORD_BYTES = 16;
/** By the first four bytes: the order of bytes, and how many parts a millisecond has. */
const MAGIC: Readonly<Record<string, { isLittle: boolean; parts: number }>> = {
  a1b2c3d4: { isLittle: false, parts: 1e3 },
  d4c3b2a1: { isLittle: true, parts: 1e3 },
  a1b23c4d: { isLittle: false, parts: 1e6 },
  '4d3cb2a1': { isLittle: true, parts: 1e6 },
};

export const pcap: FileFormat = {
  id: 'pcap',
  isOf: (bytes) => magicOf(bytes) !== undefined,
  *frames(bytes): Generator<Frame | Cut> {
    const { isLittle, parts } = magicOf(bytes) ?? { isLittle: true, parts: 1e3 };
    const { u32 } = numbersOf(bytes, isLittle);
    // The upper bits tell of a checksum behind each frame. [C] draft-ietf-opsawg-pcap 4
    const link = (u32(20) ?? 0) & 0xffff;
    for (let at = HEADER_BYTES; at < bytes.length; ) {
      const length = u32(at + 8);
      const end = at + RECORD_BYTES + (length ?? 0);
      if (length === undefined || (end > bytes.length && length <= FRAME_BYTES_MAX))
        return yield { cut: 'it ends in the middle of a packet' };
      if (length > FRAME_BYTES_MAX) return yield { cut: `a packet claims ${length} bytes` };
      const atMs = (u32(at) ?? 0) * 1000 + (u32(at + 4) ?? 0) / parts;
      yield { atMs, link, bytes: bytes.subarray(at + RECORD_BYTES, end) };
      at = end;
    }
  },
};

function magicOf(bytes: Uint8Array): { isLittle: boolean; parts: number } | undefined {
  return bytes.length < HEADER_BYTES ? undefined : MAGIC[hexOf(bytes, 0, 4)];
}
