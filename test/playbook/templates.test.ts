/** The templates as they are shipped. */
import { expect, it } from 'vitest';
import { loadTemplates } from '../../src/applet/load.ts';

it('the freezing applet logs the mark by which the analysis believes in silence, right before it saves the log', () => {
  const lines = (loadTemplates().templates['watch'] ?? '').split('\n');
  const mark = lines.findIndex((line) => line.includes('{{tailMark}}'));
  expect(mark).toBeGreaterThan(lines.findIndex((line) => line.includes('wait')));
  expect(lines[mark + 1]).toBe('{{#each records}}');
});
