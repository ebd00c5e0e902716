/** A cited event is the first that its line tells, however the lines of a file lie in time. */
import { describe, expect, it } from 'vitest';
import { bySide } from '../../src/ipsec/side.ts';
import { citedEvent } from '../../src/timeline/cited-events.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { bundleOfCase, CASES } from '../case/open.ts';

const EVERY = 25;
const SAMPLE = CASES.filter((_name, index) => index % EVERY === 0);

describe('the event of a cited line', () => {
  it.each(SAMPLE)('is found in %s as by going through all of them', async (name) => {
    const { events } = buildTimeline(await bundleOfCase(name));
    for (const { side, file, line } of events) {
      const through = events.find((event) => event.side === side && event.file === file && event.line === line);
      expect(citedEvent(events, { side, file, line })).toBe(through);
    }
  });

  it('is none of a line that tells none, or of a file that is no log', async () => {
    const { events } = buildTimeline(await bundleOfCase('delete-lost/ios'));
    const [first] = events;
    if (first === undefined) throw new Error('a case without events');
    expect(citedEvent(events, { ...first, line: 0 })).toBeUndefined();
    expect(citedEvent(events, { ...first, file: 'show_clock.txt' })).toBeUndefined();
  });

  it('is found where the lines of a file stand in another order than their time', async () => {
    const { events } = buildTimeline(await bundleOfCase('delete-lost/ios'));
    const last = bySide((side) => Math.max(...events.filter((event) => event.side === side).map(({ line }) => line)));
    const turned = events.map((event) => ({ ...event, line: last[event.side] + 1 - event.line }));
    for (const event of turned) {
      const through = turned.find(({ side, file, line }) => side === event.side && file === event.file && line === event.line);
      expect(citedEvent(turned, event)).toBe(through);
    }
  });
});
