/** A signer is the user's own SSH key, from its file or held by an agent. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ssh2 from 'ssh2';
import { FlaptrapError } from '../errors.ts';
import { fileTrouble } from '../file-trouble.ts';
import { type AgentKey, keysOfAgent, signByAgent } from './agent.ts';
import { EC_KINDS, fingerprintOf, kindOfKey, parsePublicKey, printEcSignature } from './public-key.ts';
import { printString } from './wire.ts';

export interface Signer {
  publicKey: Buffer;
  /** Where the key is: the path of its file, or its comment in the agent. */
  where: string;
  /** As SSH writes a signature: the algorithm, then the bytes. */
  sign(data: Uint8Array): Promise<Buffer>;
}

/** What a signer may need of whoever calls it. */
export interface KeyPorts {
  /** SSH_AUTH_SOCK; undefined where no agent runs. */
  agent: string | undefined;
  /** Gives the passphrase of a key file; undefined where nobody can be asked. */
  askPassphrase?: ((path: string) => Promise<string>) | undefined;
}

/** A private key in a file; of a public one the agent is asked for the private half. */
export async function openKeyFile(path: string, ports: KeyPorts): Promise<Signer> {
  const text = readKey(path);
  const publicKey = text.includes('PRIVATE KEY') ? undefined : parsePublicKey(text);
  if (publicKey !== undefined) return signerOfAgent(publicKey, path, ports);
  const parsed = await parsePrivate(path, text, ports);
  return { publicKey: parsed.publicKey, where: path, sign: async (data) => signWith(parsed, data) };
}

/** The only key of the agent. */
export async function openAgentKey({ agent }: KeyPorts): Promise<Signer> {
  if (agent === undefined || agent === '')
    throw new FlaptrapError('input', 'there is no key to sign with: no SSH agent runs here', {
      next: 'name your key with --key ~/.ssh/id_ed25519, or write an unsigned archive with --no-sign',
    });
  const keys = await keysOfAgent(agent);
  const [only] = keys;
  if (only !== undefined && keys.length === 1) return byAgent(agent, only);
  throw new FlaptrapError('input', only === undefined ? 'the SSH agent holds no key' : 'the SSH agent holds more than one key', {
    answer: keys.map(({ publicKey, comment }) => `${fingerprintOf(publicKey)} ${comment}`).join('\n'),
    next:
      only === undefined
        ? 'add one with `ssh-add`, or name a key file with --key'
        : 'name the public key of one of them with --key ~/.ssh/id_ed25519.pub',
  });
}

async function signerOfAgent(publicKey: Buffer, path: string, { agent }: KeyPorts): Promise<Signer> {
  const keys = agent === undefined || agent === '' ? [] : await keysOfAgent(agent);
  const found = keys.find((key) => key.publicKey.equals(publicKey));
  if (agent !== undefined && found !== undefined) return byAgent(agent, found);
  throw new FlaptrapError('input', `${path} is a public key, and no SSH agent holds its private half`, {
    next: 'name the private key, or add it to the agent with `ssh-add`',
  });
}

function byAgent(agent: string, { publicKey, comment }: AgentKey): Signer {
  return { publicKey, where: comment === '' ? 'the SSH agent' : comment, sign: (data) => signByAgent(agent, publicKey, data) };
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw fileTrouble('read the key', path, cause);
  }
}

interface PrivateKey {
  publicKey: Buffer;
  key: KeyObject;
}

/** What ssh2 says of a key that needs a passphrase, and of one that was given a wrong one. */
const ENCRYPTED = /no passphrase given/i;
const WRONG_PASSPHRASE = /bad passphrase|integrity check|bad decrypt|malformed/i;

async function parsePrivate(path: string, text: string, { askPassphrase }: KeyPorts): Promise<PrivateKey> {
  const open = ssh2.utils.parseKey(text);
  if (!(open instanceof Error)) return ofParsed(open, path);
  if (!ENCRYPTED.test(open.message)) throw noKey(path, open);
  if (askPassphrase === undefined)
    throw new FlaptrapError('input', `the key ${path} is encrypted, and nobody can be asked for its passphrase here`, {
      next: 'add it to an SSH agent (`ssh-add`), or name where its passphrase is found: --passphrase env:NAME',
    });
  const unlocked = ssh2.utils.parseKey(text, await askPassphrase(path));
  if (!(unlocked instanceof Error)) return ofParsed(unlocked, path);
  if (!WRONG_PASSPHRASE.test(unlocked.message)) throw noKey(path, unlocked);
  throw new FlaptrapError('input', `the passphrase does not open the key ${path}`, { next: 'try it with `ssh-keygen -y -f` and the path' });
}

function noKey(path: string, cause: Error): FlaptrapError {
  return new FlaptrapError('input', `${path} is no private SSH key`, {
    answer: cause.message,
    next: 'name a key as `ssh-keygen` writes it: ed25519, ecdsa or rsa',
  });
}

type Parsed = Exclude<ReturnType<typeof ssh2.utils.parseKey>, Error>;

function ofParsed(parsed: Parsed | Parsed[], path: string): PrivateKey {
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || !key.isPrivateKey()) throw noKey(path, new Error('there is no private key in it'));
  const publicKey = Buffer.from(key.getPublicSSH());
  const kind = kindOfKey(publicKey);
  if (kind !== 'ssh-ed25519' && kind !== 'ssh-rsa' && EC_KINDS[kind] === undefined)
    throw noKey(path, new Error(`keys of the kind ${kind} are not taken`));
  return { publicKey, key: createPrivateKey(key.getPrivatePEM()) };
}

function signWith({ publicKey, key }: PrivateKey, data: Uint8Array): Buffer {
  const kind = kindOfKey(publicKey);
  if (kind === 'ssh-rsa') return signature('rsa-sha2-512', sign('sha512', data, key));
  const ec = EC_KINDS[kind];
  return ec === undefined
    ? signature(kind, sign(null, data, key))
    : signature(kind, printEcSignature(sign(ec.hash, data, { key, dsaEncoding: 'ieee-p1363' })));
}

function signature(algorithm: string, bytes: Uint8Array): Buffer {
  return Buffer.concat([printString(algorithm), printString(bytes)]);
}
