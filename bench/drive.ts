/** Driving does one piece of work on a router with the real driver, and says what it yielded or how it failed; it knows nothing of the truth. */
import { pushApplet } from '../src/capture/push-applet.ts';
import { type Cli, connect } from '../src/device/cli.ts';
import { openConnection } from '../src/device/connection.ts';
import { DEFAULT_DEADLINES, type Deadlines } from '../src/device/deadlines.ts';
import { deleteFile, fetchFile, fileSize, listFiles } from '../src/device/files.ts';
import { MethodRefusedError } from '../src/device/retrieval/method.ts';
import { retrieve } from '../src/device/retrieve.ts';
import type { DeviceTarget } from '../src/device/target.ts';
import { FlaptrapError, printError } from '../src/errors.ts';
import type { FileEntry } from '../src/ios/directory.ts';
import { PLATFORMS } from '../src/ios/platforms/index.ts';
import type { Work } from '../src/lab/faults/lab-fault.ts';
import { makeApplet } from './applet.ts';

export interface Job {
  work: Work;
  target: DeviceTarget;
  deadlines: Partial<Deadlines>;
  /** The file as it was listed. */
  file: { name: string; sizeBytes: number; md5: string };
}

export interface Yield {
  hostname?: string;
  isPrivileged?: boolean;
  answers?: string[];
  entries?: FileEntry[];
  bytes?: Uint8Array;
}

export type Driven =
  | { is: 'done'; gave: Yield }
  /** `isOurs`: a FlaptrapError of the world, and no fault of the program. */
  | { is: 'failed'; words: string; isOurs: boolean };

export const SHOWS = [
  'show version',
  'show clock detail',
  'show running-config',
  'dir',
  'show event manager policy registered',
  'show version',
];
const FLASH = PLATFORMS.ios.flash;

export async function drive(job: Job): Promise<Driven> {
  try {
    return { is: 'done', gave: job.work === 'scp' || job.work === 'sftp' ? await copy(job, job.work) : await onTerminal(job, job.work) };
  } catch (error) {
    return { is: 'failed', words: printError(error), isOurs: error instanceof FlaptrapError && error.code !== 'internal' };
  }
}

async function onTerminal(job: Job, work: Exclude<Work, 'scp' | 'sftp'>): Promise<Yield> {
  const cli = await connect(job.target, { deadlines: job.deadlines });
  try {
    return await WORKS[work](cli, job);
  } finally {
    await cli.close();
  }
}

/** On connections of its own, without a terminal. */
async function copy({ target, deadlines, file }: Job, work: 'scp' | 'sftp'): Promise<Yield> {
  const open = () => openConnection(target, { ...DEFAULT_DEADLINES, ...deadlines });
  const wanted = { path: `${FLASH}${file.name}`, sizeBytes: file.sizeBytes, md5: file.md5, idleMs: 1000 };
  const bytes = await retrieve(work, open, wanted).catch((error: unknown) => {
    throw error instanceof MethodRefusedError ? new FlaptrapError('refused', error.message) : error;
  });
  return { bytes };
}

const WORKS: Record<Exclude<Work, 'scp' | 'sftp'>, (cli: Cli, job: Job) => Promise<Yield>> = {
  login: async ({ hostname, isPrivileged }) => ({ hostname, isPrivileged }),
  show: async (cli) => {
    const answers: string[] = [];
    for (const command of SHOWS) answers.push(await cli.exec(command));
    return { answers };
  },
  push: async (cli) => {
    await pushApplet(cli, makeApplet());
    return {};
  },
  list: async (cli) => ({ entries: await listFiles(cli, PLATFORMS.ios, '*') }),
  fetch: async (cli, { file }) => {
    const path = `${FLASH}${file.name}`;
    const sizeBytes = (await fileSize(cli, path)) ?? 0;
    const { bytes } = await fetchFile(cli, path, { sizeBytes, platform: PLATFORMS.ios });
    return { bytes };
  },
  delete: async (cli, { file }) => {
    await deleteFile(cli, `${FLASH}${file.name}`);
    return {};
  },
};
