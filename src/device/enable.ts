/** Enabling raises a session's privilege: the secret is typed once, at a plain question for it, and no transcript sees it. */
import type { FlaptrapError } from '../errors.ts';
import type { Prompt } from '../ios/prompt.ts';
import { allowLogin } from './limits.ts';
import { asksForPassword, quote } from './password-question.ts';
import { isPasswordQuestion, isQuestion, isUsernameQuestion } from './question.ts';
import type { Shell } from './shell.ts';
import type { Terminal } from './terminal.ts';

export const ENABLE = 'enable';

/** The prompt is learnt anew. */
export async function enable(shell: Shell, secret: string): Promise<Prompt> {
  const { terminal } = shell;
  await terminal.exclusively(ENABLE, () => giveSecret(shell, secret), { allowance: allowLogin(terminal.options.deadlines) });
  return shell.learn();
}

async function giveSecret(shell: Shell, secret: string): Promise<void> {
  const { terminal } = shell;
  terminal.type(ENABLE);
  await hearLine(shell);
  if (shell.isPrompt(terminal.lastLine)) return;
  if (!asksForPassword(terminal.lastLine)) throw otherQuestion(terminal);
  terminal.tape.take(terminal.tape.length);
  terminal.write(`${secret}\r`, '<hidden>\r');
  await hearLine(shell, '\n');
  if (shell.isPrompt(terminal.lastLine) && terminal.lastLine.trim().endsWith('#')) return;
  if (!shell.isPrompt(terminal.lastLine) && !asksForPassword(terminal.lastLine)) throw otherQuestion(terminal);
  throw terminal.error('login-failed', 'refuses the enable secret', ENABLE, 'check enableSecret of this router in the playbook');
}

/** Waits, behind that text, for a prompt, for a question about a password, or for any other that stands there in silence. */
async function hearLine(shell: Shell, behind = ''): Promise<void> {
  const { terminal } = shell;
  const { settleMs, idleMs } = terminal.options.deadlines;
  for (let quietMs = 0; quietMs < idleMs; ) {
    const line = terminal.tape.indexOf(behind, 0) === -1 ? '' : terminal.lastLine;
    const isOther = quietMs >= settleMs * 2 && (isQuestion(line) || isUsernameQuestion(line));
    if (shell.isPrompt(line) || isPasswordQuestion(line) || isOther) return;
    quietMs = (await terminal.wait(settleMs)) ? 0 : quietMs + settleMs;
  }
  throw terminal.error(
    'no-answer',
    `did not answer for ${idleMs / 1000} s`,
    ENABLE,
    'check the login method of enable on this router (AAA)',
  );
}

function otherQuestion(terminal: Terminal): FlaptrapError {
  const message = `asks ${quote(terminal.lastLine.trim())}, which is not the usual prompt for the enable secret`;
  return terminal.error('login-failed', message, ENABLE, `type ${ENABLE} by hand and see what it asks for; nothing was typed there`);
}
