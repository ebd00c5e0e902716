/** The thread listens and does nothing else: what matters goes over in batches, and whoever judges it may take as long as he likes. */

import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { FlaptrapError, messageOf } from '../errors.ts';
import type { Address } from '../ipsec/address.ts';
import { Doors } from './doors.ts';
import { dropsAt } from './drops.ts';
import { Ear } from './ear.ts';
import type { Heard, Tally } from './heard.ts';
import type { FromThread, ListenOptions, ToThread } from './listener.ts';

/** So many batches are on their way before the next waits. */
const UNANSWERED_MAX = 4;
const BATCH_MAX = 500;
/** Behind that the latest are counted and let go. */
const PENDING_MAX = 50_000;
const KEEP_EVERY_MS = 5_000;

/** Above what judges and draws: a datagram that is not taken in time is lost. Where the system does not allow it, it is as it was. */
function goFirst(): void {
  try {
    setPriority(0, constants.priority.PRIORITY_ABOVE_NORMAL);
  } catch {
    return;
  }
}

/** The first thousand messages cost ten times the others, and would find no room: the ear has heard them before the doors open. */
function warmUp(): void {
  const other = new Ear({ allowed: ['any'] });
  const source = other.admit('192.0.2.1');
  for (let count = 0; count < WARM_MESSAGES && source !== null; count += 1)
    for (const text of WARMING)
      other.hear({ bytes: Buffer.from(`<189>${count}: *Jan  5 03:00:21.${count % 1000}: ${text} ${count}`), isCut: false }, source, count);
}

const WARM_MESSAGES = 5000;
const WARMING = ['%SYS-5-CONFIG_I: Configured from console by', '%CRYPTO-4-IKMP_NO_SA: IKE message from 198.51.100.1 has no SA'];

goFirst();
warmUp();
const options = workerData as ListenOptions;
const ear = new Ear(options);
let pending: Heard[] = [];
let unanswered = 0;
let overflowed = 0;
let isScheduled = false;
let kept = '';

const doors = new Doors<Address>({
  admit: (address) => ear.admit(address),
  take: (frame, source) => {
    const heard = ear.hear(frame, source, Date.now());
    if (heard === undefined) return;
    if (pending.length < PENDING_MAX) pending.push(heard);
    else overflowed += 1;
    schedule();
  },
});

/** Once what came with it is taken too. */
function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    handOver();
  });
}

function handOver(): void {
  while (pending.length > 0 && unanswered < UNANSWERED_MAX) {
    const batch = pending.slice(0, BATCH_MAX);
    pending = pending.slice(BATCH_MAX);
    unanswered += 1;
    post({ is: 'heard', batch });
  }
}

function post(message: FromThread): void {
  parentPort?.postMessage(message);
}

let ports: number[] = [];

function tally(): Tally {
  return { ...ear.tally, overflowed, crowdedOut: doors.crowdedOut, socketDrops: dropsAt(readSocketTables(), ports) };
}

/** Empty where there are none: on anything but Linux. */
function readSocketTables(): string {
  return ['/proc/net/udp', '/proc/net/udp6'].map(readOrNothing).join('\n');
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The file holds the last of it, never more than its bound. */
function writeKept(): void {
  const { keptFile } = options;
  if (keptFile === undefined || ear.kept === kept) return;
  kept = ear.kept;
  try {
    writeFileSync(keptFile, kept, { mode: 0o600 });
  } catch (cause) {
    post({ is: 'trouble', what: `${keptFile} cannot be written: ${String(cause)}` });
  }
}

async function close(): Promise<void> {
  await doors.close();
  clearInterval(keeping);
  writeKept();
  handOver();
  post({ is: 'closed', tally: tally(), pending });
  parentPort?.close();
}

const keeping = setInterval(writeKept, KEEP_EVERY_MS);
parentPort?.on('message', (message: ToThread) => {
  if (message === 'close') void close();
  else if (message === 'tally') post({ is: 'tally', tally: tally() });
  else {
    unanswered -= 1;
    handOver();
  }
});

try {
  const opened = await doors.open(options);
  ports = opened.udp.map(({ port }) => port);
  post({ is: 'open', opened });
} catch (cause) {
  post({ is: 'refused', what: messageOf(cause), next: nextOf(cause) });
  clearInterval(keeping);
  parentPort?.close();
}

function nextOf(cause: unknown): string | undefined {
  return cause instanceof FlaptrapError ? cause.context.next : undefined;
}
