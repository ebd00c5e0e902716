/** Hovering tells what a word is, and what the linter has against it. */
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { hoverAt, verbCalled } from '../../src/lsp/hover.ts';
import { marked, textIn } from './applet-text.ts';

function told(text: string): string | undefined {
  const { document, position, text: whole } = marked(text);
  return hoverAt(document, position, lintText(whole, 'router.cfg'))?.text;
}
const within = (line: string) => `event manager applet A\n event syslog pattern "x" ratelimit 60\n${line}\n`;

describe('hovering', () => {
  it.each([
    ['a detector', 'event manager applet A\n event sys¦log pattern "x" ratelimit 60\n action 10 wait 1\n', 'springs on a log message'],
    ['an option', 'event manager applet A\n event syslog pat¦tern "x" ratelimit 60\n action 10 wait 1\n', '`pattern`: a text'],
    ['an action', within(' action 10 cl¦i command "show clock"'), 'types a command'],
    ['an abbreviated action', within(' action 10 sys¦ msg "x"'), 'syslog'],
    ['a variable', within(' action 10 syslog msg "$_syslog¦_msg"'), 'event syslog'],
    ['a label', within(' action 1¦0 syslog msg "x"'), '10'],
  ])('over %s tells of it', (_what, text, words) => {
    expect(told(text)).toContain(words);
  });

  it('over a finding tells the rule first', () => {
    expect(told('event manager applet A\n event none\n action 9 wait 5\n action ¦10 wait 5\n')).toMatch(/^\*\*label-order\*\*: /);
  });

  it('has the word as its range, and nothing where there is none', () => {
    const { document, position } = marked(within(' action 10 cl¦i command "show clock"'));
    const hover = hoverAt(document, position, []);
    expect(hover && textIn(document, hover.range)).toBe('cli');
    for (const text of ['¦', 'inter¦face Tunnel0\n', within('   ¦   ')]) expect(told(text)).toBeUndefined();
  });

  it.each([
    ['cli', 'cli'],
    ['sys', 'syslog'],
    ['frobnicate', undefined],
  ])('takes `%s` for %s', (word, id) => expect(verbCalled(word)?.id).toBe(id));
});
