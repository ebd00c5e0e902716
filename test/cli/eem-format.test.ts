/** `flaptrap eem format`: applets as a device prints them, and everything else as it was. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { flaptrap } from './flaptrap.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-format-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
};
const UGLY =
  'hostname hq\n! kept\nEvent Man App A  trap\n  desc  what   it does\n   ev   none\n  act 10 sys   msg x\n  act 20 unheard of\n!\ninterface Tunnel0\n  shutdown\n';
const FINE =
  'hostname hq\n! kept\nevent manager applet A trap\n description what   it does\n event none\n action 10 syslog msg "x"\n  act 20 unheard of\n!\ninterface Tunnel0\n  shutdown\n';

describe('flaptrap eem format', () => {
  it('prints the file with its applets in order', async () => {
    expect(await flaptrap(['eem', 'format', write('a.cfg', UGLY)])).toMatchObject({ code: 0, stdout: FINE });
  });

  it.each(['\n', '\r\n', '\r'])('leaves each line ended as it was: %j', async (end) => {
    const file = write('a.cfg', UGLY.replaceAll('\n', end));
    await flaptrap(['eem', 'format', '--write', file]);
    expect(readFileSync(file, 'utf8')).toBe(FINE.replaceAll('\n', end));
  });

  it('says what would change, changes it, and has nothing to change then', async () => {
    const file = write('b.cfg', UGLY);
    expect(await flaptrap(['eem', 'format', '--check', file])).toMatchObject({ code: 1, stdout: `${file}\n` });
    expect(readFileSync(file, 'utf8')).toBe(UGLY);
    expect(await flaptrap(['eem', 'format', '--write', file])).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(FINE);
    expect(await flaptrap(['eem', 'format', '--check', file])).toMatchObject({ code: 0, stdout: '' });
  });

  it.each([
    ['a template', 'event manager applet {{ name }}\n   ev none\n  act 10 sys msg x\n'],
    ['an applet of NX-OS', 'event manager applet A\n   event cli match "x"\n   action 1 event-default\n'],
    [
      'a header with a comment behind it, or a slip in it',
      'Event  Manager Applet A ! ours\n event none\nevent manager aplet   B\n event none\n',
    ],
    ['a file without applets', 'interface   Tunnel0\n    shutdown\n'],
  ])('leaves %s alone', async (_what, text) => {
    const file = write('c.cfg', text);
    await flaptrap(['eem', 'format', '--write', file]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('keeps the depth of applets within YAML, and what stands around them', async () => {
    const yaml =
      '- hosts: hq\n  tasks:\n    - name: push\n      cli_config:\n        config: |\n          event manager applet A\n            ev   none\n           act 10 sys   msg x\n          !\n    - name:   other\n      debug:   {}\n';
    const file = write('play.yaml', yaml);
    expect(await flaptrap(['eem', 'format', '--write', file])).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(
      yaml.replace('            ev   none', '           event none').replace('act 10 sys   msg x', 'action 10 syslog msg "x"'),
    );
    expect(await flaptrap(['lint', file])).toMatchObject({ code: 0, stdout: '' });
  });

  it('says of a playbook that it holds no applet, and who prints those that flaptrap makes', async () => {
    const outcome = await flaptrap(['eem', 'format', 'playbooks/tunnel-flaps.yaml']);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('a playbook holds no applet');
    expect(outcome.stderr).toContain('flaptrap render playbooks/tunnel-flaps.yaml');
  });

  it('refuses to write to standard input, and names a file that is not there', async () => {
    expect(await flaptrap(['eem', 'format', '--write', '-'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('leave out --write'),
    });
    expect(await flaptrap(['eem', 'format', join(FOLDER, 'absent.cfg')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('absent.cfg'),
    });
  });
});
