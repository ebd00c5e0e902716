/** `flaptrap eem make`: YAML in, the lines of a device out; what would not be sound is not printed, and a router is compared with it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { flaptrap } from './flaptrap.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-make-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
};
const YAML = `applets:
  - name: LINK-DOWN
    event: { syslog: { pattern: "Tunnel0, changed state to down", ratelimit: 60, maxrun: 60 } }
    steps:
      - type: show interface Tunnel0 | redirect flash:down.txt
      - say: Tunnel0 went down
  - name: HAND
    event: none
    steps: [{ say: by hand }]
`;

describe('flaptrap eem make', () => {
  it('prints the applets, which the linter and the device take', async () => {
    const { code, stdout } = await flaptrap(['eem', 'make', write('a.yaml', YAML)]);
    expect(code).toBe(0);
    expect(stdout).toContain('event manager applet LINK-DOWN\n event syslog pattern "Tunnel0, changed state to down"');
    expect(stdout.match(/^event manager applet/gm)).toHaveLength(2);
    expect(await flaptrap(['lint', write('made.cfg', stdout)])).toMatchObject({ code: 0 });
  });

  it('prints them as JSON', async () => {
    const { stdout } = await flaptrap(['eem', 'make', write('a.yaml', YAML), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'flaptrap.eem-make/1', text: expect.stringContaining('LINK-DOWN'), findings: [] });
  });

  it('says what a router would be told, and nothing once it holds them', async () => {
    const file = write('a.yaml', YAML);
    const running = write('running.cfg', 'hostname hq\n');
    const first = await flaptrap(['eem', 'diff', file, '--config', running]);
    expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('event manager applet LINK-DOWN') });
    const standing = write('standing.cfg', `hostname hq\n${(await flaptrap(['eem', 'make', file])).stdout}\nend\n`);
    expect(await flaptrap(['eem', 'diff', file, '--config', standing])).toMatchObject({ code: 0, stdout: '' });
  });

  it('writes the environment of the applets, and says where the router has another one', async () => {
    const yaml =
      'environment: { server: 192.0.2.9, tries: 3 }\napplets:\n  - name: A\n    event: none\n    steps: [{ say: "$server $tries" }]\n';
    const file = write('env.yaml', yaml);
    const { code, stdout } = await flaptrap(['eem', 'make', file]);
    expect([code, stdout.split('\n').slice(0, 3)]).toEqual([
      0,
      ['event manager environment server 192.0.2.9', 'event manager environment tries 3', 'event manager applet A'],
    ]);
    const running = write('env.cfg', `hostname hq\n${stdout.replace('tries 3', 'tries 5')}end\n`);
    expect(await flaptrap(['eem', 'diff', file, '--config', running])).toMatchObject({
      code: 1,
      stdout: 'event manager environment tries 3\n',
      stderr: expect.stringContaining('0 would change, and 1 variable'),
    });
    const strange = write('strange.yaml', yaml.replace('tries: 3', '"a b": 3'));
    expect(await flaptrap(['eem', 'make', strange])).toMatchObject({ code: 2, stderr: expect.stringContaining('environment') });
  });

  it.each([
    ['no YAML', 'applets: [', 'bad.yaml:1:11 error: Flow sequence'],
    ['nothing', '', 'bad.yaml:1:1 error: `applets` is missing'],
    ['a step that nobody knows', 'applets: [{ name: A, event: none, steps: [{ shout: x }] }]', 'bad.yaml:1:43 error: this is no step'],
    [
      'a key that nobody knows',
      'applets: [{ name: A, event: none, stepz: [{ say: x }] }]',
      '1:35 error: unknown key `stepz`; did you mean steps?',
    ],
    ['an applet that does nothing', 'applets:\n  - name: A\n    event: none\n', 'bad.yaml:2:5 error: `steps` is missing'],
    ['an empty block', 'applets: [{ name: A, event: none, steps: [{ while: "$i lt 2", do: [] }] }]', 'bad.yaml:1:67 error: `do` is empty'],
    ['an event that lacks something', 'applets: [{ name: A, event: timer watchdog, steps: [{ say: x }] }]', 'would not be sound'],
    ['a command that asks', 'applets: [{ name: A, event: none, steps: [{ type: "delete flash:x" }] }]', 'asks back'],
  ])('refuses %s, and says where', async (_what, yaml, words) => {
    const { code, stdout, stderr } = await flaptrap(['eem', 'make', write('bad.yaml', yaml)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
  });

  it('says what is doubtful, and prints it all the same', async () => {
    const yaml = 'applets: [{ name: A, event: { syslog: { pattern: UPDOWN } }, steps: [{ say: x }] }]';
    const { code, stdout, stderr } = await flaptrap(['eem', 'make', write('b.yaml', yaml)]);
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'event manager applet A']);
    expect(stderr).toContain('missing-ratelimit');
  });
});
