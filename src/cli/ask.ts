/** Asking a person a question: a typed yes is yes, the end of the input is no answer, and Ctrl-C stops. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { FlaptrapError } from '../errors.ts';
import type { Sink } from './outlet.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export async function ask(question: string, input: Readable, output: Sink): Promise<boolean> {
  return /^y(es)?$/i.test(((await askText(question, input, output)) ?? '').trim());
}

/** What was typed; undefined at the end of the input. */
export async function askText(question: string, input: Readable, output: Sink): Promise<string | undefined> {
  const reader = createInterface({ input, output });
  const listening = new AbortController();
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      const stop = (): void => reject(new FlaptrapError('stopped', 'stopped at the question; nothing was changed'));
      const end = (): void => resolve(undefined);
      for (const signal of SIGNALS) process.on(signal, stop);
      listening.signal.addEventListener('abort', () => {
        for (const signal of SIGNALS) process.off(signal, stop);
        input.off('error', end);
      });
      input.on('error', end);
      // In a terminal the reader takes Ctrl-C as a key: no signal comes.
      reader.on('SIGINT', stop).on('error', end).on('close', end);
      reader.question(question, resolve);
    });
  } finally {
    listening.abort();
    reader.close();
  }
}
