/** Completion offers what the grammar takes at the cursor, and replaces what is typed. */
import { describe, expect, it } from 'vitest';
import { completeAt } from '../../src/lsp/complete.ts';
import { marked, textIn } from './applet-text.ts';

const offered = (text: string): string[] => {
  const { document, position } = marked(text);
  return completeAt(document, position).map(({ label }) => label);
};
const within = (line: string, event = 'syslog pattern "x"') => `event manager applet A\n event ${event}\n action 0010 set x "1"\n${line}\n`;

describe('completion', () => {
  it.each([
    ['detectors', ' event ¦', ['syslog', 'timer', 'track', 'tag'], ['pattern']],
    ['detectors behind a tag', ' event tag t ¦', ['syslog', 'timer'], ['tag']],
    ['options of a detector', ' event syslog ¦', ['pattern', 'occurs'], ['oid']],
    ['modes', ' event timer ¦', ['absolute', 'cron'], ['periodic']],
    ['actions', ' action 0020 ¦', ['cli', 'syslog', 'wait'], ['pattern']],
    ['the next label', ' action ¦', ['0020'], ['0010']],
    ['labels to jump to', ' action 0020 goto ¦', ['0010'], ['0030']],
    ['words that are taken', ' event cli sync ¦', ['yes', 'no'], ['maybe']],
    ['statements', ' ¦', ['event', 'action'], ['interface']],
  ])('offers %s', (_what, line, some, none) => {
    const labels = offered(within(line));
    expect(labels).toEqual(expect.arrayContaining(some));
    expect(labels.filter((each) => (none as readonly string[]).includes(each))).toEqual([]);
  });

  it.each([
    ['syslog pattern "x"', '$_syslog_msg', '$_track_state'],
    ['track 1 state down', '$_track_state', '$_syslog_msg'],
    ['cli pattern "x" sync no skip no', '$_cli_msg', '$_timer_time'],
  ])('offers the variables that `event %s` gives, and the applet’s own', (event, given, foreign) => {
    const labels = offered(within(' action 0020 syslog msg "$¦', event));
    expect(labels).toEqual(expect.arrayContaining([given, '$x']));
    expect(labels).not.toContain(foreign);
  });

  it('takes the place of the word that is being typed', () => {
    const { document, position } = marked(within(' action 0020 sys¦'));
    const [first] = completeAt(document, position);
    expect(first && textIn(document, first.range)).toBe('sys');
  });

  it('offers nothing inside a text, and outside of applets only their head', () => {
    expect(offered(within(' action 0020 syslog msg "so¦'))).toEqual([]);
    expect(offered('hostname hq\n¦')).toEqual(['event manager applet']);
    expect(offered('interface Tunnel0\n ip ¦')).toEqual([]);
  });
});
