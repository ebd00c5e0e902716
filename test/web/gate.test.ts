/** The gate: nobody comes in without a token, from another page, by another name, or too often; a viewer changes nothing. */
import { describe, expect, it } from 'vitest';
import { RATES } from '../../src/web/rates.ts';
import { NOW_MS, OPERATOR_TOKEN, ORIGIN, openFakeHouse, VIEWER_TOKEN } from './fake-house.ts';

const PATHS = [
  '/',
  '/captures/7f3a9c01',
  '/captures/7f3a9c01/stop',
  '/captures/7f3a9c01/reports/1',
  '/incidents',
  '/events',
  '/radar',
  '/playbooks',
  '/playbooks/tunnel-flaps.yaml',
  '/judge',
  '/metrics',
  '/rehearsals/1',
];
const CHANGES = [
  '/captures/7f3a9c01/stop',
  '/captures/7f3a9c01/freeze',
  '/captures/7f3a9c01/extend',
  '/playbooks/tunnel-flaps.yaml/plan',
  '/playbooks/tunnel-flaps.yaml/arm',
  '/playbooks/tunnel-flaps.yaml/approve',
  '/playbooks/tunnel-flaps.yaml/rehearse',
  '/rehearsals/1/stop',
];

describe('who has no token', () => {
  it.each(PATHS)('is refused at %s', async (path) => {
    using fake = openFakeHouse();
    const answer = await fake.get(path);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('hq');
    expect((await fake.get(path, 'a token that is not known here 0123')).status).toBe(401);
  });

  it.each([...CHANGES, '/judge', '/check', '/leave'])('sends nothing to %s', async (path) => {
    using fake = openFakeHouse();
    expect((await fake.send(path, {}, undefined)).status).toBe(401);
    expect(fake.engine.done).toEqual([]);
  });

  it('sees in a browser where to come in, and nothing else', async () => {
    using fake = openFakeHouse();
    const answer = await fake.get('/', undefined, { accept: 'text/html' });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('Come in');
  });

  it('learns that the program lives, and not why it is not ready', async () => {
    using fake = openFakeHouse({ unready: async () => 'the database does not answer' });
    expect(await (await fake.get('/health/live')).json()).toEqual({ status: 'live' });
    expect(await (await fake.get('/health/ready')).json()).toEqual({ status: 'not ready' });
    expect(await (await fake.get('/health/ready', VIEWER_TOKEN)).json()).toEqual({
      status: 'not ready',
      why: 'the database does not answer',
    });
  });
});

