/** A tape is everything a terminal has said since the last answer was taken, as bytes; it grows as needed and is cut in front. */

const FIRST_BYTES = 4096;

export class Tape {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(chunk: Buffer): void {
    this.reserve(this.#length + chunk.length);
    chunk.copy(this.#bytes, this.#length);
    this.#length += chunk.length;
  }

  /** Makes room at once for a big answer whose size is known, so that it is not copied as it grows. */
  reserve(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  indexOf(text: string, from: number): number {
    return this.#bytes.subarray(0, this.#length).indexOf(text, from, 'latin1');
  }

  /** One character for each byte. */
  text(start = 0, end = this.#length): string {
    return this.#bytes.toString('latin1', Math.max(0, start), Math.min(end, this.#length));
  }

  /** The last characters, for prompts and messages. */
  tail(characters: number): string {
    return this.text(this.#length - characters);
  }

  /** Takes everything before `end` off the tape; the bytes are the caller's own. */
  take(end: number): Buffer {
    const taken = this.#bytes.subarray(0, end);
    const rest = this.#bytes.subarray(end, this.#length);
    this.#bytes = Buffer.allocUnsafe(Math.max(FIRST_BYTES, rest.length));
    rest.copy(this.#bytes);
    this.#length = rest.length;
    return taken;
  }
}
