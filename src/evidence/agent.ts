/** The agent is a process that holds keys and signs with them; it is asked over the socket that SSH_AUTH_SOCK names. [C] draft-miller-ssh-agent */
import { connect } from 'node:net';
import { FlaptrapError, messageOf } from '../errors.ts';
import { printString, Unreadable, WireReader } from './wire.ts';

const REQUEST_IDENTITIES = 11;
const IDENTITIES = 12;
const REQUEST_SIGNATURE = 13;
const SIGNATURE = 14;
const RSA_SHA2_512 = 4;
/** A key on a card asks for a touch first. */
const ANSWER_MS = 60_000;
const ANSWER_BYTES_MAX = 1024 * 1024;

export interface AgentKey {
  publicKey: Buffer;
  comment: string;
}

export async function keysOfAgent(socket: string): Promise<AgentKey[]> {
  const answer = await askAgent(socket, Buffer.from([REQUEST_IDENTITIES]), IDENTITIES, 'list its keys');
  return Array.from({ length: answer.number() }, () => ({ publicKey: answer.string(), comment: answer.text() }));
}

/** As SSH writes a signature; of an RSA key over SHA-512. */
export async function signByAgent(socket: string, publicKey: Uint8Array, data: Uint8Array): Promise<Buffer> {
  const flags = Buffer.alloc(4);
  flags.writeUInt32BE(RSA_SHA2_512);
  const asked = Buffer.concat([Buffer.from([REQUEST_SIGNATURE]), printString(publicKey), printString(data), flags]);
  return (await askAgent(socket, asked, SIGNATURE, 'sign')).string();
}

async function askAgent(socket: string, asked: Buffer, expected: number, act: string): Promise<WireReader> {
  const answer = await exchange(socket, asked).catch((cause: unknown) => Promise.reject(refused(act, messageOf(cause), cause)));
  if (answer[0] !== expected) throw refused(act, 'it refused: the key is locked, or somebody said no');
  return new WireReader(answer.subarray(1));
}

function refused(act: string, answer: string, cause?: unknown): FlaptrapError {
  return new FlaptrapError('input', `the SSH agent did not ${act}`, {
    tried: 'SSH_AUTH_SOCK',
    answer,
    next: 'look at it with `ssh-add -l`, or name a key file with --key',
    cause,
  });
}

function exchange(path: string, asked: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let heard = Buffer.alloc(0);
    const fail = (why: Error): void => {
      socket.destroy();
      reject(why);
    };
    socket.setTimeout(ANSWER_MS, () => fail(new Unreadable(`it has not answered within ${ANSWER_MS / 1000} s`)));
    socket.on('error', fail).on('close', () => fail(new Unreadable('it hung up')));
    socket.on('connect', () => socket.write(printString(asked)));
    socket.on('data', (piece) => {
      heard = Buffer.concat([heard, piece]);
      const length = heard.length < 4 ? undefined : heard.readUInt32BE();
      if (length === undefined) return;
      if (length > ANSWER_BYTES_MAX) fail(new Unreadable('its answer is no answer of an agent'));
      else if (heard.length >= 4 + length) {
        resolve(heard.subarray(4, 4 + length));
        socket.destroy();
      }
    });
  });
}
