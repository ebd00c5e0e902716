/** The fault matrix runs the real driver against the lab with one fault at a time, and grades what came of it: exact, loud, or silent. */
import { diffApplets } from '../src/applet/diff.ts';
import { parseApplets } from '../src/applet/parse.ts';
import { pushApplet } from '../src/capture/push-applet.ts';
import { type Cli, connect } from '../src/device/cli.ts';
import { openConnection } from '../src/device/connection.ts';
import { DEFAULT_DEADLINES } from '../src/device/deadlines.ts';
import { fetchFile, fileSize, md5Of } from '../src/device/files.ts';
import { MethodRefusedError } from '../src/device/retrieval/method.ts';
import { retrieve } from '../src/device/retrieve.ts';
import type { Session } from '../src/device/ssh.ts';
import type { DeviceTarget } from '../src/device/target.ts';
import { FlaptrapError, printError } from '../src/errors.ts';
import { PLATFORMS } from '../src/ios/platforms/index.ts';
import { LabClock } from '../src/lab/clock.ts';
import { FAULTS, type FaultId } from '../src/lab/faults/index.ts';
import type { LabFault, Work } from '../src/lab/faults/lab-fault.ts';
import { type Random, seeded } from '../src/lab/ike/random.ts';
import { makeLog } from '../src/lab/make-log.ts';
import { Router } from '../src/lab/router.ts';
import { Session as Terminal } from '../src/lab/session.ts';
import { SshServer } from '../src/lab/ssh-server.ts';
import { APPLET_NAME, makeApplet } from './applet.ts';

export type Grade = 'exact' | 'loud' | 'silent';

export interface Strike {
  id: FaultId;
  run: number;
  grade: Grade;
  /** What was wrong and not said, or what was said. */
  words: string;
}

const ACCOUNT = { username: 'ops', password: 'right-password' };
const DEADLINES = { connectMs: 2000, handshakeMs: 2000, loginMs: 2000, idleMs: 4000 };
const FILE = 'evidence.txt';
const SHOWS = ['show version', 'show clock detail', 'show running-config', 'dir', 'show event manager policy registered', 'show version'];

export function runsOf(id: FaultId): number {
  const fault: LabFault = FAULTS[id];
  return fault.runs ?? 1;
}

/** One fault, once: `run` of `runs`. */
export async function strike(id: FaultId, run: number, runs: number): Promise<Strike> {
  const fault: LabFault = FAULTS[id];
  const random = seeded(run * 7919 + 17);
  const clock = new LabClock({ startAtMs: Date.UTC(2026, 10, 24, 10, 0, 0), speed: 0 });
  const router = new Router({ hostname: 'hq', address: '203.0.113.1', platform: 'ios', offsetMs: 0, ...fault.spec }, clock);
  const truth = prepare(fault, router, random);
  const server = await SshServer.listen(router, ACCOUNT, 0, fault.make?.(random, run / runs));
  try {
    const target = targetOf(fault, server);
    const wrong = fault.work === 'scp' ? await copy(target, truth) : await attempt(fault.work, target, truth);
    return { id, run, grade: wrong === undefined ? 'exact' : 'silent', words: wrong ?? '' };
  } catch (error) {
    return { id, run, ...gradeError(error, router) };
  } finally {
    await server.close();
  }
}

interface Truth {
  router: Router;
  file: Buffer;
  shows: string[];
}

function prepare(fault: LabFault, router: Router, random: Random): Truth {
  const file = fault.makeFile?.(random) ?? makeLog(random, 64_000);
  router.flash.set(FILE, { bytes: file, changedAtMs: router.now() });
  fault.prepare?.(router);
  return { router, file, shows: [] };
}

function targetOf({ belief }: LabFault, server: SshServer): DeviceTarget {
  return {
    name: 'hq',
    host: '127.0.0.1',
    port: server.port,
    username: ACCOUNT.username,
    password: belief?.password ?? ACCOUNT.password,
    enableSecret: belief?.enableSecret,
    jumpHosts: [],
    hostKeys: { policy: 'pinned', fingerprint: belief?.hostKeyFingerprint ?? server.hostKeyFingerprint },
    legacyAlgorithms: false,
  };
}

