/** How fast applets are pushed and files are read: flaptrap, and netmiko and ansible where they are installed, against the same simulated routers. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { makeApplet } from './applet.ts';
import { type Goal, medianOf, printGoals } from './goal.ts';
import type { Devices } from './push-devices.ts';

interface Measured {
  seconds: number;
  megabytes: number;
}

const RUNS = 5;
/** Debian's own: another one on the path does not see Debian's netmiko. */
const PYTHON = '/usr/bin/python3';
const FILE_BYTES = 50_000_000;
const HERE = import.meta.dirname;
const CLIENTS = join(HERE, '../../bench/clients');

async function withServer<T>(
  count: number,
  options: { roundTripMs?: number; fileBytes?: number },
  work: (devices: Devices) => Promise<T>,
): Promise<T> {
  const args = [join(HERE, 'push-server.js'), count, options.roundTripMs ?? 0, options.fileBytes ?? 0].map(String);
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    let said = '';
    for await (const chunk of server.stdout.setEncoding('utf8')) {
      said += chunk as string;
      if (said.endsWith('\n')) break;
    }
    return await work(JSON.parse(said) as Devices);
  } finally {
    server.stdin.end();
    server.kill();
  }
}

async function runClient(command: string, args: readonly string[], input: unknown): Promise<Measured> {
  const client = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  client.stdin.end(JSON.stringify(input));
  const [said, code] = await Promise.all([text(client.stdout), new Promise((resolve) => client.once('close', resolve))]);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}`);
  return JSON.parse(said) as Measured;
}

const flaptrap = (devices: Devices, ...args: readonly (string | number)[]): Promise<Measured> =>
  runClient(process.execPath, [join(HERE, 'push-client.js'), ...args.map(String)], devices);

/** A fresh server each time: a second push of the same applet writes nothing. */
async function medianPush(count: number, push: (devices: Devices) => Promise<Measured>, runs = RUNS): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < runs; run += 1) seconds.push((await withServer(count, {}, push)).seconds);
  return medianOf(seconds);
}

const has = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const netmiko = (devices: Devices): Promise<Measured> =>
  runClient(PYTHON, [join(CLIENTS, 'netmiko_push.py')], { ...devices, lines: makeApplet() });

/** Its start and its own report count, as they do for who uses it. */
async function ansible({ username, password, devices }: Devices): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'flaptrap-ansible-'));
  const [header = '', ...body] = makeApplet();
  const shared = {
    ansible_host: '127.0.0.1',
    ansible_user: username,
    ansible_password: password,
    ansible_network_os: 'cisco.ios.ios',
    ansible_host_key_checking: false,
    applet_header: header,
    applet_body: body,
  };
  const hosts = Object.fromEntries(devices.map(({ port }, index) => [`r${index}`, { ansible_port: port }]));
  writeFileSync(join(folder, 'inventory.json'), JSON.stringify({ all: { hosts, vars: shared } }));
  const startedAt = performance.now();
  const args = ['-i', join(folder, 'inventory.json'), '-f', String(devices.length), join(CLIENTS, 'ansible_push.yaml')];
  const env = { ...process.env, ANSIBLE_HOST_KEY_CHECKING: 'False', HOME: folder, ANSIBLE_LOCALHOST_WARNING: 'False' };
  const child = spawn('ansible-playbook', args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const [said, code] = await Promise.all([text(child.stdout), new Promise((resolve) => child.once('close', resolve))]);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`ansible failed:\n${said.slice(-1500)}`);
  return { seconds: (performance.now() - startedAt) / 1000, megabytes: 0 };
}

const goals: Goal[] = [];

async function compareAt50(): Promise<void> {
  const ours = await medianPush(50, (devices) => flaptrap(devices, 'push'));
  console.log(`50 devices, login, 60 lines, read back: flaptrap ${ours.toFixed(2)} s`);
  if (has(PYTHON, '-c', 'import netmiko')) {
    const theirs = await medianPush(50, netmiko);
    console.log(`50 devices, login, 60 lines, no read back: netmiko ${theirs.toFixed(2)} s`);
    goals.push({ name: 'throughput against netmiko at 50 devices', figure: theirs / ours, unit: 'x', limit: { atLeast: 8 } });
  } else console.log('netmiko is not installed: not compared');
  if (has('ansible-playbook', '--version')) {
    const theirs = await medianPush(50, ansible, 1);
    console.log(`50 devices: ansible ${theirs.toFixed(2)} s (one run), ${(theirs / ours).toFixed(1)} x`);
  } else console.log('ansible is not installed: not compared');
}

async function measureAlone(): Promise<void> {
  for (const count of [1, 200])
    console.log(`${count} devices: flaptrap ${(await medianPush(count, (devices) => flaptrap(devices, 'push'))).toFixed(2)} s`);
  if (has(PYTHON, '-c', 'import netmiko')) console.log(`1 device: netmiko ${(await medianPush(1, netmiko)).toFixed(2)} s`);
}

async function measureFarAway(): Promise<void> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run += 1)
    seconds.push((await withServer(1, { roundTripMs: 100 }, (devices) => flaptrap(devices, 'push-only'))).seconds);
  goals.push({ name: '60 lines at 100 ms round trip, read back', figure: medianOf(seconds), unit: 's', limit: { atMost: 1.5 } });
}

async function measureMany(): Promise<void> {
  const { seconds, megabytes } = await withServer(500, {}, (devices) => flaptrap(devices, 'push'));
  console.log(`500 devices: flaptrap ${seconds.toFixed(2)} s`);
  goals.push({ name: 'memory with 500 devices', figure: megabytes, unit: 'MB', limit: { atMost: 300 } });
}

/** In turn on one server, so that all see the same machine. */
async function measureFetch(suffix: '' | '-scp', title: string): Promise<void> {
  const kinds = ['fetch', 'fetch-unhashed', 'copy'] as const;
  const measured: Record<(typeof kinds)[number], Measured[]> = { fetch: [], 'fetch-unhashed': [], copy: [] };
  await withServer(1, { fileBytes: FILE_BYTES }, async (devices) => {
    for (let run = 0; run < RUNS; run += 1)
      for (const kind of kinds) measured[kind].push(await flaptrap(devices, `${kind}${suffix}`, FILE_BYTES));
  });
  const [hashed = 0, sized = 0, bare = 0] = kinds.map((kind) => FILE_BYTES / 1e6 / medianOf(measured[kind].map(({ seconds }) => seconds)));
  console.log(
    `50 MB by ${title}: ${hashed.toFixed(0)} MB/s with size and MD5 (the router's hash included), ${sized.toFixed(0)} MB/s with size, bare stream ${bare.toFixed(0)} MB/s`,
  );
  const most = Math.max(...measured.fetch.map(({ megabytes }) => megabytes));
  goals.push({ name: `50 MB by ${title} with size, against a bare stream`, figure: sized / bare, unit: 'x', limit: { atLeast: 0.8 } });
  goals.push({ name: `memory for 50 MB by ${title}`, figure: most, unit: 'MB', limit: { atMost: 200 } });
}

const PARTS: Record<string, () => Promise<void>> = {
  far: measureFarAway,
  fetch: () => measureFetch('', 'more'),
  scp: () => measureFetch('-scp', 'SCP'),
  many: measureMany,
  alone: measureAlone,
  fifty: compareAt50,
};
const chosen = process.argv.slice(2);
for (const [name, measure] of Object.entries(PARTS)) if (chosen.length === 0 || chosen.includes(name)) await measure();
printGoals(goals);
