/** Line ends are where a terminal changes a file: each LF becomes CR LF on the wire, and a line end may be added before the prompt. */

/** Newlines that a device may print behind a file to bring the prompt to a line of its own. [B] */
const ADDED_BYTES_MAX = 4;
const CR = 0x0d;
const LF = 0x0a;

/** Each way in which a file of exactly this size can have come over the terminal; none when bytes were lost or added. The first may share memory with `wire`. */
export function readFileBytes(wire: Buffer, sizeBytes: number): Buffer[] {
  const pairs = countPairs(wire);
  const couldBeTranslated = isNear(wire.length - pairs, sizeBytes);
  const couldBeRaw = isNear(wire.length, sizeBytes) && pairs > 0;
  const raw = couldBeRaw ? [trimTo(couldBeTranslated ? Buffer.from(wire) : wire, sizeBytes)] : [];
  const translated = couldBeTranslated ? [trimTo(joinPairs(wire), sizeBytes)] : [];
  return [...translated, ...raw].filter((bytes) => bytes !== undefined);
}

function isNear(length: number, sizeBytes: number): boolean {
  return length >= sizeBytes && length <= sizeBytes + ADDED_BYTES_MAX;
}

/** Cuts added line ends off; undefined when something else stands there. */
function trimTo(bytes: Buffer, sizeBytes: number): Buffer | undefined {
  const added = bytes.subarray(sizeBytes);
  return added.every((byte) => byte === LF || byte === CR) ? bytes.subarray(0, sizeBytes) : undefined;
}

/** One byte is looked for and not two: that search is four times as fast, and a file of 50 MB has half a million lines. */
function countPairs(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1)) if (bytes[at + 1] === LF) count += 1;
  return count;
}

/** CR LF to LF, in place: a file of 50 MB is not held twice. */
function joinPairs(bytes: Buffer): Buffer {
  let to = 0;
  let from = 0;
  for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] !== LF) continue;
    bytes.copyWithin(to, from, at);
    to += at - from;
    from = at + 1;
  }
  bytes.copyWithin(to, from);
  return bytes.subarray(0, to + bytes.length - from);
}
