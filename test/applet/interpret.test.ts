/** Running applets: actions in the order of their labels, blocks, variables, and what ends a run. */
import { describe, expect, it } from 'vitest';
import type { Effect, Outcome } from '../../src/applet/effect.ts';
import { interpret } from '../../src/applet/interpret.ts';
import { parseApplets } from '../../src/applet/parse.ts';

function runApplet(actions: string, variables: Record<string, string> = {}, answer = ''): { effects: Effect[]; outcome: Outcome } {
  const [applet] = parseApplets(`event manager applet A\n event none\n${actions}`, 'x.cfg').applets;
  if (applet === undefined) throw new Error('no applet');
  const run = interpret(applet, variables);
  const effects: Effect[] = [];
  for (let step = run.next(); ; step = run.next({ output: answer })) {
    if (step.done === true) return { effects, outcome: step.value };
    effects.push(step.value);
    if (effects.length > 100) throw new Error('it does not end');
  }
}

const spoken = (actions: string, variables?: Record<string, string>, answer?: string): string[] =>
  runApplet(actions, variables, answer).effects.flatMap((effect) => (effect.kind === 'syslog' ? [effect.text] : []));

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

  it('in a loop that asks nothing of anybody', () => {
    expect(runApplet(' action 1 while 1 eq 1\n action 2 end\n').outcome.end).toBe('aborted');
  });
});

describe('texts', () => {
  it.each([
    ['trim "xxabcxx" "x"', 'abc'],
    ['trim "-=up=-" "=-"', 'up'],
    ['trim "  up  "', 'up'],
    ['trimleft "007" "0"', '7'],
    ['trimright "1.500" "0"', '1.5'],
    ['trim "xxx" "x"', ''],
    ['compare "One" "one"', '-1'],
    ['compare nocase "One" "one"', '0'],
    ['compare length 3 "oneself" "onerous"', '0'],
    ['compare nocase length 3 "ONEself" "onerous"', '0'],
    ['compare length 4 "oneself" "onerous"', '1'],
    ['equal nocase "UP" "up"', '1'],
    ['equal length 2 "upper" "up"', '1'],
    ['equal "nocase" "nocase"', '1'],
    ['equal nocase "nocase" "NOCASE"', '1'],
    ['match nocase "*TUNNEL?5*" "see Tunnel10 go"', '0'],
    ['match nocase "*TUNNEL?0*" "see Tunnel10 and on"', '1'],
    ['match "Gi[0-9]/[1-3]" "Gi0/2"', '1'],
    ['match "Gi[0-9]/[1-3]" "Gi0/4"', '0'],
    ['match "a.c" "abc"', '0'],
    ['match "what?" "what!"', '1'],
    ['match "what\\?" "what!"', '0'],
    ['range "GigabitEthernet0/1" 15 end', '0/1'],
    ['range "GigabitEthernet0/1" 0 end-3', 'GigabitEthernet'],
    ['range "abc" -5 1', 'ab'],
    ['range "abc" 2 1', ''],
    ['range "abc" end end', 'c'],
    ['index "abc" end', 'c'],
    ['first "0" "10.0.0.1"', '1'],
    ['first "0" "10.0.0.1" 2', '3'],
    ['first "0" "10.0.0.1" end', '-1'],
    ['last "0" "10.0.0.1"', '5'],
    ['last "0" "10.0.0.1" 4', '3'],
    ['last "10" "10.0.0.1" 0', '-1'],
    ['replace "interface up" 10 end "down"', 'interface down'],
    ['replace "abc" 7 9 "x"', 'abc'],
    ['tolower "ABC" 1 end', 'Abc'],
    ['toupper "abc" 0 0', 'Abc'],
    ['length "a\\nb"', '3'],
  ])('string %s', (call, expected) => {
    expect(spoken(` action 1 string ${call.replaceAll('\\\\', '\\')}\n action 2 syslog msg "$_string_result"\n`)).toEqual([expected]);
  });

  it('an index that is none is an error of the action', () => {
    expect(runApplet(' action 1 string range "abc" one two\n').outcome.end).toBe('aborted');
  });

  it('a pattern of many stars is no work', () => {
    const stars = `${'*a'.repeat(40)}b`;
    expect(
      spoken(` action 1 string match "${stars}" "$long"\n action 2 syslog msg "$_string_result"\n`, { long: 'a'.repeat(5000) }),
    ).toEqual(['0']);
  });
});

