/** A clear took X where X went with it; where no deletion is on record, only what comes soon behind it can be laid on it. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { at, invalid, later, sa } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const typed = `${later('10:00:00.000')}branch#clear crypto sa\n${later('10:00:02.000')}`;
const told = (first: string, again: string) => invalid(first) + invalid(again) + later('10:59:00.000');

describe('a clear of which no deletion is on record', () => {
  it.each([
    ['at once', '10:00:03.000', '10:01:04.000', 'suggested'],
    ['within minutes', '10:03:03.000', '10:04:04.000', 'suggested'],
    ['after ten minutes in which nothing came', '10:10:03.000', '10:11:04.000', 'hinted'],
    ['after most of an hour', '10:50:03.000', '10:51:04.000', 'hinted'],
  ])('tells of what came %s behind it', (_what, first, again, grade) => {
    expect(asked('cleared', { a: '', b: typed + told(first, again) })).toMatchObject({ is: 'yes', grade });
  });

  it('is no more than possible where it was typed long before', () => {
    const [incident] = judge(timelineOf({ a: '', b: typed + told('10:30:03.000', '10:31:04.000') })).incidents;
    expect(incident?.cause.confidence).toBe('possible');
  });

  it('is as sure as ever where the SA went with it, whenever the next packet came', () => {
    const b = sa('b', 'created', '09:40:00.000') + typed + sa('b', 'deleted', '10:00:02.100') + told('10:30:03.000', '10:31:04.000');
    expect(asked('cleared', { a: sa('a', 'created', '09:40:00.010'), b })?.grade).not.toBe('hinted');
  });

  it('of an applet is dated by its own stamp', () => {
    const b = at('10:00:00.000', '%HA_EM-6-LOG: NIGHTLY: clearing all IPsec SAs') + told('10:20:03.000', '10:21:04.000');
    expect(asked('cleared', { a: '', b })).toMatchObject({ is: 'yes', grade: 'hinted' });
  });
});
