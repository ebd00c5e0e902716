/** Decoding turns a raw file's bytes into text, whatever terminal program wrote it, or says that it is none. */
import type { FileProblem } from './bundle.ts';
import { latin1Of } from './bytes.ts';

/** A share of control characters above this is no log of any router. */
const CONTROL_SHARE_MAX = 0.02;
/** Enough to tell text from an archive. */
const SAMPLE_BYTES = 64 * 1024;
/** ` --More-- ` as the very last thing: somebody's session ended in the pager. */
export const ENDS_IN_PAGER = /--More--[\s\b]*$/;

const LINE_FEED = 0x0a;

export interface Decoded {
  text: string;
  problem?: FileProblem | undefined;
}

export function decode(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return { text: '', problem: 'binary' };
  const text = textOf(bytes, encoding);
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (bare.replaceAll('\0', '').trim() === '') return { text: '', problem: 'empty' };
  return ENDS_IN_PAGER.test(bare.slice(-80)) ? { text: bare, problem: 'cut-short' } : { text: bare };
}

type Encoding = 'utf-8' | 'latin1' | 'utf-16le' | 'utf-16be';

function textOf(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'latin1') return isOfWindows(bytes) ? latin1Of(bytes).replace(OF_WINDOWS, plainSign) : latin1Of(bytes);
  // Half a character at the end is no damage.
  const whole = encoding === 'utf-8' ? bytes : bytes.subarray(0, bytes.length & ~1);
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(whole);
}

/** Quotation marks and dashes of a word processor, where no terminal's CSI is among them: both use what Latin-1 has no letters for. [C] Encoding Standard, index windows-1252 */
function isOfWindows(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  return sample.some((byte) => byte >= 0x91 && byte <= 0x97) && !sample.includes(CSI);
}

const CSI = 0x9b;
const OF_WINDOWS = /[\u0091-\u0097]/g;
const PLAIN_SIGNS = ["'", "'", '"', '"', '*', '-', '-'];

function plainSign(sign: string): string {
  return PLAIN_SIGNS[sign.charCodeAt(0) - 0x91] ?? '';
}

function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const wide = wideEncodingOf(bytes);
  if (wide !== undefined) return wide;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let controls = 0;
  // A log whose writer lost its power, or that lay in a block of a fixed size, is filled up with zeros; it still has lines.
  const mayHaveZeros = sample.includes(LINE_FEED);
  for (const byte of sample) {
    if (byte === 0 && mayHaveZeros) continue;
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x08 && byte !== 0x1b) controls += 1;
  }
  if (controls > sample.length * CONTROL_SHARE_MAX) return undefined;
  return isUtf8(sample, sample.length < bytes.length) ? 'utf-8' : 'latin1';
}

/** By its mark, or without one because every other byte is zero: what a router prints is ASCII. */
export function wideEncodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const length = Math.min(bytes.length, WIDE_SAMPLE_BYTES) & ~1;
  for (let at = 0; at < length; at += 1) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / Math.max(1, length / 2));
  if (odd >= WIDE_SHARE_MIN && even < NARROW_SHARE_MAX) return 'utf-16le';
  return even >= WIDE_SHARE_MIN && odd < NARROW_SHARE_MAX ? 'utf-16be' : undefined;
}

const WIDE_SAMPLE_BYTES = 4096;
const WIDE_SHARE_MIN = 0.8;
const NARROW_SHARE_MAX = 0.02;

function isUtf8(sample: Uint8Array, isCut: boolean): boolean {
  try {
    // A character cut by the end of the sample is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}
