/** Hostility is what no honest router says: floods, for as long as somebody listens, and SSH messages past the library that would refuse to. */
import type { Writable } from 'node:stream';
import type { Connection } from 'ssh2';

/** Nobody listens that long: an end for a flood that nobody noticed. */
const LONGEST_MS = 60_000;
/** A reader that stands still is looked at again. */
const LOOK_AGAIN_MS = 50;

/** `everyMs` 0 is as fast as it goes; resolves with nothing more to say. */
export async function sayForEver(stream: Writable, say: string | Buffer | (() => string | Buffer), everyMs = 0): Promise<string> {
  const endsAt = performance.now() + LONGEST_MS;
  while (stream.writable && !stream.destroyed && performance.now() < endsAt) {
    const goesOn = stream.write(typeof say === 'function' ? say() : say);
    if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    else if (goesOn) await new Promise((resolve) => setImmediate(resolve));
    else await drained(stream);
  }
  return '';
}

/** Never answers, and does not keep the process alive. */
export function neverSay(): Promise<string> {
  return new Promise(() => undefined);
}

async function drained(stream: Writable): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stream.off('drain', done);
      resolve();
    };
    const timer = setTimeout(done, LOOK_AGAIN_MS);
    stream.once('drain', done);
  });
}

/** What ssh2 keeps to itself; as of the version that package.json pins. */
interface Wire {
  _protocol: {
    _packetRW: { write: { allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer } };
    _cipher: { encrypt(packet: Buffer): void };
  };
}

export function sendRaw(connection: Connection, payload: Buffer): void {
  const { _packetRW: packets, _cipher: cipher } = (connection as unknown as Wire)._protocol;
  const at = packets.write.allocStart;
  const packet = packets.write.alloc(payload.length);
  payload.copy(packet, at);
  cipher.encrypt(packets.write.finalize(packet));
}

/** SSH_MSG_USERAUTH_BANNER (RFC 4252 5.4) */
export function bannerMessage(text: string): Buffer {
  return Buffer.concat([Buffer.from([53]), string(text), string('')]);
}

/** SSH_MSG_IGNORE (RFC 4253 11.2) */
export function ignoreMessage(bytes: number): Buffer {
  return Buffer.concat([Buffer.from([2]), string('i'.repeat(bytes))]);
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
