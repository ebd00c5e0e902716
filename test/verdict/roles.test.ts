/** Roles in the words of a cause become the two peers of the incident. */
import { expect, it } from 'vitest';
import { toAddress } from '../../src/ipsec/address.ts';
import type { CauseRule } from '../../src/verdict/cause.ts';
import { CAUSES } from '../../src/verdict/causes/index.ts';
import { nameRoles } from '../../src/verdict/roles.ts';

const TUNNEL = {
  a: { name: 'hq', address: toAddress('192.0.2.1') },
  b: { name: 'branch', address: toAddress('10.0.0.7'), natAddress: toAddress('198.51.100.1') },
};

it('names both, and the address by which the other one knows a peer', () => {
  expect(nameRoles('On S: clear crypto sa peer R.address', TUNNEL, 'b')).toBe('On hq: clear crypto sa peer 198.51.100.1');
  expect(nameRoles("R's DELETE never reached S", TUNNEL, 'a')).toBe("hq's DELETE never reached branch");
});

it('leaves words alone that begin like a role', () => {
  expect(nameRoles('RFC 7296, Recovery, SA, R-side', TUNNEL, 'a')).toBe('RFC 7296, Recovery, SA, R-side');
});

it.each(Object.values<CauseRule>(CAUSES))('the remedy of $id says what to do now, and for good', ({ remedy }) => {
  const named = nameRoles(`${remedy.now} ${remedy.forGood}`, TUNNEL, 'a');
  expect(named).not.toMatch(/\b[RS]\b/);
  expect(remedy.now).toMatch(/\.$/);
  expect(remedy.forGood).toMatch(/\.$/);
});
