/** The entrance is the way of one capture to its routers: by the gate, in the device's turn, overheard and recorded, and without a secret in what fails. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Cli, type ConnectOptions, connect } from '../device/cli.ts';
import { openConnection } from '../device/connection.ts';
import { DEFAULT_DEADLINES, type Deadlines } from '../device/deadlines.ts';
import { makeRecordFolder, Recorder, saveSession } from '../device/recorder.ts';
import type { Session } from '../device/ssh.ts';
import type { DeviceTarget } from '../device/target.ts';
import type { Side } from '../ipsec/side.ts';
import { plainName } from '../plain-text.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Gate, howItFailed, loginOf, type Pass } from './gate.ts';
import { hideInError } from './hide-secrets.ts';
import { targetOf } from './logins.ts';
import { type Auditor, overhear, overhearSession } from './overhear.ts';
import { Secrets } from './secrets.ts';

export interface EntranceOptions {
  /** Where to log in, instead of where the playbook says: a rehearsal's simulated routers. */
  targets?: Partial<Record<Side, DeviceTarget>> | undefined;
  deadlines?: Partial<Deadlines> | undefined;
  /** Whose turn it is on a device, where several workers share it. */
  guard?: GuardDevice | undefined;
  /** Hears every line that is typed on a router, and how much came back. */
  audit?: Auditor | undefined;
  /** Every session is kept there, without its secrets. */
  recordFolder?: string | undefined;
  /** Asked before each login, and before each line that is typed on a terminal; without one nobody is asked. */
  gate?: Gate | undefined;
  /** Each reference to a secret is resolved anew at each login: over days passwords are changed. */
  isRotating?: boolean | undefined;
}

/** Waits for the device; throws when it does not become free. */
export type GuardDevice = (target: DeviceTarget) => Promise<DeviceGuard>;

export interface DeviceGuard {
  /** Throws when the device is somebody else's by now. */
  mayType(lines: readonly string[]): Promise<void>;
  release(): Promise<void>;
}

export class Entrance {
  readonly #playbook: Playbook;
  readonly #options: EntranceOptions;
  /** One for both sides, jump hosts and every login again: a password manager is asked once a run. */
  readonly #secrets = new Secrets();

  constructor(playbook: Playbook, options: EntranceOptions) {
    this.#playbook = playbook;
    this.#options = options;
  }

  /** Those that are known by now. */
  secrets(): string[] {
    return [...this.#secrets.values, ...Object.values(this.#options.targets ?? {}).flatMap(secretsOf)];
  }

  /** The caller closes. */
  async connect(side: Side): Promise<Cli> {
    return this.#admitted(side, async (pass) => this.#logIn(await this.#targetAt(side), pass));
  }

  /** Without a terminal; the caller closes. */
  async openSession(side: Side): Promise<Session> {
    return this.#admitted(side, async (pass) => {
      const target = await this.#targetAt(side);
      const opened = await openConnection(target, { ...DEFAULT_DEADLINES, ...this.#options.deadlines });
      const session = overhearSession(opened, target, this.#overhearing());
      void session.ended.then(() => pass?.left('done'));
      return session;
    });
  }

  /** Servers are told of every login, whether it is to a terminal or for a file. */
  async #admitted<Opened>(side: Side, logIn: (pass: Pass | undefined) => Promise<Opened>): Promise<Opened> {
    const pass = await this.#options.gate?.enter(loginOf(this.#playbook, side));
    try {
      const opened = await logIn(pass);
      pass?.greeted();
      return opened;
    } catch (error) {
      pass?.left(howItFailed(error));
      throw hideInError(error, this.secrets());
    }
  }

  async #targetAt(side: Side): Promise<DeviceTarget> {
    const { targets, isRotating } = this.#options;
    return targets?.[side] ?? targetOf(this.#playbook, side, isRotating === true ? this.#secrets.anew() : this.#secrets);
  }

  async #logIn(target: DeviceTarget, pass: Pass | undefined): Promise<Cli> {
    const { guard, deadlines, recordFolder } = this.#options;
    const held = await guard?.(target);
    const onClose = (): void => {
      pass?.left('done');
      void held?.release();
    };
    const { hooks, over } = overhear({ deadlines, mayType: mayType(pass, held), onClose }, target, this.#overhearing());
    try {
      return await (recordFolder === undefined ? connect(target, hooks) : connectRecorded(target, hooks, recordFolder, this.secrets()));
    } catch (error) {
      over();
      await held?.release();
      throw error;
    }
  }

  #overhearing() {
    return { audit: this.#options.audit, known: () => this.secrets() };
  }
}

function mayType(pass: Pass | undefined, held: DeviceGuard | undefined): ConnectOptions['mayType'] {
  return async (lines) => {
    await pass?.beforeTyping(lines.length);
    await held?.mayType(lines);
  };
}

function secretsOf({ password, enableSecret, passphrase, privateKey, jumpHosts }: DeviceTarget): string[] {
  const own = [
    password,
    enableSecret,
    passphrase,
    privateKey,
    ...jumpHosts.flatMap((jump) => [jump.password, jump.passphrase, jump.privateKey]),
  ];
  return own.flatMap((secret) => (secret === undefined || secret === '' ? [] : [secret]));
}

/** `DIR/hq-1`, `DIR/hq-2`: one for each session, none overwritten. */
function nextFolder(folder: string, { name }: DeviceTarget): string {
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${plainName(name)}-${number}`);
    if (!existsSync(path)) return path;
  }
}

/** Every session in a folder of its own below `parent`. */
async function connectRecorded(target: DeviceTarget, hooks: ConnectOptions, parent: string, known: string[]): Promise<Cli> {
  makeRecordFolder(parent);
  const folder = nextFolder(parent, target);
  const recorder = new Recorder([...known, ...secretsOf(target)]);
  const { onAnswer } = recorder;
  const onTranscript: ConnectOptions['onTranscript'] = (entry) => {
    recorder.onTranscript(entry);
    hooks.onTranscript?.(entry);
  };
  const onClose = (): void => {
    saveSession(folder, recorder.finish());
    hooks.onClose?.();
  };
  return connect(target, { ...hooks, onTranscript, onAnswer, onClose });
}
