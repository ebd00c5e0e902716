/** Coming in by OpenID Connect: a small real issuer on loopback, code flow with PKCE, and all that must be refused. */
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSignIn, roleOf } from '../../src/web/oidc.ts';
import { type FakeHouse, NOW_MS, ORIGIN, openFakeHouse } from './fake-house.ts';

interface Issuer {
  url: string;
  /** Of the next tokens. */
  claims: Record<string, unknown>;
  signer: KeyObject;
  close(): Promise<void>;
}

const BACK = `${ORIGIN}/enter/oidc/back`;

/** It gives each code once, for the challenge that came with it. */
async function openIssuer(): Promise<Issuer & { right: KeyObject }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { challenge: string; nonce: string }>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer.url);
    const say = (value: unknown, status = 200): unknown =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname === '/.well-known/openid-configuration') return say(discovery(issuer.url));
    if (url.pathname === '/keys') return say({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    if (url.pathname === '/authorize') {
      const code = `code-${codes.size + 1}`;
      const get = (name: string): string => url.searchParams.get(name) ?? '';
      codes.set(code, { challenge: get('code_challenge'), nonce: get('nonce') });
      const back = `${get('redirect_uri')}?code=${code}&state=${encodeURIComponent(get('state'))}`;
      return response.writeHead(302, { location: back }).end();
    }
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const known = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (known?.challenge !== challenge) return say({ error: 'invalid_grant' }, 400);
      const nowSeconds = Math.floor(Date.now() / 1000);
      const base = { iss: issuer.url, aud: 'flaptrap', sub: 'u-17', iat: nowSeconds, exp: nowSeconds + 60, nonce: known.nonce };
      return say({ access_token: 'access', token_type: 'Bearer', id_token: tokenOf({ ...base, ...issuer.claims }, issuer.signer) });
    });
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    claims: {},
    signer: privateKey,
    right: privateKey,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return issuer;
}

const discovery = (issuer: string): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
});

function tokenOf(claims: object, key: KeyObject): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('sha256').update(signed).sign(key).toString('base64url')}`;
}

let issuer: Awaited<ReturnType<typeof openIssuer>>;
let fake: FakeHouse;

beforeAll(async () => {
  issuer = await openIssuer();
  const oidc = openSignIn({
    issuer: issuer.url,
    clientId: 'flaptrap',
    redirectUri: BACK,
    rolesClaim: 'groups',
    roles: { operator: 'noc', viewer: 'everyone' },
    allowsHttp: true,
  });
  fake = openFakeHouse({}, { oidc });
});
afterAll(async () => {
  fake[Symbol.dispose]();
  await issuer.close();
});

/** As a browser goes: to the issuer, and back with what it gives. `change` is what an attacker does to the way back. */
async function comeIn(claims: object, change: (back: URL) => void = () => undefined, keepsTicket = true): Promise<Response> {
  issuer.claims = { ...claims };
  const begun = await fake.get('/enter/oidc');
  expect(begun.status).toBe(303);
  const ticket = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const away = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
  const back = new URL(away.headers.get('location') ?? '');
  change(back);
  return fake.get(`${back.pathname}${back.search}`, undefined, keepsTicket ? { cookie: ticket } : {});
}

describe('who is known to the issuer', () => {
  it('comes in by his role, and his cookie is that of any visit', async () => {
    const answer = await comeIn({ groups: ['everyone', 'noc'], preferred_username: 'olga' });
    expect(await answer.text()).toContain('You are in as olga (u-17)');
    const [cookie = ''] = answer.headers.getSetCookie().filter((each) => each.startsWith('flaptrap='));
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
    const page = await (await fake.get('/', undefined, { cookie: cookie.split(';')[0] ?? '' })).text();
    expect(page).toContain('olga (u-17), operator');
  });

  it('without a role here is not let in, and is told so', async () => {
    const answer = await comeIn({ groups: ['somebody'] });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('have no role here');
    expect(answer.headers.getSetCookie().some((each) => each.startsWith('flaptrap='))).toBe(false);
  });

  it('goes with a challenge of which the verifier never leaves this program', async () => {
    const begun = await fake.get('/enter/oidc');
    const query = new URL(begun.headers.get('location') ?? '').searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('state')?.length).toBeGreaterThan(20);
    expect(query.get('nonce')?.length).toBeGreaterThan(20);
    expect(begun.headers.get('set-cookie')).toMatch(/Path=\/enter\/oidc; HttpOnly; SameSite=Lax$/);
  });
});

describe('what is refused', () => {
  const refused = async (answer: Response): Promise<string> => {
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie().some((each) => each.startsWith('flaptrap='))).toBe(false);
    return answer.text();
  };
  const noc = { groups: ['noc'] };

  it('coming back in another browser than the one that went', async () => {
    expect(await refused(await comeIn(noc, undefined, false))).toContain('was not begun here');
  });

  it('another state, and a code that is not for us', async () => {
    await refused(await comeIn(noc, (back) => back.searchParams.set('state', 'another')));
    await refused(await comeIn(noc, (back) => back.searchParams.set('code', 'stolen')));
    await refused(await comeIn(noc, (back) => back.searchParams.set('error', 'access_denied')));
  });

  it.each([
    ['another audience', { aud: 'another' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another nonce', { nonce: 'another' }],
    ['one that has run out', { exp: 1_000_000 }],
  ])('a token of %s', async (_name, claims) => {
    await refused(await comeIn({ ...noc, ...claims }));
  });

  it('the same way twice', async () => {
    let again = '';
    const first = await comeIn(noc, (back) => (again = `${back.pathname}${back.search}`));
    expect(first.status).toBe(200);
    await refused(await fake.get(again, undefined, { cookie: 'flaptrap-on-the-way=used' }));
  });
});

describe('a role', () => {
  const choices = { rolesClaim: 'realm_access.roles', roles: { operator: 'noc', viewer: 'everyone' } };

  it('is found where the claim says, the greater of two, and nowhere else', () => {
    expect(roleOf({ realm_access: { roles: ['everyone', 'noc'] } }, choices)).toBe('operator');
    expect(roleOf({ realm_access: { roles: ['everyone'] } }, choices)).toBe('viewer');
    expect(roleOf({ realm_access: { roles: 'everyone' } }, choices)).toBe('viewer');
    expect(roleOf({ roles: ['noc'] }, choices)).toBeUndefined();
    expect(roleOf({}, { ...choices, rolesClaim: 'constructor.name' })).toBeUndefined();
    expect(roleOf({ realm_access: null }, choices)).toBeUndefined();
  });
});

describe('an issuer that does not answer', () => {
  it('is a fault that is told in the log, and the next one who comes asks it again', async () => {
    const oidc = openSignIn({
      issuer: 'http://127.0.0.1:9/',
      clientId: 'x',
      redirectUri: BACK,
      rolesClaim: 'groups',
      roles: choicesOfNobody,
      allowsHttp: true,
    });
    await expect(oidc.begin(NOW_MS)).rejects.toThrow();
    await expect(oidc.begin(NOW_MS)).rejects.toThrow();
  });
});
const choicesOfNobody = { operator: 'x', viewer: 'y' };
