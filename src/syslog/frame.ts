/** A frame is one message on a stream: its octets are counted before it, or a line end stands behind it; the first octets of a connection tell which. [C] RFC 6587 3.4 */

export interface Frame {
  bytes: Buffer;
  /** True when only its beginning is here: it was longer than is taken, or the connection ended in it. */
  isCut: boolean;
}

/** Every receiver should take this much. [C] RFC 5425 4.3.1 */
export const FRAME_BYTES_MAX = 8192;
/** No syslog message is longer; a count that says so is no count, and what it would swallow are messages. [B] */
const COUNT_MAX = 65_536;
const COUNT_DIGITS = 5;

const LINE_FEED = 10;
const BLANK = 32;
const NOUGHT = 48;
const NINE = 57;
const LESS_THAN = 60;
const EMPTY = Buffer.alloc(0);

export class Framing {
  /** True once a count was none: from there on lines are read. */
  isBroken = false;
  #form: 'unknown' | 'counted' | 'lines' = 'unknown';
  #rest: Buffer = EMPTY;
  /** Octets of a counted message that are no longer taken. */
  #skip = 0;
  /** True within a line that is no longer taken. */
  #isSkipping = false;

  /** Takes what came; the pieces may end anywhere. */
  feed(chunk: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    while (this.#takeOne(frames));
    // A piece keeps the whole chunk alive that it was cut from.
    this.#rest = this.#rest.length === 0 ? EMPTY : Buffer.from(this.#rest);
    return frames;
  }

  /** The connection is over, or has been silent: what stands there without its end is given away as it is. Where it broke off, nobody knows what is missing. */
  flush(isBrokenOff = false): Frame[] {
    const [rest, form] = [this.#rest, this.#form];
    if (form === 'counted') return this.#flushCounted();
    this.#rest = EMPTY;
    return isVoid(rest) || this.#isSkipping ? [] : [{ bytes: trimmed(rest), isCut: isBrokenOff }];
  }

  /** True while a message without its line end is held back. */
  get isOpenLine(): boolean {
    return this.#form === 'lines' && !this.#isSkipping && this.#rest.length > 0;
  }

  #flushCounted(): Frame[] {
    const count = countAt(this.#rest);
    const bytes = count === undefined || count === 'unfinished' ? this.#rest : this.#rest.subarray(count.digits + 1);
    this.#rest = EMPTY;
    return isVoid(bytes) ? [] : [{ bytes, isCut: true }];
  }

  /** False when what is here is no whole message. */
  #takeOne(frames: Frame[]): boolean {
    if (this.#form === 'unknown') this.#form = formOf(this.#rest);
    if (this.#form === 'unknown') return false;
    return this.#form === 'counted' ? this.#takeCounted(frames) : this.#takeLine(frames);
  }

  #takeCounted(frames: Frame[]): boolean {
    const skipped = Math.min(this.#skip, this.#rest.length);
    this.#skip -= skipped;
    this.#rest = withoutVoid(this.#rest.subarray(skipped));
    if (this.#skip > 0 || this.#rest.length === 0) return false;
    const count = countAt(this.#rest);
    if (count === 'unfinished') return false;
    if (count === undefined) {
      this.isBroken = true;
      this.#form = 'lines';
      return true;
    }
    const from = count.digits + 1;
    const taken = Math.min(count.octets, FRAME_BYTES_MAX);
    if (this.#rest.length < from + taken) return false;
    frames.push({ bytes: this.#rest.subarray(from, from + taken), isCut: taken < count.octets });
    this.#rest = this.#rest.subarray(from + taken);
    this.#skip = count.octets - taken;
    return true;
  }

  #takeLine(frames: Frame[]): boolean {
    const end = lineEnd(this.#rest);
    if (end === -1 && this.#rest.length <= FRAME_BYTES_MAX) return false;
    const line = this.#rest.subarray(0, end === -1 ? FRAME_BYTES_MAX : Math.min(end, FRAME_BYTES_MAX));
    if (!this.#isSkipping && !isVoid(line)) frames.push({ bytes: trimmed(line), isCut: end === -1 || end > FRAME_BYTES_MAX });
    this.#isSkipping = end === -1;
    this.#rest = end === -1 ? EMPTY : this.#rest.subarray(end + 1);
    return this.#rest.length > 0;
  }
}

/** `165 <189>29: …` is counted; `30: hq: *Mar  4 …` and `2026-01-05T…` are lines that begin with a figure. */
function formOf(bytes: Buffer): 'unknown' | 'counted' | 'lines' {
  const count = countAt(bytes);
  if (count === undefined) return bytes.length === 0 ? 'unknown' : 'lines';
  const first = count === 'unfinished' ? undefined : bytes[count.digits + 1];
  if (first === undefined) return 'unknown';
  return first === LESS_THAN ? 'counted' : 'lines';
}

/** `MSG-LEN SP`; undefined when it is none. */
function countAt(bytes: Buffer): { octets: number; digits: number } | 'unfinished' | undefined {
  let octets = 0;
  for (let digits = 0; digits <= COUNT_DIGITS; digits += 1) {
    const code = bytes[digits];
    if (code === undefined) return digits === 0 ? undefined : 'unfinished';
    if (code === BLANK) return digits === 0 || octets > COUNT_MAX ? undefined : { octets, digits };
    if (code < NOUGHT || code > NINE || (digits === 0 && code === NOUGHT)) return undefined;
    octets = octets * 10 + code - NOUGHT;
  }
  return undefined;
}

/** A line feed, or the NUL that some send in its place. [C] RFC 6587 3.4.2 */
function lineEnd(bytes: Buffer): number {
  const [feed, nul] = [bytes.indexOf(LINE_FEED), bytes.indexOf(0)];
  return feed === -1 || nul === -1 ? Math.max(feed, nul) : Math.min(feed, nul);
}

function isVoid(bytes: Buffer): boolean {
  return bytes.every((code) => code <= BLANK);
}

/** Line ends behind a counted message, which some send and do not count. */
function withoutVoid(bytes: Buffer): Buffer {
  let from = 0;
  while ((bytes[from] ?? NINE) <= BLANK) from += 1;
  return bytes.subarray(from);
}

/** Without the carriage return, and without the blank that some send behind the line end before. [C] rsyslog imtcp, FramingFix.Cisco.ASA */
function trimmed(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] ?? 0) <= BLANK) end -= 1;
  return line[0] === BLANK && line[1] === LESS_THAN ? line.subarray(1, end) : line.subarray(0, end);
}
