/** Algorithms are the SSH methods offered to a server: strong ones always, what old IOS needs only by device profile, and the weak ones named when used. */
import type { Algorithms } from 'ssh2';

type Names<K extends keyof Algorithms> = Extract<NonNullable<Algorithms[K]>, readonly unknown[]>;

const KEX: Names<'kex'> = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group15-sha512',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group17-sha512',
  'diffie-hellman-group18-sha512',
];
const LEGACY_KEX: Names<'kex'> = ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'];
/** Last of all: each makes the event loop stand still for most of a second while a prime is checked. */
const EXCHANGE_KEX: Names<'kex'> = ['diffie-hellman-group-exchange-sha256'];
const LEGACY_EXCHANGE_KEX: Names<'kex'> = ['diffie-hellman-group-exchange-sha1'];

const CIPHERS: Names<'cipher'> = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'];
const LEGACY_CIPHERS: Names<'cipher'> = ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'];

const HOST_KEYS: Names<'serverHostKey'> = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];
const LEGACY_HOST_KEYS: Names<'serverHostKey'> = ['ssh-rsa'];

const HMACS: Names<'hmac'> = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
  'hmac-sha1-etm@openssh.com',
  // Not weak as an HMAC, and all that IOS before 15.5 has.
  'hmac-sha1',
];
const LEGACY_HMACS: Names<'hmac'> = ['hmac-sha1-96', 'hmac-md5', 'hmac-md5-96'];

export const WEAK_ALGORITHMS: readonly string[] = [
  ...LEGACY_KEX,
  ...LEGACY_EXCHANGE_KEX,
  ...LEGACY_CIPHERS,
  ...LEGACY_HOST_KEYS,
  ...LEGACY_HMACS,
];

/** `Handshake: KEX algorithm: diffie-hellman-group1-sha1`, as the SSH library reports each choice. */
export const CHOSEN_ALGORITHM = /^Handshake: (?:KEX algorithm|Host key format|[CS]->[CS] (?:[Cc]ipher|MAC)): (?<name>\S+)$/;

/** What to offer; key types on file for the server come first. */
export function planAlgorithms(isLegacy: boolean, knownKeyTypes: readonly string[]): Algorithms {
  const hostKeys = [...HOST_KEYS, ...(isLegacy ? LEGACY_HOST_KEYS : [])];
  const known = hostKeys.filter((name) => knownKeyTypes.includes(blobType(name)));
  return {
    kex: [...KEX, ...(isLegacy ? LEGACY_KEX : []), ...EXCHANGE_KEX, ...(isLegacy ? LEGACY_EXCHANGE_KEX : [])],
    cipher: [...CIPHERS, ...(isLegacy ? LEGACY_CIPHERS : [])],
    hmac: [...HMACS, ...(isLegacy ? LEGACY_HMACS : [])],
    // A few kB of compressed packets may hold gigabytes.
    compress: ['none'],
    serverHostKey: [...known, ...hostKeys.filter((name) => !known.includes(name))],
  };
}

/** The weak one among what was chosen, read from one line of the library's report. */
export function readWeakAlgorithm(report: string): string | undefined {
  const name = CHOSEN_ALGORITHM.exec(report)?.groups?.['name'];
  return name !== undefined && WEAK_ALGORITHMS.includes(name) ? name : undefined;
}

/** A key blob says `ssh-rsa` whichever hash signs with it. */
function blobType(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;
}
