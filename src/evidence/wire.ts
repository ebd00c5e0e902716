/** The wire of SSH is how keys and signatures are written: each string behind its length, figures in the order of the network. [C] RFC 4251 5 */

/** What is not written so. */
export class Unreadable extends Error {}

export function printString(bytes: Uint8Array | string): Buffer {
  const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

/** A positive number: without leading zeros, but for one where the first bit would be a sign. */
export function printNumber(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const bare = first === -1 ? new Uint8Array() : bytes.subarray(first);
  return printString((bare[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bare]) : bare);
}

/** Reads one after the other; throws `Unreadable` where nothing is left. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new Unreadable('it is cut short');
    const piece = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return piece;
  }

  number(): number {
    return this.take(4).readUInt32BE();
  }

  string(): Buffer {
    return this.take(this.number());
  }

  text(): string {
    return this.string().toString('utf8');
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}
