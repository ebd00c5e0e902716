/** A byte reader takes exact lengths and whole lines off a stream, and calls a silence by its name. */
import type { Readable } from 'node:stream';
import { LIMITS } from './limits.ts';

export class ByteReader {
  readonly #stream: Readable;
  readonly #idleMs: number;
  #rest: Buffer = Buffer.alloc(0);
  #chunks: AsyncIterator<Buffer>;

  constructor(stream: Readable, idleMs: number) {
    this.#stream = stream;
    this.#idleMs = idleMs;
    this.#chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** Up to the next line feed, which is not part of it. */
  async line(): Promise<string> {
    let at = this.#rest.indexOf(0x0a);
    while (at === -1) {
      if (this.#rest.length > LIMITS.headerBytes) throw new Error(`a line of more than ${LIMITS.headerBytes} bytes came`);
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
      at = this.#rest.indexOf(0x0a);
    }
    const line = this.#rest.toString('latin1', 0, Math.min(at, LIMITS.headerBytes));
    this.#rest = this.#rest.subarray(at + 1);
    return line;
  }

  async byte(): Promise<number> {
    if (this.#rest.length === 0) this.#rest = await this.#next();
    const byte = this.#rest[0] ?? 0;
    this.#rest = this.#rest.subarray(1);
    return byte;
  }

  /** Gives each piece as it comes, `length` bytes in all. */
  async exactly(length: number, take: (piece: Buffer) => void): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const piece = this.#rest.subarray(0, left);
      take(piece);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
    }
  }

  async #next(): Promise<Buffer> {
    const timer = setTimeout(() => this.#stream.destroy(new Error(`nothing was said for ${this.#idleMs} ms`)), this.#idleMs);
    try {
      const { value, done } = await this.#chunks.next();
      if (done === true) throw new Error('the connection was closed');
      return value;
    } finally {
      clearTimeout(timer);
    }
  }
}
