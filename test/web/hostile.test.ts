/** Clients of the page that mean ill, over real sockets: who follows and never reads, asks for a head alone, sends a form of nothing but parts, or writes its request line oddly. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { makeApp } from '../../src/web/app.ts';
import { type Listening, listen, placeOf } from '../../src/web/listen.ts';
import { Rates } from '../../src/web/rates.ts';
import { Sessions } from '../../src/web/sessions.ts';
import { type FakeHouse, NOW_MS, OPERATOR_TOKEN, openFakeHouse, TOKENS, VIEWER_TOKEN } from './fake-house.ts';

const UPLOAD_BYTES = 16 * 1024 * 1024;

function serve(fake: FakeHouse): Promise<Listening> {
  const choices = { host: '127.0.0.1', port: 0 };
  const place = placeOf(choices);
  const rest = { tokens: TOKENS, sessions: new Sessions(), rates: new Rates(), uploadBytes: UPLOAD_BYTES, now: () => NOW_MS };
  return listen(choices, (port) => makeApp(fake.house, { ...rest, origin: place.origin(port), otherHosts: place.otherHosts(port) }));
}

/** Writes what it is given as it is, and reads nothing until it is told. */
async function rawly(page: Listening, request: string): Promise<Socket> {
  const socket = connect(page.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(request);
  return socket;
}

const asks = (page: Listening, line: string, token = VIEWER_TOKEN): string =>
  `${line} HTTP/1.1\r\nHost: 127.0.0.1:${page.port}\r\nAuthorization: Bearer ${token}\r\n\r\n`;

async function statusOf(page: Listening, request: string): Promise<string> {
  const socket = await rawly(page, request);
  const [first] = (await once(socket.resume(), 'data')) as [Buffer];
  socket.destroy();
  return first.toString().split('\r\n')[0] ?? '';
}

describe('who follows what happens', () => {
  it('and never reads is sent away, and what was told meanwhile is not kept for him', async () => {
    using fake = openFakeHouse();
    await using page = await serve(fake);
    const socket = await rawly(page, asks(page, 'GET /events'));
    await expect.poll(() => fake.feed.listening).toBe(1);
    for (let count = 0; count < 1000; count += 1) fake.feed.tell('incident', { sentence: 'x'.repeat(60_000) });
    await expect.poll(() => fake.feed.listening).toBe(0);
    socket.destroy();
  });

  it('by its head alone takes no place among those who follow', async () => {
    using fake = openFakeHouse();
    await using page = await serve(fake);
    for (let count = 0; count < 10; count += 1) {
      const answer = await fetch(`${page.origin}/events`, { method: 'HEAD', headers: { authorization: `Bearer ${VIEWER_TOKEN}` } });
      expect(answer.status).toBe(200);
    }
    expect(fake.feed.listening).toBe(0);
    expect(await statusOf(page, asks(page, 'GET /events'))).toContain('200');
  });
});

describe('a form', () => {
  const post = (page: Listening, path: string, type: string, body: string): Promise<Response> =>
    fetch(`${page.origin}${path}`, { method: 'POST', headers: { authorization: `Bearer ${VIEWER_TOKEN}`, 'content-type': type }, body });

  it('of nothing but names is no upload: it may be as long as any other form', async () => {
    using fake = openFakeHouse();
    await using page = await serve(fake);
    const answer = await post(page, '/judge', 'application/x-www-form-urlencoded', 'a&'.repeat(UPLOAD_BYTES / 4));
    expect(answer.status).toBe(413);
  });

  it('of very many parts is refused before they are taken apart', async () => {
    using fake = openFakeHouse();
    await using page = await serve(fake);
    const part = '--b\r\nContent-Disposition: form-data; name="bundle"; filename="a"\r\n\r\n\r\n';
    const answer = await post(page, '/judge', 'multipart/form-data; boundary=b', `${part.repeat(20_000)}--b--\r\n`);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('parts')]);
  });

  it.each([
    ['application/json', '{"bundle":'],
    ['application/json', `${'['.repeat(100_000)}`],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--\r\n'],
    ['application/x-www-form-urlencoded', '__proto__=1&constructor=2&csrf=%00%ff'],
    ['text/plain', 'digest=0'],
  ])('that is none, as %s, is refused in words and is no fault', async (type, body) => {
    using fake = openFakeHouse();
    await using page = await serve(fake);
    expect((await post(page, '/judge', type, body)).status).toBe(400);
    expect(fake.faults).toEqual([]);
  });
});

describe('a request line', () => {
  it.each([
    '/enter/%2e%2e/captures/7f3a9c01',
    '/enter/..%2fcaptures/7f3a9c01',
    '/assets/..%2f..%2fcaptures/7f3a9c01',
    '//captures/7f3a9c01',
    '/enter/../captures/7f3a9c01',
    '/health/live/../../captures/7f3a9c01',
    '/\\captures/7f3a9c01',
    '/captures/7f3a9c01?/enter/',
    '/captures/7f3a9c01#/enter/',
  ])('%s is no way past the gate', async (path) => {
    using fake = openFakeHouse();
    await using page = await serve(fake);
    const socket = await rawly(page, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${page.port}\r\nConnection: close\r\n\r\n`);
    let text = '';
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await once(socket.resume(), 'close');
    expect(text).not.toContain('armed by');
    expect(text).toMatch(/^HTTP\/1\.1 (?:400|401|404)/);
  });

  it('to another place, or with two names of the house, does not go by ours', async () => {
    using fake = openFakeHouse();
    await using page = await serve(fake);
    const token = `Authorization: Bearer ${OPERATOR_TOKEN}`;
    const own = `Host: 127.0.0.1:${page.port}`;
    expect(await statusOf(page, `GET / HTTP/1.1\r\nHost: evil.example\r\n${token}\r\n\r\n`)).toContain('421');
    expect(await statusOf(page, `GET / HTTP/1.1\r\n${own}\r\nHost: evil.example\r\n${token}\r\n\r\n`)).toMatch(/ (?:400|421) /);
    expect(await statusOf(page, `GET / HTTP/1.1\r\nHost: evil.example/@127.0.0.1:${page.port}\r\n${token}\r\n\r\n`)).toMatch(
      / (?:400|421) /,
    );
    expect(await statusOf(page, `GET / HTTP/1.1\r\n${own}\r\nX-Forwarded-Host: evil.example\r\n${token}\r\n\r\n`)).toContain('200');
    expect(await statusOf(page, `GET / HTTP/1.0\r\n${token}\r\n\r\n`)).toMatch(/ (?:400|421) /);
    expect(fake.faults).toEqual([]);
  });
});
