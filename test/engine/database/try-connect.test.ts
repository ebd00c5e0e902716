/** A server that is killed just when it was asked whether it answers ends no process of ours. */
import { expect, it } from 'vitest';
import { tryConnect } from '../../../src/engine/database/server.ts';
import { KILLED, openDying, WELCOME } from './dying-server.ts';

it('and is said to have answered', async () => {
  const goneAt: string[] = [];
  const port = await openDying((socket) => {
    socket.write(WELCOME);
    // What the client sends now is its farewell.
    socket.once('data', () => {
      goneAt.push('the farewell');
      socket.end(KILLED);
    });
  });
  expect(await tryConnect({ host: '127.0.0.1', port, user: 'flaptrap', database: 'flaptrap', ssl: false })).toBe(undefined);
  expect(goneAt).toEqual(['the farewell']);
});
