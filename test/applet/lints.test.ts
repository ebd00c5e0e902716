/** Every lint finds its failing case, with the line, and leaves its passing case alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../src/applet/lint.ts';
import { LINTS } from '../../src/applet/lints/index.ts';
import type { Lint } from '../../src/applet/lints/lint.ts';

describe.each(Object.values<Lint>(LINTS))('the lint $id', ({ id, severity, failing, passing, why, source }) => {
  it('finds its failing case, at a line of it', () => {
    const found = lintText(failing, 'x.cfg').filter(({ code }) => code === id);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ line, column, sourceLine }) => line > 0 && column > 0 && sourceLine === failing.split('\n')[line - 1])).toBe(
      true,
    );
  });

  it('leaves its passing case alone', () => {
    expect(lintText(passing, 'x.cfg').filter(({ code }) => code === id || code === 'syntax')).toEqual([]);
  });

  it('says why it bites, and from where we know', () => {
    expect(why.length).toBeGreaterThan(20);
    expect(source).toMatch(/^\[[CLBU]\] eem\.md \d/);
    // An error stops somebody's CI: what is only believed may not.
    if (severity === 'error') expect(source).toMatch(/^\[[CL]\]/);
  });
});

/** What stands behind each error: a text that its section of docs/domain names, or the interpreter, which runs the applet. */
const PROVEN: Readonly<Record<string, 'text' | 'interpreter'>> = {
  'applet-name': 'text',
  'configuration-in-exec': 'text',
  'control-character': 'text',
  'cron-entry': 'text',
  'debug-left-on': 'text',
  'dollar-in-name': 'text',
  incomplete: 'text',
  'invented-syntax': 'text',
  'label-order': 'interpreter',
  'maxrun-too-short': 'interpreter',
  'no-action': 'text',
  'no-enable': 'text',
  'no-event': 'text',
  'no-session-user': 'text',
  'other-platform-syntax': 'text',
  'out-of-range': 'text',
  'pager-on': 'text',
  'pattern-invalid': 'text',
  'pattern-never-matches': 'text',
  'read-only-variable': 'text',
  'sync-and-skip': 'text',
  'tags-without-trigger': 'text',
  'too-many-events': 'text',
  'typographic-quotes': 'text',
  'unanswered-prompt': 'text',
  'unbalanced-block': 'interpreter',
  'undefined-variable': 'interpreter',
  'unknown-tag': 'text',
};

