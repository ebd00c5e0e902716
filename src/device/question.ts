/** A question is a line that a router leaves unfinished because it wants an answer: a pager, a password, a confirmation. */

/** ` --More-- ` [C]; some platforms write `--more--`. */
export const PAGER = /--more-- ?$/i;
/** ` --More-- ` and the backspaces and blanks by which it is wiped out again once a key is pressed. [L] */
export const WIPED_PAGER = / ?--more-- ?(?:\x08+ +(?:\x08+ +)*\x08+|\r +\r|\r\x1b\[K|\x1b\[[0-9]*[KD])/gi;
/** `Password:`, `ops's Password:` [C] */
export const PASSWORD_QUESTION = /password: ?$/i;
/** `Username:`, `login as:` [C] */
export const USERNAME_QUESTION = /(?:username|login(?: as)?): ?$/i;
/** `Delete flash:/x? [confirm]`, `Destination filename [running-config]?`, `Proceed? [yes/no]:` [C] */
export const QUESTION = /(?:\[confirm\]|\[[^\]\r\n]*\]\? ?|\((?:yes\/no|y\/n)\)[?:]? ?|\[(?:yes\/no|y\/n)\][?:]? ?|\? ?)$/i;

export function isPager(line: string): boolean {
  return PAGER.test(line);
}

export function isPasswordQuestion(line: string): boolean {
  return PASSWORD_QUESTION.test(line);
}

export function isUsernameQuestion(line: string): boolean {
  return USERNAME_QUESTION.test(line);
}

export function isQuestion(line: string): boolean {
  return QUESTION.test(line);
}

/** The text without the pagers that were answered; one that stands in the text itself has nothing wiped behind it and stays. */
export function erasePagers(text: string): string {
  return text.replace(WIPED_PAGER, '');
}

/** `\r\r\n` on the wire is one line end; a run of carriage returns is tried once, not from each of its places. */
export function plainLineEnds(text: string): string {
  return text.replaceAll(/(?<!\r)\r*\n/g, '\n');
}

/** An answer as text, without pagers and without what only moves a cursor. */
export function tidy(bytes: Buffer): string {
  return plainLineEnds(erasePagers(decode(bytes)).replaceAll(/[\0\x07]/g, ''));
}

/** UTF-8 where the bytes are that, else one character for each byte: nothing is lost either way. */
function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
