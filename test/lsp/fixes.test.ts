/** Fixes are offered where they are proven to change nothing else, and refused with a reason where they are not. */
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { readApplets } from '../../src/lsp/document.ts';
import { type Fix, fixesFor } from '../../src/lsp/fixes.ts';

function offered(text: string): Fix[] {
  return fixesFor(readApplets(text, 'x'), lintText(text, 'x'));
}
const SAME = 'event manager applet A\n event none\n action 9 set a "1"\n action 10 set b "1"\n';
const OTHER = 'event manager applet A\n event none\n action 9 syslog msg "one"\n action 10 syslog msg "two"\n';

describe('a fix', () => {
  it('relabels where the order decides nothing', () => {
    const [fix] = offered(SAME);
    expect(fix).toMatchObject({ title: 'Relabel the actions of this applet', isPreferred: true, refused: undefined });
    expect(fix?.changes.map(({ newText }) => newText)).toEqual([' action 0010 set a "1"', ' action 0020 set b "1"']);
  });

  it('is refused where the order is what happens, and another is offered that keeps it', () => {
    const [fix, order] = offered(OTHER);
    expect(fix?.refused).toContain('the order of its labels decides');
    expect(fix?.changes).toEqual([]);
    expect(order).toMatchObject({ title: 'Put the actions in the order in which they run now', refused: undefined });
  });

  it('is offered once an applet, however many findings it has', () => {
    const text = `${SAME} action 11 set c "1"\n action 100 set d "1"\n`;
    expect(offered(text).filter(({ title }) => title.startsWith('Relabel'))).toHaveLength(1);
  });

  it('passes over a finding by a comment above its line, indented alike', () => {
    const text = 'event manager applet A\n   event syslog pattern "UPDOWN"\n   action 10 syslog msg "x"\n';
    const [fix] = offered(text);
    expect(fix).toMatchObject({ title: 'Pass over missing-ratelimit here', isPreferred: false });
    expect(fix?.changes).toEqual([
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, newText: '   ! flaptrap-ignore missing-ratelimit\n' },
    ]);
  });

  it('is not offered for what no lint says', () => {
    expect(offered('event manager applet A\n event none\n action 10 wait x\n')).toEqual([]);
  });
});
