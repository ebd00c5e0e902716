/** Telling: a verdict of a playbook that names channels reaches them with its sentence and a link; one that names none tells nobody. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTelling } from '../../src/cli/telling.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';
import type { Playbook } from '../../src/playbook/playbook.ts';
import { judgeBundle } from '../../src/run/judge-bundle.ts';
import type { News } from '../../src/run/ports.ts';
import { unpackCase } from '../case/open.ts';
import { openHook } from '../notify/loopback.ts';
import { silentScreen } from './silent-screen.ts';

const PLAYBOOK = `name: tunnel
tunnel:
  a: { name: hq, host: hq.example, address: 192.0.2.1, login: ops }
  b: { name: branch, host: branch.example, address: 198.51.100.1, login: ops }
logins: { ops: { username: ops, password: env:LAB_PASSWORD } }
`;

let folder: string;
let news: (playbook: Playbook, bundle?: string) => Promise<News>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  await unpackCase('delete-lost/124-xe', folder);
  news = async (playbook, bundle = folder) => ({
    about: 'bundle',
    captureId: '7f3a9c01',
    folder: bundle,
    judged: await judgeBundle(bundle, Date.now()),
    playbook,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function playbookOf(more: string): Playbook {
  const { playbook, diagnostics } = parsePlaybook(`${PLAYBOOK}${more}`, 'tunnel.yaml');
  if (playbook === undefined) throw new Error(JSON.stringify(diagnostics));
  return playbook;
}

describe('a verdict', () => {
  it('reaches the channel of its playbook with its first sentence and the way to its page', async () => {
    vi.stubEnv('HOOK_SECRET', 'the-secret-of-the-hook');
    await using hook = await openHook([{ status: 204 }]);
    const asks = `notify:\n  page: https://flaptrap.example.net\n  to: [{ kind: webhook, url: "${hook.url}", secret: env:HOOK_SECRET, private: true }]\n`;
    {
      await using telling = openTelling(silentScreen());
      telling.hear(await news(playbookOf(asks)));
    }
    expect(JSON.parse(hook.received[0]?.body ?? '{}')).toMatchObject({
      schema: 'flaptrap.tale/1',
      captureId: '7f3a9c01',
      tunnel: 'hq - branch',
      cause: 'delete-lost',
      named: 'delete-lost (likely)',
      sentence: expect.stringMatching(/^branch deleted 0x9899360B, its DELETE was lost/),
      link: 'https://flaptrap.example.net/captures/7f3a9c01',
    });
  });

  it('with a cause that only prolongs does not give it for the root', async () => {
    vi.stubEnv('HOOK_SECRET', 'the-secret-of-the-hook');
    const prolonged = mkdtempSync(join(tmpdir(), 'flaptrap-'));
    await unpackCase('recovery-unsupported/mgre-xe-hub-vs-15-ikev1', prolonged);
    await using hook = await openHook([{ status: 204 }]);
    {
      await using telling = openTelling(silentScreen());
      const to = `[{ kind: webhook, url: "${hook.url}", secret: env:HOOK_SECRET, private: true }]`;
      telling.hear(await news(playbookOf(`notify: { to: ${to} }\n`), prolonged));
    }
    rmSync(prolonged, { recursive: true, force: true });
    expect(JSON.parse(hook.received[0]?.body ?? '{}')).toMatchObject({
      cause: 'recovery-unsupported',
      named: 'cause not found, prolonged by recovery-unsupported (possible)',
    });
  });

  it('of a playbook without channels tells nobody', async () => {
    await using hook = await openHook([{ status: 204 }]);
    await using telling = openTelling(silentScreen());
    telling.hear(await news(playbookOf('')));
    expect(hook.received).toEqual([]);
  });
});

describe('a playbook that names channels', () => {
  const mistakes = (to: string) =>
    parsePlaybook(`${PLAYBOOK}notify: { to: [${to}] }\n`, 'tunnel.yaml').diagnostics.map(({ summary }) => summary);

  it.each([
    ['{ kind: slack, url: https://hooks.slack.example/T0/B0/x }', 'expected a reference to a secret'],
    ['{ kind: webhook, url: http://hooks.example.net/, secret: env:S }', 'expected https://'],
    ['{ kind: webhook, url: https://hooks.example.net/, secret: hunter2 }', 'expected a reference to a secret'],
    ['{ kind: email, to: [noc@example.net], from: x@example.net, server: "mail.example.net" }', 'expected smtp://HOST:PORT'],
    [
      '{ kind: email, to: ["a@example.net, b@example.net"], from: x@example.net, server: "smtp://mail.example.net" }',
      'expected one address',
    ],
    [
      '{ kind: email, to: [noc@example.net], from: x@example.net, server: "smtp://mail.example.net", username: x }',
      'expected username and password',
    ],
  ])('as %s is told what is right', (to, right) => {
    expect(mistakes(to).join('\n')).toContain(right);
  });

  it('never has its secret repeated', () => {
    expect(
      JSON.stringify(
        parsePlaybook(`${PLAYBOOK}notify: { to: [{ kind: webhook, url: https://hooks.example.net/, secret: hunter2 }] }\n`, 'tunnel.yaml'),
      ),
    ).not.toContain('hunter2');
  });
});
