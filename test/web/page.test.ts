/** What the pages say and do: deeds by their digest, arming by that of the plan, hostile uploads, and no secret anywhere. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { FlaptrapError } from '../../src/errors.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { type Desk, openDesk } from '../../src/web/desk.ts';
import { fakeDesk, NOW_MS, OPERATOR_TOKEN, openFakeHouse, SILENT, stateOf, VIEWER_TOKEN } from './fake-house.ts';

const fieldOf = (text: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

describe('a deed', () => {
  it.each(['stop', 'freeze', 'extend'])('%s: is done when the digest of what was read is sent, in the name of who sent it', async (act) => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    const text = await (await fake.get(`/captures/7f3a9c01/${act}?for=12h`, OPERATOR_TOKEN)).text();
    const form = { digest: fieldOf(text, 'digest'), until: fieldOf(text, 'until') };
    expect((await fake.send(`/captures/7f3a9c01/${act}`, form, visit)).status).toBe(303);
    const done = {
      stop: 'stop 7f3a9c01 by olga',
      freeze: 'spring 7f3a9c01 by hand',
      extend: 'lease 7f3a9c01 2026-11-27T03:00:00.000Z by olga',
    };
    expect(fake.engine.done).toEqual([done[act as keyof typeof done]]);
  });

  it.each(['stop', 'freeze', 'extend'])('%s: with a wrong digest, or that of another deed, is refused', async (act) => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    const other = act === 'stop' ? 'freeze' : 'stop';
    const foreign = fieldOf(await (await fake.get(`/captures/7f3a9c01/${other}`, OPERATOR_TOKEN)).text(), 'digest');
    for (const digest of ['', '0'.repeat(64), foreign])
      expect((await fake.send(`/captures/7f3a9c01/${act}`, { digest, until: '2026-11-27T03:00:00.000Z' }, visit)).status).toBe(409);
    expect(fake.engine.done).toEqual([]);
  });

  it('of a capture that has changed since is refused', async () => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    const digest = fieldOf(await (await fake.get('/captures/7f3a9c01/stop', OPERATOR_TOKEN)).text(), 'digest');
    fake.engine.states[0] = stateOf({ phase: 'fetching' });
    expect((await fake.send('/captures/7f3a9c01/stop', { digest }, visit)).status).toBe(409);
    fake.engine.states[0] = stateOf({ phase: 'ended' });
    expect((await fake.send('/captures/7f3a9c01/stop', { digest }, visit)).status).toBe(400);
    expect(fake.engine.done).toEqual([]);
  });

  it.each(['2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z', 'tomorrow', ''])('does not set a lease to %s', async (until) => {
    using fake = openFakeHouse();
    expect((await fake.send('/captures/7f3a9c01/extend', { digest: '0'.repeat(64), until }, await fake.enter(OPERATOR_TOKEN))).status).toBe(
      400,
    );
  });
});

describe('a trap that somebody has saved', () => {
  it('stays told of at its router, in the list and on its own page, until a sweep has seen it gone', async () => {
    using fake = openFakeHouse();
    const outcome = { schema: 'flaptrap.ended/1', captureId: '7f3a9c01', ending: 'stopped', text: 'stopped' } as const;
    const pages = async (): Promise<string[]> =>
      Promise.all(['/?ended=yes', '/captures/7f3a9c01'].map(async (path) => (await fake.get(path, VIEWER_TOKEN)).text()));
    fake.engine.states[0] = stateOf({ phase: 'ended', outcome, saved: ['b'] });
    for (const text of await pages()) expect(text.split('its startup configuration holds the applets of capture 7f3a9c01')).toHaveLength(2);
    fake.engine.states[0] = stateOf({ phase: 'ended', outcome, saved: [] });
    for (const text of await pages()) expect(text).not.toContain('startup');
  });
});

describe('arming', () => {
  it('shows every line with its undo, and begins when the whole digest is sent back', async () => {
    using fake = openFakeHouse();
    const visit = await fake.enter(OPERATOR_TOKEN);
    const text = await (await fake.send('/playbooks/tunnel-flaps.yaml/plan', {}, visit)).text();
    expect(text).toContain('event manager applet FLAPTRAP-');
    expect(text).toContain('no event manager applet FLAPTRAP-');
    const answer = await fake.send('/playbooks/tunnel-flaps.yaml/arm', { digest: fieldOf(text, 'digest') }, visit);
    expect(answer.status).toBe(303);
    expect(fake.engine.begun.map(({ operator, watch }) => [operator, watch])).toEqual([['olga', 'kept']]);
    expect(answer.headers.get('location')).toBe(`/captures/${fake.engine.begun[0]?.plan.captureId}`);
  });

  it.each(['', '0', '0'.repeat(64), 'z'.repeat(64)])('with the digest "%s" is refused', async (digest) => {
    using fake = openFakeHouse();
    expect((await fake.send('/playbooks/tunnel-flaps.yaml/arm', { digest }, await fake.enter(OPERATOR_TOKEN))).status).toBe(409);
    expect(fake.engine.begun).toEqual([]);
  });

  it.each(['../tunnel-flaps.yaml', '%2e%2e%2ftunnel-flaps.yaml', '..%2f..%2fetc%2fpasswd', 'no-such.yaml'])(
    'of %s, which is not in the folder, is refused',
    async (name) => {
      using fake = openFakeHouse({ desk: openDesk({ folder: join(import.meta.dirname, '../../playbooks'), ports: SILENT }) });
      expect([400, 404]).toContain((await fake.get(`/playbooks/${name}`, OPERATOR_TOKEN)).status);
      expect([400, 404]).toContain((await fake.send(`/playbooks/${name}/plan`, {}, await fake.enter(OPERATOR_TOKEN))).status);
    },
  );
});

describe('an upload', () => {
  it.each(['../../../etc/passwd', '/etc/cron.d/x', 'a\u0000b.tar', '.ssh', 'CON', `${'x'.repeat(300)}.tar`, '\u202egnp.tar', '-rf'])(
    'named %j lands in its own folder, and is gone afterwards',
    async (name) => {
      const seen: string[][] = [];
      using fake = openFakeHouse({
        judge: async (paths) => {
          seen.push([...paths]);
          throw new FlaptrapError('input', `${paths[0]} is no bundle`);
        },
      });
      const answer = await fake.send('/judge', { bundle: new File(['x'], name) }, await fake.enter(OPERATOR_TOKEN));
      expect(answer.status).toBe(400);
      expect(
        seen
          .flat()
          .every(
            (path) =>
              path.startsWith(`${fake.house.uploads}/upload-`) && path.split('/').length === fake.house.uploads.split('/').length + 2,
          ),
      ).toBe(true);
      expect(await answer.text()).not.toContain(fake.house.uploads);
      expect(readdirSync(fake.house.uploads)).toEqual([]);
    },
  );

  it('may be judged by a viewer, and its report is shown to him alone', async () => {
    using fake = openFakeHouse();
    const visit = await fake.enter(VIEWER_TOKEN);
    const answer = await fake.send('/judge', { bundle: new File([gzipSync('x')], 'a.tar.gz') }, visit);
    const at = answer.headers.get('location') ?? '';
    const report = await fake.get(`${at}/report`, VIEWER_TOKEN);
    expect(report.status).toBe(200);
    expect(report.headers.get('content-security-policy')).toContain('sandbox allow-scripts allow-downloads');
    expect(report.headers.get('content-security-policy')).not.toContain('allow-same-origin');
    expect((await fake.get(at, OPERATOR_TOKEN)).status).toBe(400);
  });

  it('of no file is refused in words', async () => {
    using fake = openFakeHouse();
    const answer = await fake.send('/judge', {}, await fake.enter(OPERATOR_TOKEN));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('no file was chosen');
  });
});

describe('a secret', () => {
  const SECRETS = { user: 'hunter2-of-the-router', key: 'PRIVATE-KEY-of-ops', hook: 'hook-secret-value' };
  const TEXT = `name: tunnel
tunnel:
  a: { name: hq, host: hq.example, address: 192.0.2.1, login: ops }
  b: { name: branch, host: branch.example, address: 198.51.100.1, login: ops }
logins: { ops: { username: ops, password: env:ROUTER_PASSWORD, enableSecret: "command:echo ${SECRETS.key}" } }
notify: { to: [{ kind: webhook, url: https://hooks.example.net/x, secret: env:HOOK_SECRET }] }
`;

  it('of a playbook is in no answer: neither its value, nor the command that gives it', async () => {
    vi.stubEnv('ROUTER_PASSWORD', SECRETS.user);
    vi.stubEnv('HOOK_SECRET', SECRETS.hook);
    const { playbook, diagnostics } = parsePlaybook(TEXT, 'tunnel.yaml');
    if (playbook === undefined) throw new Error(JSON.stringify(diagnostics));
    const drafted = { playbook, ...draftPlan(playbook, NOW_MS) };
    const desk: Desk = {
      ...fakeDesk(),
      names: async () => ['tunnel.yaml'],
      read: async () => ({ playbook, diagnostics }),
      preview: async () => drafted,
      agree: async () => drafted,
    };
    using fake = openFakeHouse({ desk });
    const visit = await fake.enter(OPERATOR_TOKEN);
    const gets = [
      '/',
      '/captures/7f3a9c01',
      '/captures/7f3a9c01/stop',
      '/incidents',
      '/radar',
      '/playbooks',
      '/playbooks/tunnel.yaml',
      '/judge',
      '/api/captures',
      '/health/ready',
      '/no-such-page',
    ];
    const posts: [string, Record<string, string>][] = [
      ['/playbooks/tunnel.yaml/plan', {}],
      ['/playbooks/tunnel.yaml/arm', { digest: drafted.plan.digest }],
      ['/playbooks/tunnel.yaml/approve', { digest: drafted.plan.digest }],
      ['/playbooks/tunnel.yaml/rehearse', { cause: 'no-such-cause' }],
      ['/check', { text: 'name: x' }],
      ['/enter', { token: 'wrong' }],
    ];
    const answers = [
      ...(await Promise.all(gets.map((path) => fake.get(path, OPERATOR_TOKEN)))),
      ...(await Promise.all(posts.map(([path, form]) => fake.send(path, form, visit)))),
    ];
    for (const answer of answers) {
      const all = `${JSON.stringify([...answer.headers])}${await answer.text()}`;
      for (const secret of [...Object.values(SECRETS), OPERATOR_TOKEN, VIEWER_TOKEN]) expect(all).not.toContain(secret);
    }
    expect(answers.length).toBe(gets.length + posts.length);
  });

  it('that was typed into a playbook by mistake is not shown by the check, but for the text that was sent', async () => {
    using fake = openFakeHouse();
    const text = TEXT.replace('env:ROUTER_PASSWORD', 'typed-by-mistake');
    const answer = await (await fake.send('/check', { text }, await fake.enter(OPERATOR_TOKEN))).text();
    expect(answer.split('<textarea')[0]).not.toContain('typed-by-mistake');
    expect(answer.split('<textarea')[0]).toContain('expected a reference to a secret');
  });
});

describe('what happens', () => {
  /** The first events of a page that follows; `last` is where it was. */
  const follow = async (fake: ReturnType<typeof openFakeHouse>, count: number, last?: string): Promise<string[]> => {
    const answer = await fake.get('/events', OPERATOR_TOKEN, last === undefined ? {} : { 'last-event-id': last });
    const reader = answer.body?.getReader();
    let text = '';
    while (text.split('\n\n').length <= count) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) break;
      text += Buffer.from(value ?? []).toString();
    }
    await reader?.cancel();
    return text.split('\n\n').slice(0, count);
  };
  const bundle = (sentence: string) => ({ folder: '/nowhere', at: '2026-11-26T15:00:00.000Z', incidents: 1, sentence });

  it('is told with a number, and who comes back is told what he has missed', async () => {
    using fake = openFakeHouse();
    await fake.look();
    expect((await follow(fake, 1))[0]).toContain('id: start-0');
    for (const sentence of ['first', 'second']) {
      fake.engine.states[0] = stateOf({ bundles: [...(fake.engine.states[0]?.bundles ?? []), bundle(sentence)] });
      await fake.look();
    }
    const missed = await follow(fake, 3, 'start-0');
    expect(missed.join('\n')).toContain('"sentence":"first"');
    expect(missed.join('\n')).toContain('"sentence":"second"');
    expect((await follow(fake, 2, 'start-1')).join('\n')).not.toContain('"sentence":"first"');
  });

  it('is not lost to a page whose connection breaks again while it is told what it missed: its number is that of what it has', async () => {
    using fake = openFakeHouse();
    for (const sentence of ['first', 'second', 'third']) fake.feed.tell('incident', bundle(sentence));
    let last = 'start-0';
    for (const sentence of ['first', 'second', 'third']) {
      const [event = ''] = await follow(fake, 1, last);
      expect(event).toContain(sentence);
      last = /^id: (.*)$/m.exec(event)?.[1] ?? '';
    }
    expect((await follow(fake, 1, last))[0]).toMatch(/event: here[\s\S]*id: start-3/);
  });

  it('is told whole to a page that comes back to all that is kept', async () => {
    using fake = openFakeHouse();
    for (let count = 0; count < 500; count += 1) fake.feed.tell('incident', bundle(`number ${count}`));
    const missed = await follow(fake, 501, 'start-0');
    expect([missed[0], missed.at(-2), missed.at(-1)]).toEqual([
      expect.stringContaining('number 0'),
      expect.stringContaining('number 499'),
      expect.stringContaining('event: here'),
    ]);
  });

  it('of before a restart, or too long ago, is asked for anew', async () => {
    using fake = openFakeHouse();
    expect((await follow(fake, 2, 'another-7')).join('\n')).toContain('event: lost');
    for (let count = 0; count < 600; count += 1) fake.feed.tell('changed', {});
    expect((await follow(fake, 2, 'start-3')).join('\n')).toContain('event: lost');
  });

  it('much at once is one word', async () => {
    using fake = openFakeHouse();
    for (let count = 0; count < 5000; count += 1)
      fake.engine.tell({ captureId: '7f3a9c01', news: { about: 'progress', text: `look ${count}` } });
    fake.feed.flush();
    expect(fake.feed.here).toBe('start-1');
  });
});

