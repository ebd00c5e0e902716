/** A length of time is said in the units in which people think of it. */
import { expect, it } from 'vitest';
import { printSpan } from '../../src/timeline/span.ts';

it.each([
  [0, '0 ms'],
  [-4, '4 ms'],
  [3700, '3.7 s'],
  [95_000, '1 min and 35 s'],
  [3_599_900, '1 h'],
  [86_400_000, '1 day'],
  [-23_155_200_001, '268 days'],
  [-23_162_400_001, '268 days and 2 h'],
])('%d ms is said as %s', (ms, said) => {
  expect(printSpan(ms)).toBe(said);
});
