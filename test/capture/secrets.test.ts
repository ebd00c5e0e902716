/** Secrets of a playbook: found once a run, never empty, and never said when something goes wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hideInError, hideInEvidence } from '../../src/capture/hide-secrets.ts';
import { targetOf } from '../../src/capture/logins.ts';
import { Secrets } from '../../src/capture/secrets.ts';
import { FlaptrapError, printError } from '../../src/errors.ts';
import { parsePlaybook } from '../../src/playbook/parse.ts';

const folder = mkdtempSync(join(tmpdir(), 'flaptrap-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COUNTER = join(folder, 'counter');
const COUNTING = `command:echo once >> '${COUNTER}'; echo Hunter2-x`;

async function refusal(reference: string, timeoutMs?: number): Promise<string> {
  const error = await new Secrets(timeoutMs).resolve(reference).catch((thrown: unknown) => thrown);
  return printError(error);
}

describe('the secrets of a run', () => {
  it('are asked of a command once, for 32 logins on both sides and over the jump host', async () => {
    const text = readFileSync('playbooks/tunnel-flaps.yaml', 'utf8').replace('env:FLAPTRAP_PASSWORD', `"${COUNTING}"`);
    const { playbook, diagnostics } = parsePlaybook(text, 'counted.yaml');
    expect(diagnostics).toEqual([]);
    if (playbook === undefined) throw new Error('no playbook');
    const [login = ''] = Object.keys(playbook.logins);
    const jump = { host: '203.0.113.5', port: 22, login, legacyAlgorithms: false };
    const jumping = {
      ...playbook,
      jumpHosts: { bastion: jump },
      tunnel: { ...playbook.tunnel, a: { ...playbook.tunnel.a, jumpHosts: ['bastion'] } },
    };
    const secrets = new Secrets();
    const logins = Array.from({ length: 32 }, (_, index) => targetOf(jumping, index % 2 === 0 ? 'a' : 'b', secrets));
    const targets = await Promise.all(logins);
    expect(targets.flatMap(({ password, jumpHosts }) => [password, ...jumpHosts.map((each) => each.password)])).toHaveLength(48);
    expect(new Set(targets.map(({ password }) => password))).toEqual(new Set(['Hunter2-x']));
    expect(readFileSync(COUNTER, 'utf8')).toBe('once\n');
    expect(secrets.values).toContain('Hunter2-x');
  });

  it('are asked of a failing command once too', async () => {
    const failed = join(folder, 'failed');
    const secrets = new Secrets();
    for (const _ of [1, 2, 3]) await secrets.resolve(`command:echo x >> '${failed}'; exit 3`).catch(() => undefined);
    expect(readFileSync(failed, 'utf8')).toBe('x\n');
  });

  it('keep the blanks at their ends and the lines of a key', async () => {
    const path = join(folder, 'key');
    writeFileSync(path, ' -----BEGIN-----\nabc \r\n');
    expect(await new Secrets().resolve(`file:${path}`)).toBe(' -----BEGIN-----\nabc ');
  });
});

describe('a secret that cannot be had', () => {
  it('is told when it is empty, wherever it comes from', async () => {
    const path = join(folder, 'empty');
    writeFileSync(path, '\n');
    process.env['FLAPTRAP_EMPTY'] = '';
    expect(await refusal(`file:${path}`)).toContain('the secret is empty');
    expect(await refusal('env:FLAPTRAP_EMPTY')).toContain('the secret is empty');
    expect(await refusal('command:true')).toMatch(/^the secret is empty\n {2}tried: {2}command:true …/);
    expect(await refusal('env:FLAPTRAP_ABSENT')).toContain('FLAPTRAP_ABSENT is not set');
    expect(await refusal(`file:${path}-absent`)).toContain('cannot read the secret');
    expect(await refusal('Hunter2-x')).toMatch(/^this is not a reference to a secret\n {2}next: /);
    expect(await refusal('Hunter2-x')).not.toContain('Hunter2-x');
  });

  it.each([
    ['command:vault read -token=Hunter2-x; exit 3', 'command:vault …'],
    ["command:TOKEN='Hunter2-x' /usr/bin/false", 'command:…'],
    ['command:/usr/bin/env sh -c "echo Hunter2-x; echo Hunter2-x >&2; exit 1"', 'command:env …'],
  ])('never has its command or what that printed in the error: %s', async (reference, shown) => {
    const said = await refusal(reference);
    expect(said).not.toContain('Hunter2-x');
    expect(said).toContain(`tried:  ${shown}\n`);
  });

  it('is told when its command takes too long', async () => {
    expect(await refusal('command:sleep 20', 50)).toMatch(/took longer than 0\.05 s[\s\S]*command:sleep …/);
  });
});

describe('what leaves a run', () => {
  it('has errors without its secrets, known or announced', () => {
    const error = new FlaptrapError('refused', 'refuses: Hunter2-x', {
      peer: 'hq',
      tried: 'enable secret other',
      answer: 'hq#Hunter2-x\ncrypto isakmp key cisco123 address 198.51.100.1',
      cause: new Error('Hunter2-x'),
    });
    const hidden = hideInError(error, ['Hunter2-x']);
    expect(printError(hidden)).not.toMatch(/Hunter2-x|other|cisco123/);
    expect(printError(hidden)).toContain('address 198.51.100.1');
    expect(hidden).toMatchObject({ code: 'refused', context: { peer: 'hq' } });
    expect((hidden as Error).cause).toBeUndefined();
  });

  it('has evidence without the known ones, in the bytes that they have there', () => {
    const bytes = Buffer.from('banner: schlüßel\n\xff', 'utf8');
    const { bytes: hidden } = hideInEvidence({ name: 'x.txt', bytes, proof: 'answer' }, ['schlüßel']);
    expect(hidden.toString('utf8')).toBe('banner: <removed>\n\xff');
  });
});

describe('advice about a secret', () => {
  it.each(['env:FLAPTRAP_NOT_SET', `file:${join(folder, 'password')}`, 'command:false'])('stays whole: %s', async (reference) => {
    const error = await new Secrets().resolve(reference).catch((thrown: unknown) => thrown);
    expect(printError(hideInError(error, ['Hunter2-x']))).toBe(printError(error));
  });

  it('still loses a secret that is known', () => {
    const error = new FlaptrapError('input', 'cannot read Hunter2-x', { next: 'look at Hunter2-x' });
    expect(printError(hideInError(error, ['Hunter2-x']))).not.toContain('Hunter2-x');
  });
});
