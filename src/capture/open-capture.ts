/** Opening a capture gives it its way into the world: the system clock, logins by SSH, the store. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Cli, type ConnectOptions, connect } from '../device/cli.ts';
import { openConnection } from '../device/connection.ts';
import { DEFAULT_DEADLINES, type Deadlines } from '../device/deadlines.ts';
import { makeRecordFolder, Recorder, saveSession } from '../device/recorder.ts';
import type { DeviceTarget } from '../device/target.ts';
import type { Side } from '../ipsec/side.ts';
import { plainName } from '../plain-text.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { CaptureContext, Progress } from './context.ts';
import { type Gate, howItFailed, loginOf, type Pass } from './gate.ts';
import { hideInError } from './hide-secrets.ts';
import { targetOf } from './logins.ts';
import { type Auditor, overhear, overhearSession } from './overhear.ts';
import { Secrets } from './secrets.ts';
import type { Sight } from './sight.ts';
import type { Store } from './store.ts';

export interface OpenOptions {
  store: Store;
  say(progress: Progress): void;
  see?: ((sight: Sight) => void) | undefined;
  stop: AbortSignal;
  clock?: Clock | undefined;
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

export function openCapture(playbook: Playbook, options: OpenOptions): CaptureContext {
  const { store, say, see, stop, targets, deadlines, guard, audit, recordFolder, gate, isRotating, clock = SYSTEM_CLOCK } = options;
  // One for both sides, jump hosts and every login again: a password manager is asked once a run.
  const secrets = new Secrets();
  const known = (): string[] => [...secrets.values, ...Object.values(targets ?? {}).flatMap(secretsOf)];
  const resolver = (): Pick<Secrets, 'resolve'> => (isRotating === true ? secrets.anew() : secrets);
  const targetAt = async (side: Side): Promise<DeviceTarget> => targets?.[side] ?? targetOf(playbook, side, resolver());
  const open = async <Opened>(side: Side, how: (target: DeviceTarget) => Promise<Opened>): Promise<Opened> => {
    try {
      return await how(await targetAt(side));
    } catch (error) {
      throw hideInError(error, known());
    }
  };
  const enter = async (target: DeviceTarget, pass: Pass | undefined): Promise<Cli> => {
    const held = await guard?.(target);
    const mayType = async (lines: readonly string[]): Promise<void> => {
      await pass?.beforeTyping(lines.length);
      await held?.mayType(lines);
    };
    const onClose = (): void => {
      pass?.left('done');
      void held?.release();
    };
    const { hooks, over } = overhear({ deadlines, mayType, onClose }, target, { audit, known });
    try {
      return await (recordFolder === undefined ? connect(target, hooks) : connectRecorded(target, hooks, recordFolder, known()));
    } catch (error) {
      over();
      await held?.release();
      throw error;
    }
  };
  /** Servers are told of every login, whether it is to a terminal or for a file. */
  const admitted = async <Opened>(side: Side, login: (pass: Pass | undefined) => Promise<Opened>): Promise<Opened> => {
    const pass = await gate?.enter(loginOf(playbook, side));
    try {
      const opened = await login(pass);
      pass?.greeted();
      return opened;
    } catch (error) {
      pass?.left(howItFailed(error));
      throw error;
    }
  };
  return {
    clock,
    turns: {},
    leaving: {},
    store,
    say,
    see,
    stop,
    secrets: known,
    // Without the stop signal: what was begun must be undone over the same sessions.
    connect: (side) => admitted(side, (pass) => open(side, (target) => enter(target, pass))),
    openSession: (side) =>
      admitted(side, async (pass) => {
        const session = await open(side, async (target) =>
          overhearSession(await openConnection(target, { ...DEFAULT_DEADLINES, ...deadlines }), target, { audit, known }),
        );
        void session.ended.then(() => pass?.left('done'));
        return session;
      }),
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
