/** Connections fail soon and with a reason, and never to the wrong host. */

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { connect } from '../../src/device/cli.ts';
import { DEFAULT_DEADLINES } from '../../src/device/deadlines.ts';
import { printFingerprint, printKnownHost } from '../../src/device/known-hosts.ts';
import { openSocket, socketError } from '../../src/device/socket.ts';
import { openSession } from '../../src/device/ssh.ts';
import { failureOf } from './failure.ts';
import { ScriptedRouter } from './scripted-router.ts';

async function newKnownHosts(text = ''): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'flaptrap-')), 'known_hosts');
  if (text !== '') await writeFile(path, text);
  return path;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a wrong password is refused at once', async () => {
  await using router = await ScriptedRouter.start();
  const error = await failureOf(connect(router.target({ password: 'wrong-one' })));
  expect(error).toMatchObject({ code: 'login-failed', context: { peer: 'hq', tried: `ssh ops@127.0.0.1:${router.port}` } });
  expect(JSON.stringify(error.context)).not.toContain('wrong-one');
});

test('a wrong password that the server never answers fails by a deadline of its own, which is under five seconds', async () => {
  expect(DEFAULT_DEADLINES.loginMs).toBeLessThan(5000);
  await using router = await ScriptedRouter.start({ authenticate: () => undefined });
  const error = await failureOf(connect(router.target(), { deadlines: { ...DEFAULT_DEADLINES, loginMs: 500 } }));
  expect(error.code).toBe('login-failed');
  expect(error.context.next).toContain('never answer');
});

test('a server that asks questions gets the password as its answer', async () => {
  await using router = await ScriptedRouter.start({
    authenticate: (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
      context.prompt([{ prompt: 'Password: ', echo: false }], (answers) =>
        answers[0] === 'pass-word' ? context.accept() : context.reject(),
      );
    },
  });
  await using cli = await connect(router.target());
  expect(cli.hostname).toBe('hq');
});

test('a key logs in without a password', async () => {
  const pair = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256, passphrase: 'phrase', cipher: 'aes256-ctr', rounds: 1 });
  await using router = await ScriptedRouter.start({
    authenticate: (context) => (context.method === 'publickey' ? context.accept() : context.reject(['publickey'])),
  });
  await using cli = await connect(router.target({ password: undefined, privateKey: pair.private, passphrase: 'phrase' }));
  expect(cli.hostname).toBe('hq');
  expect((await failureOf(connect(router.target({ privateKey: pair.private, passphrase: 'other' })))).code).toBe('input');
});

test('a refused port and a silent one are told apart', async () => {
  await using router = await ScriptedRouter.start();
  expect((await failureOf(connect(router.target({ port: await closedPort() })))).code).toBe('connect-refused');
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const port = (mute.address() as { port: number }).port;
  expect((await failureOf(connect(router.target({ port }), { deadlines: { handshakeMs: 200 } }))).code).toBe('connect-timeout');
  mute.close();
});

test('a server that closes before the login may have no terminal line left', async () => {
  await using router = await ScriptedRouter.start();
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = (server.address() as { port: number }).port;
  expect((await failureOf(connect(router.target({ port })))).code).toBe('no-terminal-line');
  server.close();
});

test('a firewall that resets what it has just accepted is not waited for as if it were silent', async () => {
  await using router = await ScriptedRouter.start();
  const firewall = createServer().listen(0, '127.0.0.1');
  await once(firewall, 'listening');
  const accepted = once(firewall, 'connection') as Promise<[Socket]>;
  const { port } = firewall.address() as { port: number };
  const stream = await openSocket({ host: '127.0.0.1', port, deadlineMs: 1000, context: {} });
  (await accepted)[0].resetAndDestroy();
  await new Promise((resolve) => stream.once('close', resolve));
  const deadlines = { ...DEFAULT_DEADLINES, handshakeMs: 1000 };
  const error = await failureOf(openSession(stream, { login: router.jump(), deadlines, keepaliveMs: 0, context: {} }));
  expect(error).toMatchObject({ code: 'no-terminal-line', context: { answer: 'the connection was closed' } });
  firewall.close();
});

test('an unknown host key is refused with its fingerprint, or written down where that is the policy', async () => {
  await using router = await ScriptedRouter.start();
  const knownHosts = await newKnownHosts();
  const error = await failureOf(connect(router.target({ hostKeys: { policy: 'strict', knownHosts } })));
  expect(error.code).toBe('host-key-unknown');
  expect(error.context.answer).toContain(printFingerprint(router.hostKey));
  await using first = await connect(router.target({ hostKeys: { policy: 'accept-new', knownHosts } }));
  expect(await readFile(knownHosts, 'utf8')).toBe(`${printKnownHost('127.0.0.1', router.port, router.hostKey)}\n`);
  await using second = await connect(router.target({ hostKeys: { policy: 'strict', knownHosts } }));
  expect([first.hostname, second.hostname]).toEqual(['hq', 'hq']);
});

test('a changed host key is refused with both fingerprints, whatever the policy', async () => {
  await using router = await ScriptedRouter.start();
  const other = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).public);
  if (other instanceof Error) throw other;
  const knownHosts = await newKnownHosts(`${printKnownHost('127.0.0.1', router.port, other.getPublicSSH())}\n`);
  for (const policy of ['strict', 'accept-new'] as const) {
    const error = await failureOf(connect(router.target({ hostKeys: { policy, knownHosts } })));
    expect(error.code).toBe('host-key-changed');
    expect(error.context.answer).toContain(printFingerprint(router.hostKey));
    expect(error.context.answer).toContain(printFingerprint(other.getPublicSSH()));
  }
});

