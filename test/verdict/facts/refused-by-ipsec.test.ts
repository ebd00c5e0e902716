/** A rekey that was refused is seen by the debugs of IPsec alone: one end asks, the other looks at the proposal, and no SA is made. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { at, BRANCH, HQ, invalid, later, packet, sa, Y } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const requests = (time: string) => `${at(time, 'IPSEC(sa_request): ,')}  (key eng. msg.) OUTBOUND local= ${BRANCH}:500, remote= ${HQ}:500,
    local_proxy= 10.2.0.0/255.255.0.0/256/0,
    remote_proxy= 10.1.0.0/255.255.0.0/256/0,
    protocol= ESP, transform= esp-aes 256 esp-sha256-hmac  (Tunnel),
    lifedur= 3600s and 4608000kb,
    spi= 0x0(0), conn_id= 0, keysize= 256, flags= 0x0
`;
const looks = (time: string) => at(time, 'IPSEC(validate_proposal_request): proposal part #1');
const refuses = (time: string) =>
  at(time, 'IPSEC(ipsec_process_proposal): transform proposal not supported for identity: {esp-aes 256 esp-sha256-hmac }');

const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };
const end = sa('b', 'deleted', '11:00:00.000') + invalid('11:00:00.009') + invalid('11:01:00.500') + later('11:09:00.000');
const vain = { a: made.a + looks('10:59:15.010') + later('11:09:00.000'), b: made.b + requests('10:59:15.000') + end };

describe('a successor for which R asked', () => {
  it('may have been refused where S looked at the proposal, and neither made an SA until the old one ran out', () => {
    expect(asked('rekey-refused', vain)).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(judge(timelineOf(vain)).incidents[0]?.cause).toMatchObject({ id: 'rekey-refused', confidence: 'possible' });
  });

  it('was refused where the tunnel speaks IKEv2, whose answer to a proposal is the SA', () => {
    const up = at('09:59:59.900', '%IKEV2-5-SA_UP: SA UP');
    expect(asked('rekey-refused', { ...vain, b: up + vain.b })).toMatchObject({ is: 'yes', grade: 'suggested' });
  });

  it("may have been refused in IPsec's own words, which do not say whose proposal it was", () => {
    const logs = { ...vain, a: made.a + refuses('10:59:15.010') + later('11:09:00.000') };
    expect(asked('rekey-refused', logs)).toMatchObject({ is: 'yes', grade: 'hinted' });
  });

  it("was not refused where IKE's own debug tells of no refusal: the nameless one was another peer's", () => {
    const heard = (time: string) => packet(time, 'received', 'b', 'INFORMATIONAL Exchange REQUEST', 1);
    const gone = sa('b', 'deleted', '11:00:00.000') + invalid('11:00:00.009') + invalid('11:01:00.500');
    const b = heard('09:59:59.900') + made.b + refuses('10:59:15.010') + gone + heard('11:08:00.000');
    expect(asked('rekey-refused', { a: made.a + later('11:09:00.000'), b })).toMatchObject({ is: 'no' });
  });

  it('was not refused where what was asked for protects other traffic', () => {
    const other = requests('10:59:15.000').replace('10.1.0.0/255.255.0.0', '10.9.0.0/255.255.0.0');
    expect(asked('rekey-refused', { ...vain, b: made.b + other + end })?.is).not.toBe('yes');
  });

  it('was not refused where it was made', () => {
    const successor = (side: 'a' | 'b', time: string) => sa(side, 'created', time, { spi: Y });
    const a = made.a + looks('10:59:15.010') + successor('a', '10:59:15.012') + later('11:09:00.000');
    const b = made.b + requests('10:59:15.000') + successor('b', '10:59:15.022') + end;
    expect(asked('rekey-refused', { a, b })?.is).not.toBe('yes');
  });

  it('may never have been asked of S where S looked at nothing', () => {
    expect(asked('rekey-refused', { ...vain, a: made.a + later('11:09:00.000') })?.is).not.toBe('yes');
  });
});
