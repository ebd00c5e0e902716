/** SSHSIG is the signature that `ssh-keygen -Y sign` writes and `ssh-keygen -Y verify` checks. [C] OpenSSH, PROTOCOL.sshsig */
import { createHash } from 'node:crypto';
import { hasSigned } from './public-key.ts';
import { printString, Unreadable, WireReader } from './wire.ts';

/** What the signature is for: one made for something else is refused. */
export const NAMESPACE = 'flaptrap';

const MAGIC = 'SSHSIG';
const VERSION = 1;
const HASH = 'sha512';
const BEGIN = '-----BEGIN SSH SIGNATURE-----';
const END = '-----END SSH SIGNATURE-----';
const LINE_CHARACTERS = 70;

export interface Signature {
  /** As SSH writes a key. */
  publicKey: Buffer;
  namespace: string;
  hash: string;
  signature: Buffer;
}

/** What a key is given to sign. */
export function signedPart(message: Uint8Array, namespace = NAMESPACE, hash = HASH): Buffer {
  const digest = createHash(hash).update(message).digest();
  return Buffer.concat([Buffer.from(MAGIC), printString(namespace), printString(''), printString(hash), printString(digest)]);
}

/** The file beside the archive. */
export function printSignature(publicKey: Uint8Array, signature: Uint8Array): string {
  const version = Buffer.alloc(4);
  version.writeUInt32BE(VERSION);
  const parts = [publicKey, NAMESPACE, '', HASH, signature].map(printString);
  const text = Buffer.concat([Buffer.from(MAGIC), version, ...parts]).toString('base64');
  const lines = text.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return `${[BEGIN, ...lines, END].join('\n')}\n`;
}

/** Throws `Unreadable` when the text is no such signature. */
export function parseSignature(text: string): Signature {
  const [, body] = new RegExp(`${BEGIN}\\s+([A-Za-z0-9+/=\\s]+?)\\s*${END}`).exec(text) ?? [];
  if (body === undefined) throw new Unreadable('it is no SSH signature');
  const parts = new WireReader(Buffer.from(body, 'base64'));
  if (parts.take(MAGIC.length).toString('latin1') !== MAGIC) throw new Unreadable('it is no SSH signature');
  const version = parts.number();
  if (version !== VERSION) throw new Unreadable(`it is an SSH signature of version ${version}, and only version ${VERSION} is known`);
  const [publicKey, namespace] = [parts.string(), parts.text()];
  parts.string();
  const [hash, signature] = [parts.text(), parts.string()];
  if (hash !== 'sha512' && hash !== 'sha256') throw new Unreadable(`it is made over ${JSON.stringify(hash)}, which is not taken`);
  return { publicKey, namespace, hash, signature };
}

/** True when its key has signed this very message, in the signature's own namespace: the caller asks which that is. */
export function isSigned(message: Uint8Array, { publicKey, namespace, hash, signature }: Signature): boolean {
  return hasSigned(publicKey, signedPart(message, namespace, hash), signature);
}
