/** Running applets: actions in the order of their labels, blocks, variables, and what ends a run. */
import { describe, expect, it } from 'vitest';
import { runApplet, spoken } from './run-applet.ts';

describe('actions', () => {
  it('run in the order of their labels as text', () => {
    expect(spoken(' action 9 syslog msg "nine"\n action 10 syslog msg "ten"\n action 100 syslog msg "hundred"\n')).toEqual([
      'ten',
      'hundred',
      'nine',
    ]);
  });

  it('know what the event brought, and what a command answered', () => {
    expect(
      spoken(' action 1 cli command "show clock"\n action 2 syslog msg "$_cli_result / $_syslog_msg"\n', { _syslog_msg: 'boom' }, '12:00'),
    ).toEqual(['12:00 / boom']);
  });

  it('match with sub-matches', () => {
    const actions =
      ' action 1 regexp "spi=0x([0-9A-F]+)\\(([0-9]+)\\)" "$_syslog_msg" all hex decimal\n action 2 syslog msg "$_regexp_result $hex $decimal"\n';
    expect(spoken(actions, { _syslog_msg: 'spi=0xB761863E(3076621886), srcaddr' })).toEqual(['1 B761863E 3076621886']);
  });

  it('count', () => {
    expect(
      spoken(
        ' action 1 set n "3"\n action 2 increment n 4\n action 3 multiply $n 6\n action 4 divide $_result 5\n action 5 syslog msg "$n $_result $_remainder"\n',
      ),
    ).toEqual(['7 8 2']);
  });
});

describe('blocks', () => {
  const CHAIN = ` action 01 if $x eq 1
 action 02 syslog msg "one"
 action 03 elseif $x eq 2
 action 04 syslog msg "two"
 action 05 else
 action 06 syslog msg "many"
 action 07 end
 action 08 syslog msg "after"
`;

  it.each([
    ['1', ['one', 'after']],
    ['2', ['two', 'after']],
    ['3', ['many', 'after']],
  ])('x = %s takes its own branch and no other', (x, expected) => {
    expect(spoken(CHAIN, { x })).toEqual(expected);
  });

  it('compare numbers as numbers and words as words', () => {
    expect(spoken(CHAIN.replace('eq 1', 'gt 9'), { x: '10' })[0]).toBe('one');
    expect(spoken(CHAIN.replace('eq 1', 'eq up'), { x: 'up' })[0]).toBe('one');
  });

  it('repeat, break and continue', () => {
    const actions = ` action 01 set n "0"
 action 02 while $n lt 5
 action 03 increment n
 action 04 if $n eq 2
 action 05 continue
 action 06 end
 action 07 if $n eq 4
 action 08 break
 action 09 end
 action 10 syslog msg "$n"
 action 11 end
 action 12 syslog msg "left at $n"
`;
    expect(spoken(actions)).toEqual(['1', '3', 'left at 4']);
  });

  it('visit each piece of a text', () => {
    expect(spoken(' action 1 foreach line "a,b,c" ","\n action 2 syslog msg "$line"\n action 3 end\n')).toEqual(['a', 'b', 'c']);
  });

  it('are left by goto and by exit', () => {
    expect(
      spoken(
        ' action 1 goto 3\n action 2 syslog msg "never"\n action 3 if 1 eq 1 goto 5\n action 4 syslog msg "never"\n action 5 exit 7\n action 6 syslog msg "never"\n',
      ),
    ).toEqual([]);
    expect(runApplet(' action 5 exit 7\n').outcome).toMatchObject({ end: 'done', exitStatus: 7 });
  });
});

describe('a run is aborted', () => {
  it('at a variable that nobody set, with both messages of IOS', () => {
    const { outcome, effects } = runApplet(' action 10 cli command "enable"\n action 20 cli command "show $nothing"\n');
    expect(effects).toHaveLength(1);
    expect(outcome).toMatchObject({ end: 'aborted' });
    expect(outcome.messages.map(({ mnemonic, text }) => `${mnemonic}: ${text}`)).toEqual([
      'FMPD_UNKNOWN_ENV: could not find environment variable: nothing',
      'FMPD_ERROR: Error executing applet A statement 20',
    ]);
  });

  it('before its first action when sorting breaks its blocks', () => {
    const { outcome, effects } = runApplet(' action 1.2 if 1 eq 1\n action 1.3 syslog msg "x"\n action 1.10 end\n');
    expect(effects).toEqual([]);
    expect(outcome.messages.map(({ text }) => text)).toEqual(['A: "end" action found outside of conditional block']);
  });

  it('at an action that lacks what it needs', () => {
    const { outcome, effects } = runApplet(' action 1 wait\n action 2 syslog msg "never"\n');
    expect(effects).toEqual([]);
    expect(outcome.messages.map(({ text }) => text)).toEqual(['Error executing applet A statement 1']);
  });

  it('in a loop that asks nothing of anybody', () => {
    expect(runApplet(' action 1 while 1 eq 1\n action 2 end\n').outcome.end).toBe('aborted');
  });
});
