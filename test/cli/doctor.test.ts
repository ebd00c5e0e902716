/** `flaptrap doctor`: what this machine, a playbook and its logins lack, and the command that mends it, before any router is asked. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { printLook } from '../../src/cli/doctor/look.ts';
import { lookAtLogins } from '../../src/cli/doctor/look-at-logins.ts';
import { lookAtNode, lookAtOut, lookAtState } from '../../src/cli/doctor/look-at-machine.ts';
import { printLooked } from '../../src/cli/doctor/print-looked.ts';
import { flaptrap } from './flaptrap.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-doctor-'));
const HOST_KEYS = { policy: 'strict', knownHosts: join(FOLDER, 'known_hosts') } as const;
writeFileSync(HOST_KEYS.knownHosts, '');

afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

function file(name: string, text: string, mode = 0o600): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

function key(name: string, passphrase: string): string {
  const path = join(FOLDER, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path]);
  return path;
}

async function looksOf(login: Record<string, string>): Promise<string[]> {
  const looks = await lookAtLogins({ logins: { ops: { username: 'ops', ...login } }, hostKeys: HOST_KEYS });
  return looks.filter(({ about }) => about === 'login').flatMap(printLook);
}

describe('the machine', () => {
  it.each([
    ['20.18.1', 'lacks'],
    ['20.19.0', 'ok'],
    ['18.20.4', 'lacks'],
    ['26.0.0', 'ok'],
  ])('with node %s: %s', (version, is) => {
    expect(lookAtNode(version).is).toBe(is);
  });

  it('has a state folder of its own, or is told how to make it so', () => {
    const state = join(FOLDER, 'state');
    expect(lookAtState(state)).toMatchObject({ is: 'ok', said: `${state} will remember captures` });
    mkdirSync(state, { mode: 0o700 });
    expect(lookAtState(state).is).toBe('ok');
    chmodSync(state, 0o777);
    expect(lookAtState(state)).toMatchObject({ is: 'lacks', mend: `chmod go-w ${state}` });
  });

  it('says why a folder cannot be made or written', () => {
    expect(lookAtOut(join(file('plain', ''), 'captures'))).toMatchObject({
      is: 'lacks',
      said: expect.stringContaining('it is a file, not a folder'),
    });
    expect(lookAtState('/proc/flaptrap')).toMatchObject({ about: 'machine' });
  });

  it('is looked at alone without a playbook', async () => {
    const ran = await flaptrap(['doctor', '--state', join(FOLDER, 'none')]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('flaptrap doctor PLAYBOOK');
    const asJson = JSON.parse((await flaptrap(['doctor', '--json', '--state', join(FOLDER, 'none')])).stdout);
    expect(asJson).toMatchObject({ schema: 'flaptrap.doctor/1', machine: [{ about: 'machine', is: 'ok' }, {}, {}, {}] });
  });

  it.each([
    ['--recipe', 'view'],
    ['--record', FOLDER],
  ])('%s needs a playbook', async (...args) => {
    expect(await flaptrap(['doctor', ...args])).toMatchObject({ code: 2, stderr: expect.stringContaining('flaptrap init') });
  });
});

describe('a login', () => {
  it.each([
    ['a variable that is not set', 'env:NOT_SET_HERE', 'read -rs NOT_SET_HERE && export NOT_SET_HERE'],
    ['a file that is not there', `file:${join(FOLDER, 'none')}`, `ls -l ${FOLDER}`],
    ['a file that others can read', `file:${file('open', 'x\n', 0o644)}`, `chmod 600 ${join(FOLDER, 'open')}`],
    ['a folder in the place of a file', `file:${FOLDER}`, 'chmod u+r'],
  ])('by %s is told with what mends it', async (_what, password, mend) => {
    expect((await looksOf({ password })).join('\n')).toContain(`mend: ${mend}`);
  });

  it('by a file of its own is right, and what the file holds is not shown', async () => {
    const said = await looksOf({ password: `file:${file('own', 'Sesame-9\n')}` });
    expect(said).toEqual([expect.stringContaining('is there, and yours alone')]);
  });

  it.each([
    ['has a passphrase', () => ({ privateKey: `file:${key('locked', 'Sesame-9')}` }), 'ssh-add'],
    ['is the public half', () => ({ privateKey: `file:${key('half', '')}.pub` }), `half   # and name that file`],
    ['is no key', () => ({ privateKey: `file:${file('text', 'hello\n')}` }), 'ssh-keygen -y -f'],
  ])('by a key that %s is told with what mends it', async (_what, login, mend) => {
    chmodSync(FOLDER, 0o700);
    expect((await looksOf(login())).join('\n')).toContain(mend);
  });

  it('by a key without a passphrase, or with one that is named, is right', async () => {
    vi.stubEnv('PASSPHRASE', 'Sesame-9');
    expect((await looksOf({ privateKey: `file:${key('plain-key', '')}` })).join('\n')).not.toContain('mend:');
    expect((await looksOf({ privateKey: `file:${key('opened', 'Sesame-9')}`, passphrase: 'env:PASSPHRASE' })).join('\n')).not.toContain(
      'mend:',
    );
  });

  it('by an agent that is not there is told how to start one', async () => {
    vi.stubEnv('SSH_AUTH_SOCK', undefined);
    expect((await looksOf({ agent: 'env:SSH_AUTH_SOCK' })).join('\n')).toContain('mend: eval "$(ssh-agent)" && ssh-add');
    vi.stubEnv('SSH_AUTH_SOCK', join(FOLDER, 'nobody.sock'));
    expect((await looksOf({ agent: 'env:SSH_AUTH_SOCK' })).join('\n')).toContain('nobody answers');
  });

  it('by an agent without a key is told to add one', async () => {
    const socket = join(FOLDER, 'agent.sock');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => agent.stdout.once('data', resolve));
    vi.stubEnv('SSH_AUTH_SOCK', socket);
    expect((await looksOf({ agent: 'env:SSH_AUTH_SOCK' })).join('\n')).toContain('it holds no key');
    execFileSync('ssh-add', ['-q', key('added', '')], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
    expect((await looksOf({ agent: 'env:SSH_AUTH_SOCK' })).join('\n')).toContain('it holds 1 key');
    agent.kill();
  });

  it('by an agent that does not speak as one is told so', async () => {
    const socket = join(FOLDER, 'mute.sock');
    const server = createServer((connection) => connection.end('nonsense'));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    vi.stubEnv('SSH_AUTH_SOCK', socket);
    expect((await looksOf({ agent: 'env:SSH_AUTH_SOCK' })).join('\n')).toContain('mend:');
    server.close();
  });
});

describe('host keys', () => {
  const ofHosts = async (policy: 'strict' | 'accept-new', knownHosts: string) =>
    (await lookAtLogins({ logins: {}, hostKeys: { policy, knownHosts } }, 'tunnel.yaml'))[0];

  it('are in a file that is there, or is made at the first login', async () => {
    expect((await ofHosts('strict', HOST_KEYS.knownHosts))?.is).toBe('ok');
    expect((await ofHosts('accept-new', join(FOLDER, 'new_hosts')))?.is).toBe('ok');
    expect(await ofHosts('strict', join(FOLDER, 'new_hosts'))).toMatchObject({
      is: 'note',
      said: expect.stringContaining('accept-new'),
      mend: expect.stringContaining('flaptrap plan tunnel.yaml'),
    });
  });
});

it('a router that denies a command, or whose clock is far off, is told with what mends it', () => {
  const denied = { mode: 'exec', command: 'debug crypto isakmp', is: 'denied', why: 'not authorized' } as const;
  const mend = 'flaptrap doctor tunnel.yaml --recipe view';
  const printed = printLooked({
    machine: [],
    playbook: 'tunnel.yaml',
    peers: [{ name: 'hq', permissions: [denied], clockAheadMs: -95_000, mend }],
  });
  expect(printed).toContain(`next: ${mend}`);
  expect(printed).toContain("note: its clock is 1 min and 35 s behind this machine's");
});
