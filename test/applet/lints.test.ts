/** Every lint finds its failing case, with the line, and leaves its passing case alone. */
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { LINTS } from '../../src/applet/lints/index.ts';
import type { Lint } from '../../src/applet/lints/lint.ts';

describe.each(Object.values<Lint>(LINTS))('the lint $id', ({ id, failing, passing, why, source }) => {
  it('finds its failing case, at a line of it', () => {
    const found = lintText(failing, 'x.cfg').filter(({ code }) => code === id);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ line, column, sourceLine }) => line > 0 && column > 0 && sourceLine === failing.split('\n')[line - 1])).toBe(
      true,
    );
  });

  it('leaves its passing case alone', () => {
    expect(lintText(passing, 'x.cfg').filter(({ code }) => code === id || code === 'syntax')).toEqual([]);
  });

  it('says why it bites, and from where we know', () => {
    expect(why.length).toBeGreaterThan(20);
    expect(source).toMatch(/^\[[CLBU]\] eem\.md \d/);
  });
});
