/** The simulated router on its terminal: modes, refusals, pager, files, as IOS has them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cli } from '../../../src/device/cli.ts';
import { fetchFile, listFiles } from '../../../src/device/files.ts';
import { PLATFORMS } from '../../../src/ios/platforms/index.ts';
import type { Lab } from '../../../src/lab/lab.ts';
import { login, startTestLab } from '../lab-login.ts';

let lab: Lab;
let cli: Cli;

beforeAll(async () => {
  lab = await startTestLab();
  cli = await login(lab, 'a');
});

afterAll(async () => {
  await cli.close();
  await lab.close();
});

describe('exec mode', () => {
  it('takes abbreviations', async () => {
    expect(await cli.exec('sh ver')).toContain('Cisco IOS Software');
    expect(await cli.exec('sh run | i ^hostname')).toBe('hostname hq\n');
  });

  it('puts the marker under the word that fits nothing', async () => {
    const result = await cli.tryExec('show crypto nonsense');
    expect(result).toMatchObject({ ok: false, refusal: { code: 'refused' } });
    expect(result.answer.split('\n')[0]).toBe(`${' '.repeat('hq#show crypto '.length)}^`);
  });

  it('wants a command to be whole', async () => {
    expect((await cli.tryExec('show crypto')).answer).toContain('% Incomplete command.');
  });

  it('shows sections of its configuration', async () => {
    expect((await cli.exec('show running-config | section crypto map OUTSIDE 10')).split('\n')).toEqual([
      'crypto map OUTSIDE 10 ipsec-isakmp',
      ' set peer 198.51.100.1',
      ' set transform-set TS',
      ' match address TUNNEL',
      '',
    ]);
  });
});

describe('configuration mode', () => {
  it('registers an applet when its mode is left, and shows it', async () => {
    await cli.configure(['event manager applet TEST', ' event none maxrun 30', ' action 0010 syslog msg "x"']);
    expect(await cli.exec('show running-config | section event manager applet TEST')).toContain(' action 0010 syslog msg "x"');
    expect(await cli.exec('show event manager policy registered')).toContain('TEST');
    await cli.configure(['no event manager applet TEST']);
    expect(await cli.exec('show event manager policy registered')).not.toContain('TEST');
  });

  it('takes out of an applet what `no` and `default` name, and joins events with a tracked object', async () => {
    await cli.configure([
      'event manager applet SITE/2',
      ' event tag a none',
      ' event tag b syslog mnemonic "CONFIG_I"',
      ' trigger',
      '  correlate event a or event b track 501',
      ' action 0010 syslog msg "x"',
      ' action 0020 syslog msg "y"',
      ' no action 0010',
    ]);
    const section = 'show running-config | section event manager applet SITE/2';
    expect(await cli.exec(section)).toContain('correlate event a or event b track 501');
    expect(await cli.exec(section)).not.toContain('action 0010');
    await cli.configure(['event manager applet SITE/2', ' default trigger', ' no event tag b', ' action 0010 syslog msg "again"']);
    expect(await cli.exec(section)).not.toMatch(/correlate|event tag b/);
    expect(await cli.exec(section)).toContain(' action 0010 syslog msg "again"');
  });

  it('refuses a line that EEM does not know, and nothing half-made is left', async () => {
    const lines = ['event manager applet HALF', ' event none', ' action 0010 teleport now'];
    await expect(cli.configure(lines)).rejects.toMatchObject({ code: 'refused' });
    expect(await cli.exec('show running-config | include HALF')).toBe('');
  });

  it('changes and gives back the logging buffer', async () => {
    await cli.configure(['logging buffered 100000 debugging']);
    expect(await cli.exec('show running-config | include ^logging buffered')).toBe('logging buffered 100000\n');
    expect(await cli.exec('show logging | include Log Buffer')).toBe('Log Buffer (100000 bytes):\n');
    await cli.configure(['logging buffered 8192 informational']);
    expect(await cli.exec('show running-config | include ^logging buffered')).toBe('logging buffered 8192 informational\n');
  });
});

describe('the flash', () => {
  it('holds what a redirect wrote, exactly', async () => {
    await cli.exec('show version | redirect flash:version.txt');
    const [file] = await listFiles(cli, PLATFORMS.ios, 'version.txt');
    expect(file?.sizeBytes).toBe(lab.a.router.flash.get('version.txt')?.bytes.length);
    const fetched = await fetchFile(cli, 'flash:version.txt', { sizeBytes: file?.sizeBytes ?? 0, platform: PLATFORMS.ios });
    expect(fetched.md5Checked).toBe(true);
    expect(fetched.bytes.equals(lab.a.router.flash.get('version.txt')?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it('says what is not there', async () => {
    expect((await cli.tryExec('more flash:none.txt')).answer).toContain('No such file or directory');
  });
});

describe('terminal lines', () => {
  it('are five, and all are given back', async () => {
    const sessions = await Promise.all([1, 2, 3, 4].map(() => login(lab, 'a')));
    await expect(login(lab, 'a')).rejects.toMatchObject({ code: 'no-terminal-line' });
    await Promise.all(sessions.map((session) => session.close()));
    await expect.poll(() => lab.a.router.lines.size).toBe(1);
  });
});
