/** Texts as actions handle them: strings, newlines, pieces of a text, and what the router tells about itself. */
import { describe, expect, it } from 'vitest';
import { runApplet, spoken } from './run-applet.ts';

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

  it('begins anew when it was left by a jump', () => {
    const actions = ` action 1 foreach line "a b c"
 action 2 increment rounds
 action 3 syslog msg "$line"
 action 4 if $rounds eq 2 goto 1
 action 5 if $rounds ge 4 goto 7
 action 6 end
 action 7 syslog msg "left"
`;
    expect(spoken(actions, { rounds: '0' })).toEqual(['a', 'b', 'a', 'b', 'left']);
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
