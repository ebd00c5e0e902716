/** The intervals against published values. */
import { describe, expect, it } from 'vitest';
import { chanceOfSoFew, poissonInterval, wilsonInterval } from '../../../src/run/compared/interval.ts';

describe('the exact Poisson interval', () => {
  // Garwood 1936; tables of exact 95 % limits for a Poisson mean.
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [100, 81.36, 121.63],
  ])('of %i is %d to %d', (count, least, most) => {
    const found = poissonInterval(count);
    expect(found.least).toBeCloseTo(least, 2);
    expect(found.most).toBeCloseTo(most, 2);
  });
});

describe('the Wilson interval', () => {
  it.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [0, 0, 0, 1],
  ])('of %i of %i is %d to %d', (count, of, least, most) => {
    const found = wilsonInterval(count, of);
    expect(found.least).toBeCloseTo(least, 3);
    expect(found.most).toBeCloseTo(most, 3);
  });
});

describe('the chance of so few', () => {
  it.each([
    [0, 5, 0.5, 1 / 32],
    [1, 5, 0.5, 6 / 32],
    [5, 5, 0.5, 1],
    [1500, 3000, 0.5, 0.507],
  ])('as %i of %i in a share of %d of the time is %d', (count, of, share, chance) => {
    expect(chanceOfSoFew(count, of, share)).toBeCloseTo(chance, 3);
  });
});
