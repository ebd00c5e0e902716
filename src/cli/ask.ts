/** Asking a person a question: a typed yes is yes, the end of the input is no answer, and Ctrl-C stops; what is secret is not shown. */
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

const [CTRL_C, BACKSPACE, DELETE, CTRL_U] = ['\x03', '\b', '\x7f', '\x15'];
/** Return, or Ctrl-D. */
const ENDS: readonly string[] = ['\r', '\n', '\x04'];

/** Up to the end of the line, or of the input; the terminal shows none of it. */
export async function askHidden(
  question: string,
  input: Readable & { setRawMode?(isRaw: boolean): unknown },
  output: Sink,
): Promise<string> {
  output.write(question);
  input.setRawMode?.(true);
  let typed = '';
  let hear: ((piece: Buffer | string) => void) | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      const end = (): void => resolve(typed);
      hear = (piece) => {
        for (const key of String(piece)) {
          if (key === CTRL_C) reject(new FlaptrapError('stopped', 'stopped at the question; nothing was changed'));
          if (ENDS.includes(key)) return end();
          typed = withKey(typed, key);
        }
      };
      input.on('data', hear).on('end', end).on('error', end);
      input.resume();
    });
  } finally {
    if (hear !== undefined) input.off('data', hear);
    input.pause();
    input.setRawMode?.(false);
    output.write('\n');
  }
}

function withKey(typed: string, key: string): string {
  if (key === CTRL_U) return '';
  return key === BACKSPACE || key === DELETE ? typed.slice(0, -1) : typed + key;
}
