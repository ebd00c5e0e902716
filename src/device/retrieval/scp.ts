/** SCP: the router is the source (`scp -f`) and says the length beforehand; it must have `ip scp server enable`. */
import type { Readable } from 'node:stream';
import { messageOf } from '../../errors.ts';
import { LIMITS } from '../limits.ts';
import { within } from '../within.ts';
import { MethodRefusedError, type RetrievalMethod } from './method.ts';

/** `C0644 19957 show_logging.txt`: mode, size, name. */
export const SCP_FILE = /^C[0-7]{4} (?<size>\d+) \S.*$/;
/** `Administratively disabled.` [L], or what a shell that has no scp says. */
export const SCP_DISABLED = /disabled|invalid input|not (?:found|supported|authorized)|authorization failed|privilege/i;

const READY = Buffer.from([0]);

export const scp: RetrievalMethod = {
  title: 'SCP',
  canResume: false,
  read: async (session, path, { idleMs, announce, take }) => {
    const channel = await within(session.openCommand(`scp -f ${path}`), idleMs).catch((cause: unknown) => {
      throw new MethodRefusedError(`the router refuses SCP: ${messageOf(cause)}`, { cause });
    });
    channel.stderr.on('error', () => undefined).resume();
    const reader = new ByteReader(channel, idleMs);
    channel.write(READY);
    const sizeBytes = await readHeader(reader, (bytes) => channel.write(bytes));
    announce(sizeBytes);
    channel.write(READY);
    await reader.exactly(sizeBytes, take);
    if ((await reader.byte()) !== 0) throw new Error(`the router gave up: ${await reader.line()}`);
    channel.write(READY);
    channel.end();
    return sizeBytes;
  },
};

/** Lines before the file's own: its times, an empty one. */
const LINES_BEFORE_MAX = 8;

/** Times (`T...`) may come before the file's own line. Its name there is not looked at: where the bytes go is not the router's to say. */
async function readHeader(reader: ByteReader, answer: (bytes: Buffer) => void): Promise<number> {
  for (let before = 0; before < LINES_BEFORE_MAX; before += 1) {
    const line = await reader.line();
    const size = SCP_FILE.exec(line)?.groups?.['size'];
    if (size !== undefined) return Number(size);
    if (line.startsWith('T')) answer(READY);
    else if (/^D[0-7]{4} /.test(line)) throw new Error('the router sends a folder instead of the file');
    else if (line.trim() !== '') throw refusalOf(line);
  }
  throw new Error(`none of the first ${LINES_BEFORE_MAX} lines announces the file`);
}

/** `\x01scp: flash:x: No such file or directory`: the first byte says how grave. */
function refusalOf(line: string): Error {
  const words = [...line]
    .filter((character) => character >= ' ')
    .join('')
    .trim();
  return SCP_DISABLED.test(words) ? new MethodRefusedError(`the router does not serve SCP: ${words}`) : new Error(words);
}

/** Takes exact lengths and whole lines off a stream, and calls a silence by its name. */
class ByteReader {
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
      if (this.#rest.length > LIMITS.headerBytes) throw new Error(`a line of more than ${LIMITS.headerBytes} bytes arrived`);
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
    const timer = setTimeout(() => this.#stream.destroy(new Error(`nothing arrived for ${this.#idleMs / 1000} s`)), this.#idleMs);
    try {
      const { value, done } = await this.#chunks.next();
      if (done === true) throw new Error('the connection was closed');
      return value;
    } finally {
      clearTimeout(timer);
    }
  }
}
