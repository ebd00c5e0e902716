/** The page over a real socket: with TLS, on loopback, and how a slow or a wrong client is dealt with. */

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeApp } from '../../src/web/app.ts';
import { clientOf } from '../../src/web/crowd.ts';
import type { Asking } from '../../src/web/gate.ts';
import { type ListenChoices, type Listening, listen, placeOf } from '../../src/web/listen.ts';
import { Rates } from '../../src/web/rates.ts';
import { Sessions } from '../../src/web/sessions.ts';
import { selfSigned } from '../notify/loopback.ts';
import { type FakeHouse, NOW_MS, OPERATOR_TOKEN, openFakeHouse, TOKENS } from './fake-house.ts';

let folder: string;
let fake: FakeHouse;
const tls = selfSigned();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  writeFileSync(join(folder, 'cert.pem'), tls.cert);
  writeFileSync(join(folder, 'key.pem'), tls.key);
  fake = openFakeHouse();
});
afterAll(() => {
  fake[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

function open(choices: ListenChoices): Promise<Listening> {
  const place = placeOf(choices);
  const rest = { tokens: TOKENS, sessions: new Sessions(), rates: new Rates(), uploadBytes: 1024, now: () => NOW_MS };
  return listen(choices, (port) => makeApp(fake.house, { ...rest, origin: place.origin(port), otherHosts: place.otherHosts(port) }));
}

/** By the name for which its certificate is. */
function overTls(port: number, headers: Record<string, string>): Promise<{ status: number | undefined; hsts: string | undefined }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', servername: 'localhost', port, path: '/', ca: tls.cert, headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, hsts: answer.headers['strict-transport-security'] });
    })
      .on('error', reject)
      .end();
  });
}

describe('with TLS', () => {
  it('it is there by its name, with a token, and by no other name', async () => {
    const origin = 'https://flaptrap.example.net';
    await using page = await open({ host: '127.0.0.1', port: 0, cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), origin });
    const authorization = `Bearer ${OPERATOR_TOKEN}`;
    expect(await overTls(page.port, { host: 'flaptrap.example.net', authorization })).toEqual({ status: 200, hsts: 'max-age=31536000' });
    expect((await overTls(page.port, { host: 'flaptrap.example.net' })).status).toBe(401);
    expect((await overTls(page.port, { host: 'evil.example', authorization })).status).toBe(421);
  });

  it('a certificate that is not there is named', async () => {
    await expect(open({ host: '127.0.0.1', port: 0, cert: join(folder, 'none.pem'), key: join(folder, 'key.pem') })).rejects.toThrow(
      'none.pem',
    );
  });
});

describe('on loopback', () => {
  it('what is no HTTP is answered and let go, and the next one is served', async () => {
    await using page = await open({ host: '127.0.0.1', port: 0 });
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(page.port, '127.0.0.1', () => socket.write('SSH-2.0-OpenSSH_9.9\r\n\r\n'));
      socket.on('data', (piece) => (text += piece.toString()));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await fetch(`${page.origin}/health/live`)).status).toBe(200);
  });

  it('a page that cannot be made lets go of its port', async () => {
    let taken = 0;
    const make = (port: number): never => {
      taken = port;
      throw new Error('a part of the page is not there');
    };
    await expect(listen({ host: '127.0.0.1', port: 0 }, make)).rejects.toThrow('a part of the page is not there');
    await using page = await open({ host: '127.0.0.1', port: taken });
    expect(page.port).toBe(taken);
  });

  it('a port that somebody else has is named, with what to do', async () => {
    await using page = await open({ host: '127.0.0.1', port: 0 });
    await expect(open({ host: '127.0.0.1', port: page.port })).rejects.toThrow(`cannot listen on 127.0.0.1:${page.port}`);
  });
});

describe('of a crowd', () => {
  const LARGE = new Uint8Array(64 * 1024 * 1024);
  const limits = { perClient: 2, stallMs: 60_000, answerMs: 900_000 };
  const openLarge = (choices: Partial<ListenChoices>): Promise<Listening> =>
    listen({ host: '127.0.0.1', port: 0, ...choices }, () =>
      new Hono<Asking>().get('/small', (ask) => ask.text('here')).get('/large', (ask) => ask.body(LARGE)),
    );
  const reach = (page: Listening, headers: Record<string, string> = {}): Promise<number | string> =>
    fetch(`http://127.0.0.1:${page.port}/small`, { headers: { connection: 'close', ...headers } }).then(
      ({ status }) => status,
      () => 'cut off',
    );

  /** Asks for it, and takes nothing of it. */
  async function stall(page: Listening, headers = ''): Promise<AsyncDisposable> {
    const socket = connect(page.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`);
    await once(socket, 'readable');
    return { [Symbol.asyncDispose]: async () => void socket.destroy() };
  }

  it('one client holds its part of the connections, whatever it sends on them, and gives it back', async () => {
    await using page = await openLarge({ crowd: limits });
    const silent = [connect(page.port, '127.0.0.1'), connect(page.port, '127.0.0.1')];
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    await expect.poll(() => reach(page)).toBe('cut off');
    silent[0]?.destroy();
    await expect.poll(() => reach(page)).toBe(200);
    silent[1]?.destroy();
  });

  it('those behind the proxy are told apart by what it says of them; nobody else is believed', async () => {
    await using page = await openLarge({ crowd: limits, proxy: '127.0.0.1', origin: 'https://flaptrap.example.net' });
    const from = (address: string): string => `X-Forwarded-For: 203.0.113.9, ${address}\r\n`;
    await using _one = await stall(page, from('198.51.100.7'));
    await using _two = await stall(page, from('198.51.100.7'));
    expect(await reach(page, { 'x-forwarded-for': '198.51.100.7' })).toBe(429);
    expect(await reach(page, { 'x-forwarded-for': '198.51.100.8' })).toBe(200);
    expect(clientOf('192.0.2.9', '198.51.100.8', '127.0.0.1')).toBe('192.0.2.9');
    expect(clientOf('::ffff:127.0.0.1', '198.51.100.8', undefined)).toBe('127.0.0.1');
  });

  it.each([
    ['of which nothing is taken', { stallMs: 200 }],
    ['that is not taken whole in its time', { answerMs: 200 }],
  ])('a large answer %s is ended', async (_what, change) => {
    await using page = await openLarge({ crowd: { ...limits, perClient: 1, ...change } });
    await using _stalled = await stall(page);
    await expect.poll(() => reach(page)).toBe(200);
  });

  it('a large answer that is taken slowly, and is taken, comes whole', async () => {
    await using page = await openLarge({ crowd: { ...limits, stallMs: 500 } });
    const answer = await fetch(`http://127.0.0.1:${page.port}/large`);
    let bytes = 0;
    for await (const piece of answer.body ?? []) bytes += piece.length;
    expect(bytes).toBe(LARGE.length);
  });
});
