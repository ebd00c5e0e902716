/** Counts: what is missing by the numbers that a router prints. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Count, sumOf } from '../../src/syslog/count.ts';

function countOf(numbers: readonly number[], text: (index: number) => string = (index) => `text ${numbers[index]}`): Count {
  const count = new Count();
  for (const [index, number] of numbers.entries()) count.take(number, sumOf(text(index)));
  return count;
}
const told = ({ lost, restarts }: Count) => ({ lost, restarts });

describe('a count', () => {
  it('misses nothing while each number follows the last', () => {
    expect(told(countOf([7, 8, 9, 10]))).toEqual({ lost: 0, restarts: 0 });
  });

  it('says how many are missing, and takes one back that was only late', () => {
    const count = new Count();
    expect([7, 10, 8].map((number) => count.take(number, number))).toEqual([0, 2, -1]);
    expect(told(count)).toEqual({ lost: 1, restarts: 0 });
  });

  it('takes a message that came twice for one', () => {
    const count = new Count();
    expect([7, 8, 7, 8].map((number) => count.take(number, number))).toEqual([0, 0, 'repeated', 'repeated']);
    expect(told(count)).toEqual({ lost: 0, restarts: 0 });
  });

  it('goes on behind the greatest number', () => {
    expect(told(countOf([2 ** 32 - 2, 2 ** 32 - 1, 1, 0, 2]))).toEqual({ lost: 0, restarts: 0 });
    expect(told(countOf([2 ** 32 - 2, 1, 2]))).toEqual({ lost: 2, restarts: 0 });
  });

  it('begins anew at a reload, and keeps what was lost before', () => {
    expect(told(countOf([500, 502, 1, 2, 4]))).toEqual({ lost: 2, restarts: 1 });
  });

  it('knows a reload by another text under a number that it has seen', () => {
    const numbers = [1, 2, 3, 1, 2];
    expect(told(countOf(numbers, (index) => `text ${index}`))).toEqual({ lost: 0, restarts: 1 });
  });

  it('counts the same whatever order the datagrams come in, within what networks do', () => {
    const shuffled = fc.array(fc.nat(7), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(shuffled, fc.uniqueArray(fc.nat(199)), fc.nat(2 ** 32 - 1), (delays, missing, first) => {
        const sent = delays.map((delay, index) => ({ number: (first + index) % 2 ** 32, at: index + delay, index }));
        const arriving = sent.filter(({ index }) => index === 0 || !missing.includes(index)).toSorted((one, two) => one.at - two.at);
        const indexes = arriving.map(({ index }) => index);
        const span = Math.max(...indexes) - Math.min(...indexes) + 1;
        expect(told(countOf(arriving.map(({ number }) => number)))).toEqual({ lost: span - arriving.length, restarts: 0 });
      }),
    );
  });
});
