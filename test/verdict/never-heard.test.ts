/** With the debugs of IPsec alone: an IKEv2 end that hears of no deletion for longer than a DELETE is sent again hints that IKE does not pass. */
import { describe, expect, it } from 'vitest';
import { asked } from './facts/asked.ts';
import { at, invalid, later, sa, Y } from './two-ended-log.ts';

const up = at('10:00:00.002', '%IKEV2-5-SA_UP: SA UP');
const old = at('10:00:00.002', '%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Informational mode failed with peer at 203.0.113.9');
const a = sa('a', 'created', '10:00:00.010');
const b = (version: string, last: string) =>
  sa('b', 'created', '10:00:00.000') +
  version +
  sa('b', 'deleted', '10:20:00.000') +
  invalid('10:20:00.400') +
  invalid(last) +
  later('10:39:00.000');
/** An SA made later shows that the debug ran all the time. */
const still = sa('a', 'created', '10:38:00.000', { spi: Y });

describe('an SA that R let go and S goes on with', () => {
  it('hints that no IKE passes, where S kept it a minute and more', () => {
    const said = asked('ike-blocked', { a: a + still, b: b(up, '10:21:01.000') });
    expect(said).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(said?.said).toBe(
      'that branch deleted 0xB761863E did not come to hq for longer than IKEv2 needs to send it again, while its ESP came',
    );
  });

  it.each([
    ['in IKEv1, where one lost DELETE is not sent again', { a: a + still, b: b(old, '10:21:01.000') }],
    ['where nothing tells the version', { a: a + still, b: b('', '10:21:01.000') }],
    ['within the time of the first copies', { a: a + still, b: b(up, '10:20:08.000') }],
    ['where S let it go too', { a: a + sa('a', 'deleted', '10:20:00.900') + still, b: b(up, '10:21:01.000') }],
    ['where the record of S is missing', { a: '', b: b(up, '10:21:01.000') }],
  ])('hints nothing %s', (_, logs) => {
    expect(asked('ike-blocked', logs)).not.toMatchObject({ is: 'yes' });
  });
});
