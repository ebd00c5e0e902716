/** Every open set equals its folder: the index lists all members and nothing else; a file is one member, or a family of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SRC } from './source-files.ts';

/** Plural folders, the object that lists their members, and the file that holds the members' type; a member is a file, or a folder with a file of its name. */
const SETS = [
  { folder: 'ios/platforms', list: 'PLATFORMS', type: 'platform.ts' },
  { folder: 'ios/families', list: 'FAMILIES', type: 'family.ts' },
  { folder: 'vendors/families', list: 'VENDORS', type: 'vendor.ts' },
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

  it('has in each of its folders a file of the same name', () => {
    const folders = files.filter((name) => !name.endsWith('.ts'));
    expect(folders.filter((name) => !existsSync(join(home, name, `${name}.ts`)))).toEqual([]);
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

/** Their members are many and small: a file holds those that look at one thing, and exports each of them. */
const FAMILY_SETS = [
  { folder: 'applet/detectors', list: 'DETECTORS', type: 'detector.ts' },
  { folder: 'applet/verbs', list: 'VERBS', type: 'verb.ts' },
  { folder: 'applet/lints', list: 'LINTS', type: 'lint.ts' },
  { folder: 'playbook/evidence', list: 'EVIDENCE', type: 'evidence.ts' },
  { folder: 'playbook/strategies', list: 'STRATEGIES', type: 'strategy.ts' },
  { folder: 'playbook/triggers', list: 'TRIGGERS', type: 'trigger.ts' },
  { folder: 'verdict/causes', list: 'CAUSES', type: 'index.ts' },
  { folder: 'verdict/facts', list: 'FACTS', type: 'index.ts' },
] as const;

describe.each(FAMILY_SETS)('the open set $folder', ({ folder, list, type }) => {
  const home = join(SRC, folder);
  const files = readdirSync(home).filter((name) => name !== 'index.ts' && name !== type);
  /** What a file exports and has an id is a member. */
  const loadFamily = async (file: string): Promise<{ id: string }[]> =>
    Object.values((await import(join(home, file))) as Record<string, { id?: unknown }>).filter(
      (each): each is { id: string } => typeof each === 'object' && typeof each.id === 'string',
    );
  const loadIndex = async () => ((await import(join(home, 'index.ts'))) as Record<string, Record<string, unknown>>)[list] ?? {};

  it('lists each member of each of its files under its own id, once, and nothing else', async () => {
    const members = (await Promise.all(files.map(loadFamily))).flat();
    const listed = await loadIndex();
    expect(Object.keys(listed).sort()).toEqual(members.map(({ id }) => id).sort());
    expect(members.filter((member) => listed[member.id] !== member).map(({ id }) => id)).toEqual([]);
  });

  it('lists them in the order of the alphabet, and has no file without a member', async () => {
    const ids = Object.keys(await loadIndex());
    expect(ids).toEqual([...ids].sort());
    const families = await Promise.all(files.map(loadFamily));
    expect(files.filter((_file, index) => families[index]?.length === 0)).toEqual([]);
  });

  it('lists them in one object literal that the compiler checks', () => {
    expect(readFileSync(join(home, 'index.ts'), 'utf8')).toMatch(
      new RegExp(`export const ${list} = \\{[\\s\\S]*?\\} as const satisfies Record<`),
    );
  });
});

/** Faults are many and small: a file holds those that strike in one place. */
describe('the open set lab/faults', () => {
  const home = join(SRC, 'lab/faults');
  // `means/` is what they strike with.
  const files = readdirSync(home).filter((name) => name.endsWith('.ts') && name !== 'index.ts' && name !== 'lab-fault.ts');
  const loadFamilies = async () =>
    Promise.all(files.map(async (file) => Object.values((await import(join(home, file))) as Record<string, Record<string, unknown>>)));

  it('lists each fault of each of its files under its own id, once, and nothing else', async () => {
    const families = (await loadFamilies()).flat();
    const faults = families.flatMap((family) => Object.entries(family));
    const { FAULTS } = (await import(join(home, 'index.ts'))) as { FAULTS: Record<string, unknown> };
    expect(Object.keys(FAULTS).sort()).toEqual(faults.map(([id]) => id).sort());
    expect(faults.filter(([id, fault]) => FAULTS[id] !== fault).map(([id]) => id)).toEqual([]);
  });

  it('has one family in each file, in the order of the alphabet, and one title for each fault', async () => {
    const families = await loadFamilies();
    expect(families.filter((family) => family.length !== 1)).toEqual([]);
    for (const family of families.flat()) expect(Object.keys(family)).toEqual(Object.keys(family).sort());
    const titles = families.flat().flatMap((family) => Object.values(family).map((fault) => (fault as { title: string }).title));
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('lists its files in one object literal that the compiler checks', () => {
    const text = readFileSync(join(home, 'index.ts'), 'utf8');
    expect(text).toMatch(/export const FAULTS = \{[\s\S]*?\} as const satisfies Record</);
    const listed = [...text.matchAll(/\.\.\.([A-Z_]+)_FAULTS,/g)].map(([, name = '']) => `${name.toLowerCase().replaceAll('_', '-')}.ts`);
    expect(listed).toEqual([...files].sort());
  });
});

/** Scenarios are many and small: a file holds those of one kind. */
describe('the open set lab/scenarios', () => {
  const home = join(SRC, 'lab/scenarios');
  const files = readdirSync(home).filter((name) => name !== 'index.ts' && name !== 'scenario.ts');
  const loadScenarios = async () =>
    (
      await Promise.all(
        files.map(async (file) => Object.values((await import(join(home, file))) as Record<string, { id: string; title: string }>)),
      )
    ).flat();
  const loadIndex = async () => ((await import(join(home, 'index.ts'))) as { SCENARIOS: Record<string, { id: string }> }).SCENARIOS;

  it('lists each scenario of each of its files under its own id, once, in the order of the alphabet', async () => {
    const index = await loadIndex();
    const scenarios = await loadScenarios();
    expect(Object.keys(index)).toEqual(scenarios.map(({ id }) => id).sort());
    expect(scenarios.filter((scenario) => index[scenario.id] !== scenario).map(({ id }) => id)).toEqual([]);
  });

  it('has one title for each scenario', async () => {
    const titles = (await loadScenarios()).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('lists its members in one object literal that the compiler checks', () => {
    expect(readFileSync(join(home, 'index.ts'), 'utf8')).toMatch(/export const SCENARIOS = \{[\s\S]*?\} as const satisfies Record</);
  });
});

/** Shows of one subject share a file. */
describe('the open set ios/shows', () => {
  const home = join(SRC, 'ios/shows');
  const files = readdirSync(home).filter((name) => name !== 'index.ts' && name !== 'show.ts');

  it('lists each show of each of its files under its own id, once, in the order of the alphabet, and nothing else', async () => {
    const modules = await Promise.all(files.map(async (file) => (await import(join(home, file))) as Record<string, unknown>));
    const shows = modules.flatMap((module) => Object.values(module)).filter(isShow);
    const { SHOWS } = (await import(join(home, 'index.ts'))) as { SHOWS: Record<string, unknown> };
    expect(Object.keys(SHOWS)).toEqual(shows.map(({ id }) => id).sort());
    expect(shows.filter((show) => SHOWS[show.id] !== show).map(({ id }) => id)).toEqual([]);
  });

  it('has a show in each of its files', async () => {
    for (const file of files) {
      const members = Object.values((await import(join(home, file))) as Record<string, unknown>);
      expect(members.filter(isShow).length, file).toBeGreaterThan(0);
    }
  });

  it('lists its members in one object literal that the compiler checks', () => {
    expect(readFileSync(join(home, 'index.ts'), 'utf8')).toMatch(/export const SHOWS = \{[\s\S]*?\} as const satisfies Record</);
  });
});

function isShow(member: unknown): member is { id: string } {
  return typeof member === 'object' && member !== null && 'command' in member && 'samples' in member;
}
