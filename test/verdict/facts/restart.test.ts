/** A restart took X along only when X is older: by lines of both ends on one clock, else by what each end has by its own. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { timelineOf } from '../bundle-of.ts';
import { at, invalid, later, packet, sa } from '../two-ended-log.ts';
import { asked } from './asked.ts';

const made = { a: sa('a', 'created', '10:00:00.010'), b: sa('b', 'created', '10:00:00.000') };

describe('a restart', () => {
  const restarted = (time: string) => at(time, '%SYS-5-RESTART: System restarted --');
  const message = invalid('11:10:00.200') + invalid('11:11:01.000') + later('11:19:00.000');
  const a = made.a + later('11:19:00.000');

  it('loses what the router had until then', () => {
    const b = made.b + restarted('11:05:00.000') + message;
    expect(asked('reloaded', { a, b })).toMatchObject({ is: 'yes' });
    expect(judge(timelineOf({ a, b })).incidents[0]?.cause.id).toBe('peer-reloaded');
  });

  it('loses nothing that had been deleted before, and is not the cause then', () => {
    const b = made.b + sa('b', 'deleted', '10:50:00.000') + restarted('11:05:00.000') + message;
    expect(asked('reloaded', { a, b })).toMatchObject({ is: 'no', grade: 'shown' });
    expect(judge(timelineOf({ a, b })).incidents[0]?.cause.id).not.toBe('peer-reloaded');
  });
});

describe('a router that stamps its uptime, and whose log begins with its start', () => {
  /** As `service timestamps log uptime` prints it, up since 10:30:20. [C] ike.md 2 */
  const inUptime = (log: string) =>
    log.replaceAll(/^Sep {2}2 2026 10:(\d\d):(\d\d)\.\d{3}: /gm, (_all, minutes: string, seconds: string) => {
      const up = Number(minutes) * 60 + Number(seconds) - 1820;
      return `00:${String(Math.floor(up / 60)).padStart(2, '0')}:${String(up % 60).padStart(2, '0')}: `;
    });
  const [asks, answers] = ['IKE_SA_INIT Exchange REQUEST', 'IKE_SA_INIT Exchange RESPONSE'];
  const anew = {
    a: packet('10:32:00.015', 'received', 'a', asks, 0) + packet('10:32:00.016', 'sent', 'a', answers, 0),
    b: packet('10:32:00.000', 'sent', 'b', asks, 0) + packet('10:32:00.031', 'received', 'b', answers, 0),
  };
  const b = inUptime(later('10:30:40.000') + invalid('10:30:59.000') + anew.b + later('10:39:00.000'));
  const madeAt = (time: string) => ({ a: sa('a', 'created', time) + anew.a + later('10:39:00.000'), b });

  it.each([['10:00:00.010'], ['10:29:30.000']])('restarted where the other end had the SA for longer than it was up: from %s', (time) => {
    expect(asked('reloaded', madeAt(time))).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(judge(timelineOf(madeAt(time))).incidents[0]?.cause.id).toBe('peer-reloaded');
  });

  it('is not said to have restarted by the making of an SA that is younger than its start', () => {
    expect(asked('reloaded', madeAt('10:30:30.000'))?.is).not.toBe('yes');
  });
});

describe('where nothing ties the two clocks', () => {
  const restarted = at('08:30:00.000', '%SYS-5-RESTART: System restarted --');
  const b = restarted + invalid('11:00:00.200') + invalid('11:01:01.000') + later('11:09:00.000');
  const senderFrom = (from: string) => sa('a', 'created', from) + later('11:09:00.000');

  it('a restart long before the sender has the SA on record took it not along', () => {
    expect(asked('reloaded', { a: senderFrom('10:40:00.010'), b })).toMatchObject({ is: 'unknown' });
    expect(judge(timelineOf({ a: senderFrom('10:40:00.010'), b })).incidents[0]?.cause.id).not.toBe('peer-reloaded');
  });

  it('one within that time may have', () => {
    expect(asked('reloaded', { a: senderFrom('08:10:00.010'), b })).toMatchObject({ is: 'yes' });
  });

  it('an uptime far shorter than the age of the SA at the sender hints at one', () => {
    const shown = {
      'show_version.txt': 'branch uptime is 9 minutes\n',
      'show_clock.txt': '11:09:00.000 UTC Wed Sep 2 2026\n',
    };
    const recent = invalid('11:03:00.200') + invalid('11:04:01.000');
    expect(asked('reloaded', { a: senderFrom('10:20:00.010'), b: recent }, shown)).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(asked('reloaded', { a: senderFrom('10:55:00.010'), b: recent }, shown)).toMatchObject({ is: 'unknown' });
  });

  it('where both were asked at once a shorter one does, too', () => {
    const shown = (clock: string) => ({
      'show_version.txt': 'branch uptime is 9 minutes\n',
      'show_clock.txt': `${clock} UTC Wed Sep 2 2026\n`,
    });
    const recent = invalid('11:03:00.200') + invalid('11:04:01.000');
    const reloaded = (clock: string) => {
      const ofHq = { 'show_clock.txt': '11:09:10.000 UTC Wed Sep 2 2026\n' };
      const { facts } = judge(timelineOf({ a: senderFrom('10:55:00.010'), b: recent }, shown(clock), ofHq));
      return facts.find(({ fact }) => fact === 'reloaded');
    };
    expect(reloaded('11:09:00.000')).toMatchObject({ is: 'yes', grade: 'hinted' });
    expect(reloaded('11:05:00.000')).toMatchObject({ is: 'unknown' });
  });
});

