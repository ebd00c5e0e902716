/** Bytes are read as numbers, hexadecimal and Latin-1 without Node's Buffer: a page reads bundles too. */

/** In the order of the network; 0 beyond the end. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x10000 + u16(bytes, at + 2);
}

export function hexOf(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = '';
  for (let at = from; at < Math.min(to, bytes.length); at += 1) text += (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return text;
}

/** More arguments than this no engine takes at once. */
const PIECE_BYTES = 16 * 1024;

/** Each byte its own character; what the web calls latin1 is Windows-1252, and changes 27 of them. [C] WHATWG Encoding */
export function latin1Of(bytes: Uint8Array, from = 0, to = bytes.length): string {
  const end = Math.min(to, bytes.length);
  let text = '';
  // Spread, a piece would be gone through by its iterator: twenty times as long.
  for (let at = from; at < end; at += PIECE_BYTES)
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, Math.min(at + PIECE_BYTES, end)));
  return text;
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