/** What differs from the truth; undefined when nothing does. */
async function attempt(work: Exclude<Work, 'scp'>, target: DeviceTarget, truth: Truth): Promise<string | undefined> {
  const cli = await connect(target, { deadlines: DEADLINES });
  try {
    return await WORKS[work](cli, truth);
  } finally {
    await cli.close();
  }
}

/** On connections of its own, without a terminal. */
async function copy(target: DeviceTarget, { file }: Truth): Promise<string | undefined> {
  const open = (): Promise<Session> => openConnection(target, { ...DEFAULT_DEADLINES, ...DEADLINES });
  const wanted = { path: `${PLATFORMS.ios.flash}${FILE}`, sizeBytes: file.length, md5: md5Of(file), idleMs: 1000 };
  const bytes = await retrieve('scp', open, wanted).catch((error: unknown) => {
    throw error instanceof MethodRefusedError ? new FlaptrapError('refused', error.message) : error;
  });
  return bytes.equals(file) ? undefined : `${bytes.length} bytes, and not the same`;
}

const WORKS: Record<Exclude<Work, 'scp'>, (cli: Cli, truth: Truth) => Promise<string | undefined>> = {
  login: async (cli, { router }) => (cli.hostname === router.hostname && cli.isPrivileged ? undefined : `logged in to ${cli.hostname}`),
  show: async (cli, { router }) => {
    for (const command of SHOWS) {
      const answer = await cli.exec(command);
      const truth = await tell(router, command);
      if (answer.trimEnd() !== truth.trimEnd()) return `${command}: ${firstDifference(answer, truth)}`;
    }
    return undefined;
  },
  push: async (cli, { router }) => {
    await pushApplet(cli, makeApplet());
    const differs = diffApplets(standing(router), parseApplets(makeApplet().join('\n'), '').applets);
    return differs.length === 0 ? undefined : `the router holds another applet: ${JSON.stringify(differs)}`;
  },
  fetch: async (cli, { router, file }) => {
    const path = `${PLATFORMS.ios.flash}${FILE}`;
    const sizeBytes = (await fileSize(cli, path)) ?? 0;
    const { bytes } = await fetchFile(cli, path, { sizeBytes, platform: PLATFORMS.ios });
    // What grew meanwhile may be there or not, but never anything else.
    const whole = router.flash.get(FILE)?.bytes ?? file;
    return whole.subarray(0, bytes.length).equals(bytes) && bytes.length >= file.length
      ? undefined
      : `${bytes.length} bytes, and not the same`;
  },
};

/** An error is honest when it is ours, and names what may be left behind. */
function gradeError(error: unknown, router: Router): { grade: Grade; words: string } {
  const words = printError(error);
  if (!(error instanceof FlaptrapError) || error.code === 'internal') return { grade: 'silent', words: `not an error of ours: ${words}` };
  const left = standing(router).length > 0;
  if (left && !words.includes(APPLET_NAME)) return { grade: 'silent', words: `leaves an applet behind and does not say so: ${words}` };
  return { grade: 'loud', words };
}

function standing(router: Router): ReturnType<typeof parseApplets>['applets'] {
  return parseApplets(router.eem.print().join('\n'), '').applets;
}

/** The router's own answer, without any terminal. */
async function tell(router: Router, command: string): Promise<string> {
  const session = Terminal.open(router, 'truth', { privilege: 15 });
  if (session === undefined) throw new Error('no line is left for the truth');
  try {
    return await session.execute(command);
  } finally {
    session.close();
  }
}

function firstDifference(answer: string, truth: string): string {
  const [got, wanted] = [answer.split('\n'), truth.split('\n')];
  const at = got.findIndex((line, index) => line !== wanted[index]);
  return `line ${at + 1} is ${JSON.stringify(got[at])}, not ${JSON.stringify(wanted[at])}`;
}
