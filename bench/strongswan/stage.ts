/** The stage of one story: both daemons, the path between them, the pings, and a record of what was done and when. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Daemon } from './daemon.ts';
import { joinNamespaces, type Namespaces, removeNamespaces } from './namespace.ts';
import { Path } from './path.ts';
import { INSIDE, type Letter, otherOf, type Settings, type Version } from './settings.ts';
import { until } from './wait.ts';

/** What was done, on the machine's clock, which both daemons print. */
export interface Deed {
  readonly at: string;
  readonly what: string;
}

/** ESP SPIs as swanctl listed them at one side: known without any log. */
export interface Listed {
  readonly at: string;
  readonly side: Letter;
  readonly inbound: readonly string[];
  readonly outbound: readonly string[];
}

const spisIn = (raw: string, field: 'spi-in' | 'spi-out'): string[] =>
  [...raw.matchAll(new RegExp(`${field}=([0-9a-f]{8})`, 'g'))].map(([, spi = '']) => `0x${spi.toUpperCase()}`);

export class Stage {
  readonly deeds: Deed[] = [];
  readonly listings: Listed[] = [];
  readonly version: Version;
  readonly path: Path;
  readonly a: Daemon;
  readonly b: Daemon;
  readonly folder: string;
  readonly #namespaces: Namespaces;
  readonly #pings: ChildProcess[] = [];
  #keepsFolder = false;

  constructor(tag: string, version: Version, settings: Readonly<Record<Letter, Settings>>) {
    this.version = version;
    this.folder = mkdtempSync(join(tmpdir(), `ft-${tag}-`));
    this.#namespaces = joinNamespaces(tag);
    this.path = new Path(this.#namespaces, version);
    this.a = this.#makeDaemon('a', settings.a);
    this.b = this.#makeDaemon('b', settings.b);
  }

  #makeDaemon(side: Letter, settings: Settings): Daemon {
    const folder = join(this.folder, side);
    mkdirSync(folder);
    return new Daemon(side, this.#namespaces[side], folder, this.version, settings);
  }

  did(what: string): void {
    this.deeds.push({ at: new Date().toISOString(), what });
  }

  list(side: Letter): Listed {
    const raw = this[side].ask('--list-sas', '--raw');
    const listed = { at: new Date().toISOString(), side, inbound: spisIn(raw, 'spi-in'), outbound: spisIn(raw, 'spi-out') };
    this.listings.push(listed);
    return listed;
  }

  /** Both daemons up, the tunnel initiated by hq, and both ends listed. */
  async raise(initiator: Letter = 'a'): Promise<void> {
    await Promise.all([this.a.start(), this.b.start()]);
    this[initiator].ask('--initiate', '--child', 'net');
    await until(
      'the child SA is up at both ends',
      () => this.a.has('CHILD_SA net{1} established') && this.b.has('CHILD_SA net{1} established'),
    );
    this.did(`tunnel initiated by ${initiator}`);
    this.list('a');
    this.list('b');
  }

  /** Kept small: each packet is a line or two in both logs. */
  ping(from: Letter, everySeconds: number, size = 56): ChildProcess {
    const args = ['netns', 'exec', this.#namespaces[from], 'ping', '-n', '-q', '-W', '1', '-i', String(everySeconds), '-s', String(size)];
    const ping = spawn('ip', [...args, '-I', INSIDE[from], INSIDE[otherOf(from)]], { stdio: 'ignore' });
    this.#pings.push(ping);
    this.did(`${from} pings every ${everySeconds} s with ${size} octets`);
    return ping;
  }

  /** No more traffic: from here on the logs are those of the story. */
  hush(): void {
    for (const ping of this.#pings) ping.kill();
    this.did('end of the story');
  }

  async close(): Promise<void> {
    for (const ping of this.#pings) ping.kill();
    await this.path.stopRecording();
    await Promise.all([this.a.end(), this.b.end()]);
  }

  /** For a look at the logs of a story that failed. */
  keepFolder(): void {
    this.#keepsFolder = true;
  }

  remove(): void {
    removeNamespaces(this.#namespaces);
    if (this.#keepsFolder) console.log(`its logs stay in ${this.folder}`);
    else rmSync(this.folder, { recursive: true, force: true });
  }
}
