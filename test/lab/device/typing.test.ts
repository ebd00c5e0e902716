/** What someone sees who types at a simulated router: echo, pager, questions, log lines, and how a line is refused. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/lab/lab.ts';
import { startTestLab } from '../lab-login.ts';
import { sitDown, type Typist } from '../typist.ts';

let lab: Lab | undefined;
let typist: Typist | undefined;

afterEach(async () => {
  typist?.close();
  await lab?.close();
});

async function atRouter(spec: Partial<Parameters<typeof startTestLab>[0]> = {}): Promise<Typist> {
  lab = await startTestLab(spec);
  typist = await sitDown(lab, 'a');
  await typist.until('#');
  return typist;
}

describe('a line that is typed', () => {
  it('is echoed, answered and followed by the prompt', async () => {
    const { type, until } = await atRouter();
    type('show clock\r');
    expect(await until('hq#')).toMatch(/^show clock\r\n03:\d\d:\d\d\.\d{3} UTC Mon Jan 5 2026\r\nhq#$/);
  });

  it('can be corrected', async () => {
    const { type, until } = await atRouter();
    type('show clokc\x7f\x7fck\r');
    expect(await until('hq#')).toContain('UTC Mon Jan 5 2026');
  });

  it('is ambiguous when it may be several commands', async () => {
    const { type, until } = await atRouter();
    type('show c\r');
    expect(await until('hq#')).toBe('show c\r\n% Ambiguous command:  "show c"\r\nhq#');
  });

  it('is refused under the word that fits nothing', async () => {
    const { type, until } = await atRouter();
    type('show crypto nonsense\r');
    expect(await until('hq#')).toBe(
      `show crypto nonsense\r\n${' '.repeat('hq#show crypto '.length)}^\r\n% Invalid input detected at '^' marker.\r\nhq#`,
    );
  });

  it('is EXEC behind `do` in configuration mode, and Ctrl-Z leaves it', async () => {
    const { type, until } = await atRouter();
    type('configure terminal\r');
    await until('hq(config)#');
    type('do show clock\r');
    expect(await until('hq(config)#')).toContain('UTC');
    type('\x1a');
    expect(await until('hq#')).toBe('\r\nhq#');
  });
});

describe('a line that is too long for the terminal', () => {
  const long = `show logging | include ${'x'.repeat(90)}`;

  it('is shifted with a dollar sign, and taken whole', async () => {
    const { type, until } = await atRouter();
    type(`${long}\r`);
    const heard = await until('hq#');
    expect(heard).not.toContain(long);
    expect(heard).toContain('\b$xxx');
    type(`show nonsense ${'y'.repeat(90)}\r`);
    expect(await until('hq#')).toContain(`\r\n${' '.repeat('hq#show '.length)}^\r\n`);
  });

  it('is echoed as it is with a width of 0', async () => {
    const { type, until } = await atRouter();
    type('terminal width 0\r');
    await until('hq#');
    type(`${long}\r`);
    expect(await until('hq#')).toBe(`${long}\r\nhq#`);
  });
});

it('a banner stands before the first prompt', async () => {
  const spec = { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0, banner: '\nAuthorised users only#\n' } as const;
  lab = await startTestLab({ a: spec });
  typist = await sitDown(lab, 'a');
  expect(await typist.until('hq#')).toBe('\r\nAuthorised users only#\r\n\r\nhq#');
});

describe('the pager', () => {
  it('stops after a page, goes on at a blank and ends at q', async () => {
    const { type, until } = await atRouter();
    type('show running-config\r');
    const page = await until(' --More-- ');
    expect(page.split('\r\n')).toHaveLength(25);
    type(' ');
    expect(await until('hq#')).toMatch(/end\r\nhq#$/);
    type('show running-config\r');
    await until(' --More-- ');
    type('q');
    expect((await until('hq#')).replaceAll('\b', '').trim()).toBe('hq#');
  });

  it('is off with a length of 0', async () => {
    const { type, until } = await atRouter();
    type('terminal length 0\r');
    await until('hq#');
    type('show running-config\r');
    expect(await until('end\r\nhq#')).not.toContain('--More--');
  });
});

describe('a question', () => {
  it('is asked before a file goes', async () => {
    const { type, until } = await atRouter();
    lab?.a.router.writeFile('x.txt', 'x', 'replace');
    type('delete flash:x.txt\r');
    expect(await until(']? ')).toBe('delete flash:x.txt\r\nDelete filename [x.txt]? ');
    type('\r');
    await until('[confirm]');
    type('n\r');
    await until('hq#');
    expect(lab?.a.router.flash.has('x.txt')).toBe(true);
    type('delete /force flash:x.txt\r');
    await until('hq#');
    expect(lab?.a.router.flash.has('x.txt')).toBe(false);
  });

  it('is asked for the enable secret, unechoed, three times at most', async () => {
    lab = await startTestLab({ a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0, enableSecret: 's3cret' } });
    typist = await sitDown(lab, 'a');
    const { type, until } = typist;
    await until('hq>');
    type('configure terminal\r');
    expect(await until('hq>')).toContain('% Invalid input');
    type('enable\r');
    for (const wrong of ['one', 'two', 'three']) {
      await until('Password: ');
      type(`${wrong}\r`);
    }
    expect(await until('hq>')).toBe('\r\n% Bad secrets\r\nhq>');
    type('enable\r');
    await until('Password: ');
    type('s3cret\r');
    expect(await until('hq#')).toBe('\r\nhq#');
  });
});

describe('a file', () => {
  it('is what was redirected into it, and its MD5 is told', async () => {
    const { type, until } = await atRouter();
    type('terminal length 0\rshow version | redirect flash:version.txt\rverify /md5 flash:version.txt\r');
    const bytes = async (): Promise<Buffer | undefined> => lab?.a.router.flash.get('version.txt')?.bytes;
    await expect.poll(bytes).toBeDefined();
    const md5 = createHash('md5')
      .update((await bytes()) ?? '')
      .digest('hex');
    expect(await until(`${md5}\r\nhq#`)).toContain('.Done!');
  });

  it('grows by append and is listed with its size', async () => {
    const { type, until } = await atRouter();
    type('show clock | append flash:two.txt\r');
    await until('hq#');
    type('show clock | append flash:two.txt\r');
    await until('hq#');
    type('dir flash:two.txt\r');
    expect(await until('hq#')).toMatch(/-rw- +64 .*two\.txt\r\n/);
  });

  it('is cut when the flash is full', async () => {
    const { type, until } = await atRouter({ a: { hostname: 'hq', address: '192.0.2.1', platform: 'ios', offsetMs: 0, flashBytes: 10 } });
    type('show clock | redirect flash:c.txt\r');
    expect(await until('hq#')).toContain('%Error writing flash:c.txt');
    expect(lab?.a.router.flash.get('c.txt')?.bytes).toHaveLength(10);
  });
});

describe('log lines', () => {
  it('come in between only with terminal monitor', async () => {
    const { type, until } = await atRouter();
    lab?.a.router.say('SYS-5-PRIV_I', 'one');
    type('terminal monitor\r');
    expect(await until('hq#')).not.toContain('one');
    lab?.a.router.say('SYS-5-PRIV_I', 'two');
    expect(await until('two\r\n')).toContain('%SYS-5-PRIV_I: two');
  });

  it('are stamped as the configuration wants it', async () => {
    const { type, until } = await atRouter();
    type('configure terminal\r');
    await until('hq(config)#');
    type('service timestamps log datetime localtime show-timezone year\rservice sequence-numbers\rend\r');
    await until('hq#');
    type('terminal length 0\rshow logging | include CONFIG_I\r');
    expect(await until('(127.0.0.1)\r\nhq#')).toMatch(
      /\r\n\d{6}: Jan {2}5 2026 03:\d\d:\d\d UTC: %SYS-5-CONFIG_I: Configured from console by ops on vty0/,
    );
  });
});

describe('a login', () => {
  it('works by keyboard-interactive, too', async () => {
    lab = await startTestLab();
    typist = await sitDown(lab, 'b', { byKeyboard: true });
    expect(await typist.until('#')).toBe('\r\nbranch#');
  });

  it('fails with a wrong password', async () => {
    lab = await startTestLab();
    await expect(sitDown(lab, 'b', { password: 'wrong' })).rejects.toThrow(/authentication/i);
  });

  it('ends when the router reloads, and what was not saved is gone', async () => {
    const { type, until, ended } = await atRouter({ speed: 600 });
    type('configure terminal\revent manager applet GONE\revent none\raction 0010 syslog msg "x"\rend\r');
    await until('hq#');
    lab?.a.router.debugs.add('crypto isakmp');
    lab?.a.router.reload(60_000);
    await ended;
    expect(lab?.a.router.eem.applets).toEqual([]);
    expect(lab?.a.router.debugs.size).toBe(0);
    expect(lab?.a.router.lines.size).toBe(0);
    await expect.poll(() => lab?.a.router.log.show()).toContain('%SYS-5-RESTART');
  });

  it('finds what was saved after a reload', async () => {
    const { type, until } = await atRouter({ speed: 600 });
    type('configure terminal\revent manager applet KEPT\revent none\raction 0010 syslog msg "x"\rend\r');
    await until('hq#');
    type('write memory\r');
    await until('[OK]\r\nhq#');
    lab?.a.router.reload(60_000);
    await expect.poll(() => lab?.a.router.eem.applets.map(({ name }) => name)).toEqual(['KEPT']);
  });
});
