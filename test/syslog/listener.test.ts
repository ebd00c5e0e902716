/** The listener: routers heard over real sockets, in a thread of its own. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Heard } from '../../src/syslog/heard.ts';
import { type Listener, type ListenOptions, startListener } from '../../src/syslog/listener.ts';
import { type BuiltThread, buildThread } from './run-thread.ts';
import { selfSigned } from './self-signed.ts';

let thread: BuiltThread;
const open: Listener[] = [];
beforeAll(async () => {
  thread = await buildThread();
});
afterAll(() => thread.remove());
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const down = (peer: string, index = 1) =>
  `<189>${index}: hq: *Sep  2 13:27:57.${100 + index}: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer ${peer}:500       Id: ${peer}`;

/** Hears until so many have come. */
async function listen(options: Partial<ListenOptions>) {
  const heard: Heard[] = [];
  const told: string[] = [];
  let arrived = (): void => undefined;
  const take = (batch: readonly Heard[]): void => {
    heard.push(...batch);
    arrived();
  };
  const listener = await startListener({ allowed: ['127.0.0.1'], ...options }, { take, tell: (what) => told.push(what) }, thread.url);
  open.push(listener);
  const peers = async (count: number): Promise<(string | null)[]> => {
    while (heard.length < count)
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    return heard.map(({ peer }) => peer).sort();
  };
  return { listener, heard, told, peers };
}

async function sendTo(port: number, texts: readonly string[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const text of texts) await new Promise((resolve) => socket.send(text, port, '127.0.0.1', resolve));
  socket.close();
}

async function write(socket: Socket, pieces: readonly (string | Buffer)[]): Promise<void> {
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
}

/** What went wrong with it, if anything did. */
function whyClosed(socket: Socket): Promise<string> {
  let why = '';
  socket.on('error', (error) => {
    why = error.message;
  });
  return new Promise((resolve) => socket.on('close', () => resolve(why)));
}

const portOf = (doors: readonly { port: number }[]): number => doors[0]?.port ?? 0;
const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;

