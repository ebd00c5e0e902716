/** Comparing applets by what a device would do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffApplets, printChanges } from '../../src/applet/diff.ts';
import type { Applet } from '../../src/applet/model.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { howMany } from '../how-many.ts';

const ONE =
  'event manager applet A\n event none maxrun 60\n action 0010 cli command "enable"\n action 0020 wait 5\n action 0030 syslog msg "done"\n';
const read = (text: string): Applet[] => parseApplets(text, 'x.cfg').applets;
const change = (before: string, after: string): string[] => printChanges(diffApplets(read(before), read(after)));

/** A device keeps the last action of a label. [B] eem.md 3 */
function asHeld(applet: Applet): Applet {
  return { ...applet, actions: [...new Map(applet.actions.map((action) => [action.label, action])).values()] };
}

/** Applets of two names, each with some header, description, events and actions. */
const APPLETS = fc
  .array(
    fc.record({
      name: fc.constantFrom('A', 'B'),
      header: fc.constantFrom('', ' authorization bypass', ' class X'),
      description: fc.constantFrom('', ' description one\n', ' description two\n'),
      events: fc.constantFrom(
        ' event none\n',
        ' event none maxrun 60\n',
        ' event syslog pattern "x y"\n',
        ' event tag a none\n event tag b timer countdown time 5\n trigger\n  correlate event a or event b\n',
        ' event tag a none\n event tag b timer countdown time 9\n trigger\n  correlate event a or event b\n',
        ' event tag a none\n event tag b timer countdown time 5\n trigger occurs 1\n  correlate event a and event b\n  attribute tag a occurs 1\n',
      ),
      actions: fc.uniqueArray(
        fc.tuple(fc.constantFrom('0010', '0020', '0030', '"4 0"'), fc.constantFrom('wait 5', 'syslog msg "x"', 'comment y')),
        {
          selector: ([label]) => label,
        },
      ),
    }),
    { maxLength: 2 },
  )
  .map((applets) =>
    applets
      .filter(({ name }, at) => applets.findIndex((each) => each.name === name) === at)
      .map(
        ({ name, header, description, events, actions }) =>
          `event manager applet ${name}${header}\n${description}${events}${actions.map(([label, action]) => ` action ${label} ${action}\n`).join('')}`,
      )
      .join(''),
  );

describe('nothing differs', () => {
  it.each([
    ['between an applet and itself', ONE],
    [
      'when the actions stand in another order',
      'event manager applet A\n event none maxrun 60\n action 0030 syslog msg "done"\n action 0010 cli command "enable"\n action 0020 wait 5\n',
    ],
    [
      'when the quotes and blanks are others',
      'event manager applet A\n  event none   maxrun 60\n  action 0010  cli command enable\n action 0020 wait 5\n action 0030 syslog msg done\n',
    ],
  ])('%s', (_what, text) => {
    expect(diffApplets(read(ONE), read(text))).toEqual([]);
  });
});

describe('what differs is carried out', () => {
  it('as a removal, when an applet is no longer wanted', () => {
    expect(change(ONE, '')).toEqual(['no event manager applet A']);
  });

  it('as the whole applet, when it is new', () => {
    expect(change('', ONE)).toEqual(ONE.trimEnd().split('\n'));
  });

  it('without its stale actions, when an applet has shrunk', () => {
    expect(change(ONE, ONE.replace(' action 0020 wait 5\n', ''))).toEqual(['event manager applet A', ' no action 0020']);
  });

  it('with the new line only, when an action has changed', () => {
    expect(change(ONE, ONE.replace('wait 5', 'wait 6'))).toEqual(['event manager applet A', ' action 0020 wait 6']);
  });

  it.each([
    ['a right', [' authorization bypass', '']],
    ['a trigger', [' event tag a none\n event tag b none\n trigger\n  correlate event a or event b', ' event none maxrun 60']],
    ['how its events are joined', ['or event', 'and event']],
  ])('as a new applet, when %s is another: that is not taken back line by line', (_what, [from = '', to = '']) => {
    const tagged = ONE.replace(' event none maxrun 60', ' event tag a none\n event tag b none\n trigger\n  correlate event a or event b');
    const before = from.startsWith(' auth') ? ONE.replace('applet A', 'applet A authorization bypass') : tagged;
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    expect(change(before, after)).toEqual(['no event manager applet A', ...after.trimEnd().split('\n')]);
  });

  it('with the old event taken out first, and a description that is gone', () => {
    const before = ONE.replace(' event', ' description old\n event');
    expect(change(before, ONE.replace('maxrun 60', 'maxrun 90'))).toEqual([
      'event manager applet A',
      ' no description',
      ' no event none maxrun 60',
      ' event none maxrun 90',
    ]);
  });

  it('whatever stood and whatever is wanted, so that the configuration holds what is wanted and nothing else', () => {
    fc.assert(
      fc.property(APPLETS, APPLETS, (before, after) => {
        const lines = change(before, after);
        const held = new Map(read(`${before}${lines.join('\n')}\n`).map((applet) => [applet.name, asHeld(applet)]));
        const gone = lines.flatMap((line, at) =>
          line.startsWith('no ') && !lines.slice(at).includes(line.slice(3)) ? [line.slice('no event manager applet '.length)] : [],
        );
        for (const name of gone) if (!read(after).some((applet) => applet.name === name)) held.delete(name);
        expect(diffApplets([...held.values()], read(after))).toEqual([]);
      }),
      { numRuns: howMany(200, 5000) },
    );
  });

  it('so that nothing differs afterwards', () => {
    const after = ONE.replace('wait 5', 'wait 6').replace('maxrun 60', 'maxrun 90').replace(' action 0030 syslog msg "done"\n', '');
    const lines = change(ONE, after);
    expect(lines).toContain(' event none maxrun 90');
    expect(lines).toContain(' no action 0030');
  });
});
