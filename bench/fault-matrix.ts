/** The fault matrix runs the real driver against the lab with one fault at a time, and grades what came of it: exact, loud, silent, or hanging. */
import { diffApplets } from '../src/applet/diff.ts';
import { parseApplets } from '../src/applet/parse.ts';
import type { Deadlines } from '../src/device/deadlines.ts';
import { md5Of } from '../src/device/files.ts';
import type { DeviceTarget } from '../src/device/target.ts';
import { LabClock } from '../src/lab/clock.ts';
import { switchOn } from '../src/lab/device/device.ts';
import type { Router } from '../src/lab/device/router.ts';
import { Session as Terminal } from '../src/lab/device/session.ts';
import { SshServer } from '../src/lab/device/ssh-server.ts';
import { FAULTS, type FaultId } from '../src/lab/faults/index.ts';
import { type LabFault, LIMIT_MS, type Work } from '../src/lab/faults/lab-fault.ts';
import { makeLog } from '../src/lab/faults/means/noise.ts';
import { type Random, seeded } from '../src/lab/random.ts';
import { APPLET_NAME, makeApplet } from './applet.ts';
import { type Driven, type Job, SHOWS, type Yield } from './drive.ts';

export type Grade = 'exact' | 'loud' | 'silent' | 'hang';

/** One fault, in one work, once: `run` of `runs`. */
export interface Order {
  id: FaultId;
  work: Work;
  run: number;
  runs: number;
}

export interface Strike extends Order {
  grade: Grade;
  /** What was wrong and not said, or what was said. */
  words: string;
}

export type Drive = (job: Job, signal: AbortSignal) => Promise<Driven>;

const ACCOUNT = { username: 'ops', password: 'right-password' };
const FILE = 'evidence.txt';
/** Nobody is to touch it. */
const OTHER_FILE = 'other.txt';

export function faultOf(id: FaultId): LabFault {
  return FAULTS[id];
}

/** Every strike of a fault; at most so many runs of each work. */
export function ordersOf(id: FaultId, runsAtMost = Number.POSITIVE_INFINITY): Order[] {
  const { works, runs: wanted = 1 } = faultOf(id);
  const runs = Math.min(wanted, runsAtMost);
  return works.flatMap((work) => Array.from({ length: runs }, (_, run) => ({ id, work, run, runs })));
}

export async function strike(order: Order, deadlines: Partial<Deadlines>, drive: Drive): Promise<Strike> {
  const { id, run, runs, work } = order;
  const fault = faultOf(id);
  const random = seeded(run * 7919 + 17);
  const clock = new LabClock({ startAtMs: Date.UTC(2026, 10, 24, 10, 0, 0), speed: 0 });
  const router = switchOn({ hostname: 'hq', address: '203.0.113.1', platform: 'ios', offsetMs: 0, ...fault.spec }, clock);
  const truth = prepare(fault, router, random);
  const server = await SshServer.listen(router, ACCOUNT, 0, fault.make?.(random, run / runs));
  const { file } = truth;
  const job = {
    work,
    target: targetOf(fault, server),
    deadlines,
    file: { name: FILE, sizeBytes: fault.listedBytes ?? file.length, md5: md5Of(file) },
  };
  try {
    const driven = await watched(fault.limitMs ?? LIMIT_MS, (signal) => drive(job, signal));
    return { ...order, ...(await gradeOf(driven, work, truth)) };
  } finally {
    await server.close();
  }
}

/** Undefined when it took longer than it may. */
async function watched(limitMs: number, work: (signal: AbortSignal) => Promise<Driven>): Promise<Driven | undefined> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  const driven = await Promise.race([work(controller.signal), late]);
  clearTimeout(timer);
  controller.abort();
  return driven;
}

interface Truth {
  router: Router;
  file: Buffer;
}

function prepare(fault: LabFault, router: Router, random: Random): Truth {
  const file = fault.makeFile?.(random) ?? makeLog(random, 64_000);
  router.flash.set(FILE, { bytes: file, changedAtMs: router.now() });
  router.flash.set(OTHER_FILE, { bytes: Buffer.from('mine\n'), changedAtMs: router.now() });
  fault.prepare?.(router);
  return { router, file };
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

/** An error is honest when it is ours, and names what may be left behind; a yield when it is the truth. */
async function gradeOf(driven: Driven | undefined, work: Work, truth: Truth): Promise<{ grade: Grade; words: string }> {
  if (driven === undefined) return { grade: 'hang', words: 'it did not end' };
  if (!truth.router.flash.has(OTHER_FILE)) return { grade: 'silent', words: 'another file was deleted' };
  if (driven.is === 'done') {
    const wrong = await JUDGES[work](driven.gave, truth);
    return { grade: wrong === undefined ? 'exact' : 'silent', words: wrong ?? '' };
  }
  const { words, isOurs } = driven;
  if (!isOurs) return { grade: 'silent', words: `not an error of ours: ${words}` };
  const left = standing(truth.router).length > 0;
  if (left && !words.includes(APPLET_NAME)) return { grade: 'silent', words: `leaves an applet behind and does not say so: ${words}` };
  return { grade: 'loud', words };
}

type Judge = (gave: Yield, truth: Truth) => string | undefined | Promise<string | undefined>;

/** What differs from the truth; undefined when nothing does. */
const JUDGES: Record<Work, Judge> = {
  login: ({ hostname, isPrivileged }, { router }) =>
    hostname === router.hostname && isPrivileged === true ? undefined : `logged in to ${hostname}`,
  show: async ({ answers = [] }, { router }) => {
    for (const [index, command] of SHOWS.entries()) {
      const [answer, truth] = [answers[index] ?? '', await tell(router, command)];
      if (answer.trimEnd() !== truth.trimEnd()) return `${command}: ${firstDifference(answer, truth)}`;
    }
    return undefined;
  },
  push: (_gave, { router }) => {
    const differs = diffApplets(standing(router), parseApplets(makeApplet().join('\n'), '').applets);
    return differs.length === 0 ? undefined : `the router holds another applet: ${JSON.stringify(differs)}`;
  },
  list: ({ entries = [] }, { router }) => {
    const usable = entries.filter(({ problem }) => problem === undefined);
    const wanted = [...router.flash].map(([name, { bytes }]) => ({ name, sizeBytes: bytes.length }));
    return JSON.stringify(usable) === JSON.stringify(wanted) ? undefined : `listed as usable: ${JSON.stringify(usable)}`;
  },
  // What grew meanwhile may be there or not, but never anything else.
  fetch: ({ bytes = new Uint8Array() }, { router, file }) => {
    const whole = router.flash.get(FILE)?.bytes ?? file;
    const isExact = whole.subarray(0, bytes.length).equals(bytes) && bytes.length >= file.length;
    return isExact ? undefined : `${bytes.length} bytes, and not the same`;
  },
  delete: (_gave, { router }) => (router.flash.has(FILE) ? 'the file is still there' : undefined),
  scp: sameFile,
  sftp: sameFile,
};

function sameFile({ bytes = new Uint8Array() }: Yield, { file }: Truth): string | undefined {
  return file.equals(bytes) ? undefined : `${bytes.length} bytes, and not the same`;
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
