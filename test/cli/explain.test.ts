import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINTS } from '../../src/applet/lints/index.ts';
import type { Lint } from '../../src/applet/lints/lint.ts';
import { analyze } from '../../src/cli/analyze.ts';
import { DOUBTS } from '../../src/lab/doubts/index.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';
import { FACTS } from '../../src/verdict/facts/index.ts';
import { unpackCase } from '../case/open.ts';
import { flaptrap } from './flaptrap.ts';
import { silentScreen } from './silent-screen.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'explain-'));
const INCIDENT = join(FOLDER, 'incident');
const HEALTHY = join(FOLDER, 'healthy');

beforeAll(async () => {
  await unpackCase('delete-lost/ios', INCIDENT);
  await unpackCase('healthy/ios', HEALTHY);
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('flaptrap analyze --explain', () => {
  it('prints the row of facts of a cause, with the lines of each', async () => {
    const screen = silentScreen();
    await analyze(INCIDENT, { format: 'text', explain: 'delete-lost' }, screen);
    expect(screen.printed).toMatch(/^INCIDENT 1 \(SPI 0x[0-9A-F]{8} at branch\): the verdict is delete-lost \(certain\)$/m);
    expect(screen.printed).toMatch(/^ {2}needed: delete-lost is yes \(shown\), as it must be: Was the DELETE/m);
    expect(screen.printed).toMatch(/^ {2}must not contradict: cleared is no \(hinted\), as it must be$/m);
    expect(screen.printed).toMatch(/^ {4}branch show_logging\.txt:\d+ {2}.*delete_sa/m);
  });

  it('says that there was nothing to decide where there is no incident', async () => {
    const screen = silentScreen();
    await analyze(HEALTHY, { format: 'text', explain: 'delete-lost' }, screen);
    expect(screen.printed).toContain('The bundle has no incident, so there was nothing to decide.');
  });

  it('names the causes that there are when it is asked for another', async () => {
    const asked = analyze(HEALTHY, { format: 'text', explain: 'deleted' }, silentScreen());
    await expect(asked).rejects.toMatchObject({ code: 'input', message: 'there is no cause deleted' });
  });
});

describe('flaptrap explain', () => {
  const KNOWN = [...Object.keys(CAUSES), ...Object.keys(FACTS), ...Object.values<Lint>(LINTS).map(({ id }) => id), ...Object.keys(DOUBTS)];

  it('lists every cause, fact, lint and belief, each with a sentence', async () => {
    const { code, stdout } = await flaptrap(['explain']);
    expect(code).toBe(0);
    const listed = stdout.split('\n').flatMap((line) => /^ {2}(\S+) +\S/.exec(line)?.[1] ?? []);
    expect(listed.sort()).toEqual(KNOWN.sort());
  });

  it.each(KNOWN)('knows %s', async (id) => {
    const { code, stdout } = await flaptrap(['explain', id, '--json']);
    expect(code).toBe(0);
    const { topics } = JSON.parse(stdout) as { topics: { id: string; says: string; sections: { lines: string[] }[] }[] };
    for (const { says, sections } of topics) {
      expect(says).not.toBe('');
      expect(sections.filter(({ lines }) => lines.every((line) => line === ''))).toEqual([]);
    }
  });

  it('tells of a cause what shows it, what contradicts it, and what to type', async () => {
    const { stdout } = await flaptrap(['explain', 'lifetime-mismatch']);
    expect(stdout).toContain('What contradicts it:');
    expect(stdout).toMatch(/^ {6}clear crypto sa peer R\.address$/m);
    expect(stdout).toContain('flaptrap rehearse PLAYBOOK --cause lifetime-mismatch');
  });

  it('tells of an id that is a cause and a fact both', async () => {
    const { stdout } = await flaptrap(['explain', 'delete-lost']);
    expect(stdout).toMatch(/^CAUSE delete-lost: /m);
    expect(stdout).toMatch(/^FACT delete-lost: /m);
  });

  it.each([
    ['delete-lots', 'delete-lost'],
    ['label-ordr', 'label-order'],
    ['nhrp', 'stale-nhrp'],
    ['Rekey-Race', 'rekey-race'],
  ])('of %s it asks whether %s was meant', async (typed, meant) => {
    const { code, stderr } = await flaptrap(['explain', typed]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`did you mean .*${meant}`));
    expect(stderr).toContain('`flaptrap explain` lists all of them');
  });

  it('asks nothing of a word that is near nothing', async () => {
    expect((await flaptrap(['explain', 'xyzzy'])).stderr).not.toContain('did you mean');
  });
});
