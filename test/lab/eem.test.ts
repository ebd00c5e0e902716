/** The simulated EEM: what springs, what it writes, and what stays on when maxrun kills. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseApplets } from '../../src/applet/parse.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { startTestLab } from './lab-login.ts';

let lab: Lab;

beforeEach(async () => {
  lab = await startTestLab({ speed: 600 });
});

afterEach(() => lab.close());

function register(text: string): void {
  for (const applet of parseApplets(text, 'x.cfg').applets) lab.a.router.eem.register(applet);
}

function history(): string[] {
  return lab.a.router.eem.history.map(({ name, result }) => `${name} ${result}`);
}

describe('an applet', () => {
  it('springs on a message, waits on the router clock, writes a file, and speaks', async () => {
    register(`event manager applet FREEZE
 event syslog pattern "%CRYPTO-4-RECVD_PKT_INV_SPI" maxrun 120 ratelimit 1000
 action 0010 cli command "enable"
 action 0020 cli command "show clock | redirect flash:before.txt"
 action 0030 wait 75
 action 0040 cli command "show clock | redirect flash:after.txt"
 action 0050 syslog msg "done with $_event_type_string"
`);
    lab.a.router.say('CRYPTO-4-RECVD_PKT_INV_SPI', 'decaps: invalid spi');
    lab.a.router.say('CRYPTO-4-RECVD_PKT_INV_SPI', 'decaps: invalid spi');
    await expect.poll(history).toEqual(['FREEZE success']);
    const [before, after] = ['before.txt', 'after.txt'].map((name) => lab.a.router.flash.get(name)?.changedAtMs ?? 0);
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(75_000);
    expect(lab.a.router.log.show()).toContain('%HA_EM-6-LOG: FREEZE: done with syslog');
    expect(lab.a.router.lines.size).toBe(0);
  });

  it('that maxrun kills leaves its debug on', async () => {
    register(`event manager applet LATE
 event none maxrun 20
 action 0010 cli command "enable"
 action 0020 cli command "debug crypto isakmp"
 action 0030 wait 60
 action 0040 cli command "no debug crypto isakmp"
`);
    await lab.a.router.eem.runByHand('LATE');
    expect(history()).toEqual(['LATE abort']);
    expect([...lab.a.router.debugs]).toEqual(['crypto isakmp']);
  });

  it('by countdown removes others and itself', async () => {
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
    await expect.poll(() => lab.a.router.eem.applets.map(({ name }) => name)).toEqual([]);
    await expect.poll(history).toEqual(['GUARD success']);
  });

  it('is aborted where a variable is unknown, and the log says so', async () => {
    register('event manager applet WRONG\n event none\n action 0010 syslog msg "$nothing"\n');
    await lab.a.router.eem.runByHand('WRONG');
    expect(lab.a.router.log.show()).toContain('%HA_EM-3-FMPD_UNKNOWN_ENV: could not find environment variable: nothing');
  });

  it('finds no terminal line when people hold them all', async () => {
    for (let line = 0; line < 5; line += 1) lab.a.router.takeLine('people');
    register('event manager applet A\n event none\n action 0010 syslog msg "x"\n');
    await lab.a.router.eem.runByHand('A');
    expect(history()).toEqual(['A abort']);
  });
});
