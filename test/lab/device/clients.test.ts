import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { diffApplets } from '../../../src/applet/diff.ts';
import { parseApplets } from '../../../src/applet/parse.ts';
import type { Lab } from '../../../src/lab/lab.ts';
import { startTestLab } from '../lab-login.ts';

/** Debian's own: another one on the path does not see Debian's netmiko. */
const PYTHON = '/usr/bin/python3';
const CLIENTS = join(import.meta.dirname, 'clients');
const SHOWS = ['show version', 'show clock', 'show running-config | include ^hostname'];
const APPLET = [
  'event manager applet OTHERS-OWN',
  ' description pushed by another client',
  ' event none maxrun 60',
  ' action 010 cli command "enable"',
  ' action 020 cli command "show clock | append flash:others.txt"',
];

const has = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const hasNetmiko = has(PYTHON, '-c', 'import netmiko');
const hasAnsible = has('ansible-doc', '-t', 'cliconf', 'cisco.ios.ios') || has('ansible-doc', 'cisco.ios.ios_config');

async function run(command: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
  child.stdin.end(input);
  const [said, complained, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}:\n${said.slice(-2000)}\n${complained.slice(-2000)}`);
  return said;
}

function expectApplet({ a }: Lab): void {
  const standing = a.router.eem.applets.filter(({ name }) => name === 'OTHERS-OWN');
  expect(diffApplets(standing, parseApplets(APPLET.join('\n'), 'wanted').applets)).toEqual([]);
}

describe("other people's clients find an IOS router in the lab", () => {
  it.skipIf(!hasNetmiko)('netmiko runs shows, enters configuration mode and pushes an applet', { timeout: 60_000 }, async () => {
    const lab = await startTestLab({ speed: 1 });
    try {
      const { port, username, password } = lab.a;
      const said = await run(
        PYTHON,
        [join(CLIENTS, 'netmiko_work.py')],
        JSON.stringify({ port, username, password, shows: SHOWS, applet: APPLET }),
      );
      const answer = JSON.parse(said) as { shows: Record<string, string>; inConfiguration: boolean; pushed: string; prompt: string };
      expect(answer.prompt).toBe('hq#');
      expect(answer.shows['show version']).toContain('hq uptime is');
      expect(answer.shows['show clock']).toMatch(/^\d\d:\d\d:\d\d\.\d{3} UTC/);
      expect(answer.shows['show running-config | include ^hostname']).toBe('hostname hq');
      expect(answer.inConfiguration).toBe(true);
      expect(answer.pushed).not.toContain('% ');
      expectApplet(lab);
    } finally {
      await lab.close();
    }
  });

  it.skipIf(!hasAnsible)("ansible's cisco.ios runs shows and pushes an applet", { timeout: 120_000 }, async () => {
    const lab = await startTestLab({ speed: 1 });
    const folder = mkdtempSync(join(tmpdir(), 'flaptrap-ansible-'));
    try {
      const { port, username, password } = lab.a;
      const [header = '', ...body] = APPLET;
      const vars = {
        ansible_host: '127.0.0.1',
        ansible_port: port,
        ansible_user: username,
        ansible_password: password,
        ansible_network_os: 'cisco.ios.ios',
        shows: SHOWS,
        applet_header: header,
        applet_body: body,
        answers: join(folder, 'answers.json'),
      };
      writeFileSync(join(folder, 'inventory.json'), JSON.stringify({ all: { hosts: { hq: vars } } }));
      const env = { ...process.env, ANSIBLE_HOST_KEY_CHECKING: 'False', HOME: folder };
      await run('ansible-playbook', ['-i', join(folder, 'inventory.json'), join(CLIENTS, 'ansible_work.yaml')], '', env);
      const answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as string[];
      expect(answers[0]).toContain('hq uptime is');
      expect(answers[2]).toBe('hostname hq');
      expectApplet(lab);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await lab.close();
    }
  });
});
