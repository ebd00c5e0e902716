/** A router that refuses the IKE SAs of its peer for want of resources has none by which to rekey or to tell the peer of an end: the shortage is why, and the DELETE that could not be sent is a part of it. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { at, BRANCH, HQ, invalid, later, sa, X } from '../two-ended-log.ts';

const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };
const unsendable = at(
  '11:00:00.005',
  `ISAKMP-ERROR: (0):ignoring request to send delete notify (no ISAKMP sa) src ${BRANCH} dst ${HQ} for SPI 0x${X}`,
);
const end = sa('b', 'deleted', '11:00:00.000') + unsendable + invalid('11:00:00.200') + invalid('11:01:01.000') + later('11:09:00.000');
const denied = (from: string) =>
  ['10:59:20', '10:59:30', '10:59:40']
    .map((time) =>
      at(
        `${time}.000`,
        `%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from ${from} to ${BRANCH} due to IKE SA LIMIT REACHED`,
      ),
    )
    .join('');
const causeOf = (lines: string) =>
  judge(timelineOf({ a: made.a + later('11:09:00.000'), b: made.b + later('10:50:00.000') + lines + end })).incidents[0]?.cause;

describe('a DELETE that could not be sent for want of an IKE SA', () => {
  it('has its reason in a limit by which the router refused the peer', () => {
    const cause = causeOf(denied(HQ));
    expect(cause).toMatchObject({ id: 'resource-exhaustion', confidence: 'likely' });
    expect(cause?.alternatives).toContain('delete-unsendable');
  });

  it('has not, where the router refused somebody else', () => {
    expect(causeOf(denied('203.0.113.40'))?.id).toBe('delete-unsendable');
  });

  it('nor where memory ran short for something else', () => {
    expect(causeOf(at('10:59:20.000', '%SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed from 0x60A8B6E4, alignment 0'))?.id).toBe(
      'delete-unsendable',
    );
  });
});
