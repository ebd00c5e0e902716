/** Tidying the bundles of a fleet: by age and bytes, and never what is not whole, goes on, or was confirmed. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tidyBundles } from '../../src/cli/fleet-tidy.ts';
import type { CaptureState } from '../../src/engine/engine.ts';
import { draftPlan } from '../../src/run/draft.ts';
import { fakeEngine } from '../fleet/fake-engine.ts';
import { fleetPlaybook } from '../fleet/fleet-playbook.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOW = Date.parse('2026-12-01T00:00:00Z');

/** A capture that has ended, with one bundle of that day. */
async function captured(
  day: string,
  change: Partial<CaptureState> = {},
  files = ['manifest.json', 'a/show_logging.txt'],
): Promise<CaptureState> {
  const bundle = join(folder, day);
  for (const name of files) {
    mkdirSync(join(bundle, name, '..'), { recursive: true });
    writeFileSync(join(bundle, name), 'x'.repeat(500_000));
  }
  const engine = fakeEngine(() => ({
    phase: 'ended',
    bundles: [{ folder: bundle, at: `2026-11-${day}T00:00:00.000Z`, incidents: 1, sentence: '' }],
    ...change,
  }));
  const playbook = fleetPlaybook();
  await engine.begin({ plan: draftPlan(playbook, 0, undefined, day).plan, playbook, operator: 'ops', watch: 'told' });
  return (await engine.captures())[0] as CaptureState;
}

const left = (...days: string[]): string[] => days.filter((day) => existsSync(join(folder, day)));

describe('bundles of a fleet', () => {
  it('are removed when they are old, but the newest of a tunnel', async () => {
    const captures = [await captured('01'), await captured('02'), await captured('30')];
    const removed = tidyBundles(captures, { days: 7 }, NOW);
    expect(removed.map(({ why }) => why)).toEqual(['it is of 2026-11-01, and 7 days are kept', 'it is of 2026-11-02, and 7 days are kept']);
    expect(left('01', '02', '30')).toEqual(['30']);
  });

  it('are removed, the oldest first, when all together are too large', async () => {
    tidyBundles([await captured('02'), await captured('01'), await captured('30')], { bytes: 2_000_000 }, NOW);
    expect(left('01', '02', '30')).toEqual(['02', '30']);
  });

  it('stay that are not whole, whose capture goes on or has trouble, and that somebody has confirmed', async () => {
    const captures = [
      await captured('01', {}, ['a/show_logging.txt']),
      await captured('02', { phase: 'disarming' }),
      await captured('03', { trouble: 'branch does not answer' }),
      await captured('04'),
      await captured('30'),
    ];
    writeFileSync(join(folder, '04.confirmed.json'), '{}');
    expect(tidyBundles(captures, { days: 1, bytes: 1 }, NOW).map(({ folder: gone }) => gone)).toEqual([join(folder, '30')]);
    expect(left('01', '02', '03', '04')).toEqual(['01', '02', '03', '04']);
  });

  it('that somebody else has removed are no trouble', async () => {
    const capture = await captured('01');
    rmSync(join(folder, '01'), { recursive: true });
    expect(tidyBundles([capture], { days: 1 }, NOW)).toEqual([]);
  });
});
