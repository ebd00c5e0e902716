/** SFTP: read from any offset on, so that a broken transfer goes on; few IOS releases serve it. [U] */
import type { SFTPWrapper } from 'ssh2';
import { within } from '../within.ts';
import { MethodRefusedError, type RetrievalMethod } from './method.ts';

/** As servers commonly allow it. */
const PIECE_BYTES = 32_768;
/** Asked for at once: a read at a time would wait a round trip for each piece. */
const READS_AT_ONCE = 16;

export const sftp: RetrievalMethod = {
  title: 'SFTP',
  canResume: true,
  read: async (session, path, { from, idleMs, announce, take }) => {
    const wrapper = await within(session.openSftp(), idleMs).catch((cause: unknown) => {
      throw new MethodRefusedError('the router does not serve SFTP', { cause });
    });
    const sizeBytes = await call<{ size: number }>(idleMs, (done) => wrapper.stat(path, done)).then(({ size }) => size);
    announce(sizeBytes);
    const handle = await call<Buffer>(idleMs, (done) => wrapper.open(path, 'r', done));
    for (let at = from; at < sizeBytes; at += PIECE_BYTES * READS_AT_ONCE) {
      const starts = Array.from({ length: READS_AT_ONCE }, (_, index) => at + index * PIECE_BYTES).filter((start) => start < sizeBytes);
      const pieces = await Promise.all(
        starts.map((start) => readPiece(wrapper, handle, start, { length: Math.min(PIECE_BYTES, sizeBytes - start), idleMs })),
      );
      for (const piece of pieces) take(piece);
    }
    wrapper.end();
    return sizeBytes;
  },
};

/** A server may answer with less than was asked for. */
async function readPiece(
  wrapper: SFTPWrapper,
  handle: Buffer,
  start: number,
  { length, idleMs }: { length: number; idleMs: number },
): Promise<Buffer> {
  const piece = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const count = await call<number>(idleMs, (done) => wrapper.read(handle, piece, at, length - at, start + at, done));
    if (count <= 0 || count > length - at) throw new Error('the file is shorter or longer than the router said');
    at += count;
  }
  return piece;
}

async function call<T>(idleMs: number, act: (done: (error: Error | undefined | null, result: T) => void) => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing arrived for ${idleMs / 1000} s`)), idleMs);
      act((error, result) => (error === undefined || error === null ? resolve(result) : reject(error)));
    });
  } finally {
    clearTimeout(timer);
  }
}
