/** Severities of log messages, by word and by number. */
import { expect, it } from 'vitest';
import { readSeverity, SEVERITIES } from '../../src/ios/severity.ts';

it.each([...SEVERITIES.entries()])('%i is %s', (number, word) => {
  expect(readSeverity(word)).toBe(number);
  expect(readSeverity(String(number))).toBe(number);
});

it.each(['8', 'all', 'error', '', '-1'])('%j is none', (word) => {
  expect(readSeverity(word)).toBeUndefined();
});
