/** A frame is one record of a packet file, whatever its format: when it was seen, on which kind of link, and its first bytes. */

export interface Frame {
  atMs: number;
  /** By its number in the registry of tcpdump. */
  link: number;
  bytes: Uint8Array;
}

/** Why no more frames can be read from a file. */
export interface Cut {
  cut: string;
}

export interface FileFormat {
  id: 'pcap' | 'pcapng';
  /** By its first bytes. */
  isOf(bytes: Uint8Array): boolean;
  /** Ends with why, where the file ends in the middle or makes no sense; never throws. */
  frames(bytes: Uint8Array): Generator<Frame | Cut>;
}

/** tcpdump itself writes at most 262144; what claims more is damage. */
export const FRAME_BYTES_MAX = 1024 * 1024;

/** A view of numbers in the order of bytes that the file has; undefined beyond the end. */
export function numbersOf(
  bytes: Uint8Array,
  isLittle: boolean,
): { u16(at: number): number | undefined; u32(at: number): number | undefined } {
  const has = (at: number, length: number): boolean => at >= 0 && at + length <= bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    u16: (at) => (has(at, 2) ? view.getUint16(at, isLittle) : undefined),
    u32: (at) => (has(at, 4) ? view.getUint32(at, isLittle) : undefined),
  };
}
