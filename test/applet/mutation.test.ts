/** The mutation proof of the linter: good applets give no complaint, and each way of breaking one is found by its own lint. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { LINTS } from '../../src/applet/lints/index.ts';
import { howMany } from '../how-many.ts';

/** An applet that nothing is wrong with; what may differ between good applets does. */
const good = fc
  .record({
    name: fc.stringMatching(/^[A-Z][A-Z0-9_-]{0,20}$/),
    tunnel: fc.integer({ min: 0, max: 9999 }),
    wait: fc.integer({ min: 1, max: 300 }),
    spare: fc.integer({ min: 1, max: 600 }),
    limit: fc.integer({ min: 1, max: 100_000 }),
    words: fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,12}){0,4}$/),
    shows: fc.array(fc.constantFrom('show clock', 'show version', 'show crypto ipsec sa', 'show ip route'), { minLength: 1, maxLength: 4 }),
    optional: fc.boolean(),
  })
  .map(({ name, tunnel, wait, spare, limit, words, shows, optional }) => {
    const actions = [
      'cli command "enable"',
      'cli command "terminal length 0"',
      ...shows.map((show, index) => `cli command "${show} | redirect flash:${index}.txt"`),
      `wait ${wait}`,
      'set count "1"',
      'if $count eq 1',
      `syslog msg "${words}"`,
      'end',
      ...(optional ? ['regexp "Tunnel([0-9]+)" "$_syslog_msg" all number', 'syslog msg "tunnel $number"'] : []),
    ];
    return [
      `event manager applet ${name}`,
      ` description ${words}`,
      ` event syslog pattern "%LINK-3-UPDOWN: Interface Tunnel${tunnel}," maxrun ${wait + spare} ratelimit ${limit}`,
      ...actions.map((action, index) => ` action ${String((index + 1) * 10).padStart(4, '0')} ${action}`),
      '',
    ].join('\n');
  });

const nameOf = (text: string): string => /applet (\S+)/.exec(text)?.[1] ?? '';
const withEvent = (event: string) => (text: string) => text.replace(/^ event .*$/m, ` event ${event}`);
const withAction = (label: string, action: string) => (text: string) => `${text} action ${label} ${action}\n`;
const withPattern = (pattern: string) => (text: string) => text.replace(/pattern "[^"]*"/, `pattern "${pattern}"`);

