/** Pushing an applet: the router holds exactly it afterwards, nothing is typed where it stands already, and only what differs is changed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTypingOrder, pushApplet } from '../../src/capture/push-applet.ts';
import type { Cli } from '../../src/device/cli.ts';
import { Session } from '../../src/lab/device/session.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { login, startTestLab } from '../lab/lab-login.ts';

const APPLET = [
  'event manager applet FLAPTRAP-7f3a9c01-CALL',
  ' description flaptrap, the call of capture 7f3a9c01',
  ' event none maxrun 60',
  ' action 0010 cli command "enable"',
  ' action 0020 cli command "show clock"',
  ' action 0030 syslog msg "done"',
];

let lab: Lab;
let cli: Cli;

beforeEach(async () => {
  lab = await startTestLab();
  cli = await login(lab, 'a');
});

afterEach(async () => {
  await cli.close();
  await lab.close();
});

const standing = (): string[] => lab.a.router.printConfiguration().filter((line) => /^event manager applet|^ action/.test(line));
const configured = (): number => lab.a.router.log.show().match(/SYS-5-CONFIG_I/g)?.length ?? 0;

describe('an applet', () => {
  it('is written, and a second time it is found to stand', async () => {
    expect(await pushApplet(cli, APPLET)).toBe('written');
    const [before, times] = [standing(), configured()];
    expect(before).toHaveLength(4);
    expect(await pushApplet(cli, APPLET)).toBe('unchanged');
    expect([standing(), configured()]).toEqual([before, times]);
  });

  it('of which another version stands is changed into this one', async () => {
    await pushApplet(cli, [...APPLET.slice(0, 4), ' action 0020 cli command "show users"', ' action 0040 wait 5']);
    expect(await pushApplet(cli, APPLET)).toBe('written');
    expect(standing()).toEqual(expect.arrayContaining([expect.stringContaining('show clock'), expect.stringContaining('done')]));
    expect(standing().join('\n')).not.toMatch(/show users|wait 5/);
  });

  it('is registered whole or not at all, behind whichever line the session is cut off', async () => {
    const typed = inTypingOrder(APPLET);
    expect(typed.toSorted()).toEqual(APPLET.toSorted());
    const registered: (string | undefined)[] = [];
    for (const count of typed.keys()) {
      const session = Session.open(lab.b.router, 'ops', { privilege: 15 });
      for (const line of ['configure terminal', ...typed.slice(0, count + 1)]) await session?.execute(line);
      session?.close();
      registered.push(...lab.b.router.eem.applets.map(({ name, actions }) => `${count + 1} lines: ${name}, ${actions.length} actions`));
    }
    expect(registered).toEqual([`${typed.length} lines: FLAPTRAP-7f3a9c01-CALL, 3 actions`]);
  });

  it('that the router swallows without a word is an error that shows what is missing', async () => {
    lab.a.router.eem.register = () => undefined;
    await expect(pushApplet(cli, APPLET)).rejects.toMatchObject({
      code: 'refused',
      context: { peer: 'hq', answer: expect.stringContaining('+ event manager applet FLAPTRAP-7f3a9c01-CALL') },
    });
  });
});
