import { describe, expect, it } from 'vitest';
import { DEBUGS } from '../../../src/ios/debugs.ts';
import type { Family } from '../../../src/ios/families/family.ts';
import { FAMILIES } from '../../../src/ios/families/index.ts';
import { readLog } from '../../../src/ios/log/log.ts';
import { readSourceFiles } from '../../source-files.ts';

describe.each(Object.values(DEBUGS))('the $id debugs', (family) => {
  it('are switched off by the same commands with a no in front', () => {
    expect(family.off.toSorted()).toEqual(family.on.map((command) => `no ${command}`).toSorted());
    expect(family.shown).toHaveLength(family.on.length);
  });
});

describe.each(Object.values<Family>(FAMILIES))('lines of the family $id', (family) => {
  it("begin with its prefixes, and with no other family's", () => {
    for (const sample of family.samples) {
      expect(
        Object.values<Family>(FAMILIES)
          .filter(({ prefixes }) => prefixes.some((prefix) => sample.startsWith(prefix)))
          .map(({ id }) => id),
        sample,
      ).toEqual([family.id]);
    }
  });

  it('name it in a log that holds one of them', () => {
    for (const sample of family.samples) {
      const log = readLog(`*Oct 25 20:37:02.887: ${sample}`, { side: 'a', file: 'log' });
      expect([log.families, log.unknown]).toEqual([[family.id], 0]);
    }
  });

  it('are known behind the name of a host, which a relay puts there', () => {
    for (const sample of family.samples) {
      const log = readLog(`*Oct 25 20:37:02.887: branch: ${sample}`, { side: 'a', file: 'log' });
      expect([log.families, log.unknown], sample).toEqual([[family.id], 0]);
    }
  });

  it('are known as the second message of a line', () => {
    for (const sample of family.samples) {
      const line = `*Oct 25 20:37:02.887: %SYS-5-CONFIG_I: Configured from console by ops*Oct 25 20:37:02.891: ${sample}`;
      const log = readLog(line, { side: 'a', file: 'log' });
      expect([log.families, log.unknown, log.damaged], sample).toEqual([[family.id], 0, 1]);
    }
  });

  it('are known without a stamp where they begin as the family says', () => {
    for (const sample of family.samples.filter((each) => family.start?.exec(each)?.index === 0))
      expect(readLog(sample, { side: 'a', file: 'log' }).families, sample).toEqual([family.id]);
  });
});

describe('whoever reads a log line by line', () => {
  it('names no family, and no beginning of its lines', () => {
    const words = Object.values<Family>(FAMILIES).flatMap(({ id, prefixes }) => [id, ...prefixes]);
    const files = readSourceFiles().filter(({ path }) => path.startsWith('ios/log/') || path === 'ios/debugs.ts');
    expect(files.length).toBeGreaterThan(10);
    const named = files.flatMap(({ path, text }) => words.filter((word) => codeOf(text).includes(word)).map((word) => `${path}: ${word}`));
    expect(named).toEqual([]);
  });
});

/** A file without its comments and the paths of its imports. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/ from '[^']+'/g, '');
}
