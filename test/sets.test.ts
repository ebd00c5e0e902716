/** Every open set equals its folder: a member's file name is its id, and the index lists all of them and nothing else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SRC } from './source-files.ts';

/** Plural folders, the object that lists their members, and the file that holds the members' type. */
const SETS = [
  { folder: 'ios/platforms', list: 'PLATFORMS', type: 'platform.ts' },
  { folder: 'ios/debugs', list: 'DEBUGS', type: 'debug-family.ts' },
  { folder: 'ios/shows', list: 'SHOWS', type: 'show.ts' },
  { folder: 'applet/detectors', list: 'DETECTORS', type: 'detector.ts' },
  { folder: 'applet/verbs', list: 'VERBS', type: 'verb.ts' },
  { folder: 'applet/lints', list: 'LINTS', type: 'lint.ts' },
  { folder: 'playbook/strategies', list: 'STRATEGIES', type: 'strategy.ts' },
  { folder: 'playbook/triggers', list: 'TRIGGERS', type: 'trigger.ts' },
  { folder: 'lab/scenarios', list: 'SCENARIOS', type: 'scenario.ts' },
  { folder: 'verdict/rules', list: 'RULES', type: 'rule.ts' },
  { folder: 'report/formats', list: 'FORMATS', type: 'format.ts' },
] as const;

describe.each(SETS)('the open set $folder', ({ folder, list, type }) => {
  const home = join(SRC, folder);
  const files = readdirSync(home).filter((name) => name !== 'index.ts' && name !== type);
  const ids = files.map((name) => name.replace(/\.ts$/, '')).sort();

  it('lists exactly its files, in the order of the alphabet', async () => {
    const members = ((await import(join(home, 'index.ts'))) as Record<string, Record<string, unknown>>)[list];
    expect(Object.keys(members ?? {})).toEqual(ids);
  });

  it('gives each member the id of its file', async () => {
    const members = ((await import(join(home, 'index.ts'))) as Record<string, Record<string, { id?: string }>>)[list] ?? {};
    const wrong = Object.entries(members).filter(([id, member]) => member.id !== undefined && member.id !== id);
    expect(wrong.map(([id]) => id)).toEqual([]);
  });

  it('lists its members in one object literal that the compiler checks', () => {
    expect(existsSync(join(home, 'index.ts'))).toBe(true);
    expect(readFileSync(join(home, 'index.ts'), 'utf8')).toMatch(
      new RegExp(`export const ${list} = \\{[\\s\\S]*?\\} as const satisfies Record<`),
    );
  });
});
