/** A public key of SSH, as it is written in a .pub file and in a signature: its kind, its fingerprint, and whether it signed something. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import ssh2 from 'ssh2';
import { printNumber, Unreadable, WireReader } from './wire.ts';

interface EcKind {
  hash: 'sha256' | 'sha384' | 'sha512';
  bytes: number;
}

/** By the kind of key. [C] RFC 5656 */
export const EC_KINDS: Readonly<Record<string, EcKind>> = {
  'ecdsa-sha2-nistp256': { hash: 'sha256', bytes: 32 },
  'ecdsa-sha2-nistp384': { hash: 'sha384', bytes: 48 },
  'ecdsa-sha2-nistp521': { hash: 'sha512', bytes: 66 },
};
/** What a key of RSA may sign with; SHA-1 is refused. [C] OpenSSH, PROTOCOL.sshsig */
const RSA_HASHES: Readonly<Record<string, string>> = { 'rsa-sha2-512': 'sha512', 'rsa-sha2-256': 'sha256' };

/** `SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU` */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

export function kindOfKey(blob: Uint8Array): string {
  return new WireReader(blob).text();
}

/** `ssh-ed25519 AAAA… ops@hq`; undefined where the line is none. */
export function parsePublicKey(line: string): Buffer | undefined {
  const [, kind, text] = /(?:^|\s)((?:ssh|ecdsa|sk-)[\w@.-]+)\s+([A-Za-z0-9+/]{40,}={0,2})(?:\s|$)/.exec(line) ?? [];
  if (kind === undefined || text === undefined) return undefined;
  const blob = Buffer.from(text, 'base64');
  try {
    return kindOfKey(blob) === kind ? blob : undefined;
  } catch {
    return undefined;
  }
}

/** Throws `Unreadable` for a kind of key that is not known here. */
export function hasSigned(blob: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const parts = new WireReader(signature);
  const algorithm = parts.text();
  const bytes = parts.string();
  const kind = kindOfKey(blob);
  if (kind === 'ssh-ed25519') return algorithm === kind && verify(null, data, keyOf(blob), bytes);
  const ec = EC_KINDS[kind];
  if (ec !== undefined) {
    const inner = new WireReader(bytes);
    const joined = Buffer.concat([padded(inner.string(), ec.bytes), padded(inner.string(), ec.bytes)]);
    return algorithm === kind && verify(ec.hash, data, { key: keyOf(blob), dsaEncoding: 'ieee-p1363' }, joined);
  }
  const hash = RSA_HASHES[algorithm];
  if (hash === undefined) throw new Unreadable(`it is signed with ${algorithm}, which is not taken`);
  return verify(hash, data, keyOf(blob), bytes);
}

/** Two numbers as OpenSSH writes them, of a signature that holds them side by side. */
export function printEcSignature(joined: Buffer): Buffer {
  const half = joined.length / 2;
  return Buffer.concat([printNumber(joined.subarray(0, half)), printNumber(joined.subarray(half))]);
}

function keyOf(blob: Uint8Array): KeyObject {
  const kind = kindOfKey(blob);
  if (kind !== 'ssh-ed25519' && kind !== 'ssh-rsa' && EC_KINDS[kind] === undefined)
    throw new Unreadable(`its key is of the kind ${kind}, which is not known here: \`ssh-keygen -Y verify\` may know it`);
  const parsed = ssh2.utils.parseKey(`${kind} ${Buffer.from(blob).toString('base64')}`);
  if (parsed instanceof Error) throw new Unreadable('its key is damaged');
  try {
    return createPublicKey((Array.isArray(parsed) ? parsed[0] : parsed)?.getPublicPEM() ?? '');
  } catch {
    throw new Unreadable('its key is damaged');
  }
}

function unsigned(bytes: Buffer): Buffer {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}

function padded(bytes: Buffer, length: number): Buffer {
  const bare = unsigned(bytes);
  if (bare.length > length) throw new Unreadable('it is damaged');
  return Buffer.concat([Buffer.alloc(length - bare.length), bare]);
}
