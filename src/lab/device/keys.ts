/** Keys are what is typed at a terminal, one at a time; the end of a line is `\r`, however it was sent. */
import type { ServerChannel } from 'ssh2';

export class Keys {
  readonly #chunks: AsyncIterator<Buffer>;
  #chunk = '';
  #at = 0;
  #last = '';

  constructor(channel: ServerChannel) {
    this.#chunks = (channel as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** One that has come already. */
  take(): string | undefined {
    while (this.#at < this.#chunk.length) {
      const key = this.#chunk.charAt(this.#at);
      const isSecondHalf = key === '\n' && this.#last === '\r';
      this.#at += 1;
      this.#last = key;
      if (!isSecondHalf) return key === '\n' ? '\r' : key;
    }
    return undefined;
  }

  /** Waits for one; undefined when nobody types any more. */
  async next(): Promise<string | undefined> {
    for (let key = this.take(); ; key = this.take()) {
      if (key !== undefined) return key;
      const { value, done } = await this.#chunks.next();
      if (done === true) return undefined;
      this.#chunk = value.toString('latin1');
      this.#at = 0;
    }
  }

  /** Nothing more is read. */
  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}