describe('the listener', () => {
  it('hears datagrams, and says what buffer the kernel gave', async () => {
    const { listener, peers } = await listen({ udp: [LOOPBACK] });
    expect(listener.opened.udp[0]?.receiveBufferBytes).toBeGreaterThan(0);
    await sendTo(portOf(listener.opened.udp), [down('198.51.100.1'), down('198.51.100.2', 2), down('198.51.100.2', 2)]);
    expect(await peers(2)).toEqual(['198.51.100.1', '198.51.100.2']);
    await expect.poll(async () => (await listener.tally())?.received).toBe(3);
    const tally = await listener.tally();
    expect(tally).toMatchObject({
      heard: 2,
      repeated: 1,
      lost: 0,
      overflowed: 0,
      crowdedOut: 0,
      senders: [{ source: '127.0.0.1', host: 'hq', received: 2 }],
    });
    expect(tally?.socketDrops).toBe(process.platform === 'linux' ? 0 : null);
  });

  it('hears nobody who is not on the list', async () => {
    const { listener, heard } = await listen({ udp: [LOOPBACK], tcp: [LOOPBACK], allowed: ['192.0.2.0/24'] });
    await sendTo(portOf(listener.opened.udp), [down('198.51.100.1')]);
    await expect.poll(async () => (await listener.tally())?.refused).toBe(1);
    const socket = connect(portOf(listener.opened.tcp), '127.0.0.1');
    await whyClosed(socket);
    expect((await listener.tally())?.refused).toBe(2);
    expect(heard).toEqual([]);
  });

  it('hears connections of both framings at once, in whatever pieces', async () => {
    const { listener, peers } = await listen({ tcp: [LOOPBACK] });
    const sockets = [0, 1].map(() => connect(portOf(listener.opened.tcp), '127.0.0.1'));
    const lines = `${down('198.51.100.1')}\n${down('198.51.100.2', 2)}\r\n`;
    const frames = counted(down('198.51.100.3', 3)) + counted(down('198.51.100.4', 4));
    await Promise.all([lines, frames].map((text, index) => write(sockets[index] as Socket, text.match(/.{1,7}|\s/g) ?? [])));
    expect(await peers(4)).toEqual(['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4']);
    for (const socket of sockets) socket.destroy();
  });

  it('does not wait for the line end of the last message', async () => {
    const { listener, peers } = await listen({ tcp: [LOOPBACK] });
    const socket = connect(portOf(listener.opened.tcp), '127.0.0.1');
    await write(socket, [down('198.51.100.1')]);
    expect(await peers(1)).toEqual(['198.51.100.1']);
    await write(socket, [`\n${down('198.51.100.2', 2)}\n`]);
    expect(await peers(2)).toEqual(['198.51.100.1', '198.51.100.2']);
    socket.destroy();
  });

  it('hears over TLS, and ends at no handshake that fails', async () => {
    const { key, cert } = selfSigned();
    const { listener, peers, told } = await listen({ tls: [{ ...LOOPBACK, key, cert }] });
    const port = portOf(listener.opened.tls);
    const plain = connect(port, '127.0.0.1');
    plain.resume().end('<189>1: no handshake\n');
    await whyClosed(plain);
    const socket = connectTls({ port, host: '127.0.0.1', ca: cert, servername: 'hq.example' });
    await once(socket, 'secureConnect');
    await write(socket, [counted(down('198.51.100.1'))]);
    expect(await peers(1)).toEqual(['198.51.100.1']);
    socket.destroy();
    expect(told).toEqual([]);
  });

  it('hears over TLS only who shows a certificate of the authority, where one is named', async () => {
    const { key, cert } = selfSigned();
    const { listener, peers, heard } = await listen({ tls: [{ ...LOOPBACK, key, cert, ca: cert }] });
    const port = portOf(listener.opened.tls);
    const stranger = connectTls({ port, host: '127.0.0.1', ca: cert, servername: 'hq.example' });
    stranger.end(counted(down('198.51.100.9')));
    expect(await whyClosed(stranger)).toMatch(/certificate required/);
    const socket = connectTls({ port, host: '127.0.0.1', ca: cert, servername: 'hq.example', key, cert });
    await write(socket, [counted(down('198.51.100.1'))]);
    expect(await peers(1)).toEqual(['198.51.100.1']);
    expect(heard).toHaveLength(1);
    socket.destroy();
  });

  it('keeps what nobody can read in a file', async () => {
    const keptFile = join(thread.folder, 'kept.txt');
    const { listener } = await listen({ udp: [LOOPBACK], keptFile });
    await sendTo(portOf(listener.opened.udp), ['hello \u001b[2J']);
    await expect.poll(async () => (await listener.tally())?.unread).toBe(1);
    await listener.close();
    expect(readFileSync(keptFile, 'utf8')).toMatch(/^\S+ 127\.0\.0\.1 hello \\u001b\[2J\n$/);
  });

  it('waits for whoever judges, and hears on all the while', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const heard: Heard[] = [];
    const take = async (batch: readonly Heard[]): Promise<void> => {
      await held;
      heard.push(...batch);
    };
    const listener = await startListener({ allowed: ['any'], udp: [LOOPBACK] }, { take, tell: () => undefined }, thread.url);
    open.push(listener);
    const texts = Array.from({ length: 300 }, (_, index) => down(`198.51.100.${index % 250}`, index));
    for (const text of texts) await sendTo(portOf(listener.opened.udp), [text]);
    await expect.poll(async () => (await listener.tally())?.received).toBe(300);
    expect(heard).toEqual([]);
    release();
    await listener.close();
    expect(heard).toHaveLength(300);
  });

  it('says why it cannot listen, and what to do', async () => {
    const { listener } = await listen({ tcp: [LOOPBACK] });
    const taken = { host: '127.0.0.1', port: portOf(listener.opened.tcp) };
    await expect(listen({ udp: [LOOPBACK], tcp: [taken] })).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(`nobody can listen at 127.0.0.1 port ${taken.port} (TCP)`),
      context: { next: 'end what listens there, or choose another port' },
    });
  });
});
