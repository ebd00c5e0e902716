/** What a router's configuration says of captures of ours, also where somebody else has written some of it. */
import { describe, expect, it } from 'vitest';
import { heldMarks, isLive, readStanding } from '../../src/playbook/standing.ts';

const NOW = Date.parse('2026-01-05T03:00:00.000Z');
const LEASE = '2026-01-08T03:00:00.000Z';
const WATCH = [
  'event manager applet FLAPTRAP-7f3a9c01-WATCH',
  ` description flaptrap capture 7f3a9c01 lease ${LEASE} tunnel 192.0.2.1 198.51.100.1`,
];

const applet = (role: string, words: string): string[] => [
  `event manager applet FLAPTRAP-7f3a9c01-${role}`,
  ` description flaptrap records capture 7f3a9c01 ${words}`,
];
const read = (...lines: string[]) => readStanding(lines.join('\n'));

describe('a capture that stands', () => {
  it('is believed where all its applets say the same', () => {
    const [capture] = read(...WATCH, ...applet('REC', `lease ${LEASE} tunnel 192.0.2.1 198.51.100.1 rec-isakmp end`));
    expect(capture).toMatchObject({ tunnel: { local: '192.0.2.1', remote: '198.51.100.1' }, leaseEndsAt: LEASE, marks: ['rec-isakmp'] });
  });

  it('has no known tunnel where one more applet names another', () => {
    const planted = applet('XX', 'tunnel 203.0.113.1 203.0.113.2');
    expect(read(...WATCH, ...planted)[0]?.tunnel).toBeNull();
    expect(read(...planted, ...WATCH, ...WATCH)[0]?.tunnel).toBeNull();
  });

  it.each(['2020-01-01T00:00:00.000Z', '2026-99-99T00:00:00.000Z'])('is not hidden by one more applet with the lease %s', (lease) => {
    const captures = read(...WATCH, ...applet('REC', `lease ${lease}`));
    expect(captures.map((capture) => isLive(capture, NOW))).toEqual([true]);
  });
});

describe('what captures still record', () => {
  const held = (...lines: string[]) => heldMarks(read(...lines), NOW);

  it('is told by the applet that records, while its lease runs', () => {
    expect(held(...applet('REC', `lease ${LEASE} rec-isakmp end`))).toEqual(['rec-isakmp']);
    expect(held(...applet('GUARD', `lease ${LEASE} rec-isakmp end`))).toEqual([]);
  });

  it.each(['', 'lease 2026-01-03T00:00:00.000Z', 'lease 2031-01-01T00:00:00.000Z', 'lease 9999-99-99T00:00:00.000Z'])(
    'is nothing where the applet says %j: it would be kept for ever',
    (lease) => {
      expect(held(...applet('REC', `${lease} rec-isakmp end`))).toEqual([]);
    },
  );
});
