import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { next } from '../../src/cli/next.ts';
import { unpackCase } from '../case/open.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'next-'));
const BUNDLE = join(FOLDER, 'bundle');
const FILE = join(FOLDER, 'next.yaml');

beforeAll(() => unpackCase('unknown/trap-sender-folder-missing', BUNDLE));
afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('flaptrap next', () => {
  it('writes a playbook that flaptrap check calls correct, and says what to fill in', async () => {
    const screen = silentScreen();
    expect(await next(BUNDLE, { out: FILE }, screen)).toBe(0);
    expect(screen.printed).toBe('');
    expect(screen.told).toContain('fill in tunnel.a.host, tunnel.b.host, logins.fill-in.username, logins.fill-in.password');
    expect(await check(FILE, {}, screen)).toBe(0);
  });

  it('overwrites nothing', async () => {
    const before = readFileSync(FILE, 'utf8');
    await expect(next(BUNDLE, { out: FILE }, silentScreen())).rejects.toMatchObject({ code: 'input' });
    expect(readFileSync(FILE, 'utf8')).toBe(before);
  });

  it('prints what it asks for as JSON, with the same playbook', async () => {
    const screen = silentScreen();
    await next(BUNDLE, { json: true }, screen);
    const { schema, shipped, asks, playbook } = JSON.parse(screen.printed);
    expect({ schema, shipped }).toEqual({ schema: 'flaptrap.next/1', shipped: 'tunnel-flaps' });
    expect(asks).toContainEqual({ side: 'a', look: { debug: 'ike' }, when: 'over the end', by: { debug: 'ike' } });
    expect(playbook).toContain('debugs: [isakmp, ipsec]');
  });
});
