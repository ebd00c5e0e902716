/** SCP: the router is the source (`scp -f`) and says the length beforehand; it must have `ip scp server enable`. */
import { ByteReader } from '../byte-reader.ts';
import { MethodRefusedError, type RetrievalMethod } from './method.ts';

/** `C0644 19957 show_logging.txt`: mode, size, name. */
export const SCP_FILE = /^C[0-7]{4} (?<size>\d+) \S.*$/;
/** `Administratively disabled.` [L], or what a shell that has no scp says. */
export const SCP_DISABLED = /disabled|invalid input|not (?:found|supported|authorized)|authorization failed|privilege/i;

const READY = Buffer.from([0]);

export const scp: RetrievalMethod = {
  title: 'SCP',
  canResume: false,
  read: async (session, path, { idleMs, take }) => {
    const channel = await session.openCommand(`scp -f ${path}`).catch((cause: unknown) => {
      throw new MethodRefusedError(`the router refuses SCP: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
    channel.stderr.resume();
    const reader = new ByteReader(channel, idleMs);
    channel.write(READY);
    const sizeBytes = await readHeader(reader, (bytes) => channel.write(bytes));
    channel.write(READY);
    await reader.exactly(sizeBytes, take);
    if ((await reader.byte()) !== 0) throw new Error(`the router gave up: ${await reader.line()}`);
    channel.write(READY);
    channel.end();
    return sizeBytes;
  },
};

/** Times (`T...`) may come before the file's own line. */
async function readHeader(reader: ByteReader, answer: (bytes: Buffer) => void): Promise<number> {
  for (;;) {
    const line = await reader.line();
    const size = SCP_FILE.exec(line)?.groups?.['size'];
    if (size !== undefined) return Number(size);
    if (line.startsWith('T')) answer(READY);
    else if (line.trim() !== '') throw refusalOf(line);
  }
}

/** `\x01scp: flash:x: No such file or directory`: the first byte says how grave. */
function refusalOf(line: string): Error {
  const words = [...line]
    .filter((character) => character >= ' ')
    .join('')
    .trim();
  return SCP_DISABLED.test(words) ? new MethodRefusedError(`the router does not serve SCP: ${words}`) : new Error(words);
}
