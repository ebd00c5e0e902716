/** Texts are found again by what a citation calls them, whatever the front door made of the file. */
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../src/bundle/bundle.ts';
import { headsOf, locatorOf, pathOf, textOf } from '../../../src/report/picture/texts.ts';
import { CASES, filesOfCase, judgeFiles } from '../../case/open.ts';

const BUNDLE: Bundle = {
  tunnel: { a: { name: 'hq', address: '192.0.2.1' }, b: { name: 'branch', address: '198.51.100.1' } } as Bundle['tunnel'],
  sides: {
    a: [
      { name: 'show_clock.txt', text: 'x\n', bytes: 2 },
      { name: 'show_logging.txt', text: 'one\ntwo\n', bytes: 8 },
    ],
    b: [{ name: 'show_logging.txt', text: 'three\nfour\n', bytes: 11 }],
  },
  missing: [],
  origins: {
    a: { 'show_logging.txt': { file: '../relay.log', numbers: [1, 4] } },
    b: { 'show_logging.txt': { file: '../relay.log', numbers: [2, 3] } },
  },
};

describe('the texts of a picture', () => {
  const locate = locatorOf(headsOf(BUNDLE));

  it('stand behind each other in the order of their heads', () => {
    expect(textOf(BUNDLE)).toBe('x\none\ntwo\nthree\nfour\n');
    expect(headsOf(BUNDLE).map(({ characters }) => characters)).toEqual([2, 8, 11]);
  });

  it('are found by name and line, and by what came in one file for both', () => {
    expect(locate({ side: 'a', file: 'show_clock.txt', line: 1 })).toEqual({ text: 0, line: 1 });
    expect(locate({ side: 'a', file: '../relay.log', line: 4 })).toEqual({ text: 1, line: 2 });
    expect(locate({ side: 'b', file: '../relay.log', line: 2 })).toEqual({ text: 2, line: 1 });
    expect(locate({ side: 'a', file: 'nowhere.txt', line: 1 })).toBeUndefined();
  });

  it('are called by their way from the top', () => {
    expect([pathOf('a', 'show_logging.txt'), pathOf('b', '../relay.log'), pathOf('a', '../b/x.txt')]).toEqual([
      'a/show_logging.txt',
      'relay.log',
      'b/x.txt',
    ]);
  });
});

/** Several outputs of one router in one file, each read as a text of its own; and folders that hold each other's router. */
const PARTED = [
  'rekey-reorder/techsupport-v2-reorder',
  'ha-failover/route-processor-switchover-ikev2',
  'peer-reloaded/trap-folders-exchanged',
];

it.each(CASES.filter((name, index) => index % 12 === 0 || PARTED.includes(name)))(
  'every line that the verdict of %s cites is found, with its words',
  async (name) => {
    const { verdict, timeline, bundle } = await judgeFiles(await filesOfCase(name), name);
    const locate = locatorOf(headsOf(bundle, timeline.isExchanged));
    const texts = [...bundle.sides.a, ...bundle.sides.b].map(({ text }) => text.split(/\r?\n/));
    const cited = [...verdict.incidents.flatMap(({ cause }) => cause.evidence), ...verdict.facts.flatMap(({ evidence }) => evidence)];
    const lost = cited.filter((each) => {
      if (each.line === 0) return false;
      const place = locate(each);
      return place === undefined || !(texts[place.text]?.[place.line - 1] ?? '').includes(each.text.trim());
    });
    expect(lost).toEqual([]);
  },
);
