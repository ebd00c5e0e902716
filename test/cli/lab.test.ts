/** The commands with a lab of their own, and what they take: causes, versions, releases and speeds from the lab's lists. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../src/lab/scenarios/index.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { flaptrap, start } from './flaptrap.ts';

const OUT = mkdtempSync(join(tmpdir(), 'flaptrap-'));

afterAll(() => rmSync(OUT, { recursive: true, force: true }));

it('the lab says how to log in to both routers, plays the cause, and ends at a signal', async () => {
  const running = start(['lab', '--cause', 'delete-lost', '--ike', '2', '--release', '15', '--offset', '-2.5', '--speed', '600']);
  await expect.poll(running.stderr, { timeout: 10_000 }).toContain('listening; Ctrl-C ends it');
  expect(running.stdout()).toMatch(/^hq \(a\): ssh -p \d+ \w+@127\.0\.0\.1 {3}password \S+ {3}host key \S+\nbranch \(b\): ssh -p /);
  process.emit('SIGTERM', 'SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
});

it('a rehearsal of the older release ends in a ladder, and with clean routers', async () => {
  const args = ['rehearse', 'playbooks/tunnel-flaps.yaml', '--release', '12.4', '--speed', '300', '--out', OUT, '--format', 'ladder'];
  const { code, stdout, stderr } = await flaptrap(args);
  expect(code).toBe(0);
  expect(stdout).toContain("time on a's clock");
  expect(stderr).toMatch(/^rehearsing tunnel-flaps: two simulated routers with IKEv1 on 127\.0\.0\.1:\d+ and 127\.0\.0\.1:\d+, 300 times/m);
  expect(stderr.match(/nothing of flaptrap/g)).toHaveLength(2);
});

describe('help of a command names every choice that there is', () => {
  it.each([
    ['rehearse', Object.keys(SCENARIOS)],
    ['lab', Object.keys(SCENARIOS)],
    ['analyze', Object.keys(FORMATS)],
    ['report', Object.keys(FORMATS)],
    ['lab', ['12.4', '15']],
    ['lint', ['text', 'json', 'sarif', 'github']],
    ['doctor', ['privilege', 'view', 'tacacs']],
  ])('%s', async (command, choices) => {
    for (const args of [
      [command, '--help'],
      ['help', command],
    ]) {
      const { code, stdout } = await flaptrap(args);
      expect(code).toBe(0);
      expect(choices.filter((choice) => !stdout.includes(`"${choice}"`))).toEqual([]);
      expect(stdout).toMatch(new RegExp(`Examples?:\\n  flaptrap ${command} `));
    }
  });
});

it.each([
  ['--ike', '3', 'expected 1 or 2'],
  ['--offset', 'late', 'expected a number'],
  ['--speed', '0', 'expected a number above 0 and at most 600'],
  ['--speed', '-1', 'expected a number above 0 and at most 600'],
  ['--seed', '1.5', 'expected a whole number'],
  ['--cause', 'gremlins', 'Allowed choices are'],
  ['--release', '17', 'Allowed choices are'],
])('%s %s is refused with what may be given', async (option, value, what) => {
  const { code, stderr } = await flaptrap(['lab', option, value]);
  expect(code).toBe(2);
  expect(stderr).toContain(what);
});
