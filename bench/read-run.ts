/** One run over long logs in a process of its own: read on one thread or each on a worker, or nothing done but telling their lines apart; prints what it took as JSON. */

import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { LogReader } from '../src/ios/log/reader.ts';

const CHUNK_BYTES = 1 << 16;
/** Events within this many of the end may still be completed by later lines. */
const KEEP_EVENTS = 256;

/** Room for what dies young: most of what reading makes does. */
const YOUNG_MB = 48;

interface Figures {
  events: number;
  lines: number;
  unknown: number;
}

export interface ReadFigures extends Figures {
  seconds: number;
  megabytes: number;
}

function readFile(path: string): Figures {
  const reader = new LogReader({ side: 'a', file: path, year: 2026 });
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(path, 'r');
  let events = 0;
  for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
    reader.feed(buffer.toString('latin1', 0, length));
    events += reader.drain(KEEP_EVENTS).length;
  }
  closeSync(file);
  reader.finish();
  return { events: events + reader.session.events.length, lines: reader.lines, unknown: reader.unknown };
}

/** Bytes to lines, and nothing else: what no reader in this language can do without. */
function splitFile(path: string): Figures {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(path, 'r');
  let lines = 0;
  let rest = '';
  for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
    const whole = (rest + buffer.toString('latin1', 0, length)).split('\n');
    rest = whole.pop() ?? '';
    lines += whole.length;
  }
  closeSync(file);
  return { events: 0, lines, unknown: 0 };
}

/** Loads the program, as this process has done before its own clock starts. */
async function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL(import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  await once(worker, 'message');
  return worker;
}

async function onWorker(worker: Worker, path: string): Promise<Figures> {
  worker.postMessage(path);
  const [figures] = (await once(worker, 'message')) as [Figures];
  await worker.terminate();
  return figures;
}

if (isMainThread) {
  const [mode, ...paths] = process.argv.slice(2);
  const workers = mode === 'workers' ? await Promise.all(paths.map(startWorker)) : [];
  const startedAt = performance.now();
  const figures =
    workers.length > 0
      ? await Promise.all(workers.map((worker, index) => onWorker(worker, paths[index] ?? '')))
      : paths.map(mode === 'lines' ? splitFile : readFile);
  const seconds = (performance.now() - startedAt) / 1000;
  const sum = (field: keyof Figures): number => figures.reduce((total, each) => total + each[field], 0);
  const read: ReadFigures = {
    seconds,
    megabytes: process.resourceUsage().maxRSS / 1000,
    events: sum('events'),
    lines: sum('lines'),
    unknown: sum('unknown'),
  };
  console.log(JSON.stringify(read));
} else {
  parentPort?.on('message', (path: string) => parentPort?.postMessage(readFile(path)));
  parentPort?.postMessage('ready');
}
