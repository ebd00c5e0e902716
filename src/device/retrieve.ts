/** Retrieving reads one file by a method of its own connection: exact by the router's size and MD5, resumed where the method can, or an error. */
import { createHash } from 'node:crypto';
import { FlaptrapError } from '../errors.ts';
import { RETRIEVAL_METHODS, type RetrievalId } from './retrieval/index.ts';
import { MethodRefusedError } from './retrieval/method.ts';
import type { Session } from './ssh.ts';

export interface Wanted {
  path: string;
  /** As `dir` says it. */
  sizeBytes: number;
  /** As the router computes it; undefined when it cannot. */
  md5: string | undefined;
  idleMs: number;
  onProgress?: ((receivedBytes: number) => void) | undefined;
}

const ATTEMPTS_MAX = 3;

/** A connection for each attempt: many Cisco devices allow one channel on each. */
export async function retrieve(id: RetrievalId, open: () => Promise<Session>, wanted: Wanted): Promise<Buffer> {
  const method = RETRIEVAL_METHODS[id];
  const received = new Received(wanted);
  let cause: unknown;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (!method.canResume) received.restart();
    const session = await open();
    try {
      const { path, idleMs } = wanted;
      const sizeBytes = await method.read(session, path, { from: received.length, idleMs, take: (piece) => received.take(piece) });
      const wrong = received.judge(sizeBytes);
      if (wrong === undefined) return received.bytes;
      cause = new Error(wrong);
      received.restart();
    } catch (error) {
      if (error instanceof MethodRefusedError) throw error;
      cause = error;
    } finally {
      await session.close();
    }
  }
  throw new FlaptrapError('retrieval', `${wanted.path} did not come over whole in ${ATTEMPTS_MAX} attempts by ${method.title}`, {
    tried: `${method.title} ${wanted.path}`,
    answer: cause instanceof Error ? cause.message : String(cause),
    next: 'the next method of the playbook is tried',
    cause,
  });
}

/** What has come so far, hashed as it comes: the router is slower than the hash. */
class Received {
  readonly #wanted: Wanted;
  #buffer: Buffer;
  #hash = createHash('md5');
  length = 0;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.#buffer = Buffer.allocUnsafe(wanted.sizeBytes);
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.length);
  }

  restart(): void {
    this.length = 0;
    this.#hash = createHash('md5');
  }

  take(piece: Buffer): void {
    if (this.length + piece.length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe((this.length + piece.length) * 2);
      this.#buffer.copy(larger, 0, 0, this.length);
      this.#buffer = larger;
    }
    piece.copy(this.#buffer, this.length);
    if (this.#wanted.md5 !== undefined) this.#hash.update(piece);
    this.length += piece.length;
    this.#wanted.onProgress?.(this.length);
  }

  /** What is wrong with it; undefined when it is whole. */
  judge(sizeBytes: number): string | undefined {
    if (this.length !== sizeBytes) return `${this.length} bytes came, the router announced ${sizeBytes}`;
    const { sizeBytes: listed, md5 } = this.#wanted;
    if (sizeBytes !== listed) return `the router listed ${listed} bytes and sent ${sizeBytes}: the file has changed`;
    return md5 === undefined || this.#hash.digest('hex') === md5 ? undefined : 'its MD5 is not the one that the router computes';
  }
}
