/** Places leave out only what cannot lie there: each search finds what a look at every event finds, though a clock ran back and some have no stamp. */
import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/lab/random.ts';
import type { TimedEvent } from '../../src/timeline/model.ts';
import { isBefore } from '../../src/verdict/apart.ts';
import { firstBehind, lastWithin, placeBefore, placeBehind } from '../../src/verdict/places.ts';

function told(side: 'a' | 'b', ref: number, at: number | null): TimedEvent {
  const stamps = { at, commonAt: at, precisionMs: 1, uncertaintyMs: 5 };
  return {
    kind: 'dpd',
    change: 'probe-sent',
    side,
    ref,
    file: 'show_logging.txt',
    line: ref + 1,
    text: '',
    ...stamps,
  } as unknown as TimedEvent;
}

describe.each(Array.from({ length: 50 }, (_, index) => index + 1))('in record %i', (seed) => {
  const random = seeded(seed);
  const step = () => (random() < 0.1 ? -40 : Math.floor(random() * 30));
  let now = 0;
  const events = Array.from({ length: 40 }, (_, place) => {
    now += step();
    return told('a', place * 2, random() < 0.1 ? null : now);
  });
  const asked = [told('a', 33, 300), told('b', 41, 320), told('b', 11, -50), told('b', 79, 5000), told('b', 21, null)];

  it('the first event behind another is that of all events', () => {
    for (const event of asked) expect(firstBehind(events, event)).toBe(events.find((seen) => isBefore(event, seen) === 'yes'));
  });

  it('nothing that is surely behind it, or before it, is left out', () => {
    for (const event of asked) {
      expect(events.slice(0, placeBehind(events, event)).filter((seen) => isBefore(event, seen) === 'yes')).toEqual([]);
      expect(events.slice(placeBefore(events, event)).filter((seen) => isBefore(seen, event) === 'yes')).toEqual([]);
    }
  });

  it('the last within a span is that of all', () => {
    const table = events.flatMap(({ at, ref }) => (at === null ? [] : [{ at, value: ref }])).sort((one, two) => one.at - two.at);
    const isSuch = (ref: number) => ref % 3 === 0;
    const inside = table.filter(({ at, value }) => at >= 100 && at <= 400 && isSuch(value));
    expect(lastWithin(table, { fromMs: 100, toMs: 400 }, isSuch)).toBe(inside.at(-1)?.value);
  });
});
