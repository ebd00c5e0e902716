/** A quoted line of a configuration goes into plans and errors: without its key, whatever line it is. */
import { expect, it } from 'vitest';
import { quoteLine } from '../../src/ios/configured-line.ts';

it.each([
  ['crypto isakmp key Gehe1m address 198.51.100.1', 'crypto isakmp key … address 198.51.100.1'],
  ['pre-shared-key address 198.51.100.1 key Gehe1m', 'pre-shared-key address 198.51.100.1 …'],
  ['keyring aaa AUTHZ password Gehe1m', 'keyring aaa AUTHZ password <secret-1>'],
  ['aaa authorization user psk list AUTHZ password 6 Gehe1m', 'aaa authorization user psk list AUTHZ password 6 <secret-1>'],
  ['set peer 198.51.100.1 default', 'set peer 198.51.100.1 default'],
])('%s is quoted as %s', (text, quoted) => {
  expect(quoteLine({ line: 7, text: ` ${text}` })).toEqual({ line: 7, text: quoted });
});
