/** Applets as a stranger would write them from Cisco's command reference: sound ones give no finding, each defect is found with the severity that fits it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';

/** `## sound NAME` or `## SEVERITY LINT NAME`, and the applet below it. */
const CASES = readFileSync(new URL('fixtures/strangers.txt', import.meta.url), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((each) => {
    const [head = '', ...lines] = each.split('\n');
    const [severity = '', code = '', ...name] = head.split(' ');
    return { severity, code, name: severity === 'sound' ? head : name.join(' '), text: lines.join('\n') };
  });

describe('a sound applet', () => {
  it.each(CASES.filter(({ severity }) => severity === 'sound'))('gives no finding: $name', ({ text }) => {
    expect(lintText(text, 'x.cfg')).toEqual([]);
  });
});

describe('a defect', () => {
  it.each(CASES.filter(({ severity }) => severity !== 'sound'))('is found: $name', ({ severity, code, text }) => {
    expect(lintText(text, 'x.cfg').map((found) => `${found.severity} ${found.code}`)).toContain(`${severity} ${code}`);
  });
});

describe('arithmetic', () => {
  const codes = (action: string) =>
    lintText(`event manager applet A\n event none\n action 10 set n "4"\n action 20 ${action}\n`, 'x.cfg').map(({ code }) => code);

  it.each(['divide $n "0"', 'divide $n 00', 'add 1 two', 'increment n x', 'decrement n 1.5', 'multiply "3 x" 2'])(
    'with what is no number, or zero below: %s',
    (action) => expect(codes(action)).toEqual(['arithmetic-operand']),
  );

  it.each(['divide 0 $n', 'divide 10 $n', 'add -1 +2', 'increment n', 'decrement n "2"', 'subtract $n "$n"'])('that counts: %s', (action) =>
    expect(codes(action)).toEqual([]),
  );
});

describe('a loop', () => {
  const codes = (body: string, condition = '$n lt 5') =>
    lintText(
      `event manager applet A\n event none maxrun 600\n action 10 set n "0"\n action 20 while ${condition}\n${body} action 90 end\n`,
      'x.cfg',
    ).map(({ code }) => code);

  it.each([' action 30 set m "1"\n', ' action 30 wait 1\n', ' action 30 if $n eq 1\n action 40 puts "$n"\n action 50 end\n'])(
    'in which nothing touches what it asks for never ends: %j',
    (body) => expect(codes(body)).toEqual(['endless-loop']),
  );

  it.each([
    ' action 30 increment n\n',
    ' action 30 append n "1"\n',
    ' action 30 if $_exit_status eq 1\n action 40 break\n action 50 end\n',
    ' action 30 if $_exit_status eq 1 goto 95\n action 95 puts "x"\n',
    ' action 30 exit\n',
    ' action 30 string length "x$n"\n action 40 set n "$_string_result"\n',
    ' action 30 context retrieve key K variable "n*"\n',
  ])('that something ends or changes: %j', (body) => expect(codes(body)).not.toContain('endless-loop'));

  it('that asks for the answer of a command in it goes on until that changes', () => {
    const body = ' action 30 cli command "enable"\n action 40 regexp "up" "$_cli_result"\n';
    expect(codes(body, '$_regexp_result eq 0')).not.toContain('endless-loop');
  });

  it('that asks for nothing', () => {
    expect(codes(' action 30 set m "1"\n', '1 eq 1')).toEqual(['endless-loop']);
  });
});

describe('a part of a match', () => {
  const codes = (expression: string) =>
    lintText(`event manager applet A\n event syslog pattern "%SYS-5-RESTART"\n action 10 regexp ${expression}\n`, 'x.cfg').map(
      ({ code }) => code,
    );

  it.each([
    '"a+" "$_syslog_msg" all one',
    '"(a)(b)" "$_syslog_msg" all one two three',
    '"[(]a" "$_syslog_msg" all one',
    '"\\(a" "$_syslog_msg" all one',
  ])('for which there are no parentheses: %s', (expression) => expect(codes(expression)).toContain('missing-submatch'));

  it.each(['"a+" "$_syslog_msg" all', '"(a)((b))" "$_syslog_msg" all one two three', '"$_syslog_msg" "x" all one'])(
    'that is marked: %s',
    (expression) => expect(codes(expression)).toEqual([]),
  );
});

describe('how urgent a message is', () => {
  const codes = (action: string) =>
    lintText(`event manager applet A\n event none\n action 10 ${action}\n`, 'x.cfg').map(({ code }) => code);

  it.each(['syslog priority err msg "x"', 'syslog priority 0 msg "x"', 'syslog priority Notifications msg "x"'])(
    'is a word or a number: %s',
    (action) => expect(codes(action)).toEqual([]),
  );

  it.each(['syslog priority 8 msg "x"', 'syslog priority urgent msg "x"', 'syslog priority all msg "x"'])('is nothing else: %s', (action) =>
    expect(codes(action)).toEqual(['syntax']),
  );
});