test('two devices behind one jump host share its session, and it ends with them', async () => {
  await using jump = await ScriptedRouter.start();
  await using hq = await ScriptedRouter.start();
  await using branch = await ScriptedRouter.start({ hostname: 'branch' });
  const jumpHosts = [jump.jump()];
  const clis = await Promise.all([connect(hq.target({ jumpHosts })), connect(branch.target({ jumpHosts, name: 'branch' }))]);
  expect(clis.map((cli) => cli.hostname)).toEqual(['hq', 'branch']);
  expect(jump.connectionCount).toBe(1);
  const [connection] = jump.connections;
  const closed = connection === undefined ? undefined : once(connection, 'close');
  for (const cli of clis) await cli.close();
  await closed;
});

test('an unreachable jump host and one that cannot go on are named', async () => {
  await using jump = await ScriptedRouter.start();
  await using hq = await ScriptedRouter.start();
  const nowhere = await failureOf(connect(hq.target({ jumpHosts: [jump.jump({ port: await closedPort() })] })));
  expect(nowhere).toMatchObject({ code: 'jump-host', context: { peer: 'hq' } });
  expect(nowhere.context.tried).toContain('via ops@127.0.0.1:');
  const stuck = await failureOf(connect(hq.target({ port: await closedPort(), jumpHosts: [jump.jump()] })));
  expect(stuck.code).toBe('jump-host');
  const wrong = await failureOf(connect(hq.target({ jumpHosts: [jump.jump({ password: 'wrong' })] })));
  expect(wrong.code).toBe('login-failed');
});

test('old algorithms are used only by profile, and reported', async () => {
  const rsa = ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private;
  const algorithms = {
    kex: ['diffie-hellman-group14-sha1' as const],
    cipher: ['aes128-cbc' as const],
    serverHostKey: ['ssh-rsa' as const],
    hmac: ['hmac-sha1' as const],
  };
  await using router = await ScriptedRouter.start({ algorithms, hostKey: rsa });
  const error = await failureOf(connect(router.target()));
  expect(error.code).toBe('connect-refused');
  expect(error.context.next).toContain('legacy');
  await using cli = await connect(router.target({ legacyAlgorithms: true }));
  expect(cli.weakAlgorithms).toEqual(['diffie-hellman-group14-sha1', 'ssh-rsa', 'aes128-cbc']);
});

test('a stop on request ends a wait at once', async () => {
  await using router = await ScriptedRouter.start({ commands: { 'show slow': () => new Promise<string>(() => undefined) } });
  const controller = new AbortController();
  await using cli = await connect(router.target(), { signal: controller.signal });
  const waiting = failureOf(cli.exec('show slow'));
  controller.abort();
  expect((await waiting).code).toBe('session-lost');
});

test('a known hosts file that is a pipe is not waited for', async () => {
  await using router = await ScriptedRouter.start();
  const knownHosts = await newKnownHosts();
  expect(spawnSync('mkfifo', [knownHosts]).status).toBe(0);
  const error = await failureOf(connect(router.target({ hostKeys: { policy: 'strict', knownHosts } })));
  expect(error.message).toContain(`cannot read the known hosts file ${knownHosts}`);
});

test('an unknown host key is told with the line to paste and the key of the playbook that lets it in', async () => {
  await using router = await ScriptedRouter.start();
  const knownHosts = await newKnownHosts();
  const error = await failureOf(connect(router.target({ hostKeys: { policy: 'strict', knownHosts } })));
  expect(error.context.next).toContain('hostKeys: {policy: accept-new}');
  const pasted = error.context.next?.split('\n').find((line) => line.startsWith('[127.0.0.1]:')) ?? '';
  await using cli = await connect(router.target({ hostKeys: { policy: 'strict', knownHosts: await newKnownHosts(`${pasted}\n`) } }));
  expect(cli.hostname).toBe('hq');
});

test('a known_hosts file that cannot be written is called so, and not a wrong password', async () => {
  await using router = await ScriptedRouter.start();
  // A link that leads nowhere can be written by nobody, not even by root.
  const knownHosts = await newKnownHosts();
  await symlink('/no/such/folder/known_hosts', knownHosts);
  const error = await failureOf(connect(router.target({ hostKeys: { policy: 'accept-new', knownHosts } })));
  expect(error).toMatchObject({
    code: 'input',
    message: `cannot write the host key of 127.0.0.1 to ${knownHosts}: its folder is not there`,
  });
  expect(error.context.next).toContain(printKnownHost('127.0.0.1', router.port, router.hostKey));
});

test.each([
  ['ENOTFOUND', 'host-not-found', 'host name hq.example.net not found'],
  ['EAI_AGAIN', 'host-not-found', 'host name hq.example.net not found: the DNS server does not answer'],
  ['ECONNREFUSED', 'connect-refused', 'hq.example.net refuses connections on port 22'],
  ['EHOSTUNREACH', 'unreachable', 'no route to host hq.example.net'],
  ['ENETUNREACH', 'unreachable', 'network of hq.example.net unreachable'],
  ['ETIMEDOUT', 'connect-timeout', 'hq.example.net does not answer on port 22'],
])('a dial that ends with %s is told as %s, in its own words', (code, expected, message) => {
  const cause = Object.assign(new Error(code), { code });
  const error = socketError(cause, { host: 'hq.example.net', port: 22, deadlineMs: 1000, context: { peer: 'hq' } });
  expect(error).toMatchObject({ code: expected, message });
  expect(error.context.next).toBeTruthy();
});
