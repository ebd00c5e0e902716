/** What the peer proposes to IPsec, and what IPsec says to it, in the words of routers from 12.2 on. */
import { expect, it } from 'vitest';
import { events, of } from './events.ts';

it('is heard of when a proposal is looked at', () => {
  const [heard] = of('child-sa', events('*Oct 25 20:37:03.000: IPSEC(validate_proposal_request): proposal part #1'));
  expect(heard).toMatchObject({ change: 'proposed' });
});

it.each([
  'IPSEC(ipsec_process_proposal): transform proposal not supported for identity: {esp-des esp-sha-hmac }',
  'IPSEC(validate_transform_proposal): proxy identities not supported',
  'IPSEC(validate_proposal): invalid local address 192.0.2.1',
])('is refused by %s', (line) => {
  expect(of('child-sa', events(`*Oct 25 20:37:03.000: ${line}`))).toMatchObject([{ change: 'refused' }]);
});
