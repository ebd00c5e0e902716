/** A replay is a recorded session as a stream: it gives each received byte only after what had been typed before it is typed again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import type { RecordedSession, Sent } from '../../src/device/recorder.ts';

export function readSession(folder: string): RecordedSession {
  return {
    raw: readFileSync(join(folder, 'raw.txt')),
    sent: JSON.parse(readFileSync(join(folder, 'sent.json'), 'utf8')) as Sent[],
    golden: readFileSync(join(folder, 'golden.txt'), 'utf8'),
  };
}

export class Replay extends Duplex {
  readonly #session: RecordedSession;
  readonly #chunkSize: () => number;
  #typed = '';
  #position = 0;
  #isBusy = false;

  constructor(session: RecordedSession, chunkSize: () => number) {
    super();
    this.#session = session;
    this.#chunkSize = chunkSize;
  }

  override _read(): void {
    this.#release();
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#typed += bytes.toString('utf8');
    const expected = this.#session.sent.map(({ text }) => text).join('');
    if (!expected.startsWith(this.#typed))
      this.destroy(new Error(`typed ${JSON.stringify(this.#typed.slice(-60))}, which was not typed then`));
    done();
    this.#release();
  }

  /** How far the router had come when what is not yet typed was typed. */
  #limit(): number {
    let length = 0;
    for (const { after, text } of this.#session.sent) {
      length += text.length;
      if (length > this.#typed.length) return after;
    }
    return this.#session.raw.length;
  }

  #release(): void {
    if (this.#isBusy || this.destroyed || this.#position >= this.#limit()) return;
    this.#isBusy = true;
    setImmediate(() => {
      this.#isBusy = false;
      if (this.destroyed) return;
      const end = Math.min(this.#position + this.#chunkSize(), this.#limit());
      const bytes = this.#session.raw.subarray(this.#position, end);
      this.#position = end;
      this.push(bytes);
      this.#release();
    });
  }
}
