/** A server that is killed just when it was asked whether it answers ends no process of ours. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { tryConnect } from '../../../src/engine/database/server.ts';

/** One message of PostgreSQL's protocol: its letter, its length, its body. */
function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const WELCOME = Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]);
const KILLED = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'));

it('and is said to have answered', async () => {
  const goneAt: string[] = [];
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(WELCOME);
      // What the client sends now is its farewell.
      socket.once('data', () => {
        goneAt.push('the farewell');
        socket.end(KILLED);
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await tryConnect({ host: '127.0.0.1', port, user: 'flaptrap', database: 'flaptrap', ssl: false })).toBe(undefined);
  server.close();
  await once(server, 'close');
  expect(goneAt).toEqual(['the farewell']);
});
