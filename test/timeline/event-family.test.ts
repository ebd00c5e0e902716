/** The family of an event, told quickly of many events, is that which a reader of each text alone finds. */
import { describe, expect, it } from 'vitest';
import { familyAt } from '../../src/ios/log/head.ts';
import { readLogLine } from '../../src/ios/log/line.ts';
import type { Event } from '../../src/ipsec/event.ts';
import { SIDES } from '../../src/ipsec/side.ts';
import { familyTeller } from '../../src/timeline/event-family.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { vendorOf } from '../../src/vendors/families/index.ts';
import { bundleOfCase, CASES } from '../case/open.ts';

const alone = ({ text }: Pick<Event, 'text'>) => familyAt(readLogLine(text).body, 0)?.id ?? vendorOf(text);
/** Every so many of the cases: all forms of stamps and of sequence numbers are among them. */
const EVERY = 12;
const SAMPLE = CASES.filter((_name, index) => index % EVERY === 0);

/** Printed without a debug. */
const UNASKED: ReadonlySet<string> = new Set(['syslog', 'command', 'invalid-spi', 'reload', 'clock-step']);

describe('the family of an event', () => {
  it.each(SAMPLE)('is the same in %s, whatever was told before', async (name) => {
    const { events } = buildTimeline(await bundleOfCase(name));
    const familyOf = familyTeller();
    expect(events.map(familyOf)).toEqual(events.map(alone));
  });

  it.each(SIDES)('is told of lines that do not look like the one before them, on side %s', (side) => {
    const texts = [
      'Jan  5 03:00:21.014: ISAKMP: (1003):processing ID payload. message ID = 0',
      'Jan  5 03:00:21.014: hq: ISAKMP: (1003):processing ID payload. message ID = 0',
      '000123: *Jan  5 03:00:21.014 UTC: IPSEC(create_sa): sa created,',
      'Jan  5 03:00:22.014: IKEv2:(SESSION ID = 1,SA ID = 1):Sending Packet',
      'Jan  5 03:00:22.014: OSPF-1 ADJ   Gi0/1: Rcv DBD from 203.0.113.9',
      'ISAKMP:(1003):purging node',
      '',
    ];
    const familyOf = familyTeller();
    expect(texts.map((text) => familyOf({ side, text }))).toEqual(texts.map((text) => alone({ text })));
  });

  it.each(SAMPLE)('is listed with the kinds of event that it prints in %s', async (name) => {
    const { events, listening } = buildTimeline(await bundleOfCase(name));
    for (const side of SIDES) {
      const debugs = events.filter((event) => event.side === side && !UNASKED.has(event.kind));
      const families = new Set(debugs.flatMap((event) => alone(event) ?? []));
      for (const family of families) {
        const kinds = new Set(debugs.flatMap((event) => (alone(event) === family ? [event.kind] : [])));
        expect(new Set(listening[side].printed[family])).toEqual(kinds);
      }
      expect(new Set(Object.keys(listening[side].printed))).toEqual(families);
    }
  });
});
