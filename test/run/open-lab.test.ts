/** Which version of IKE a rehearsal's routers speak. */
import { describe, expect, it } from 'vitest';
import { ikeOf } from '../../src/run/open-lab.ts';

describe('the version of IKE', () => {
  it('is what was asked for', () => {
    expect(ikeOf({ ike: 2 }, 'delete-lost', ['isakmp'])).toBe(2);
    expect(ikeOf({ ike: 1 }, 'delete-lost', ['ikev2'])).toBe(1);
  });

  it('is otherwise what the debugs of the playbook listen to', () => {
    expect(ikeOf({}, 'delete-lost', ['ikev2', 'ipsec'])).toBe(2);
    expect(ikeOf({}, 'delete-lost', ['isakmp', 'ikev2'])).toBe(1);
    expect(ikeOf({}, undefined)).toBe(1);
  });

  it('is 2 for a cause that only IKEv2 has', () => {
    expect(ikeOf({}, 'half-open-ikev2', ['isakmp', 'ipsec'])).toBe(2);
  });

  it('is refused where the cause cannot occur under it', () => {
    expect(() => ikeOf({ ike: 1 }, 'half-open-ikev2')).toThrow('does not occur under IKEv1');
    expect(() => ikeOf({}, 'delete-unsendable', ['ikev2'])).toThrow('does not occur under IKEv2');
  });
});