describe('newlines', () => {
  it('are written `\\n` in messages, sets, appends and puts', () => {
    const actions =
      ' action 1 set x "one\\n"\n action 2 append x "two\\nthree"\n action 3 syslog msg "said:\\n$x"\n action 4 puts "a\\nb"\n';
    expect(runApplet(actions).effects).toEqual([
      { kind: 'syslog', priority: 'informational', text: 'said:\none\ntwo\nthree' },
      { kind: 'puts', text: 'a\nb' },
    ]);
  });

  it('a variable keeps the backslash that it holds, and so does a command', () => {
    expect(spoken(' action 1 syslog msg "$path"\n', { path: 'C:\\new' })).toEqual(['C:\\new']);
    expect(runApplet(' action 1 cli command "more a\\n.txt"\n').effects).toEqual([
      { kind: 'cli', command: 'more a\\n.txt', pattern: undefined },
    ]);
  });
});

describe('foreach', () => {
  const SAY = ' action 2 syslog msg "<$line>"\n action 3 end\n action 4 syslog msg "after"\n';

  it('goes over the lines of an answer', () => {
    const actions = ` action 0 cli command "show x"\n action 1 foreach line "$_cli_result" "\\n"\n${SAY}`;
    expect(spoken(actions, {}, 'one\ntwo words\nhq#')).toEqual(['<one>', '<two words>', '<hq#>', 'after']);
  });

  it('goes over lines that the applet wrote itself', () => {
    expect(spoken(` action 1 foreach line "a\\nb c" "\\n"\n${SAY}`)).toEqual(['<a>', '<b c>', 'after']);
  });

  it('over nothing has no round', () => {
    expect(spoken(` action 1 foreach line "$empty"\n${SAY}`, { empty: '' })).toEqual(['after']);
    expect(spoken(` action 1 foreach line "" "\\n"\n${SAY}`)).toEqual(['after']);
  });
});

describe('info', () => {
  const NAMES = 'GigabitEthernet0/0\nGigabitEthernet0/1 Loopback0 Tunnel0';
  const names = (filter: string): string[] =>
    spoken(
      ` action 1 info type interface-names${filter}\n action 2 foreach one "$_info_interface_names"\n action 3 syslog msg "$one"\n action 4 end\n`,
      {},
      NAMES,
    );

  it.each([
    ['', ['GigabitEthernet0/0', 'GigabitEthernet0/1', 'Loopback0', 'Tunnel0']],
    [' include "Ethernet"', ['GigabitEthernet0/0', 'GigabitEthernet0/1']],
    [' exclude Ethernet', ['Loopback0', 'Tunnel0']],
    [' begin "Loop"', ['Loopback0', 'Tunnel0']],
    [' begin "Serial"', []],
  ])('interface-names%s gives the names, one after the other', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it('snmp gives the object with its value, and getid the six that name the router', () => {
    const asked =
      ' action 1 info type snmp oid 1.3.6.1.2.1.1.3.0 get-type exact\n action 2 syslog msg "$_info_snmp_oid = $_info_snmp_value"\n';
    expect(spoken(asked, {}, '77')).toEqual(['1.3.6.1.2.1.1.3.0 = 77']);
    expect(spoken(' action 1 info type snmp getid 192.0.2.1 community x\n action 2 syslog msg "$_info_snmp_sysname_oid"\n')).toEqual([
      '1.3.6.1.2.1.1.5.0',
    ]);
  });

  it('append without a text makes an empty variable, and leaves one that is there', () => {
    expect(spoken(' action 1 append x\n action 2 syslog msg "<$x>"\n')).toEqual(['<>']);
    expect(spoken(' action 1 append x\n action 2 syslog msg "<$x>"\n', { x: 'y' })).toEqual(['<y>']);
  });
});