describe('coming in', () => {
  it('gives a cookie that no script reads and no other site sends', async () => {
    using fake = openFakeHouse();
    const answer = await fake.send('/enter', { token: OPERATOR_TOKEN }, undefined);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toMatch(/^flaptrap=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('over TLS the cookie is of this host alone, and goes over TLS only', async () => {
    const origin = 'https://flaptrap.example.net';
    using fake = openFakeHouse({}, { origin, otherHosts: ['127.0.0.1:8643'] });
    const answer = await fake.send('/enter', { token: OPERATOR_TOKEN }, undefined, { origin });
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-flaptrap=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it('ends by leaving: the same cookie is good for nothing then', async () => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    expect((await fake.get('/', undefined, { cookie: visit.cookie })).status).toBe(200);
    expect((await fake.send('/leave', {}, visit)).status).toBe(303);
    expect((await fake.get('/', undefined, { cookie: visit.cookie })).status).toBe(401);
  });

  it('with a wrong token is refused, and after ten tries for a while', async () => {
    using fake = openFakeHouse();
    const answers = [];
    for (let tries = 0; tries < RATES.enter.burst + 1; tries += 1)
      answers.push(await fake.send('/enter', { token: `wrong ${tries}` }, undefined));
    expect(answers.slice(0, -1).every(({ status }) => status === 401)).toBe(true);
    expect(answers.at(-1)?.status).toBe(429);
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('6');
  });

  it('is possible as before when the clock of the machine is set back by ten minutes', async () => {
    let nowMs = NOW_MS;
    using fake = openFakeHouse({}, { now: () => nowMs });
    expect((await fake.send('/enter', { token: 'wrong' }, undefined)).status).toBe(401);
    nowMs -= 600_000;
    expect((await fake.send('/enter', { token: OPERATOR_TOKEN }, undefined)).status).toBe(303);
  });
});

describe('a form', () => {
  it.each(CHANGES)('without the mark of the visit does nothing at %s', async (path) => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    for (const csrf of ['', 'another', undefined]) {
      const answer = await fake.send(path, csrf === undefined ? {} : { csrf }, { cookie: visit.cookie, csrf: '' });
      expect(answer.status).toBe(403);
    }
    expect(fake.engine.done).toEqual([]);
    expect(fake.engine.begun).toEqual([]);
  });

  it.each(CHANGES)('of a viewer is refused at %s', async (path) => {
    using fake = openFakeHouse();
    expect((await fake.send(path, {}, await fake.enter(VIEWER_TOKEN))).status).toBe(403);
    expect(fake.refused.at(-1)).toBe('a viewer may not do this; ask an operator');
  });

  it.each([['https://evil.example'], ['null'], [`${ORIGIN}.evil.example`]])('from the page %s is refused', async (origin) => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    expect((await fake.send('/captures/7f3a9c01/stop', {}, visit, { origin })).status).toBe(403);
    expect((await fake.send('/captures/7f3a9c01/stop', {}, visit, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  });

  it('from no page is refused, unless it brings its token', async () => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    const request = (headers: Record<string, string>) =>
      fake.app.request(`${ORIGIN}/leave`, { method: 'POST', headers }, { incoming: { socket: {} } });
    expect((await request({ cookie: visit.cookie })).status).toBe(403);
    expect((await request({ authorization: `Bearer ${OPERATOR_TOKEN}` })).status).toBe(303);
  });

  it('that is too long is not read, whether it says so or not', async () => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    const long = 'x'.repeat(900 * 1024);
    expect((await fake.send('/check', { text: long }, visit)).status).toBe(413);
    expect((await fake.send('/judge', { bundle: new File([long], 'a.tar') }, visit)).status).toBe(413);
    const body = new Blob([`csrf=${visit.csrf}&text=${long}`]).stream();
    const headers = { origin: ORIGIN, cookie: visit.cookie, 'content-type': 'application/x-www-form-urlencoded' };
    const streamed = new Request(`${ORIGIN}/check`, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
    expect((await fake.app.request(streamed, undefined, { incoming: { socket: {} } })).status).toBe(413);
  });
});

describe('another name', () => {
  it.each(['evil.example', 'evil.example:8643', '127.0.0.1', '127.0.0.1:8644', 'localhost.evil.example:8643'])(
    'such as %s is no way in (DNS rebinding)',
    async (host) => {
      using fake = openFakeHouse();
      const answer = await fake.get('/', OPERATOR_TOKEN, { host });
      expect(answer.status).toBe(421);
      expect((await fake.get('/health/live', undefined, { host })).status).toBe(421);
    },
  );

  it('of this machine is one', async () => {
    using fake = openFakeHouse();
    expect((await fake.get('/', OPERATOR_TOKEN, { host: 'localhost:8643' })).status).toBe(200);
  });
});

describe('behind a proxy', () => {
  const origin = 'https://flaptrap.example.net';
  const ask = (fake: ReturnType<typeof openFakeHouse>, from: string, forwarded: string) =>
    fake.app.request(
      `${origin}/`,
      { headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, 'x-forwarded-for': forwarded } },
      { incoming: { socket: { remoteAddress: from } } },
    );

  it('nobody but the proxy connects', async () => {
    using fake = openFakeHouse({}, { origin, otherHosts: [], proxy: '192.0.2.7' });
    expect((await ask(fake, '192.0.2.7', '203.0.113.9')).status).toBe(200);
    expect((await ask(fake, '::ffff:192.0.2.7', '203.0.113.9')).status).toBe(200);
    expect((await ask(fake, '192.0.2.8', '203.0.113.9')).status).toBe(403);
  });

  it('each client has its own measure, by what the proxy adds at the end', async () => {
    using fake = openFakeHouse({}, { origin, otherHosts: [], proxy: '192.0.2.7' });
    let last = 0;
    for (let count = 0; count <= RATES.ask.burst; count += 1)
      last = (await ask(fake, '192.0.2.7', `198.18.0.${count % 250}, 203.0.113.9`)).status;
    expect(last).toBe(429);
    expect((await ask(fake, '192.0.2.7', '203.0.113.10')).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each([...PATHS, '/enter', '/no-such-page', '/assets/live.js'])('of %s lets no script in, and no frame around it', async (path) => {
    using fake = openFakeHouse();
    const answer = path === '/events' ? await fake.get(path) : await fake.get(path, OPERATOR_TOKEN);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toMatch(/no-store|no-cache/);
  });

  it('is given to GET, HEAD and POST alone', async () => {
    using fake = openFakeHouse();
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect(
        (
          await fake.app.request(
            `${ORIGIN}/`,
            { method, headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } },
            { incoming: { socket: {} } },
          )
        ).status,
      ).toBe(405);
  });

  it('tells nothing of this machine when something unforeseen happens', async () => {
    const fault = new Error('ENOENT /root/secret-place');
    using fake = openFakeHouse();
    fake.engine.captures = async () => {
      throw fault;
    };
    const answer = await fake.get('/', OPERATOR_TOKEN);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret-place');
    expect(fake.faults).toEqual([fault]);
  });
});
