/** A caller that wants no more of a router is free at once, whatever the router does. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { type Cli, connect } from '../../src/device/cli.ts';
import { openConnection } from '../../src/device/connection.ts';
import { DEFAULT_DEADLINES } from '../../src/device/deadlines.ts';
import { retrieve } from '../../src/device/retrieve.ts';
import { failureOf } from './failure.ts';
import { ScriptedRouter } from './scripted-router.ts';
import { SilentProxy } from './silent-proxy.ts';

/** Its command runs and is not answered. */
async function withPending(
  work: (cli: Cli, proxy: SilentProxy, pending: Promise<unknown>, stop: AbortController) => Promise<void>,
): Promise<void> {
  let isAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const never = () => {
    isAsked();
    return new Promise<string>(() => undefined);
  };
  await using router = await ScriptedRouter.start({ commands: { 'event manager run X': never } });
  await using proxy = await SilentProxy.start(router.port);
  const cli = await connect(router.target({ port: proxy.port }));
  const stop = new AbortController();
  const pending = failureOf(cli.exec('event manager run X', { idleMs: 600_000, signal: stop.signal }));
  await asked;
  proxy.fallSilent();
  await work(cli, proxy, pending, stop);
}

/** No deadline has had to end it. */
const atOnce = async (work: () => Promise<unknown>): Promise<void> => {
  const startedAt = performance.now();
  await work();
  expect(performance.now() - startedAt).toBeLessThan(DEFAULT_DEADLINES.connectMs);
};

test('closing a session on a half-open socket ends its pending command', () =>
  withPending(async (cli, _proxy, pending) => {
    await atOnce(async () => {
      const [, error] = await Promise.all([cli.close(), pending]);
      expect(error).toMatchObject({ code: 'session-lost', context: { peer: 'hq', tried: 'event manager run X' } });
    });
    expect((await failureOf(cli.exec('show clock'))).code).toBe('session-lost');
  }));

test('one command can be ended from outside', () =>
  withPending(async (cli, _proxy, pending, stop) => {
    await atOnce(async () => {
      stop.abort();
      expect(await pending).toMatchObject({ code: 'session-lost' });
    });
    await atOnce(() => cli.close());
  }));

test('a session can be closed twice', () =>
  withPending(async (cli, _proxy, pending) => {
    await atOnce(() => Promise.all([cli.close(), cli.close(), pending]));
  }));

test('a transfer can be ended from outside', async () => {
  await using router = await ScriptedRouter.start();
  await using proxy = await SilentProxy.start(router.port);
  const stop = new AbortController();
  const open = async () => {
    const session = await openConnection(router.target({ port: proxy.port }), DEFAULT_DEADLINES);
    proxy.fallSilent();
    setImmediate(() => stop.abort());
    return session;
  };
  const wanted = { path: 'flash:x', sizeBytes: 10, md5: undefined, idleMs: 600_000, signal: stop.signal };
  await atOnce(async () => expect(await failureOf(retrieve('scp', open, wanted))).toMatchObject({ code: 'retrieval' }));
});

test('a login can be ended from outside, on the way to the jump host and behind it', async () => {
  const mute = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  await using router = await ScriptedRouter.start();
  const { port } = mute.address() as { port: number };
  for (const target of [router.target({ port }), router.target({ jumpHosts: [router.jump({ port })] })]) {
    const stop = new AbortController();
    setImmediate(() => stop.abort());
    await atOnce(async () => expect(await failureOf(connect(target, { signal: stop.signal }))).toMatchObject({ context: { peer: 'hq' } }));
  }
  mute.close();
});
