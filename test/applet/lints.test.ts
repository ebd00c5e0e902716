/** Every lint finds its failing case, with the line, and leaves its passing case alone. */
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { LINTS } from '../../src/applet/lints/index.ts';
import type { Lint } from '../../src/applet/lints/lint.ts';

describe.each(Object.values<Lint>(LINTS))('the lint $id', ({ id, severity, failing, passing, why, source }) => {
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
    // An error stops somebody's CI: what is only believed may not.
    if (severity === 'error') expect(source).toMatch(/^\[[CL]\]/);
  });
});

describe('a syslog event that waits for a part of the message', () => {
  const codesOf = (selector: string, message: string): (string | undefined)[] =>
    lintText(`event manager applet A\n event syslog ${selector} ratelimit 60\n action 10 syslog msg "${message}"\n`, 'x.cfg').map(
      ({ code }) => code,
    );

  it('does not spring on its own words, unless it waits for these', () => {
    expect(codesOf('mnemonic CONFIG_I', 'CONFIG_I was seen')).toEqual([]);
    expect(codesOf('facility HA_EM', 'seen')).toEqual(['self-trigger']);
  });

  it('is wide when it names no part at all', () => {
    expect(codesOf('severity-normal', 'seen')).toContain('pattern-too-wide');
  });
});
