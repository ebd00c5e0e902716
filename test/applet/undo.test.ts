/** `no` and `default` inside an applet take out what they name, as on the device. */
import { describe, expect, it } from 'vitest';
import { fixText } from '../../src/applet/fix.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { printApplet } from '../../src/applet/print.ts';

const APPLET = `event manager applet A
 description the night shift
 event tag one syslog pattern "ONE"
 event tag two config
 trigger occurs 2
  correlate event one or event two
  attribute tag one occurs 2
 set 1.0 _exit_status 1
 action 10 syslog msg "ten"
 action 20 syslog msg "twenty"
`;

function change(...lines: string[]): string {
  const { applets, diagnostics } = parseApplets(`${APPLET}${lines.map((line) => ` ${line}\n`).join('')}`, 'x.cfg');
  expect(diagnostics).toEqual([]);
  return applets.map(printApplet).join('');
}

const without = (...starts: string[]): string =>
  APPLET.split('\n')
    .filter((line) => !starts.some((start) => line.trim().startsWith(start)))
    .join('\n');

/** The printed form puts `set` where the printer puts it: what is compared is the set of lines. */
const lines = (text: string): string[] => text.split('\n').sort();

describe.each(['no', 'default'])('`%s`', (word) => {
  it.each([
    ['action 20', ['action 20']],
    ['action 20 syslog msg "something else"', ['action 20']],
    ['event tag one', ['event tag one']],
    ['event tag two configuration', ['event tag two']],
    ['event tag two syslog pattern "ONE"', []],
    ['event', []],
    ['description', ['description']],
    ['description of another shift', ['description']],
    ['trigger', ['trigger', 'correlate', 'attribute']],
    ['correlate event one or event two', ['correlate']],
    ['attribute tag one', ['attribute']],
    ['attribute tag two occurs 2', []],
    ['set 1.0', ['set']],
    ['action 99', []],
  ])('%s', (statement, gone) => {
    expect(lines(change(`${word} ${statement}`))).toEqual(lines(without(...gone)));
  });
});

it('the plain event goes without a tag', () => {
  const text = 'event manager applet A\n event syslog pattern "X"\n no event syslog pattern "X"\n event none\n';
  expect(parseApplets(text, 'x.cfg').applets[0]?.events.map(({ detector }) => detector)).toEqual(['none']);
});

it('what comes after it stands again', () => {
  expect(change('no action 20', 'action 20 syslog msg "again"')).toContain('"again"');
});

it('a line that was kept as it was written goes too', () => {
  const { applets } = parseApplets(`${APPLET} action 30 teleport now\n event tag x astrology\n no action 30\n no event tag x\n`, 'x.cfg');
  expect(applets[0]?.others.map(({ text }) => text)).toEqual(['set 1.0 _exit_status 1']);
});

it('an applet that is opened again is the same applet to it', () => {
  const { applets } = parseApplets(`${APPLET}!\nhostname hq\n!\nevent manager applet A\n no action 10\n action 15 policy B\n`, 'x.cfg');
  expect(applets.map(({ actions }) => actions.map(({ label }) => label))).toEqual([['20', '15']]);
});

it('it needs something to take out', () => {
  const { diagnostics } = parseApplets(`${APPLET} no action\n`, 'x.cfg');
  expect(diagnostics.map(({ line, summary }) => `${line}: ${summary}`)).toEqual(['11: this `no` is not understood']);
});

it('`no event manager applet` ends the applet and is no statement of it', () => {
  const { applets, diagnostics } = parseApplets(`${APPLET}no event manager applet B\n action 30 policy C\n`, 'x.cfg');
  expect(diagnostics.map(({ summary }) => summary)).toEqual(['this action stands in no applet: nothing of it was linted']);
  expect(applets[0]?.actions).toHaveLength(2);
});

it('labels are not rewritten where one of them is named to be taken out', () => {
  const text = `${APPLET} action 9 policy B\n no action 9\n`;
  expect(fixText(text, 'x.cfg', { order: 'run' })).toMatchObject({ text, relabelled: 0 });
});