describe('an uptime in whole minutes', () => {
  const recordOf = (first: string) => ({
    a: made.a + later('11:19:00.000'),
    b: invalid(first) + invalid('11:15:01.000') + later('11:19:00.000'),
  });
  /** Asked at 11:19:20, up for 6:00 to 6:59: started between 11:12:21 and 11:13:20. */
  const shown = { 'show_version.txt': 'branch uptime is 6 minutes\n', 'show_clock.txt': '11:19:20.000 UTC Wed Sep 2 2026\n' };

  it.each([['11:13:17.000'], ['11:12:50.000'], ['11:13:20.500']])(
    'does not rule out a restart within the minute before the message: %s',
    (first) => {
      expect(asked('reloaded', recordOf(first), shown)?.is).not.toBe('no');
    },
  );

  it('says nothing where it is of another start, long after the message: one before that is hidden by it', () => {
    expect(asked('reloaded', recordOf('11:09:00.000'), shown)).toMatchObject({ is: 'unknown' });
  });
});

describe('the time of the start that show version names', () => {
  const b = invalid('11:13:45.000') + invalid('11:15:01.000');
  const named = (time: string) => ({ 'show_version.txt': `branch uptime is 6 minutes\nSystem restarted at ${time} Wed Sep 2 2026\n` });

  const [asks, answers] = ['IKE_SA_INIT Exchange REQUEST', 'IKE_SA_INIT Exchange RESPONSE'];
  const inUtc = (lines: string) => lines.replaceAll(/^(\w{3} +\d+ \d{4} [\d:.]+):/gm, '$1 UTC:');
  const tied = {
    a: made.a + packet('11:16:00.015', 'received', 'a', asks, 0) + packet('11:16:00.016', 'sent', 'a', answers, 0) + later('11:19:00.000'),
    b: inUtc(b + packet('11:16:00.000', 'sent', 'b', asks, 0) + packet('11:16:00.031', 'received', 'b', answers, 0)),
  };

  it('tells of a restart without any show clock, in whatever zone it is printed', () => {
    for (const time of ['11:13:20 UTC', '13:13:20 CEST', '07:13:20 EDT'])
      expect(asked('reloaded', tied, named(time))).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(asked('reloaded', tied, named('09:13:20 UTC'))).toMatchObject({ is: 'no' });
  });

  it('tells of one after the SA was made, by the record of the router itself', () => {
    const own = { ...tied, b: inUtc(made.b) + tied.b };
    expect(asked('reloaded', own, named('11:13:20 UTC'))).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(asked('reloaded', own, named('09:13:20 UTC'))).toMatchObject({ is: 'no', grade: 'shown' });
    expect(asked('reloaded', own, named('11:18:20 UTC'))).not.toMatchObject({ is: 'no', grade: 'shown' });
  });

  it('is held against no stamps without a year, where nothing says in which they are', () => {
    const yearless = { a: tied.a.replaceAll(/^(Sep {2}2) 2026/gm, '$1'), b: tied.b.replaceAll(/^(Sep {2}2) 2026/gm, '$1') };
    expect(asked('reloaded', yearless, named('11:13:20 UTC'))).not.toMatchObject({ grade: 'shown' });
    expect(asked('reloaded', yearless, named('11:13:20 UTC'))?.is).not.toBe('yes');
  });

  it('says nothing in a zone of which nobody knows where it lies', () => {
    expect(asked('reloaded', tied, named('11:13:20 LAB'))).toMatchObject({ is: 'unknown' });
  });

  it('is held against the age of the SA at the sender where both clocks follow a time server', () => {
    const synchronised = { 'show_clock.txt': '11:19:20.000 UTC Wed Sep 2 2026\nTime source is NTP\n' };
    const reloaded = (source: Record<string, string>, from: string) => {
      const a = sa('a', 'created', from) + later('11:19:00.000');
      const { facts } = judge(timelineOf({ a, b }, { ...named('11:13:20 UTC'), ...synchronised }, source));
      return facts.find(({ fact }) => fact === 'reloaded');
    };
    expect(reloaded(synchronised, '10:55:00.010')).toMatchObject({ is: 'yes', grade: 'suggested' });
    expect(reloaded(synchronised, '11:13:40.010')).toMatchObject({ is: 'no' });
    expect(reloaded({}, '10:55:00.010')).not.toMatchObject({ is: 'yes', grade: 'suggested' });
  });
});
