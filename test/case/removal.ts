/** What is missing from a bundle that somebody hands in: a stretch of a log, a whole file, all lines of one debug, or single messages. */
import { decode } from '../../src/bundle/decode.ts';
import type { RawFile } from '../../src/bundle/taken.ts';
import type { Random } from '../../src/lab/random.ts';

export type Removal = (files: readonly RawFile[], random: Random) => RawFile[];

const LOG = /^[ab]\/show_log/;
/** A message begins with a stamp; what has none goes on below it. */
const STAMP = /^\S{0,3}.{0,60}?\d{2}:\d{2}:\d{2}/;
const NUMBER = /^(\d{6}): /;
const DEBUGS = [/\bISAKMP\b/, /\bIPSEC\(|\bIPSEC:/, /\bIKEv2/, /%[A-Z0-9_]+-\d-/] as const;
const SINGLE_MAX = 3;

/** Lines that belong together: a message with what stands below it. */
function messagesOf(text: string): string[] {
  return text.split(new RegExp(`^(?=${STAMP.source.slice(1)})`, 'm'));
}

function inOneLog(files: readonly RawFile[], random: Random, change: (messages: string[]) => string[]): RawFile[] {
  const logs = files.filter(({ path }) => LOG.test(path));
  const chosen = logs[Math.floor(random() * logs.length)];
  return files.map((file) =>
    file === chosen ? { ...file, bytes: Buffer.from(change(messagesOf(decode(file.bytes).text)).join('')) } : file,
  );
}

/** Up to half of a log. */
const stretch: Removal = (files, random) =>
  inOneLog(files, random, (messages) => {
    const from = Math.floor(random() * messages.length);
    const length = Math.floor((random() * messages.length) / 2);
    return messages.filter((_, at) => at < from || at >= from + length);
  });

const file: Removal = (files, random) => {
  const own = files.filter(({ path }) => /^[ab]\//.test(path));
  const gone = own[Math.floor(random() * own.length)];
  return files.filter((each) => each !== gone);
};

const debug: Removal = (files, random) => {
  const gone = DEBUGS[Math.floor(random() * DEBUGS.length)] ?? DEBUGS[0];
  return inOneLog(files, random, (messages) => messages.filter((message) => !gone.test(message)));
};

/** Those that are left are counted on as if nothing had been there. */
const single: Removal = (files, random) =>
  inOneLog(files, random, (messages) => {
    const gone = new Set(Array.from({ length: 1 + Math.floor(random() * SINGLE_MAX) }, () => Math.floor(random() * messages.length)));
    return recounted(messages.filter((_, at) => !gone.has(at)));
  });

function recounted(messages: readonly string[]): string[] {
  let next = Number(messages.find((message) => NUMBER.test(message))?.slice(0, 6) ?? 0);
  return messages.map((message) => message.replace(NUMBER, () => `${String(next++).padStart(6, '0')}: `));
}

/** The loss shows, or what is left says nothing of the time. */
export const SHOWN: Readonly<Record<string, Removal>> = { 'a stretch of a log': stretch, 'a file': file, 'a debug': debug };
/** Nothing shows the loss. */
export const UNSHOWN: Removal = single;
