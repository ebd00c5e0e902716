/** Retrieving reads one file by a method of its own connection: exact by the router's size and MD5, resumed where the method can, or an error. */
import { createHash } from 'node:crypto';
import { FlaptrapError, messageOf } from '../errors.ts';
import { findPathProblem } from '../ios/directory.ts';
import { Budget } from './budget.ts';
import { allowFile } from './limits.ts';
import { tooLarge } from './listing.ts';
import { RETRIEVAL_METHODS, type RetrievalId } from './retrieval/index.ts';
import { MethodRefusedError, type RetrievalMethod } from './retrieval/method.ts';
import type { Session } from './ssh.ts';
import { withinBudget } from './within.ts';

export interface Wanted {
  path: string;
  /** As `dir` says it. */
  sizeBytes: number;
  /** As the router computes it; undefined when it cannot. */
  md5: string | undefined;
  idleMs: number;
  /** Ends the transfer. */
  signal?: AbortSignal | undefined;
  onProgress?: ((receivedBytes: number) => void) | undefined;
}

const ATTEMPTS_MAX = 3;

/** A connection for each attempt: many Cisco devices allow one channel on each. */
export async function retrieve(id: RetrievalId, open: () => Promise<Session>, wanted: Wanted): Promise<Buffer> {
  const method = RETRIEVAL_METHODS[id];
  const context = { tried: `${method.title} ${wanted.path}` };
  const refused = tooLarge(wanted.path, wanted.sizeBytes, context) ?? refuseName(wanted.path, context);
  if (refused !== undefined) throw refused;
  const received = new Received(wanted);
  let cause: unknown;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && wanted.signal?.aborted !== true; attempt += 1) {
    if (!method.canResume) received.restart();
    const session = await open();
    try {
      const wrong = received.judge(await readOnce(method, session, wanted, received));
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
  throw new FlaptrapError('retrieval', `${wanted.path} did not arrive complete in ${ATTEMPTS_MAX} attempts by ${method.title}`, {
    ...context,
    answer: messageOf(cause),
    next: 'trying the next method of the playbook',
    cause,
  });
}

/** Ends in time, whatever the router does: closing the session ends what still goes on in it. */
async function readOnce(method: RetrievalMethod, session: Session, wanted: Wanted, received: Received): Promise<number> {
  const { path, idleMs, sizeBytes, signal } = wanted;
  // Two silences beside the bytes themselves: before the first and behind the last.
  const budget = new Budget(allowFile(2 * idleMs, sizeBytes));
  const reading = method.read(session, path, {
    from: received.length,
    idleMs,
    announce: (announcedBytes) => {
      if (announcedBytes !== sizeBytes)
        throw new Error(`dir showed ${sizeBytes} bytes, the router now announces ${announcedBytes}: the file has changed`);
    },
    take: (piece) => {
      budget.hear(piece);
      received.take(piece);
    },
  });
  return withinBudget(reading, budget, signal);
}

function refuseName(path: string, context: { tried: string }): FlaptrapError | undefined {
  const problem = findPathProblem(path);
  if (problem === undefined) return undefined;
  const next = 'copy it to another name on the router, then fetch it by hand';
  return new FlaptrapError('retrieval', `${path} cannot be fetched: ${problem}`, { ...context, next });
}

/** What has come so far, hashed as it comes: the router is slower than the hash. */
class Received {
  readonly #wanted: Wanted;
  readonly #buffer: Buffer;
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
    if (this.length + piece.length > this.#buffer.length) throw new Error('more bytes arrived than dir showed');
    piece.copy(this.#buffer, this.length);
    if (this.#wanted.md5 !== undefined) this.#hash.update(piece);
    this.length += piece.length;
    this.#wanted.onProgress?.(this.length);
  }

  /** What is wrong with it; undefined when it is whole. */
  judge(sizeBytes: number): string | undefined {
    const { md5 } = this.#wanted;
    if (this.length !== sizeBytes) return `${this.length} bytes arrived, the router announced ${sizeBytes}`;
    return md5 === undefined || this.#hash.digest('hex') === md5 ? undefined : 'its MD5 differs from the one that the router shows';
  }
}
