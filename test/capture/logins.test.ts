/** Logins as a playbook writes them: over its jump hosts, with secrets from files and commands, and none of them written down anywhere. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { type Answered, flaptrap } from '../cli/flaptrap.ts';
import { ScriptedRouter } from '../device/scripted-router.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { changesOf, UNTOUCHED } from './stage.ts';

const JUMP_SECRET = 'bastion-Hunter2-x';

let lab: Lab;
let folder: string;
let bastion: ScriptedRouter;

beforeEach(async () => {
  lab = await startTestLab();
  folder = mkdtempSync(join(tmpdir(), 'flaptrap-'));
  bastion = await ScriptedRouter.start({ hostname: 'bastion', password: JUMP_SECRET });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await bastion[Symbol.asyncDispose]();
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (command: string, ...args: string[]): Promise<Answered> => flaptrap([command, ...args, '--state', join(folder, 'state')]);

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
  return join(folder, name);
}

interface Written {
  /** Of both routers. */
  password: string;
  /** What stands in the jump host's login beside its user. */
  jump: string;
  /** The jump hosts of b. */
  over?: string;
}

function writePlaybook({ password, jump, over = '[bastion]' }: Written): string {
  return write(
    'tunnel.yaml',
    `name: tunnel
tunnel:
  a: { name: hq, host: 127.0.0.1, port: ${lab.a.port}, address: 192.0.2.1, login: ops, jumpHosts: [bastion] }
  b: { name: branch, host: 127.0.0.1, port: ${lab.b.port}, address: 198.51.100.1, login: ops, jumpHosts: ${over} }
logins:
  ops: { username: ops, password: "${password}" }
  jump: { username: jump, ${jump} }
jumpHosts:
  bastion: { host: 127.0.0.1, port: ${bastion.port}, login: jump }
hostKeys: { policy: accept-new, knownHosts: ${join(folder, 'known_hosts')} }
probe: false
tail: 5s
`,
  );
}

/** All that a run has written, file by file. */
function written(): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !['secret', 'jump-secret', 'jump-key', 'tunnel.yaml'].includes(each.name))
    .map((each) => readFileSync(join(each.parentPath, each.name), 'latin1'))
    .join('\n');
}

describe('a capture over the jump host of a playbook, its secrets from a command and a file', () => {
  it('is armed, collected and disarmed by that way alone, and writes down neither secret', async () => {
    write('secret', `${lab.a.password}\n`);
    const jump = `password: "file:${write('jump-secret', `${JUMP_SECRET}\r\n`)}"`;
    const playbook = writePlaybook({ password: `command:cat '${join(folder, 'secret')}'`, jump });
    expect((await ask('arm', playbook, '--yes')).code).toBe(0);
    expect(changesOf(lab, 'b')).not.toEqual(UNTOUCHED);
    // Somebody's mistake: both secrets stand in a log that is brought home.
    lab.a.router.say('SYS-5-CONFIG_I', `Configured by ops with ${lab.a.password} over ${JUMP_SECRET}`);
    const collected = await ask('collect', '--freeze', '--out', join(folder, 'captures'));
    expect(collected.code).toBe(0);
    const disarmed = await ask('disarm');
    expect(disarmed.code).toBe(0);
    expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);

    const ways = new Set(bastion.forwarded);
    expect(ways).toEqual(new Set([`127.0.0.1:${lab.a.port}`, `127.0.0.1:${lab.b.port}`]));
    expect(written()).toContain('Configured by ops with <removed> over <removed>');
    for (const secret of [lab.a.password, JUMP_SECRET]) {
      expect(written()).not.toContain(secret);
      expect(JSON.stringify([collected, disarmed])).not.toContain(secret);
    }
  });
});

describe('a plan over a jump host', () => {
  it('that takes a key, whose passphrase is in the environment, reaches both routers', async () => {
    await using keyed = await ScriptedRouter.start({
      authenticate: (context) => (context.method === 'publickey' ? context.accept() : context.reject(['publickey'])),
    });
    const pair = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256, passphrase: 'phrase', cipher: 'aes256-ctr', rounds: 1 });
    vi.stubEnv('JUMP_PHRASE', 'phrase');
    vi.stubEnv('LAB_PASSWORD', lab.a.password);
    const jump = `privateKey: "file:${write('jump-key', pair.private)}", passphrase: "env:JUMP_PHRASE"`;
    const playbook = writePlaybook({ password: 'env:LAB_PASSWORD', jump });
    writeFileSync(playbook, readFileSync(playbook, 'utf8').replace(`port: ${bastion.port}`, `port: ${keyed.port}`));
    expect((await flaptrap(['plan', playbook])).code).toBe(0);
    expect(keyed.forwarded).toHaveLength(2);
  });

  it('that refuses the login names it, exits 3, and says no secret', async () => {
    vi.stubEnv('LAB_PASSWORD', lab.a.password);
    const playbook = writePlaybook({ password: 'env:LAB_PASSWORD', jump: 'password: "command:echo other-Hunter2-x"' });
    const { code, stderr } = await flaptrap(['plan', playbook]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/jump@127\.0\.0\.1/);
    expect(stderr).not.toContain('Hunter2-x');
    expect(bastion.forwarded).toEqual([]);
  });

  it('that only one router is behind asks the other without it', async () => {
    vi.stubEnv('LAB_PASSWORD', lab.a.password);
    const playbook = writePlaybook({ password: 'env:LAB_PASSWORD', jump: `password: "command:echo ${JUMP_SECRET}"`, over: '[]' });
    expect((await flaptrap(['plan', playbook])).code).toBe(0);
    expect(bastion.forwarded).toEqual([`127.0.0.1:${lab.a.port}`]);
  });
});

it.each([
  ['a file that is not there', 'file:/nowhere/secret', /cannot read the secret/],
  ['a command that fails', 'command:exit 7', /the command that gives the secret failed with exit code 7/],
  ['a command that says nothing', 'command:true', /the secret is empty/],
])('a password from %s ends before any router is asked, with exit 2', async (_what, password, said) => {
  const playbook = writePlaybook({ password, jump: `password: "command:echo ${JUMP_SECRET}"` });
  const { code, stderr } = await flaptrap(['plan', playbook]);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(bastion.connectionCount).toBe(0);
});
