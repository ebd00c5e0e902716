/** The page over a real socket: with TLS, on loopback, and how a slow or a wrong client is dealt with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeApp } from '../../src/web/app.ts';
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
