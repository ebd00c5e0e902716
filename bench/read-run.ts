/** One run of the log reader in a process of its own: files in turn on one thread, or each on a worker; prints what it took as JSON. */

import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { LogReader } from '../src/ios/log-reader.ts';

const CHUNK_BYTES = 1 << 16;
/** Events within this many of the end may still be completed by later lines. */
const KEEP_EVENTS = 256;

/** Room for what dies young: most of what reading makes does. */
const YOUNG_MB = 48;

export interface ReadFigures {
  seconds: number;
  megabytes: number;
  events: number;
  lines: number;
  unknown: number;
}

function readFile(path: string): { events: number; lines: number; unknown: number } {
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

async function onWorker(path: string): Promise<ReturnType<typeof readFile>> {
  const [figures] = (await once(
    new Worker(new URL(import.meta.url), { workerData: path, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }),
    'message',
  )) as [ReturnType<typeof readFile>];
  return figures;
}

if (isMainThread) {
  const [mode, ...paths] = process.argv.slice(2);
  const startedAt = performance.now();
  const figures = mode === 'workers' ? await Promise.all(paths.map(onWorker)) : paths.map(readFile);
  const seconds = (performance.now() - startedAt) / 1000;
  const sum = (field: 'events' | 'lines' | 'unknown'): number => figures.reduce((total, each) => total + each[field], 0);
  const read: ReadFigures = {
    seconds,
    megabytes: process.resourceUsage().maxRSS / 1000,
    events: sum('events'),
    lines: sum('lines'),
    unknown: sum('unknown'),
  };
  console.log(JSON.stringify(read));
} else parentPort?.postMessage(readFile(workerData as string));
