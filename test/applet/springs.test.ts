/** What springs an applet, and what does not. */
import { describe, expect, it } from 'vitest';
import type { EventStatement } from '../../src/applet/model.ts';
import { parseApplets } from '../../src/applet/parse.ts';
import { freshAppletMemory, freshMemory, maxrunSeconds, nextDueAt, springs, sprungEvent } from '../../src/applet/springs.ts';

function eventOf(statement: string): EventStatement {
  const event = parseApplets(`event manager applet A\n ${statement}\n`, 'x.cfg').applets[0]?.events[0];
  if (event === undefined) throw new Error('no event');
  return event;
}

const MESSAGE = "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet";

describe('a syslog event', () => {
  it('springs on its pattern, not on other messages', () => {
    const event = eventOf('event syslog pattern "INV_SPI"');
    expect(springs(event, { kind: 'syslog', message: MESSAGE }, freshMemory(), 0)).toBe(true);
    expect(springs(event, { kind: 'syslog', message: '%SYS-5-CONFIG_I' }, freshMemory(), 0)).toBe(false);
  });

  it('waits for its number of occurrences within its period', () => {
    const event = eventOf('event syslog pattern "INV_SPI" occurs 2 period 100');
    const memory = freshMemory();
    const at = (seconds: number): boolean => springs(event, { kind: 'syslog', message: MESSAGE }, memory, seconds * 1000);
    expect([at(0), at(101), at(150), at(160)]).toEqual([false, false, true, false]);
  });

  it('does not spring again within its rate limit', () => {
    const event = eventOf('event syslog pattern "INV_SPI" ratelimit 60');
    const memory = freshMemory();
    const at = (seconds: number): boolean => springs(event, { kind: 'syslog', message: MESSAGE }, memory, seconds * 1000);
    expect([at(0), at(59), at(60)]).toEqual([true, false, true]);
  });
});

describe('a timer', () => {
  it('counts down once', () => {
    const event = eventOf('event timer countdown time 300');
    expect(nextDueAt(event, 1000, undefined)).toBe(301_000);
    expect(nextDueAt(event, 1000, 301_000)).toBeUndefined();
  });

  it('watches again and again', () => {
    expect(nextDueAt(eventOf('event timer watchdog time 60'), 0, 120_000)).toBe(180_000);
  });
});

describe('an applet', () => {
  it('by hand springs on a run only', () => {
    const event = eventOf('event none');
    expect(springs(event, { kind: 'run' }, freshMemory(), 0)).toBe(true);
    expect(springs(event, { kind: 'syslog', message: MESSAGE }, freshMemory(), 0)).toBe(false);
  });

  it('has 20 s unless it says otherwise', () => {
    expect(maxrunSeconds(eventOf('event none'))).toBe(20);
    expect(maxrunSeconds(eventOf('event none maxrun 90.500'))).toBe(90.5);
  });
});

describe('an applet with several events', () => {
  const [applet] = parseApplets(
    `event manager applet A
 event tag one syslog pattern "ONE"
 event tag two syslog pattern "TWO"
 trigger period 60
  correlate event one and event two
`,
    'x.cfg',
  ).applets;

  it('springs by the last of them, and begins anew', () => {
    if (applet === undefined) throw new Error('no applet');
    const memory = freshAppletMemory();
    const tagAt = (seconds: number, message: string): string | undefined =>
      sprungEvent(applet, { kind: 'syslog', message }, memory, seconds * 1000)?.tag;
    expect([tagAt(0, 'ONE'), tagAt(10, 'TWO'), tagAt(20, 'TWO'), tagAt(90, 'ONE'), tagAt(95, 'TWO')]).toEqual([
      undefined,
      'two',
      undefined,
      undefined,
      'two',
    ]);
  });
});

describe('a syslog event without a pattern', () => {
  const LINE = "000123: *Mar 12 18:22:10.706: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet";
  const isHeard = (selector: string, message = LINE): boolean =>
    springs(eventOf(`event syslog ${selector}`), { kind: 'syslog', message }, freshMemory(), 0);

  it.each([
    'mnemonic "RECVD_PKT_INV_SPI"',
    'facility CRYPTO',
    'sequence 000123',
    'timestamp "Mar 12"',
    'priority warnings',
    'priority 4',
    'priority all',
    'facility CRYPTO mnemonic INV_SPI',
    'severity-critical',
  ])('hears by %s', (selector) => {
    expect(isHeard(selector)).toBe(true);
  });

  it.each([
    'mnemonic CONFIG_I',
    'mnemonic CRYPTO',
    'facility SYS',
    'sequence 000124',
    'timestamp "Mar 13"',
    'priority errors',
    'priority 3',
    'facility CRYPTO mnemonic CONFIG_I',
  ])('does not hear by %s', (selector) => {
    expect(isHeard(selector)).toBe(false);
  });

  it('does not find a part in a line that has none', () => {
    expect(isHeard('mnemonic INV_SPI', 'ISAKMP:(0): INV_SPI')).toBe(false);
  });
});
