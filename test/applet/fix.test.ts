/** Fixing labels, and silencing lints. */
import { describe, expect, it } from 'vitest';
import { fixText } from '../../src/applet/fix.ts';
import { lintText } from '../../src/applet/lint.ts';

describe('relabelling', () => {
  it('writes the actions in the order in which they run, with labels of one width', () => {
    const text =
      'event manager applet A\n event none\n action 9 syslog msg "last"\n action 10 if 1 eq 1 goto 9\n action 11 syslog msg "skipped"\nhostname hq\n';
    const fixed = fixText(text, 'x.cfg');
    expect(fixed.relabelled).toBe(3);
    expect(fixed.text).toBe(
      'event manager applet A\n event none\n action 0010 if 1 eq 1 goto 0030\n action 0020 syslog msg "skipped"\n action 0030 syslog msg "last"\nhostname hq\n',
    );
    expect(fixText(fixed.text, 'x.cfg').relabelled).toBe(0);
  });

  it('leaves alone what it does not surely understand', () => {
    for (const line of [' action 10 syslog msg "same label"', ' action 2 teleport', ' action 2 goto 77']) {
      const text = `event manager applet A\n event none\n action 10 syslog msg "x"\n action 9 syslog msg "y"\n${line}\n`;
      expect(fixText(text, 'x.cfg')).toEqual({ text, relabelled: 0 });
    }
  });
});

describe('a comment that silences', () => {
  const APPLET = 'event manager applet A\n event none\n action 10 wait 30\n';
  const codes = (text: string): (string | undefined)[] => lintText(text, 'x.cfg').map(({ code }) => code);

  it('works on the next line only', () => {
    expect(codes(APPLET)).toEqual(['maxrun-too-short']);
    expect(codes(APPLET.replace(' event none', '! flaptrap-ignore maxrun-too-short\n event none'))).toEqual([]);
    expect(codes(APPLET.replace(' action', '! flaptrap-ignore maxrun-too-short\n action'))).toEqual(['maxrun-too-short']);
  });

  it('works in the whole applet when it stands above its header', () => {
    expect(codes(`! flaptrap-ignore maxrun-too-short, pager-on\n${APPLET}`)).toEqual([]);
    expect(codes(`! flaptrap-ignore maxrun-too-short\n${APPLET}${APPLET.replace('applet A', 'applet B')}`)).toEqual(['maxrun-too-short']);
  });
});
