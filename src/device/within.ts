/** Within bounds a wait ends: with its outcome, at its deadline, or when the caller wants no more of it. */
import type { Budget } from './budget.ts';

/** A promise with its two ends in hand, for waits that something else ends. */
export interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

export function defer<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** How often a budget is looked at, which grows while it is spent. */
const LOOK_MS = 100;

export async function within<T>(work: Promise<T>, deadlineMs: number, signal?: AbortSignal): Promise<T> {
  const end = defer<never>();
  const timer = setTimeout(() => end.reject(new Error(`no answer within ${deadlineMs / 1000} s`)), deadlineMs);
  return race(work, end, signal).finally(() => clearTimeout(timer));
}

export async function withinBudget<T>(work: Promise<T>, budget: Budget, signal?: AbortSignal): Promise<T> {
  const end = defer<never>();
  const timer = setInterval(() => {
    const { spent } = budget;
    if (spent !== undefined) end.reject(new Error(`it ${spent.message}`));
  }, LOOK_MS);
  return race(work, end, signal).finally(() => clearInterval(timer));
}

async function race<T>(work: Promise<T>, end: Deferred<never>, signal: AbortSignal | undefined): Promise<T> {
  // What comes too late is nobody's.
  work.catch(() => undefined);
  const abort = (): void => end.reject(new Error('stopped on request'));
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, end.promise]);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