/** How each lint's hazard is put into a good applet. */
const MUTATIONS: Record<keyof typeof LINTS, (text: string) => string> = {
  'applet-name': (text) => text.replace(/applet \S+/, 'applet "A B"'),
  'arithmetic-operand': withAction('9000', 'divide 10 0'),
  'authorization-bypass': (text) => text.replace(/(applet \S+)/, '$1 authorization bypass'),
  'burst-without-period': (text) => text.replace(' maxrun', ' occurs 3 maxrun'),
  'command-always-skipped': withEvent('cli pattern "reload" sync yes maxrun 900'),
  'configuration-in-exec': withAction('9000', 'cli command "interface Tunnel0"'),
  'control-character': (text) => text.replace('syslog msg "', 'syslog msg "\x07'),
  'cron-entry': withEvent('timer cron cron-entry "61 * * * *" maxrun 900'),
  'debug-left-on': withAction('9000', 'cli command "debug crypto isakmp"'),
  'debug-too-late': withAction('9000', 'cli command "debug crypto isakmp"'),
  'dollar-in-name': (text) => text.replace('set count', 'set $count'),
  'double-pipe': withAction('9000', 'cli command "show clock | include UTC | append flash:x"'),
  'doubled-backslash': withPattern('Tunnel\\\\\\\\.1'),
  'duplicate-label': withAction('0010', 'policy OTHER'),
  'endless-loop': (text) => `${text} action 9000 while $count lt 5\n action 9010 puts "again"\n action 9020 end\n`,
  'evidence-destroyed': (text) => text.replace(/ action 0030 .*/, ' action 0025 cli command "clear crypto sa"\n$&'),
  'exec-in-configuration': (text) =>
    `${text} action 9000 cli command "configure terminal"\n action 9010 cli command "show clock | redirect flash:x"\n`,
  incomplete: withEvent('timer watchdog name x maxrun 900'),
  'invented-syntax': withEvent('timer periodic time 60'),
  'jump-to-nowhere': withAction('9000', 'goto 9999'),
  'label-order': (text) => text.replace('action 0010', 'action 9').replace('action 0020', 'action 10'),
  'line-too-long': (text) => text.replace('syslog msg "', `syslog msg "${'long '.repeat(60)}`),
  'literal-dollar': withPattern('state to down$ or'),
  'maxrun-too-short': (text) => text.replace(/ maxrun \d+/, ' maxrun 1'),
  'missing-ratelimit': (text) => text.replace(/ ratelimit \d+/, ''),
  'missing-submatch': withAction('9000', 'regexp "Tunnel[0-9]+" "$_syslog_msg" all part'),
  'no-action': (text) => text.replace(/^ action .*\n/gm, ''),
  'no-enable': (text) => text.replace('"enable"', '"terminal length 0"'),
  'no-event': (text) => text.replace(/^ event .*\n/m, ''),
  'no-independent-stopper': (text) =>
    `${text} action 9000 cli command "debug crypto isakmp"\n action 9010 cli command "no debug crypto isakmp"\n`,
  'no-session-user': (text) => `aaa authorization commands 15 default group tacacs+\n${text}`,
  'other-platform-syntax': withAction('9000', 'cli command "show clock >> bootflash:x"'),
  'out-of-range': (text) => text.replace(/wait \d+/, 'wait 0'),
  'pager-on': (text) => text.replace('"terminal length 0"', '"show version"'),
  'pattern-invalid': withPattern('Tunnel('),
  'pattern-never-matches': withPattern('%LINK-9-UPDOWN'),
  'pattern-too-wide': withPattern('.*'),
  'question-mark': withPattern('Tunnel.?1'),
  'quotes-in-description': (text) => text.replace(/ description .*/, ' description say "no"'),
  'read-only-variable': (text) => text.replace('set count', 'set _event_type'),
  'self-removal-not-last': (text) =>
    `${text} action 9000 cli command "no event manager applet ${nameOf(text)}"\n action 9010 cli command "end"\n`,
  'self-spring': (text) => `${withPattern('CONFIG_I')(text)} action 9000 cli command "configure terminal"\n`,
  'self-trigger': (text) =>
    text
      .replace('syslog msg "', 'syslog msg "%LINK-3-UPDOWN: Interface Tunnel1,')
      .replace(/pattern "[^"]*"/, 'pattern "%LINK-3-UPDOWN: Interface Tunnel1,"'),
  'sync-and-skip': withEvent('cli pattern "reload" sync yes skip yes maxrun 900'),
  'tags-without-trigger': (text) => text.replace(/^ event (.*)$/m, ' event tag 1 $1\n event tag 2 none maxrun 900'),
  'too-many-events': (text) =>
    text.replace(/^ event .*$/m, (line) => Array.from({ length: 9 }, (_, index) => line.replace('event', `event tag ${index}`)).join('\n')),
  'trigger-without-correlate': (text) => text.replace(/^ event (.*)$/m, ' event tag 1 $1\n event tag 2 none maxrun 900\n trigger'),
  'typographic-quotes': (text) => text.replace(/syslog msg "([^"]*)"/, 'syslog msg \u201c$1\u201d'),
  'unanswered-prompt': withAction('9000', 'cli command "write erase"'),
  'unanswered-second': (text) => `${text} action 9000 cli command "delete flash:x" pattern "filename"\n action 9010 cli command ""\n`,
  'unbalanced-block': (text) => text.replace(/^ action \d+ end\n/m, ''),
  'unbounded-append': (text) => text.replace(/ ratelimit \d+/, '').replace('| redirect', '| append'),
  'undebug-all': withAction('9000', 'cli command "undebug all"'),
  'undefined-variable': (text) => text.replace('if $count', 'if $number_of_things'),
  'unit-confusion': (text) => text.replace(/ maxrun \d+/, ' maxrun 30000'),
  'unknown-policy': withAction('9000', 'policy NOBODY'),
  'unknown-tag': (text) => text.replace(/^ event (.*)$/m, ' event tag 1 $1\n trigger\n  correlate event 2'),
  'write-memory': withAction('9000', 'cli command "write memory"'),
};

describe('a good applet', () => {
  it('gives no complaint at all', () => {
    fc.assert(
      fc.property(good, (text) => {
        expect(lintText(text, 'x.cfg')).toEqual([]);
      }),
      { numRuns: howMany(150, 500) },
    );
  });
});

describe.each(Object.entries(MUTATIONS))('an applet broken by %s', (id, mutate) => {
  it('is found by that lint', () => {
    fc.assert(
      fc.property(good, (text) => {
        const broken = mutate(text);
        expect(broken).not.toBe(text);
        expect(lintText(broken, 'x.cfg').map(({ code }) => code)).toContain(id);
      }),
      { numRuns: howMany(40, 100) },
    );
  });
});

it('every lint has its mutation', () => {
  expect(Object.keys(MUTATIONS).sort()).toEqual(Object.keys(LINTS).sort());
});
