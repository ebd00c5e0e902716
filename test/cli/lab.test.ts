/** The commands with a lab of their own, and what they take: causes, versions, releases and speeds from the lab's lists. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { lab } from '../../src/cli/lab.ts';
import { SCENARIOS } from '../../src/lab/scenarios/index.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { flaptrap, start } from './flaptrap.ts';
import { silentScreen } from './silent-screen.ts';

const OUT = mkdtempSync(join(tmpdir(), 'flaptrap-'));

afterAll(() => rmSync(OUT, { recursive: true, force: true }));

it('the lab says how to log in to both routers, plays the cause, and ends at a signal', async () => {
  const running = start(['lab', '--cause', 'delete-lost', '--ike', '2', '--release', '15', '--offset', '-2.5', '--speed', '600']);
  await expect.poll(running.stderr).toContain('listening; Ctrl-C ends it');
  expect(running.stdout()).toMatch(/^hq \(a\): ssh -p \d+ \w+@127\.0\.0\.1 {3}password \S+ {3}host key \S+\nbranch \(b\): ssh -p /);
  process.emit('SIGTERM', 'SIGTERM');
  expect(await running.ended).toMatchObject({ code: 0 });
});

describe('a lab with a home', () => {
  const HOME = join(OUT, 'home');
  const typed = new PassThrough();
  const screen = { ...silentScreen(), isInteractive: true, wire: { input: typed, output: new PassThrough() } };
  const choices = { receiver: 'b', seed: 1, offset: 0, speed: 600, home: HOME, cause: 'delete-lost' } as const;

  it('is the same at each start: its keys, its password, and a playbook that reaches it', async () => {
    const told: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const own = silentScreen();
      const running = lab(
        { ...choices, json: true },
        { ...own, tell: (text) => void told.push(text), print: (text) => void told.push(text) },
      );
      await expect.poll(() => told.filter((text) => text.startsWith('listening'))).toHaveLength(turn + 1);
      process.emit('SIGTERM', 'SIGTERM');
      expect(await running).toBe(0);
    }
    const [first, second] = told.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text));
    const known = ({ peers }: { peers: { password: string; hostKeyFingerprint: string }[] }): unknown =>
      peers.map(({ password, hostKeyFingerprint }) => [password, hostKeyFingerprint]);
    expect(known(second)).toEqual(known(first));
    expect(second.playbook).toBe(join(HOME, 'lab.yaml'));
    expect(await flaptrap(['check', second.playbook])).toMatchObject({ code: 0 });
    expect(statSync(join(HOME, 'password')).mode & 0o077).toBe(0);
  });

  it('plays its cause at Enter, another by its name, and says so of what is none', async () => {
    const told: string[] = [];
    const running = lab({ ...choices }, { ...screen, tell: (text) => void told.push(text), print: () => undefined });
    await expect.poll(() => told.join('\n')).toContain('Enter plays delete-lost');
    typed.write('\nsa-cleared\nrekey-rac\n');
    await expect.poll(() => told.join('\n')).toContain('the lab cannot inject the cause rekey-rac; did you mean rekey-race?');
    expect(told.filter((text) => text.startsWith('playing'))).toEqual(['playing delete-lost', 'playing sa-cleared']);
    process.emit('SIGTERM', 'SIGTERM');
    expect(await running).toBe(0);
  });

  it('writes over no playbook but its own', async () => {
    const folder = join(OUT, 'taken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'lab.yaml'), 'name: mine\n');
    const { code, stderr } = await flaptrap(['lab', '--home', folder]);
    expect(code).toBe(2);
    expect(stderr).toContain('lab.yaml');
    expect(readFileSync(join(folder, 'lab.yaml'), 'utf8')).toBe('name: mine\n');
  });

  it('says which port is taken', async () => {
    await using taken = await listening();
    const { code, stderr } = await flaptrap(['lab', '--port', String(taken.port)]);
    expect(code).toBe(2);
    expect(stderr).toContain(`the lab cannot listen on the ports ${taken.port} and ${taken.port + 1}: one of them is taken`);
  });
});

async function listening(): Promise<{ port: number; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

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
  ['--port', '70000', 'expected a port from 1 to 65534'],
  ['--cause', 'gremlins', 'Allowed choices are'],
  ['--release', '17', 'Allowed choices are'],
])('%s %s is refused with what may be given', async (option, value, what) => {
  const { code, stderr } = await flaptrap(['lab', option, value]);
  expect(code).toBe(2);
  expect(stderr).toContain(what);
});
