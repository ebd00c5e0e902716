/** How old an SA was when the sender listed it: older than at the receiver's deletion, it had heard of none. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { timelineOf } from './bundle-of.ts';
import { BRANCH, HQ, invalid, later, sa, sendsDelete, X } from './two-ended-log.ts';

/** R made X at 10:00:00 and let it go 1200 s later, told S, and dropped a packet. */
const b =
  sa('b', 'created', '10:00:00.000', { seconds: 3600 }) +
  sa('b', 'deleted', '10:20:00.000') +
  sendsDelete('10:20:00.001', 5) +
  invalid('10:20:00.010') +
  later('10:29:00.000');

const listing = (left: number) => `
interface: GigabitEthernet0/1
    Crypto map tag: VPN, local addr ${HQ}

   local  ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)
   remote ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/0/0)
   current_peer ${BRANCH} port 500
     current outbound spi: 0x${X}(3076621886)

     outbound esp sas:
      spi: 0x${X}(3076621886)
        transform: esp-256-aes esp-sha256-hmac ,
        sa timing: remaining key lifetime (k/sec): (4607999/${left})
        Status: ACTIVE(ACTIVE)
`;

function lostBy(left: number, configured?: number) {
  const configuration = configured === undefined ? '' : `crypto ipsec security-association lifetime seconds ${configured}\n`;
  const shown = { 'show_crypto_ipsec_sa.txt': listing(left), 'show_running_config_section_crypto.txt': configuration };
  const { incidents, facts } = judge(timelineOf({ a: later('10:29:00.000'), b }, {}, shown));
  return { fact: facts.find(({ fact }) => fact === 'delete-lost'), told: incidents[0]?.chain.told.how };
}

describe('an SA that the sender lists with what is left of its lifetime', () => {
  it('was older than at its deletion: the DELETE had not come', () => {
    expect(lostBy(2380).fact).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(lostBy(2380).told).toBe('lost');
  });

  it.each([
    ['younger than at its deletion', 2500],
    ['as old, within what a DELETE and whole seconds take', 2397],
  ])('was %s: nothing follows', (_what, left) => {
    expect(lostBy(left).fact?.is).not.toBe('yes');
  });

  it('says nothing where the two ends may have given it different times, and either would fit', () => {
    expect(lostBy(2380, 7200).fact?.is).not.toBe('yes');
  });

  it('says so where one alone is long enough for what is left', () => {
    expect(lostBy(5980, 7200).fact).toMatchObject({ is: 'yes', grade: 'suggested' });
  });
});
