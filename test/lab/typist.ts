/** A typist is a plain SSH client at a terminal: what is typed, and all that comes back, byte by byte. */
import { once } from 'node:events';
import { Client, type ClientChannel } from 'ssh2';
import type { Side } from '../../src/ipsec/side.ts';
import type { Lab } from '../../src/lab/lab.ts';

export interface Typist {
  /** Everything since the last look, once it ends in that. */
  until(end: string): Promise<string>;
  type(text: string): void;
  /** Resolves when the router has hung up. */
  ended: Promise<void>;
  close(): void;
}

export async function sitDown(lab: Lab, side: Side, { password = lab[side].password, byKeyboard = false } = {}): Promise<Typist> {
  const client = new Client();
  client.on('keyboard-interactive', (_name, _instructions, _language, _prompts, finish) => finish([password]));
  const { host, port, username } = lab[side];
  // Otherwise every exchange waits 40 ms for a delayed acknowledgement.
  client.once('connect', () => client.setNoDelay(true));
  const ready = once(client, 'ready');
  client.connect({ host, port, username, ...(byKeyboard ? { tryKeyboard: true } : { password }) });
  await ready;
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.shell((error, opened) => (error === undefined ? resolve(opened) : reject(error)));
  });
  return seatAt(client, channel);
}

function seatAt(client: Client, channel: ClientChannel): Typist {
  let heard = '';
  let look = (): void => undefined;
  channel.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1');
    look();
  });
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));
  return {
    until: (end) =>
      new Promise((resolve) => {
        look = () => {
          if (!heard.endsWith(end)) return;
          const text = heard;
          heard = '';
          look = () => undefined;
          resolve(text);
        };
        look();
      }),
    type: (text) => channel.write(text),
    ended,
    close: () => client.end(),
  };
}
