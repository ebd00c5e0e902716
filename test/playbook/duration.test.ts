/** Durations as people write them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDuration, printDuration } from '../../src/playbook/duration.ts';

it.each([
  ['75s', 75],
  ['30m', 1800],
  ['12h', 43_200],
  ['3d', 259_200],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each(['', '75', 's', '1.5h', '-3d', '3 d', '3D'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

it('a printed duration reads back as itself', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 86_400_000 }),
      (seconds) => fc.pre(String(seconds).length <= 6) === undefined && parseDuration(printDuration(seconds)) === seconds,
    ),
  );
});
