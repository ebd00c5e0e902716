/** What a report says of cases that are told in part: no clock, no stamps, no debug, a message that came once, a fault that is over. */
import { expect, it } from 'vitest';
import { FORMATS } from '../../src/report/formats/index.ts';
import { buildTimeline } from '../../src/timeline/timeline.ts';
import { judge } from '../../src/verdict/judge.ts';
import { bundleOfCase } from '../case/open.ts';

async function report(name: string, format: keyof typeof FORMATS): Promise<string> {
  const timeline = buildTimeline(await bundleOfCase(name));
  return FORMATS[format].print(judge(timeline), timeline);
}

/** A report is broken into lines wherever they end. */
const joined = (text: string): string => text.replaceAll(/\s+/g, ' ');

it.each([
  [
    'delete-lost/healed-by-second-delete-xe-15-ikev1',
    '10:59:17.401 branch logged the unknown SPI 0x413E054C, once 10:59:17.415 hq received a DELETE',
  ],
  ['delete-lost/healed-by-second-delete-xe-15-ikev1', 'It has been over since 2025-03-04 10:59:17.419: '],
  ['delete-lost/124-xe', 'It heals by itself, at the latest on 2026-03-11 10:22:26.300: '],
  [
    'rekey-reorder/undecidable-no-timestamps-124-15-ikev1',
    'In the order of the logs: hq logged the unknown SPI 0x4D30A2E3, once It is not known whether it continues',
  ],
  [
    'delete-lost/und-ipv6',
    'CLOCK the offset between the two clocks is not known (no IKE message was matched, and the clocks were not read side by side)',
  ],
])('the text of %s says: %s', async (name, said) => {
  expect(joined(await report(name, 'text'))).toContain(said);
});

it.each([
  ['delete-lost/und-ipv6', /^hq \(a\): no line with a time stamp was recorded\.$/m],
  ['delete-lost/und-ipv6', /^branch \(b\): 17 lines, no debug, on its own clock from 1972-06-02T13:20:00\.000 to /m],
  ['delete-lost/und-ipv6', /^ no time {10,}UNKNOWN SPI 0x4827F004$/m],
  ['delete-lost/und-ipv6', /: branch's events are shown by its own clock\.$/m],
  ['delete-lost/124-xe', /<--x informational 3211099127 1$/m],
  ['delete-lost/124-xe', /<--\? informational 2333135713 2$/m],
  ['delete-unsendable/idle-15-vs-124-ikev1', /DELETE of the IKE SA sent$/m],
])('the ladder of %s shows %s', async (name, shown) => {
  expect(await report(name, 'ladder')).toMatch(shown);
});
