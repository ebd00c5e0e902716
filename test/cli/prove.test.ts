/** `flaptrap prove` says what it will type and asks, prints what holds, exits 1 where a belief is false, and leaves a card and nothing else. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { RouterSpec } from '../../src/lab/device/router-spec.ts';
import { doubted } from '../../src/lab/doubts/index.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { flaptrap } from './flaptrap.ts';
import { writeLabPlaybook } from './lab-playbook.ts';

const FOLDERS: string[] = [];
afterAll(() => {
  vi.unstubAllEnvs();
  for (const folder of FOLDERS) rmSync(folder, { recursive: true, force: true });
});

interface Bench {
  lab: Lab;
  folder: string;
  playbook: string;
  proven: string;
  [Symbol.asyncDispose](): Promise<void>;
}

async function openBench(quirks: RouterSpec['quirks'] = []): Promise<Bench> {
  const spec = (hostname: string, address: string): RouterSpec => ({ hostname, address, platform: 'ios', offsetMs: 0, quirks });
  const lab = await startTestLab({ speed: 60, a: spec('hq', '192.0.2.1'), b: spec('branch', '198.51.100.1') });
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-prove-'));
  FOLDERS.push(folder);
  const close = (): Promise<void> => lab.close();
  return { lab, folder, playbook: writeLabPlaybook(lab, folder), proven: join(folder, 'proven'), [Symbol.asyncDispose]: close };
}

const NOTHING = { applets: [], debugs: [], conditions: [], files: [] };

describe('flaptrap prove', () => {
  it('types nothing where nobody has agreed, and says first what it would type', async () => {
    await using bench = await openBench();
    const { code, stdout, stderr } = await flaptrap(['prove', bench.playbook, '--side', 'a', '--proven', bench.proven]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /what will be typed on hq, and undone:\n {2}three applets[\s\S]*nobody has agreed; nothing was typed on the router/,
    );
    expect(bench.lab.a.router.eem.history).toEqual([]);
    expect(readdirSync(bench.folder)).not.toContain('proven');
  });

  it('prints each belief that holds, leaves nothing on the router, and a card without names and secrets that plan reads', async () => {
    await using bench = await openBench();
    const { code, stdout, stderr } = await flaptrap(['prove', bench.playbook, '--side', 'a', '--yes', '--proven', bench.proven]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`card: ${bench.proven}`)]);
    expect(stdout).toMatch(/^holds {2}run-by-name-runs$/m);
    expect(stdout).toMatch(/proven on ios, .*: \d+ of \d+ beliefs hold, none is false/);
    expect(bench.lab.residue('a')).toEqual(NOTHING);
    expect(bench.lab.b.router.eem.history).toEqual([]);
    const [name = ''] = readdirSync(bench.proven);
    const card = readFileSync(join(bench.proven, name), 'utf8');
    expect(JSON.parse(card)).toMatchObject({ schema: 'flaptrap.card/1', platform: 'ios' });
    for (const secret of [bench.lab.a.password, bench.lab.a.username, 'hq', '192.0.2.1']) expect(card).not.toContain(secret);
    const planned = await flaptrap(['plan', bench.playbook, '--proven', bench.proven]);
    expect(planned.stderr).toContain('hq: proven on ios, ');
  });

  it('exits 1 and names the belief that is false, as JSON too', async () => {
    await using bench = await openBench(doubted(['hash-words']).quirks);
    const { code, stdout } = await flaptrap(['prove', bench.playbook, '--side', 'b', '--yes', '--json', '--proven', bench.proven]);
    expect(code).toBe(1);
    const { trials } = JSON.parse(stdout) as { trials: { belief: string; held: boolean | null }[] };
    expect(trials.filter(({ held }) => held === false).map(({ belief }) => belief)).toEqual(['hash-words']);
    expect(bench.lab.residue('b')).toEqual(NOTHING);
  });

  it.each([
    ['no side', []],
    ['a side that there is not', ['--side', 'c']],
  ])('wants to know which router: %s', async (_what, side) => {
    const { code, stderr } = await flaptrap(['prove', 'playbooks/tunnel-flaps.yaml', ...side]);
    expect(code).toBe(2);
    expect(stderr).toContain('--side');
  });
});
