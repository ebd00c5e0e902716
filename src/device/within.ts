/** Within bounds a wait ends: with its outcome, at its deadline, or when the caller wants no more of it. */
import { defer } from './deferred.ts';

export async function within<T>(work: Promise<T>, deadlineMs: number, signal?: AbortSignal): Promise<T> {
  const end = defer<never>();
  // What comes too late is nobody's.
  work.catch(() => undefined);
  const timer = setTimeout(() => end.reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
  const abort = (): void => end.reject(new Error('stopped on request'));
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, end.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
