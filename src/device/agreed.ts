/** An agreed answer is one that no log line has fallen into, or one that a router gave twice the same way. */
import { createHash } from 'node:crypto';

/** `*Nov 24 10:15:24.123: %LINK-3-UPDOWN: ...`, `%SYS-5-CONFIG_I: ...`: not the quoted pattern of an applet. [C] */
export const LOG_MESSAGE = /(?:^|: )%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+: /m;
/** Answers that are made of log lines. */
export const SHOWS_LOG = /^\s*show (?:logging|archive log|tech)/;
/** What shows a state and changes none, so that it may be asked again. */
export const IS_SHOW = /^\s*(?:show|dir)\b/;

const READINGS_MAX = 5;

/** Undefined when no two readings agree. */
export async function readAgreed(command: string, prompt: string, read: () => Promise<string>): Promise<string | undefined> {
  const doubtful: string[] = [];
  for (let reading = 0; reading < READINGS_MAX; reading += 1) {
    const answer = await read();
    if (!isDoubtful(command, prompt, answer)) return answer;
    // Their digests, because five long answers are more than one process should hold.
    const digest = createHash('sha256').update(answer).digest('base64');
    if (doubtful.includes(digest)) return answer;
    doubtful.push(digest);
  }
  return undefined;
}

/** A log line, or our own prompt, stands in the answer. */
function isDoubtful(command: string, prompt: string, answer: string): boolean {
  if (!IS_SHOW.test(command) || SHOWS_LOG.test(command)) return false;
  return LOG_MESSAGE.test(answer) || (prompt.length > 1 && (answer.startsWith(prompt) || answer.includes(`\n${prompt}`)));
}
