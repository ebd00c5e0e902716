/** Formatting changes how statements are written, never what they mean, and nothing that it does not understand. */
import { describe, expect, it } from 'vitest';
import { parseApplets } from '../../src/applet/parse.ts';
import { readApplets } from '../../src/lsp/document.ts';
import { formatApplets } from '../../src/lsp/format.ts';

function formatted(text: string): string {
  const document = readApplets(text, 'x');
  const lines = [...document.lines];
  for (const { range, newText } of formatApplets(document)) lines[range.start.line] = newText;
  return lines.join('\n');
}

describe('formatting', () => {
  it.each([
    ['event none   maxrun 30', ' event none maxrun 30'],
    ['    ev   syslog pat "x"', ' event syslog pattern "x"'],
    ['  act 10 cli com "show clock"', ' action 10 cli command "show clock"'],
    ['action 10 SYSLOG MSG x', ' action 10 syslog msg "x"'],
  ])('writes `%s` as a device prints it', (line, printed) => {
    const text = `event manager applet A\n${line}\n`;
    expect(formatted(text)).toBe(`event manager applet A\n${printed}\n`);
    expect(parseApplets(formatted(text), 'x').applets[0]?.events).toHaveLength(parseApplets(text, 'x').applets[0]?.events.length ?? -1);
  });

  it('keeps the depth at which an applet stands', () => {
    expect(formatted('config: |\n   event manager applet A\n     ev   none\n  act 10  wait 5\nother:  1\n')).toBe(
      'config: |\n   event manager applet A\n    event none\n    action 10 wait 5\nother:  1\n',
    );
  });

  it.each([
    ['a comment', 'event manager applet A\n event none\n!    why\n action 10 wait 5\n'],
    ['what is not understood', 'event manager applet A\n event none\n   action  10 frobnicate   x\n'],
    ['what is wrong', 'event manager applet A\n   event timer watchdog   time soon\n'],
    ['a line behind a prompt', 'R1(config)#event manager applet A\nR1(config-applet)#  event   none\n'],
    ['a template', 'event manager applet A\n   event   none\n action 10 syslog   msg {{ x }}\n'],
    ['another platform', 'event manager applet A\n   event cli   match "x"\n'],
    ['other configuration', 'interface    Tunnel0\n     shutdown\n'],
  ])('leaves %s as it is', (_what, text) => {
    expect(formatted(text)).toBe(text);
  });

  it('has nothing to do the second time', () => {
    const once = formatted('event manager applet A\nev none\n  act 10 sys msg x\n    act 20 wait   5\n');
    expect(formatApplets(readApplets(once, 'x'))).toEqual([]);
  });
});
