/** An idle timer says nothing when it deletes: what is configured, how old the SA was and how long nothing came behind its end leave room for it, or none. */
import { describe, expect, it } from 'vitest';
import { at, hearsDelete, invalid, later, sa, sendsDelete } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };
const CONFIGURATION = {
  'show_running-config.txt': `crypto ipsec security-association idle-time 600
!
crypto map CMAP 10 ipsec-isakmp
 set peer 192.0.2.1
 set transform-set TS
 match address VPN
`,
};
const gone = sa('b', 'deleted', '10:20:00.000');
const resumed = invalid('10:24:00.000') + later('10:39:00.000');
const idle = (b: string, { a = made.a, shown = CONFIGURATION }: { a?: string; shown?: Record<string, string> } = {}) =>
  asked('expired-by-idle', { a: a + later('10:39:00.000'), b: made.b + b }, shown);

describe('an SA that went early where an idle timer is configured', () => {
  it('may have been idle, where packets came only minutes behind its end', () => {
    expect(idle(gone + resumed)).toMatchObject({ is: 'yes', grade: 'hinted' });
  });

  it('is known to have been where the router names the timer', () => {
    const named = at('10:19:59.900', '%CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN, idle timeout. Peer 192.0.2.1:500');
    expect(idle(named + gone + resumed)).toMatchObject({ is: 'yes', grade: 'shown' });
  });

  it('was not, where a packet came in the very moment', () => {
    expect(idle(gone + invalid('10:20:00.300') + later('10:39:00.000'))?.is).toBe('unknown');
  });

  it('was too young, where it had not lived for as long as the timer waits', () => {
    expect(idle(sa('b', 'deleted', '10:08:00.000') + invalid('10:12:00.000') + later('10:39:00.000'))?.is).toBe('unknown');
  });

  it('was told of, where a DELETE went out with it', () => {
    const told = sendsDelete('10:20:00.000', 4) + gone;
    expect(idle(told + resumed, { a: made.a + hearsDelete('10:20:00.020', 4) })?.is).toBe('unknown');
  });

  it('is unknown where nothing says that there is a timer', () => {
    expect(idle(gone + resumed, { shown: {} })?.is).toBe('unknown');
  });
});
