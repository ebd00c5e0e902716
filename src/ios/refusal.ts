/** A refusal is the answer by which IOS says no to a line: which kind, and the line that says it. */

export interface Refusal {
  code: 'refused' | 'not-authorized';
  /** The line that says no. */
  text: string;
}

interface RefusalShape {
  pattern: RegExp;
  code: Refusal['code'];
}

/** `% Invalid input detected at '^' marker.` [C] */
export const INVALID_INPUT = /^% ?Invalid input detected at/;
/** `% Incomplete command.` [C] */
export const INCOMPLETE_COMMAND = /^% ?Incomplete command/;
/** `% Ambiguous command:  "sh i"` [C] */
export const AMBIGUOUS_COMMAND = /^% ?Ambiguous command/;
/** `% Unknown command or computer name, or unable to find computer address` [C] */
export const UNKNOWN_COMMAND =
  /^% ?(?:Unknown command or computer name|Bad IP address or host name|Unrecognized (?:command|host or address))/;
/** `Command authorization failed.` [L], also `% Authorization failed.` */
export const AUTHORIZATION_FAILED = /^(?:% ?)?(?:Command )?authorization failed/i;
/** `% Access denied` after a wrong enable secret, or in a parser view. [L] */
export const ACCESS_DENIED = /^% ?(?:Access denied|Bad secrets|Bad passwords)/;
/** `%Error opening flash:/none.txt (No such file or directory)` [L] */
export const FILE_ERROR = /^% ?Error (?:opening|deleting|reading|writing|computing|parsing|copying|accessing|show)/;
/** `% Configuration mode is locked by process '3' user 'admin' from terminal '2'. Please try later.` [L] */
export const CONFIGURATION_LOCKED = /^(?:% ?)?Configuration mode (?:is )?locked/i;
/** `Command rejected: the interface is a member of a port-channel` [L] */
export const COMMAND_REJECTED = /^(?:% ?)?(?:Command rejected|ERROR:)/;
/** `% Warning: use of this command needs care`, `%Note: ...`: said beside a yes. [L] */
export const NOTICE = /^% ?(?:Warning|Note|Info|Notice)\b/i;
/** `%SYS-5-CONFIG_I: Configured from console by ops on vty0`: a log line without its stamp, not an answer. [C] */
export const LOG_MNEMONIC = /^%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+\s?:/;
/** `% something IOS did not like`: in configuration mode any such line that is no notice. [L] */
export const OTHER_COMPLAINT = /^% ?\S/;
/** `                ^`: the marker under the word that was not understood. [C] */
export const MARKER = /^\s*\^\s*$/;

const SHAPES: readonly RefusalShape[] = [
  { pattern: INVALID_INPUT, code: 'refused' },
  { pattern: INCOMPLETE_COMMAND, code: 'refused' },
  { pattern: AMBIGUOUS_COMMAND, code: 'refused' },
  { pattern: UNKNOWN_COMMAND, code: 'refused' },
  { pattern: AUTHORIZATION_FAILED, code: 'not-authorized' },
  { pattern: ACCESS_DENIED, code: 'not-authorized' },
  { pattern: FILE_ERROR, code: 'refused' },
  { pattern: CONFIGURATION_LOCKED, code: 'refused' },
  { pattern: COMMAND_REJECTED, code: 'refused' },
];

/** A refusal has few lines: what is longer is output that merely quotes one, such as a file of debugs. */
const REFUSAL_LINES_MAX = 6;

/** The refusal in the answer to an EXEC command, when the whole answer is one. */
export function readRefusal(answer: string): Refusal | undefined {
  const lines = linesOf(answer);
  if (lines.length > REFUSAL_LINES_MAX) return undefined;
  const first = lines.findIndex((line) => !MARKER.test(line) && !isPreamble(line));
  const text = lines[first];
  const shape = text === undefined ? undefined : SHAPES.find(({ pattern }) => pattern.test(text));
  return shape === undefined || text === undefined ? undefined : { code: shape.code, text };
}

/** The refusal in the answer to a configuration line: there any complaint counts that is not a notice or a log line. */
export function readConfigurationRefusal(answer: string): Refusal | undefined {
  for (const text of linesOf(answer)) {
    if (NOTICE.test(text) || LOG_MNEMONIC.test(text)) continue;
    const shape = SHAPES.find(({ pattern }) => pattern.test(text));
    if (shape !== undefined) return { code: shape.code, text };
    if (OTHER_COMPLAINT.test(text)) return { code: 'refused', text };
  }
  return undefined;
}

/** `Translating "shwo"...domain server (255.255.255.255)`: said before a word is given up as a host name. [C] */
export const TRANSLATING = /^Translating "/;

function isPreamble(line: string): boolean {
  return TRANSLATING.test(line);
}

function linesOf(answer: string): string[] {
  return answer
    .split(/\r?\n/)
    .flatMap((line) => (line.trim() === '' ? [] : [line.trimEnd()]))
    .map((line) => (MARKER.test(line) ? line : line.trimStart()));
}
