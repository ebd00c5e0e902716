/** Every detector and every action has a meaning, and every part of their syntax says what it takes. */
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/applet/detectors/index.ts';
import { VERBS } from '../../src/applet/verbs/index.ts';
import { DETECTORS_MEAN, sayPart, VERBS_MEAN } from '../../src/lsp/meanings.ts';

const PARTS = [...Object.values(DETECTORS), ...Object.values(VERBS)].flatMap(({ syntax }) => [...syntax]);

describe('the meanings', () => {
  it('are there for all, one each', () => {
    expect(Object.keys(DETECTORS_MEAN).sort()).toEqual(Object.keys(DETECTORS).sort());
    expect(Object.keys(VERBS_MEAN).sort()).toEqual(Object.keys(VERBS).sort());
    for (const meaning of [...Object.values(DETECTORS_MEAN), ...Object.values(VERBS_MEAN)]) expect(meaning).toMatch(/^[a-z`].{8,}[^.]$/);
  });

  it('name each part, and leave no word empty', () => {
    expect(PARTS.length).toBeGreaterThan(100);
    for (const part of PARTS) expect(sayPart(part)).toMatch(/^`[\w-]+`: \S/);
    expect(PARTS.map((part) => sayPart(part)).filter((said) => /undefined|NaN|: ;|\[object/.test(said))).toEqual([]);
  });
});
