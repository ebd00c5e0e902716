import { describe, expect, it } from 'vitest';
import { printPlace } from '../../src/ipsec/citation.ts';

describe('the place of a line', () => {
  it.each([
    ['show_logging.txt', 'show_logging.txt:12'],
    ['../relay.log', 'relay.log:12'],
    ['../logs/2026/edge.log', 'logs/2026/edge.log:12'],
    ['day/..log', 'day/..log:12'],
  ])('of %s is %s', (file, place) => {
    expect(printPlace({ file, line: 12 })).toBe(place);
  });
});
