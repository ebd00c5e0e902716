/** A teller with real servers on loopback: it tells, tries again where it may, floods nobody, and goes nowhere it was not sent. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { printLetter } from '../../src/notify/formats.ts';
import { type Mailing, mail } from '../../src/notify/mail.ts';
import { delayBefore, outcomeOfStatus, TRIES_MAX } from '../../src/notify/retry.ts';
import type { Tale } from '../../src/notify/tale.ts';
import { Teller, withoutSecrets } from '../../src/notify/teller.ts';
import { NOTIFY, type Notify } from '../../src/playbook/notify-schema.ts';
import { openHook, openMailServer, selfSigned, TALE } from './loopback.ts';

const SECRETS: Record<string, string> = { 'env:SECRET': 'the-secret-of-the-hook', 'env:PASSWORD': 'the-password' };

/** `slept`: how long it waited, which takes no time here. */
function tellerOf(to: unknown[], more: Record<string, string> = {}, every = '1h') {
  const [said, slept]: [string[], number[]] = [[], []];
  let nowMs = Date.parse(TALE.at);
  const teller = new Teller(NOTIFY.parse({ every, to }) as Notify, {
    resolve: async (reference) => ({ ...SECRETS, ...more })[reference] ?? Promise.reject(new Error(`${reference} is not set`)),
    clock: {
      now: () => nowMs,
      sleep: (ms, signal) => {
        // Of a patience nothing is spent: the tries themselves end.
        if (ms === PATIENCE_MS) return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
        slept.push(ms);
        return Promise.resolve();
      },
    },
    jitter: () => 0.5,
    nonce: () => 'delivery-1',
    say: (text) => void said.push(text),
  });
  return { teller, said, slept, pass: (ms: number) => (nowMs += ms), settle: () => teller.settle(PATIENCE_MS) };
}
const PATIENCE_MS = 86_400_000;

const webhook = (url: string, more: object = {}) => ({ kind: 'webhook', url, secret: 'env:SECRET', private: true, ...more });

