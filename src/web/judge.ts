/** Judging for the page is done in a thread of its own: the page answers meanwhile, and what takes too long or too much is ended. */
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import { FlaptrapError } from '../errors.ts';
import { codeOf } from '../file-trouble.ts';
import { builtThread } from '../syslog/built-thread.ts';
import type { Asked, Judgement, Told } from './judge-worker.ts';

const WORKER = builtThread('judge-worker', import.meta.url);
/** A log of 100 MB takes a tenth of it. */
const LONGEST_MS = 120_000;
/** What a small archive may become is bounded by the bundle's own limits; this bounds what is made of it. */
const HEAP_MEGABYTES = 1024;
const AT_ONCE = 2;
/** Who finds so many before him is sent away. */
const WAITING_MAX = 20;

export type Judge = (paths: readonly string[]) => Promise<Judgement>;

export function openJudge(worker = WORKER, longestMs = LONGEST_MS): Judge {
  const limit = pLimit(AT_ONCE);
  return (paths) => {
    if (limit.pendingCount >= WAITING_MAX)
      throw new FlaptrapError('input', 'too many bundles wait to be judged', { next: 'try again in a few minutes' });
    return limit(() => judgeApart({ paths, nowMs: Date.now() }, worker, longestMs));
  };
}

async function judgeApart(asked: Asked, worker: URL, longestMs: number): Promise<Judgement> {
  const thread = new Worker(worker, {
    workerData: asked,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    stdout: true,
    stderr: true,
  });
  try {
    const told = await toldBy(thread, longestMs);
    if (told.is === 'refused') throw new FlaptrapError('input', told.why);
    return told.judgement;
  } finally {
    await thread.terminate();
  }
}

/** Throws `input` where it is too long or too large; whatever else ends a thread that has said nothing is a fault of ours. */
function toldBy(thread: Worker, longestMs: number): Promise<Told> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooMuch(`took more than ${longestMs / 1000} s`)), longestMs);
    thread
      .once('message', resolve)
      .once('error', (error) => reject(codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('took more memory than it may') : error))
      .once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the thread that judges ended with ${code} and told nothing`));
      });
  });
}

function tooMuch(what: string): FlaptrapError {
  return new FlaptrapError('input', `judging was ended: it ${what}`, { next: 'judge it on a terminal with `flaptrap analyze`' });
}
