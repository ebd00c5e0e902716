/** A command is the words by which it is typed on a line, abbreviated as IOS allows, what it answers, and how what fits none is refused. */
import type { Router } from '../router.ts';

/** A terminal line in use, as the commands that are typed on it see it. */
export interface Line {
  /** Its number, of `line vty`. */
  readonly line: number;
  privilege: number;
  /** 0: the pager is off. */
  pageLines: number;
  /** Of the terminal; 0: lines are never shifted. */
  columns: number;
  /** `terminal monitor` */
  isMonitoring: boolean;
  /** EEM's own: needs no password. */
  readonly isInternal: boolean;
  /** Asks back; the next line that is typed answers it. */
  ask(text: string, answer: (typed: string) => string, options?: { isSecret?: boolean }): string;
  enterConfiguration(): void;
  close(): void;
}

export interface Command {
  /** Keywords; `<name>` is any word, `<name...>` the rest of the line, `[word]` may be left out. */
  words: string;
  /** Least privilege. */
  privilege: 1 | 15;
  /** `options` holds the optional words that were typed. */
  run(router: Router, values: readonly string[], line: Line, options: ReadonlySet<string>): string | Promise<string>;
}

export type Match =
  | { is: 'match'; command: Command; values: string[]; options: ReadonlySet<string> }
  | { is: 'incomplete' }
  | { is: 'ambiguous' }
  /** Column from 0 of the first word that fits nothing. */
  | { is: 'invalid'; column: number };

/** A command that the words so far may become. */
interface Candidate {
  command: Command;
  /** What is still to be typed; its first word is the next. */
  rest: readonly string[];
  values: string[];
  options: ReadonlySet<string>;
}

const isOptional = (word: string): boolean => word.startsWith('[');
const isValue = (word: string): boolean => word.startsWith('<');
const nameOf = (word: string): string => (isOptional(word) ? word.slice(1, -1) : word);

/** Finds the command word by word, as IOS does: an exact word before an abbreviation, a keyword before a value. */
export function matchCommand(commands: readonly Command[], line: string): Match {
  let options = firstWords(commands);
  let candidates: Candidate[] = [];
  for (const { 0: typed, index } of line.matchAll(/\S+/g)) {
    const begun = typed.toLowerCase();
    const keywords = options.filter(({ rest }) => !isValue(rest[0] ?? '<') && nameOf(rest[0] ?? '').startsWith(begun));
    const exact = keywords.filter(({ rest }) => nameOf(rest[0] ?? '') === begun);
    const chosen = exact.length > 0 ? exact : keywords;
    if (new Set(chosen.map(({ rest }) => nameOf(rest[0] ?? ''))).size > 1) return { is: 'ambiguous' };
    const values = options.filter(({ rest }) => isValue(rest[0] ?? ''));
    if (chosen.length === 0 && values.length === 0) return { is: 'invalid', column: index };
    const whole = values.find(({ rest }) => rest[0]?.endsWith('...>'));
    if (chosen.length === 0 && whole !== undefined) return { ...whole, is: 'match', values: [...whole.values, line.slice(index)] };
    candidates = (chosen.length > 0 ? chosen : values).map((candidate) => take(candidate, typed));
    options = candidates.flatMap(nextWords);
  }
  const complete = candidates.find(({ rest }) => rest.every(isOptional));
  return complete === undefined ? { is: 'incomplete' } : { ...complete, is: 'match' };
}

/** Of a line of which nothing was read yet: the same for every line. */
const FIRST_WORDS = new WeakMap<readonly Command[], readonly Candidate[]>();

function firstWords(commands: readonly Command[]): readonly Candidate[] {
  const known =
    FIRST_WORDS.get(commands) ??
    commands.flatMap((command) => nextWords({ command, rest: command.words.split(' '), values: [], options: new Set() }));
  FIRST_WORDS.set(commands, known);
  return known;
}

/** The candidate behind the word that was typed for its next one. */
function take({ command, rest: [word = '', ...rest], values, options }: Candidate, typed: string): Candidate {
  if (isValue(word)) return { command, rest, values: [...values, typed], options };
  return { command, rest, values, options: isOptional(word) ? new Set([...options, nameOf(word)]) : options };
}

/** The same candidate at each word that may come next. */
function nextWords(candidate: Candidate): Candidate[] {
  const { rest } = candidate;
  const [first] = rest;
  if (first === undefined) return [];
  return isOptional(first) ? [candidate, ...nextWords({ ...candidate, rest: rest.slice(1) })] : [candidate];
}

/** The marker stands under the first word that fits no command. [C] */
export function invalidInput(column: number): string {
  return `${' '.repeat(column)}^\n% Invalid input detected at '^' marker.\n`;
}

/** True for an answer by which a router refuses a line. */
export function isRefusal(output: string): boolean {
  return /^(?: *\^\n)?% (?:Invalid input|Incomplete command|Ambiguous command)/.test(output);
}
