/** Comparing applets by what a device would do. */
import { describe, expect, it } from 'vitest';
import { diffApplets, printChanges } from '../../src/applet/diff.ts';
import type { Applet } from '../../src/applet/model.ts';
import { parseApplets } from '../../src/applet/parse.ts';

const ONE =
  'event manager applet A\n event none maxrun 60\n action 0010 cli command "enable"\n action 0020 wait 5\n action 0030 syslog msg "done"\n';
const read = (text: string): Applet[] => parseApplets(text, 'x.cfg').applets;
const change = (before: string, after: string): string[] => printChanges(diffApplets(read(before), read(after)));

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

  it('so that nothing differs afterwards', () => {
    const after = ONE.replace('wait 5', 'wait 6').replace('maxrun 60', 'maxrun 90').replace(' action 0030 syslog msg "done"\n', '');
    const lines = change(ONE, after);
    expect(lines).toContain(' event none maxrun 90');
    expect(lines).toContain(' no action 0030');
  });
});
