/** Proving a prompt: whatever a banner or a log line looks like, only the prompt stands before the echo of a sentinel and again behind it. */
import type { FlaptrapError } from '../errors.ts';
import { linesFrom } from './frame.ts';
import { LIMITS } from './limits.ts';
import { CHANGE_BY_HAND, isSecretQuestion, quote, speaksOfChange } from './password-question.ts';
import { isPager, isPasswordQuestion, isQuestion, isUsernameQuestion } from './question.ts';
import type { Terminal } from './terminal.ts';

/** Waits for the first prompt-like line, or for silence behind whatever was said. */
export async function hearBanner(terminal: Terminal, tried: string): Promise<void> {
  const { settleMs, idleMs } = terminal.options.deadlines;
  for (let quietMs = 0; quietMs < idleMs; ) {
    const line = terminal.lastLine;
    if (/[>#] ?$/.test(line) && line.trim() !== '') return;
    const hasNews = await terminal.wait(settleMs);
    quietMs = hasNews ? 0 : quietMs + settleMs;
    if (!hasNews && isPager(terminal.lastLine)) terminal.pressKey();
    else if (!hasNews && terminal.tape.length > 0 && quietMs >= settleMs * 2) {
      // The last words of a banner may be a question too, but what is behind them comes at once.
      if (isAsked(terminal.lastLine)) throw asked(terminal, terminal.lastLine, tried);
      // A custom prompt may end in anything: silence behind some text is enough to ask.
      return;
    }
  }
  throw terminal.error(
    'no-answer',
    `sent nothing for ${idleMs / 1000} s after the login`,
    tried,
    'the device may be overloaded, or its vty lines hang: clear them with clear line vty N',
  );
}

function isAsked(line: string): boolean {
  const isOpen = isQuestion(line) && !/[^\])]\? ?$/.test(line);
  return isOpen || isUsernameQuestion(line) || isPasswordQuestion(line) || isSecretQuestion(line) || speaksOfChange(line);
}

/** Nothing is typed at a question that was not foreseen: it might become a password. */
function asked(terminal: Terminal, line: string, tried: string): FlaptrapError {
  const isOfChange = speaksOfChange(terminal.tape.tail(LIMITS.questionCharacters));
  if (!isOfChange && (isUsernameQuestion(line) || isPasswordQuestion(line)))
    return terminal.error('login-failed', 'asks for a login again inside the session', tried, 'check the login method of its vty lines');
  const next = isOfChange ? CHANGE_BY_HAND : 'log in by hand and see what it asks for; nothing was typed there';
  return terminal.error('login-failed', `asks ${quote(line.trim())} before it gives a prompt`, tried, next);
}

/** The text that stands before the sentinel's echo and, again, behind it. */
export async function provePrompt(terminal: Terminal, sentinel: string, tried: string): Promise<string | undefined> {
  const { settleMs, idleMs } = terminal.options.deadlines;
  for (let quietMs = 0; quietMs < idleMs; ) {
    const at = terminal.tape.indexOf(sentinel, 0);
    const text = at === -1 ? '' : terminal.tape.text();
    const prompt = text.slice(text.lastIndexOf('\n', at) + 1, at).replace(/[\r\0\x07]/g, '');
    if (prompt.length > LIMITS.promptCharacters || ACTING.test(prompt)) throw unlikely(terminal, prompt, tried);
    const again =
      at === -1 || prompt.trim() === ''
        ? undefined
        : [...linesFrom(text, at)].slice(1).find((line) => line.text.startsWith(prompt.trimEnd()));
    if (again !== undefined) {
      terminal.tape.take(again.start + text.slice(again.start).indexOf(prompt.trimEnd()) + prompt.trimEnd().length);
      return prompt.trimEnd();
    }
    const hasNews = await terminal.wait(settleMs);
    quietMs = hasNews ? 0 : quietMs + settleMs;
    if (!hasNews && at !== -1 && quietMs >= settleMs * 4) return undefined;
  }
  throw terminal.error(
    'no-answer',
    `did not answer for ${idleMs / 1000} s`,
    tried,
    'the device may be overloaded, or the connection broken: try again',
  );
}

/** What acts on a terminal stands in no host name and in no prompt of IOS. */
const ACTING = /[\x00-\x1f\x7f]/;

function unlikely(terminal: Terminal, prompt: string, tried: string): FlaptrapError {
  const { promptCharacters } = LIMITS;
  const what =
    prompt.length > promptCharacters
      ? `of ${prompt.length} characters (at most ${promptCharacters} are accepted)`
      : 'with control characters';
  return terminal.error('no-answer', `shows a prompt ${what}`, tried, 'log in by hand and look at its host name and its prompt');
}
