/** Lines within one millisecond: the numbers that a router gives them tell its own order, where its stamps do not. */
import { expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { at, invalid, later, sa } from './two-ended-log.ts';

/** Each stamped line with the next number. */
function numbered(log: string, from: number): string {
  let next = from;
  return log.replaceAll(/^Sep /gm, () => `${String(next++).padStart(6, '0')}: Sep `);
}

const before = at('09:58:00.000', '%SYS-5-CONFIG_I: Configured from console by ops on vty0 (203.0.113.9)');
const made = sa('b', 'created', '10:00:00.026');

function tooEarly(log: string) {
  const { incidents, facts } = judge(timelineOf({ a: '', b: log }));
  return { cause: incidents[0]?.cause, fact: facts.find(({ fact }) => fact === 'used-too-early') };
}

it.each([1, 88004, 999990])('the message is numbered in front of the making: %d', (from) => {
  const { cause, fact } = tooEarly(numbered(before + invalid('10:00:00.026') + made + later('10:39:00.000'), from));
  expect(fact).toMatchObject({ is: 'yes', grade: 'suggested' });
  expect(cause?.id).toBe('rekey-race');
  expect(cause?.confidence).not.toBe('certain');
});

it('without numbers the order within one millisecond stays open', () => {
  expect(tooEarly(before + invalid('10:00:00.026') + made + later('10:39:00.000')).fact?.is).toBe('unknown');
});

it('numbered behind the making it is not said to be too early', () => {
  expect(tooEarly(numbered(before + made + invalid('10:00:00.026') + later('10:39:00.000'), 88004)).fact?.is).toBe('unknown');
});

it('numbers that begin anew between the two tell nothing', () => {
  const log = numbered(before + invalid('10:00:00.026'), 88004) + numbered(made + later('10:39:00.000'), 1);
  expect(tooEarly(log).fact?.is).toBe('unknown');
});
