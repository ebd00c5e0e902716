/** The simulated EEM: what springs, what it writes, how long it takes, and what stays on when maxrun kills. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseApplets } from '../../../src/applet/parse.ts';
import { PLATFORMS } from '../../../src/ios/platforms/index.ts';
import type { Router } from '../../../src/lab/device/router.ts';
import type { Lab } from '../../../src/lab/lab.ts';
import { startTestLab } from '../lab-login.ts';

let lab: Lab;
let router: Router;

beforeEach(async () => {
  lab = await startTestLab({ speed: 0 });
  router = lab.a.router;
});

afterEach(() => lab.close());

function register(text: string): void {
  for (const applet of parseApplets(text, 'x.cfg').applets) router.eem.register(applet);
}

function history(): string[] {
  return router.eem.history.map(({ name, result }) => `${name} ${result}`);
}

const seconds = (count: number): Promise<void> => lab.clock.advance(count * 1000);
const names = (): string[] => router.eem.applets.map(({ name }) => name);

describe('an applet', () => {
  it('springs on a message, waits on the router clock, writes files, and speaks', async () => {
    register(`event manager applet FREEZE
 event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI" maxrun 120 ratelimit 1000
 action 0010 cli command "enable"
 action 0020 cli command "show clock | redirect flash:before.txt"
 action 0030 wait 75
 action 0040 cli command "show clock | redirect flash:after.txt"
 action 0050 syslog msg "done with $_event_type_string"
`);
    router.say('CRYPTO-4-RECVD_PKT_INV_SPI', 'decaps: invalid spi');
    router.say('CRYPTO-4-RECVD_PKT_INV_SPI', 'decaps: invalid spi');
    await seconds(100);
    expect(history()).toEqual(['FREEZE success']);
    const [before, after] = ['before.txt', 'after.txt'].map((name) => router.flash.get(name)?.changedAtMs ?? 0);
    const betweenMs = (after ?? 0) - (before ?? 0);
    expect(betweenMs).toBeGreaterThanOrEqual(75_000);
    expect(betweenMs).toBeLessThan(76_000);
    expect(router.log.show()).toContain('%HA_EM-6-LOG: FREEZE: done with syslog');
    expect(router.lines.size).toBe(0);
  });

  it('springs only when the message has come as often as it says, within its period', async () => {
    register('event manager applet THIRD\n event syslog pattern "LINK-3" occurs 3 period 60\n action 0010 syslog msg "x"\n');
    for (const pause of [50, 50, 1, 1]) {
      router.say('LINK-3-UPDOWN', 'Interface Tunnel0, changed state to down');
      await seconds(pause);
    }
    expect(history()).toEqual(['THIRD success']);
  });

  it('removes another that runs, and that one goes on to its end', async () => {
    register(`event manager applet LONG
 event none maxrun 200
 action 0010 wait 60
 action 0020 syslog msg "still here"
`);
    const run = router.eem.runByHand('LONG');
    await seconds(10);
    expect(router.eem.unregister('LONG')).toBe(true);
    await seconds(60);
    await run;
    expect(router.log.show()).toContain('LONG: still here');
    expect(names()).toEqual([]);
  });

  it('is aborted where a variable is unknown, and the log says so', async () => {
    register('event manager applet WRONG\n event none\n action 0010 syslog msg "$nothing"\n');
    await router.eem.runByHand('WRONG');
    expect(router.log.show()).toContain('%HA_EM-3-FMPD_UNKNOWN_ENV: could not find environment variable: nothing');
  });

  it('finds no terminal line when people hold them all', async () => {
    for (let line = 0; line < 5; line += 1) router.takeLine('people');
    register('event manager applet A\n event none\n action 0010 syslog msg "x"\n');
    await router.eem.runByHand('A');
    expect(history()).toEqual(['A abort']);
  });

  it('gets nothing done in user EXEC without enable', async () => {
    register('event manager applet LOW\n event none\n action 0010 cli command "debug crypto isakmp"\n');
    void router.eem.runByHand('LOW');
    await seconds(5);
    expect(history()).toEqual(['LOW success']);
    expect(router.debugs.size).toBe(0);
  });

  it('is refused its commands by AAA, unless it bypasses', async () => {
    const spec = { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0, authorizesCommands: true } as const;
    await lab.close();
    lab = await startTestLab({ speed: 0, a: spec });
    router = lab.a.router;
    const actions =
      ' event none\n action 0010 cli command "enable"\n action 0020 cli command "show clock | redirect flash:x.txt"\n action 0030 syslog msg "$_cli_result"\n';
    register(`event manager applet PLAIN\n${actions}event manager applet BYPASS authorization bypass\n${actions}`);
    void router.eem.runByHand('PLAIN');
    await seconds(5);
    expect(router.log.show()).toContain('Command authorization failed');
    expect(router.flash.has('x.txt')).toBe(false);
    void router.eem.runByHand('BYPASS');
    await seconds(5);
    expect(router.flash.has('x.txt')).toBe(true);
  });
});

describe('maxrun', () => {
  it('kills, and the debug stays on', async () => {
    register(`event manager applet LATE
 event none maxrun 20
 action 0010 cli command "enable"
 action 0020 cli command "debug crypto isakmp"
 action 0030 wait 60
 action 0040 cli command "no debug crypto isakmp"
`);
    void router.eem.runByHand('LATE');
    await seconds(19);
    expect(history()).toEqual(['LATE pending']);
    await seconds(60);
    expect(history()).toEqual(['LATE abort']);
    expect([...router.debugs]).toEqual(['crypto isakmp']);
    expect(router.lines.size).toBe(0);
  });

  it.each([
    ['a pager', 'show running-config'],
    ['a question', 'delete flash:x.txt'],
  ])('ends an applet that waits behind %s', async (_what, command) => {
    register(
      `event manager applet STUCK\n event none maxrun 30\n action 0010 cli command "enable"\n action 0020 cli command "${command}"\n`,
    );
    void router.eem.runByHand('STUCK');
    await seconds(29);
    expect(history()).toEqual(['STUCK pending']);
    await seconds(2);
    expect(history()).toEqual(['STUCK abort']);
  });

  it('does not come when the question is awaited and answered', async () => {
    router.writeFile('x.txt', 'x', 'replace');
    register(`event manager applet ANSWERS
 event none
 action 0010 cli command "enable"
 action 0020 cli command "delete flash:x.txt" pattern "filename"
 action 0030 cli command "" pattern "confirm"
 action 0040 cli command ""
`);
    void router.eem.runByHand('ANSWERS');
    await seconds(5);
    expect(history()).toEqual(['ANSWERS success']);
    expect(router.flash.has('x.txt')).toBe(false);
  });
});

describe('a timer', () => {
  it('counts down once, and its applet removes others and itself', async () => {
    register(`event manager applet VICTIM
 event none
 action 0010 syslog msg "x"
event manager applet GUARD
 event timer countdown time 300 maxrun 60
 action 0010 cli command "enable"
 action 0020 cli command "configure terminal"
 action 0030 cli command "no event manager applet VICTIM"
 action 0040 cli command "no event manager applet GUARD"
`);
    await seconds(299);
    expect(names()).toEqual(['VICTIM', 'GUARD']);
    await seconds(600);
    expect(names()).toEqual([]);
    expect(history()).toEqual(['GUARD success']);
  });

  it('of a watchdog comes again and again', async () => {
    register('event manager applet DOG\n event timer watchdog time 60\n action 0010 syslog msg "x"\n');
    await seconds(200);
    expect(history()).toEqual(['DOG success', 'DOG success', 'DOG success']);
  });

  it('does not come when its applet is gone', async () => {
    register('event manager applet SOON\n event timer countdown time 60\n action 0010 syslog msg "x"\n');
    router.eem.unregister('SOON');
    await seconds(100);
    expect(history()).toEqual([]);
  });
});

it('a polled object springs an applet at its threshold, and again only after the exit value', async () => {
  const { cpuOid } = PLATFORMS.ios;
  register(
    `event manager applet BUSY\n event snmp oid ${cpuOid} get-type exact entry-op ge entry-val 80 exit-op lt exit-val 40 poll-interval 10\n action 0010 syslog msg "x"\n`,
  );
  for (const [load, runs] of [
    [20, 0],
    [85, 1],
    [90, 1],
    [30, 1],
    [85, 2],
  ] as const) {
    router.objects.set(cpuOid, load);
    await seconds(20);
    expect(router.eem.history).toHaveLength(runs);
  }
});

it('the shows tell what is registered, and what ran', async () => {
  register('event manager applet SEEN\n event none maxrun 30\n action 0010 syslog msg "x"\n');
  await router.eem.runByHand('SEEN');
  expect(router.eem.history[0]).toMatchObject({ name: 'SEEN', eventType: 'none', result: 'success' });
  expect(router.printConfiguration()).toContain('event manager applet SEEN');
});

describe('forms that few documents show', () => {
  it('an applet that waits for a mnemonic springs on it, and on nothing else', async () => {
    register('event manager applet SITE/1>2\n event syslog mnemonic "RECVD_PKT_INV_SPI" ratelimit 60\n action 0010 syslog msg "seen"\n');
    router.say('LINK-3-UPDOWN', 'Interface Tunnel0, changed state to down');
    await seconds(1);
    expect(history()).toEqual([]);
    router.say('CRYPTO-4-RECVD_PKT_INV_SPI', 'decaps: invalid spi');
    await seconds(1);
    expect(history()).toEqual(['SITE/1>2 success']);
    expect(router.eem.print().join('\n')).toContain('event manager applet SITE/1>2\n');
  });

  it('goes over the interfaces of the router', async () => {
    register(`event manager applet NAMES
 event none
 action 0010 info type interface-names include "Ethernet"
 action 0020 info type routername
 action 0030 foreach name "$_info_interface_names"
 action 0040 syslog msg "$_info_routername has $name"
 action 0050 end
`);
    await router.eem.runByHand('NAMES');
    expect(router.log.show()).toContain(`NAMES: hq has ${router.outside}`);
  });
});