describe('severity', () => {
  const DOMAIN = readFileSync(new URL('../../docs/domain/eem.md', import.meta.url), 'utf8');
  const sectionOf = (number: string): string =>
    DOMAIN.split(/^(?=#{2,3} \d)/m).find((each) => new RegExp(`^#{2,3} ${number.replace('.', '[.]')}[. ]`).test(each)) ?? '';
  const all = Object.values<Lint>(LINTS);

  it('is that of an error for these lints alone, each of which is proven', () => {
    expect(all.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual(Object.keys(PROVEN));
  });

  it.each(all)('of $id is no higher than what its own sections of the domain are sure of', ({ severity, source }) => {
    const [, mark = '', sections = ''] = /^\[([CLBU])\] eem\.md (.*)$/.exec(source) ?? [];
    const texts = sections.split(', ').map(sectionOf);
    expect(texts.every((text) => text !== '')).toBe(true);
    // `[C CR, 2960]`, `[L]`
    expect(texts.some((text) => new RegExp(`\\[(?:[^\\]]*; )?${mark}\\b`).test(text))).toBe(true);
    if (mark === 'B' || mark === 'U') expect(severity).not.toBe('error');
  });

  it.each(all)('of what $id finds is never above its own', ({ id, severity, failing }) => {
    const ranks = ['notice', 'warning', 'error'];
    for (const each of all)
      for (const text of [each.failing, each.passing])
        for (const found of lintText(text, 'x.cfg').filter(({ code }) => code === id))
          expect(ranks.indexOf(found.severity)).toBeLessThanOrEqual(ranks.indexOf(severity));
    expect(lintText(failing, 'x.cfg').some((found) => found.code === id && found.severity === severity)).toBe(true);
  });

  it('of an order of labels is that of an error only where the interpreter can tell', () => {
    const severities = (actions: string) =>
      lintText(`event manager applet A\n event none\n${actions}`, 'x.cfg')
        .filter(({ code }) => code === 'label-order')
        .map((found) => found.severity);
    expect(severities(' action 9 set a "1"\n action 10 set b "2"\n')).toEqual(['warning']);
    expect(severities(' action 9 comment first\n action 10 syslog msg "x"\n')).toEqual(['warning']);
    expect(severities(' action 9 syslog msg "x"\n action 10 syslog msg "x"\n')).toEqual(['warning']);
    expect(severities(' action 2 comment a\n action 2.0 wait 1\n action 2 comment b\n action 2.0 wait 2\n')).toEqual(['warning']);
    expect(severities(' action 9 syslog msg "x"\n action 10 syslog msg "y"\n')).toEqual(['error']);
    expect(severities(' action 9 set a "1"\n action 10 syslog msg "$a"\n')).toEqual(['error']);
    expect(severities(' action 9 goto 11\n action 10 wait 1\n action 11 wait 2\n')).toEqual(['error']);
  });

  it('of debugs that stay on is lower where somebody runs the applet by hand', () => {
    const found = (event: string) =>
      lintText(
        `event manager applet A\n event ${event}\n action 10 cli command "enable"\n action 20 cli command "debug ip routing"\n`,
        'x.cfg',
      ).find(({ code }) => code === 'debug-left-on')?.severity;
    expect(found('none')).toBe('warning');
    expect(found('timer watchdog time 60')).toBe('error');
  });

  it.each([
    ['show running-config', 'error'],
    ['sh ver', 'error'],
    ['show tech-support ipsec', 'error'],
    ['show interfaces', 'error'],
    ['show interfaces Tunnel0', 'warning'],
    ['show crypto ipsec sa', 'warning'],
    ['show run | begin crypto', 'warning'],
    ['show run interface Tunnel0', undefined],
  ])('of a page that may stop `%s`: %s', (command, severity) => {
    const text = `event manager applet A\n event none maxrun 99\n action 10 cli command "enable"\n action 20 cli command "${command}"\n`;
    expect(lintText(text, 'x.cfg').find(({ code }) => code === 'pager-on')?.severity).toBe(severity);
  });

  it('of a missing `enable` is none where the session begins with the privilege', () => {
    const text = 'event manager applet A\n event none\n action 10 cli command "show running-config | redirect flash:x"\n';
    const settings = [
      'event manager session cli username eem privilege 15\n',
      'ev man sess cli username eem priv 15\n',
      'line vty 0 4\n privilege level 15\n!\n',
    ];
    for (const before of settings) expect(lintText(before + text, 'x.cfg')).toEqual([]);
    for (const before of ['event manager session cli username eem\n', 'line con 0\n privilege level 15\n!\n', ''])
      expect(lintText(before + text, 'x.cfg').map(({ code }) => code)).toEqual(['no-enable']);
  });
});

describe('a syslog event that waits for a part of the message', () => {
  const codesOf = (selector: string, message: string): (string | undefined)[] =>
    lintText(`event manager applet A\n event syslog ${selector} ratelimit 60\n action 10 syslog msg "${message}"\n`, 'x.cfg').map(
      ({ code }) => code,
    );

  it('does not spring on its own words, unless it waits for these', () => {
    expect(codesOf('mnemonic CONFIG_I', 'CONFIG_I was seen')).toEqual([]);
    expect(codesOf('facility HA_EM', 'seen')).toEqual(['self-trigger']);
  });

  it('is wide when it names no part at all', () => {
    expect(codesOf('severity-normal', 'seen')).toContain('pattern-too-wide');
  });
});
