/** One charon in its namespace: started, killed, frozen and asked over vici; what it logged. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARON } from './machine.ts';
import { HOST, type Letter, otherOf, type Settings, type Version, writeConnections, writeDaemonSettings } from './settings.ts';
import { until } from './wait.ts';

/** Each daemon wants a /run of its own: the pid file is shared otherwise. */
const IN_OWN_RUN = `mount -t tmpfs tmpfs /run && exec ${CHARON}`;

export class Daemon {
  readonly #namespace: string;
  readonly #folder: string;
  readonly #version: Version;
  readonly #side: Letter;
  #settings: Settings;
  #charon: ChildProcess | undefined;

  constructor(side: Letter, namespace: string, folder: string, version: Version, settings: Settings) {
    this.#side = side;
    this.#namespace = namespace;
    this.#folder = folder;
    this.#version = version;
    this.#settings = settings;
  }

  /** Started anew with the same log: it goes on where the killed one stopped. */
  async start(): Promise<void> {
    const socket = join(this.#folder, 'charon.vici');
    rmSync(socket, { force: true });
    const configuration = join(this.#folder, 'strongswan.conf');
    writeFileSync(configuration, writeDaemonSettings(this.#side, this.#folder, this.#settings));
    const starts = this.#countStarts() + 1;
    this.#charon = this.#spawn(configuration);
    await until(`charon of ${HOST[this.#side]} listens`, () => existsSync(socket) && this.#countStarts() === starts);
    this.load(this.#settings);
  }

  /** The socket is there a moment before anybody listens: charon says when its threads run. */
  #countStarts(): number {
    return this.log.split('worker threads').length - 1;
  }

  #spawn(configuration: string): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.#namespace, 'unshare', '-m', 'sh', '-c', IN_OWN_RUN], {
      stdio: 'ignore',
      env: { ...process.env, STRONGSWAN_CONF: configuration, TZ: 'UTC' },
    });
  }

  load(settings: Settings): void {
    this.#settings = settings;
    const file = join(this.#folder, 'swanctl.conf');
    writeFileSync(file, writeConnections(this.#side, this.#version, settings));
    this.ask('--load-creds', '--noprompt', '--file', file);
    this.ask('--load-conns', '--file', file);
  }

  ask(...args: string[]): string {
    const [verb = '', ...rest] = args;
    return execFileSync('swanctl', [verb, '--uri', `unix://${this.#folder}/charon.vici`, ...rest], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
      env: { ...process.env, STRONGSWAN_CONF: join(this.#folder, 'strongswan.conf') },
    });
  }

  /** As `ask`, for a request that is known to fail: a peer that does not answer is what the story is about. */
  tryAsking(...args: string[]): void {
    try {
      this.ask(...args);
    } catch {
      // What swanctl thinks of it does not matter: the log says what charon did.
    }
  }

  get connection(): string {
    return `${HOST[this.#side]}-${HOST[otherOf(this.#side)]}`;
  }

  signal(signal: NodeJS.Signals): void {
    this.#charon?.kill(signal);
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const charon = this.#charon;
    if (charon === undefined || charon.exitCode !== null || charon.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => void charon.once('exit', () => resolve()));
    charon.kill('SIGCONT');
    charon.kill(signal);
    const late = setTimeout(() => charon.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  }

  get log(): string {
    const file = join(this.#folder, 'charon.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  has(text: string | RegExp, times = 1): boolean {
    const found = typeof text === 'string' ? this.log.split(text).length - 1 : [...this.log.matchAll(text)].length;
    return found >= times;
  }
}