describe('a webhook', () => {
  it('gets the tale as JSON, and a signature that its secret proves', async () => {
    await using hook = await openHook([{ status: 204 }]);
    const { teller, settle, said } = tellerOf([webhook(hook.url)]);
    teller.tell(TALE);
    await settle();
    const [{ body, headers }] = hook.received as [(typeof hook.received)[0]];
    expect(JSON.parse(body)).toEqual(TALE);
    const proof = createHmac('sha256', 'the-secret-of-the-hook').update(`${headers['flaptrap-timestamp']}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'flaptrap-signature': `v1=${proof}`,
      'content-type': 'application/json',
      'flaptrap-delivery': 'delivery-1',
    });
    expect(said).toEqual([]);
  });

  it('over TLS is believed by the certificate of its own authority, and by no other', async () => {
    const tls = selfSigned();
    await using hook = await openHook([{ status: 200 }], tls);
    const known = tellerOf([webhook(hook.url, { ca: 'file:ca.pem' })], { 'file:ca.pem': tls.cert });
    known.teller.tell(TALE);
    await known.settle();
    expect(hook.received.length).toBe(1);
    const unknown = tellerOf([webhook(hook.url)]);
    unknown.teller.tell(TALE);
    await unknown.settle();
    expect(hook.received.length).toBe(1);
    expect(unknown.said[0]).toMatch(/^webhook localhost:\d+ was not told of capture 7f3a9c01: self-signed certificate$/);
    expect(unknown.slept).toEqual([]);
  });

  it('that is busy is tried again, later each time, with the same delivery', async () => {
    await using hook = await openHook([{ status: 503 }, 'destroy', { status: 429, headers: { 'retry-after': '90' } }, { status: 200 }]);
    const { teller, settle, slept, said } = tellerOf([webhook(hook.url)]);
    teller.tell(TALE);
    await settle();
    expect(hook.received.map(({ headers }) => headers['flaptrap-delivery'])).toEqual(Array(4).fill('delivery-1'));
    expect(slept).toEqual([1500, 3000, 90_000]);
    expect(said).toEqual([]);
  });

  it('that refuses is not tried again', async () => {
    await using hook = await openHook([{ status: 403 }]);
    const { teller, settle, said } = tellerOf([webhook(hook.url)]);
    teller.tell(TALE);
    await settle();
    expect(hook.received.length).toBe(1);
    expect(said[0]).toMatch(/was not told of capture 7f3a9c01: it answered 403$/);
  });

  it('that never comes back is given up after so many tries, in one sentence', async () => {
    await using hook = await openHook([{ status: 502 }]);
    const { teller, settle, said } = tellerOf([webhook(hook.url)]);
    teller.tell(TALE);
    await settle();
    expect(hook.received.length).toBe(TRIES_MAX);
    expect(said).toEqual([expect.stringMatching(/: it answered 502, 7 times$/)]);
  });

  it('that points elsewhere is not followed: what is signed is for who was named', async () => {
    await using other = await openHook([{ status: 200 }]);
    await using hook = await openHook([{ status: 307, headers: { location: other.url } }]);
    const { teller, settle, said } = tellerOf([webhook(hook.url)]);
    teller.tell(TALE);
    await settle();
    expect(other.received).toEqual([]);
    expect(said[0]).toContain('it answered 307 and points elsewhere');
  });

  it.each([
    'https://127.0.0.1:9/',
    'https://localhost:9/',
    'https://[::1]:9/',
    'https://[::ffff:127.0.0.1]:9/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/',
    'https://0x7f000001/',
  ])('%s is no public address, and is not called unless the playbook says so', async (url) => {
    const { teller, settle, said, slept } = tellerOf([webhook(url, { private: false })]);
    teller.tell(TALE);
    await settle();
    expect(said[0]).toMatch(/is no public address; the playbook must say private: true for it$/);
    expect(slept).toEqual([]);
  });

  it('is not called without its secret, and no secret is ever said', async () => {
    await using hook = await openHook([{ status: 200 }]);
    const { teller, settle, said } = tellerOf([{ ...webhook(hook.url), secret: 'env:UNSET' }]);
    teller.tell(TALE);
    await settle();
    expect(hook.received).toEqual([]);
    expect(said).toEqual([expect.stringContaining('env:UNSET is not set')]);
    const slack = tellerOf([{ kind: 'slack', url: 'env:HOOK' }], { 'env:HOOK': 'http://hooks.example.net/T0/SECRET-PART' });
    slack.teller.tell(TALE);
    await slack.settle();
    expect(slack.said[0]).toContain('Slack was not told');
    expect(slack.said[0]).not.toContain('SECRET-PART');
  });
});

describe('Slack and Teams', () => {
  it('get their own forms at the address that is a secret', async () => {
    await using hook = await openHook([{ status: 200 }]);
    const urls = { 'env:SLACK': `${hook.url}/slack`, 'env:TEAMS': `${hook.url}/teams` };
    const { teller, settle } = tellerOf(
      [
        { kind: 'slack', url: 'env:SLACK', private: true },
        { kind: 'teams', url: 'env:TEAMS', private: true },
      ],
      urls,
    );
    teller.tell(TALE);
    await settle();
    const by = Object.fromEntries(hook.received.map(({ path, body }) => [path, JSON.parse(body)]));
    expect(by['/hook/slack'].blocks.length).toBe(3);
    expect(by['/hook/teams'].attachments.length).toBe(1);
  });
});

describe('e-mail', () => {
  const email = (port: number, more: object = {}) => ({
    kind: 'email',
    to: ['noc@example.net', 'oncall@example.net'],
    from: 'flaptrap@example.net',
    server: `smtp://127.0.0.1:${port}`,
    ...more,
  });

  it('comes as a letter with both forms, to all', async () => {
    await using server = await openMailServer();
    const { teller, settle, said } = tellerOf([email(server.port, { tls: false })]);
    teller.tell(TALE);
    await settle();
    expect(said).toEqual([]);
    const [{ from, to, text }] = server.letters as [(typeof server.letters)[0]];
    expect([from, to]).toEqual(['flaptrap@example.net', ['noc@example.net', 'oncall@example.net']]);
    expect(text).toContain('Subject: flaptrap: hq - branch: delete-lost (certain)');
    expect(text).toContain('Message-ID: <delivery-1@flaptrap.invalid>');
    expect(text).toContain('text/plain');
    expect(text).toContain('text/html');
  });

  it('goes in the clear only where the playbook says so, and a password never does', async () => {
    await using server = await openMailServer();
    const { teller, settle, said } = tellerOf([email(server.port, { username: 'flaptrap', password: 'env:PASSWORD' })]);
    teller.tell(TALE);
    await settle();
    expect(server.letters).toEqual([]);
    expect(said[0]).toContain('e-mail to noc@example.net, oncall@example.net was not told');
    expect(server.heard.join('\n')).not.toMatch(/AUTH|the-password/);
    expect(NOTIFY.safeParse({ to: [email(25, { tls: false, username: 'x', password: 'env:PASSWORD' })] }).success).toBe(false);
  });

  it.each([
    ['450 later please', 3, 1],
    ['550 no such mailbox', 1, 0],
  ])('answered %s is tried %i times', async (reply, tries, sent) => {
    // Both addresses are refused each time, twice; the third time they are taken.
    await using server = await openMailServer({ reply, times: 4 });
    const { teller, settle, slept } = tellerOf([email(server.port, { tls: false })]);
    teller.tell(TALE);
    await settle();
    expect(slept.length).toBe(tries - 1);
    expect(server.letters.length).toBe(sent);
  });

  it('is left where its server says a little for ever, and tried again later', async () => {
    await using server = await openMailServer(undefined, true);
    const channel = NOTIFY.parse({ to: [email(server.port, { tls: false })] }).to[0] as Mailing['channel'];
    const outcome = await mail({ channel, letter: printLetter(TALE), messageId: '<one@flaptrap.invalid>' }, 300);
    expect(outcome).toEqual({ is: 'failed', why: 'the mail server has not taken it in 0.3 s', mayRetry: true });
  });
});

describe('a secret', () => {
  const sent = (text: string): string => Buffer.from(text).toString('base64');

  it.each([
    ['as it is', 'AUTH the-password'],
    ['as a mail server was sent it', `AUTH PLAIN ${sent('\0flaptrap\0the-password')}`],
    ['as one was sent it that asks for it', sent('the-password')],
  ])('that comes back %s is not said', (_how, said) => {
    const outcome = withoutSecrets({ is: 'failed', why: `535 5.7.8 no: ${said}`, mayRetry: false }, ['the-password']);
    expect(outcome).toMatchObject({ why: expect.stringMatching(/^535 5\.7\.8 no: (?:AUTH )?(?:PLAIN )?<secret removed>$/) });
  });
});

describe('a flood', () => {
  it('is one message of a tunnel and cause, and the next says how many were held back', async () => {
    await using hook = await openHook([{ status: 200 }]);
    const { teller, settle, pass } = tellerOf([webhook(hook.url)]);
    for (let count = 0; count < 1000; count += 1) teller.tell(TALE);
    teller.tell({ ...TALE, cause: 'rekey-race' });
    teller.tell({ ...TALE, tunnel: 'hq - depot' });
    await settle();
    expect(hook.received.length).toBe(3);
    pass(3_600_000);
    teller.tell(TALE);
    await settle();
    expect((JSON.parse(hook.received.at(-1)?.body ?? '') as Tale).heldBack).toBe(999);
  });
});

describe('the time between two tries', () => {
  const busy = { is: 'failed', why: 'it answered 503', mayRetry: true } as const;

  it('doubles, differs by the jitter, and has an end', () => {
    expect([1, 2, 3, 6].map((tries) => delayBefore(tries, busy, 1))).toEqual([2000, 4000, 8000, 64_000]);
    expect(delayBefore(3, busy, 0)).toBe(4000);
    expect(delayBefore(TRIES_MAX, busy, 0.5)).toBeUndefined();
  });

  it('is what the other side asks for, as seconds or a date, up to an hour', () => {
    const now = Date.parse('2026-11-26T15:00:00Z');
    const asked = (value: string) => delayBefore(1, outcomeOfStatus(429, value, now), 0);
    expect(asked('120')).toBe(120_000);
    expect(asked('Thu, 26 Nov 2026 15:05:00 GMT')).toBe(300_000);
    expect(asked('86400')).toBe(3_600_000);
    expect(asked('soon')).toBe(1000);
  });
});
