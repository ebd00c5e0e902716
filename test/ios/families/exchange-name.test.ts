/** The name of an exchange is one of four words, whatever a log says in its place. */
import { expect, it } from 'vitest';
import { exchangeOf } from '../../../src/ios/families/ikev2/packet.ts';

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', ''])('is none: %s', (name) => {
  expect(exchangeOf(name)).toBeUndefined();
});

it('is known by what IOS prints', () => {
  expect(exchangeOf('CREATE_CHILD_SA')).toBe('create-child-sa');
});