describe('a list of 5,000 tunnels', () => {
  it('is shown by hundreds, those in need first, and found by name', async () => {
    const states = Array.from({ length: 5000 }, (_, index) =>
      stateOf({
        captureId: index.toString(16).padStart(8, '0'),
        trouble: index === 4321 ? 'hq: not reached' : null,
        peers: { ...stateOf().peers, b: { name: `branch-${index}`, address: '198.51.100.1', isOurs: true, standing: 'armed' } },
      }),
    );
    using fake = openFakeHouse({}, {}, states);
    const first = await (await fake.get('/', OPERATOR_TOKEN)).text();
    expect(first.match(/<tr>/g)?.length).toBe(101);
    expect(first).toContain('1 to 100 of 5000');
    expect(first.indexOf('branch-4321')).toBeLessThan(first.indexOf('branch-0'));
    const found = await (await fake.get('/?q=branch-4999', OPERATOR_TOKEN)).text();
    expect(found.match(/<tr>/g)?.length).toBe(2);
  });
});

describe('what is not there yet', () => {
  const unseen = stateOf({
    peers: { a: { ...stateOf().peers.a, standing: '' }, b: { ...stateOf().peers.b, standing: '' } },
  });

  it.each(['/', '/captures/7f3a9c01', '/captures/7f3a9c01/stop', '/captures/7f3a9c01/freeze'])(
    'is said of a router at which nobody has looked: %s',
    async (path) => {
      using fake = openFakeHouse({}, {}, [unseen]);
      const text = await (await fake.get(path, OPERATOR_TOKEN)).text();
      expect(text.match(/not looked at yet/g)).toHaveLength(2);
    },
  );

  it('is said of a list in which nothing is armed, with the way to what has ended', async () => {
    using fake = openFakeHouse({}, {}, [stateOf({ phase: 'ended', outcome: 'captured' as never })]);
    const text = await (await fake.get('/', OPERATOR_TOKEN)).text();
    expect(text).toContain('No tunnel is armed.');
    expect(text).toContain('<a href="/?ended=yes">look at one capture that has ended</a>');
  });

  it('is said of a name that nothing here has', async () => {
    using fake = openFakeHouse();
    expect(await (await fake.get('/?q=nowhere', OPERATOR_TOKEN)).text()).toContain('Nothing here is called so: nowhere.');
  });

  it('leads back to where it was tried', async () => {
    using fake = openFakeHouse();
    expect(await (await fake.get('/judge/gone', OPERATOR_TOKEN)).text()).toContain(
      '<a class="button" href="/judge">Hand in other files</a>',
    );
    expect(await (await fake.get('/captures/gone', OPERATOR_TOKEN)).text()).toContain('<a class="button" href="/">To the tunnels</a>');
  });
});
