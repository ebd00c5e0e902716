import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { DBOS, Error as DBOSError } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { hasGone, nameBreak, sayStoreTrouble, wasCut } from '../../../src/engine/database/trouble.ts';
import { FlaptrapError } from '../../../src/errors.ts';

async function refusalOf(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  return client.connect().then(
    () => undefined,
    (error: unknown) => error,
  );
}

const full = Object.assign(new pg.DatabaseError('could not extend file "base/1/2"', 30, 'error'), { code: '53100', severity: 'ERROR' });

it.each([
  ['a disk that is full', full, 'cannot be used: could not extend file', 'make room'],
  ['a connection that broke', new Error('Connection terminated unexpectedly'), 'has gone', 'run it again'],
  ['a client whose server died', new Error('Client has encountered a connection error and is not queryable'), 'has gone', 'status'],
])('%s is told as trouble of the place, with what to do', (_what, error, said, next) => {
  const told = sayStoreTrouble(error, 'of the team') as FlaptrapError;
  expect(told).toBeInstanceOf(FlaptrapError);
  expect(told).toMatchObject({ code: 'input', message: expect.stringContaining(`the database of the team ${said}`) });
  expect(told.context.next).toContain(next);
});

it('a socket at which nobody listens is one too, by the words of the driver itself', async () => {
  const error = await refusalOf('postgresql://flaptrap@localhost:5432/flaptrap?host=%2Fnowhere%2Fat%2Fall');
  expect(sayStoreTrouble(error)).toMatchObject({ message: expect.stringContaining('has gone: connect ENOENT') });
});

it('is so in the words of the durable engine, too, which is started while the database goes', async () => {
  DBOS.setConfig({ name: 'flaptrap', systemDatabaseUrl: 'postgresql://flaptrap@localhost:5432/flaptrap?host=%2Fnowhere%2Fat%2Fall' });
  const error = await DBOS.launch().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  await DBOS.shutdown();
  expect(hasGone(error)).toBe(true);
});

it('a connection that breaks under a query is the store, where nothing else is spoken to', async () => {
  const server = createServer((socket) => socket.once('data', () => socket.resetAndDestroy())).listen(0);
  await once(server, 'listening');
  const error = await refusalOf(`postgresql://flaptrap@127.0.0.1:${(server.address() as AddressInfo).port}/flaptrap?sslmode=disable`);
  server.close();
  expect(wasCut(error)).toBe(true);
});

it.each(['read ECONNRESET', 'write EPIPE'])(
  'what the system says of a connection of the store is told as the store that has gone: %s',
  (said) => {
    const cut = nameBreak(Object.assign(new Error(said), { code: said.split(' ')[1], syscall: said.split(' ')[0] }));
    expect(sayStoreTrouble(cut)).toMatchObject({
      code: 'input',
      message: expect.stringContaining(`has gone: Connection terminated: ${said}`),
    });
  },
);

it('what a query was refused for is left as it is', () => {
  expect(nameBreak(full)).toBe(full);
});

describe('while the durable engine is started, whatever it says itself', () => {
  const wrapped = (error: Error) =>
    new DBOSError.DBOSInitializationError(`Failed to initialize workflow executor: ${error.message}`, error);

  it.each([
    new Error('Client has encountered a connection error and is not queryable'),
    new Error('Client was closed and is not queryable'),
    new Error('Connection terminated due to connection timeout', { cause: new Error('Connection terminated unexpectedly') }),
    Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01', severity: 'FATAL' }),
    Object.assign(new Error('the database system is starting up'), { code: '57P03', severity: 'FATAL' }),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    new AggregateError([new Error('connect ECONNREFUSED /run/flaptrap/.s.PGSQL.5432')]),
  ])('it is the store that has gone: %s', (error) => {
    expect(wasCut(wrapped(error))).toBe(true);
  });

  it('and a mistake in what it was told is none', () => {
    expect(wasCut(wrapped(new Error('column "x" does not exist')))).toBe(false);
  });
});

it('a mistake of ours stays one', () => {
  const ours = new TypeError('undefined is not a function');
  expect(wasCut(ours)).toBe(false);
  expect(sayStoreTrouble(ours)).toBe(ours);
});
