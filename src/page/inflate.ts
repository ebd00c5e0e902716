/** Inflating gzip goes from member to member, as Node's zlib does: zeros behind the last are padding, anything else has to be a member. */
import { Inflate } from 'fflate';
import { joined } from '../bundle/bytes.ts';
import { Unpackable } from '../bundle/gunzip.ts';
import type { Inflated } from '../bundle/machine.ts';
import { crc32 } from './crc32.ts';

/** In steps, so that a bomb is seen before it has unpacked. */
const STEP_BYTES = 64 * 1024;

export async function* inflate(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Inflated> {
  const members = new Members();
  let takenBytes = 0;
  for await (const whole of packed) {
    for (let at = 0; at < whole.length && !members.isPadding; at += STEP_BYTES) {
      const bytes = whole.slice(at, at + STEP_BYTES);
      takenBytes += bytes.length;
      for (const piece of members.take(bytes)) yield { piece, takenBytes };
    }
  }
  if (!members.isWhole) throw new Unpackable('is cut short');
}

/** What fflate remembers between two pushes: the last block was reached, no table is open, bits of the first byte that are used up. */
interface Remembered {
  s: { f?: number; l?: unknown; p?: number };
  /** What it has not used yet. */
  p: Uint8Array;
}

/** [C] RFC 1952 2.3 */
const MARK = 0x8b1f;
const DEFLATE = 8;
const HEAD_BYTES = 10;
const TRAILER_BYTES = 8;
const FLAG = { sum: 0x02, extra: 0x04, name: 0x08, comment: 0x10, reserved: 0xe0 } as const;

class Members {
  isPadding = false;
  #rest: Uint8Array = new Uint8Array();
  #body: Inflate | undefined;
  #isBodyOver = false;
  readonly #sum = { crc: 0, bytes: 0 };
  #ready: Uint8Array[] = [];
  #count = 0;

  /** True between two members. */
  get isWhole(): boolean {
    return this.isPadding || (this.#count > 0 && this.#body === undefined && this.#rest.length === 0);
  }

  take(bytes: Uint8Array): Uint8Array[] {
    this.#ready = [];
    this.#rest = this.#rest.length === 0 ? bytes : joined([this.#rest, bytes]);
    while (this.#rest.length > 0 && this.#goOn());
    return this.#ready;
  }

  /** False when it wants more bytes, or none any more. */
  #goOn(): boolean {
    if (this.#body === undefined) return this.#begin();
    return this.#isBodyOver ? this.#end() : this.#unpack(this.#body);
  }

  #begin(): boolean {
    if (this.#count > 0 && this.#rest[0] === 0) {
      this.isPadding = true;
      return false;
    }
    const bytes = headBytes(this.#rest);
    if (bytes === undefined) return false;
    this.#rest = this.#rest.subarray(bytes);
    Object.assign(this.#sum, { crc: 0, bytes: 0 });
    this.#isBodyOver = false;
    this.#body = new Inflate((piece) => this.#pass(piece));
    return true;
  }

  #pass(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#sum.crc = crc32(piece, this.#sum.crc);
    this.#sum.bytes = (this.#sum.bytes + piece.length) >>> 0;
    this.#ready.push(piece);
  }

  #unpack(body: Inflate): boolean {
    try {
      body.push(this.#rest, false);
    } catch {
      throw damaged();
    }
    const { s, p } = body as unknown as Remembered;
    this.#isBodyOver = s.f === 1 && s.l == null;
    this.#rest = this.#isBodyOver ? p.subarray((s.p ?? 0) > 0 ? 1 : 0) : new Uint8Array();
    return this.#isBodyOver;
  }

  #end(): boolean {
    if (this.#rest.length < TRAILER_BYTES) return false;
    const view = viewOf(this.#rest);
    if (view.getUint32(0, true) !== this.#sum.crc || view.getUint32(4, true) !== this.#sum.bytes) throw damaged();
    this.#rest = this.#rest.subarray(TRAILER_BYTES);
    this.#body = undefined;
    this.#count += 1;
    return true;
  }
}

/** How long the head of a member is; undefined while it is not there as a whole. */
function headBytes(bytes: Uint8Array): number | undefined {
  if (bytes.length < 2) return undefined;
  const view = viewOf(bytes);
  if (view.getUint16(0, true) !== MARK) throw damaged();
  if (bytes.length < HEAD_BYTES) return undefined;
  const flags = view.getUint8(3);
  if (view.getUint8(2) !== DEFLATE || (flags & FLAG.reserved) !== 0) throw damaged();
  const at = behindNames(bytes, view, flags);
  if (at === undefined || (flags & FLAG.sum) === 0) return at;
  if (bytes.length < at + 2) return undefined;
  if (view.getUint16(at, true) !== (crc32(bytes.subarray(0, at)) & 0xffff)) throw damaged();
  return at + 2;
}

function behindNames(bytes: Uint8Array, view: DataView, flags: number): number | undefined {
  let at: number | undefined = HEAD_BYTES;
  if ((flags & FLAG.extra) !== 0) at = bytes.length < at + 2 ? undefined : at + 2 + view.getUint16(at, true);
  for (const flag of [FLAG.name, FLAG.comment]) if ((flags & flag) !== 0 && at !== undefined) at = behindZero(bytes, at);
  return at !== undefined && at <= bytes.length ? at : undefined;
}

function behindZero(bytes: Uint8Array, from: number): number | undefined {
  const zero = bytes.indexOf(0, from);
  return zero === -1 ? undefined : zero + 1;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function damaged(): Unpackable {
  return new Unpackable('is damaged: it does not unpack');
}
