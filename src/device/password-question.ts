/** A password question is the one question to which the password may be given: a single one, without echo, that asks for nothing else. */
import { LIMITS } from './limits.ts';

/** `Password: `, `ops@hq's password:`, `Enter the enable password :`; what stands before is a name or a few words. [L] */
export const ASKS_PASSWORD = /^[^\r\n:?]{0,80}\bpassword\b(?: (?:for|of) [^\s:?]{1,80})? ?:? ?$/i;
/** A new one, one of some other kind, or one to be used once: nothing that this password is for. */
export const ASKS_ANOTHER =
  /\b(?:new|old|current|change|expired|again|re-?type|re-?enter|confirm|verify|repeat|next|one[- ]?time|otp|token|pin|passcode|challenge|response|second|2nd|card|root|sudo|admin(?:istrator)?|master|wallet|e-?mail|domain|previous|other|not|forgotten|hint|bank|google|github|apple|icloud|microsoft|vault|keychain|key|pgp|gpg|decryption|encryption|backup|recovery|database|wi-?fi)\b/i;
/** `(admin@192.0.2.1)`, `ops@backup-hq's`: whose password it is, which says nothing of its kind. */
export const OWNER = /\(?[\w.+-]{1,64}@[\w.:[\]-]{1,80}(?:'s)?\)?/g;
/** What an instruction may not speak of when `Password:` stands behind it. */
export const SPEAKS_OF_CODE =
  /\b(?:one[- ]?time|otp|token|passcode|(?:verification|security|access|sms|your|the|digit) code|challenge|new password|change your password|credit card|e-?mail)\b/i;

/** `Enter new password:`, `Your password has expired.`, `Password must be changed`: an account whose password is at its end, by RADIUS, TACACS+ or its own policy. [L] */
const OF_CHANGE =
  /\b(?:new|old|current|previous|change|re-?type|re-?enter|confirm|verify)\b[^\r\n]{0,40}\b(?:password|secret)\b|\b(?:password|secret)\b[^\r\n]{0,60}\b(?:expire[sd]?|expiry|changed?|ages? out)\b/i;
/** `Change it now? [yes/no]`, `Enter new secret :`: whatever is typed there may become a password, or ends the old one. */
const SECRET_QUESTION = /\b(?:password|secret|passcode|passphrase)\b[^\r\n]{0,40}[:?] ?$/i;

/** What somebody does about it whom flaptrap tells. */
export const CHANGE_BY_HAND =
  'the password of this account has expired or is about to: log in by hand, change it, and give flaptrap the new one; nothing was typed there';

export function speaksOfChange(text: string): boolean {
  return OF_CHANGE.test(text);
}

export function isSecretQuestion(line: string): boolean {
  return SECRET_QUESTION.test(line);
}

export interface KeyboardQuestion {
  prompt: string;
  echo?: boolean | undefined;
}

/** True when a terminal's unfinished line asks for the password of `login` or `enable`. */
export function asksForPassword(line: string): boolean {
  const text = line.trim();
  return !hasControls(text) && ASKS_PASSWORD.test(text) && !ASKS_ANOTHER.test(text.replace(OWNER, ''));
}

/** Why the password is not the answer to what a server asks by keyboard-interactive (RFC 4256); undefined when it is. */
export function judgeKeyboard(instruction: string, questions: readonly KeyboardQuestion[], wasGiven: boolean): string | undefined {
  const [question] = questions;
  const text = quote(question?.prompt ?? '');
  if (question === undefined || questions.length > 1) return `asks ${questions.length} questions at once, the first is ${text}`;
  if (question.echo !== false) return `asks ${text} and would show the answer`;
  if (!asksForPassword(question.prompt)) return `asks ${text}, which is not the usual password prompt`;
  if (SPEAKS_OF_CODE.test(instruction) || (wasGiven && speaksOfChange(instruction))) return `asks ${text} and says ${quote(instruction)}`;
  return wasGiven ? `asks ${text} again after the password was given` : undefined;
}

/** As a string literal, cut short. */
export function quote(text: string): string {
  const { questionCharacters } = LIMITS;
  return JSON.stringify(text.length > questionCharacters ? `${text.slice(0, questionCharacters)}…` : text);
}

function hasControls(text: string): boolean {
  return /[\x00-\x1f\x7f-\x9f]/.test(text);
}
