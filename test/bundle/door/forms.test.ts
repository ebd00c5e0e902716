/** A few stories in every form in which people hand logs in: the verdict is the same, or honestly weaker; `npm run bench forms` takes them all. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../case/compare.ts';
import { FORMS } from '../../case/forms.ts';
import { CASES, filesOfCase, judgeFiles } from '../../case/open.ts';

/** Spread over the causes, the same ones each time. */
const STORIES = CASES.filter((_, index) => index % 120 === 7);

describe('the forms', () => {
  it('are forty at least', () => {
    expect(Object.keys(FORMS).length).toBeGreaterThanOrEqual(40);
  });

  it.each(STORIES)('change nothing but the confidence of %s', async (name) => {
    const files = await filesOfCase(name);
    const { verdict: plain } = await judgeFiles(files, name);
    const wrong: string[] = [];
    for (const [form, change] of Object.entries(FORMS)) {
      const { outcome, why } = compare(plain, (await judgeFiles(change(files), name)).verdict);
      if (outcome !== 'same' && outcome !== 'weaker') wrong.push(`${form}: ${outcome}: ${why}`);
    }
    expect(wrong).toEqual([]);
  });
});
