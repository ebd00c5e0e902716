/** A raw message is an SSH message that no honest server sends, put on the wire past the library that would refuse to. */
import type { Connection } from 'ssh2';

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
