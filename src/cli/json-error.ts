/** A JSON error is the one object on standard error of a command that was given --json and did not end well. */
import { CommanderError } from 'commander';
import type { Diagnostic } from '../diagnostic.ts';
import { type ErrorContext, FlaptrapError, messageOf } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import { usageMessage } from './program/usage.ts';

const SCHEMA = 'flaptrap.error/1';

/** Before the command line is understood: it may be what is wrong. */
export function asksForJson(args: readonly string[]): boolean {
  const own = optionsIn(args);
  return own.some((arg, index) => arg === '--json' || arg === '--format=json' || (arg === '--format' && own[index + 1] === 'json'));
}

/** The same: a mistake in the command line is told in any case, and nothing else. */
export function asksForQuiet(args: readonly string[]): boolean {
  return optionsIn(args).includes('--quiet');
}

function optionsIn(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? args : args.slice(0, end);
}

/** `told`: what was said before the error. */
export function printErrorJson(error: unknown, exit: number, told: readonly string[] = []): string {
  return print({ ...describe(error), exit, ...(told.length === 0 ? {} : { told }) });
}

const ENDS: Record<number, [code: string, message: string]> = {
  [EXIT.input]: ['input', 'the input is wrong'],
  [EXIT.device]: ['device', 'a router refused a command, or could not be reached'],
  [EXIT.leftBehind]: ['left-behind', 'something was left on a router'],
  [EXIT.noCapture]: ['no-capture', 'ended without a capture'],
  [EXIT.stopped]: ['stopped', 'stopped'],
};

/** The end of a command that threw nothing, and did not end well either. */
export function printEnd(exit: number, told: readonly string[]): string {
  const [code, message] = ENDS[exit] ?? ['internal', 'a bug in flaptrap'];
  return print({ code, message: told.length === 0 ? message : told.join('\n').trim(), exit });
}

interface Described extends Omit<ErrorContext, 'cause' | 'diagnostics'> {
  code: string;
  message: string;
  file?: string;
  line?: number;
  col?: number;
  diagnostics?: readonly Diagnostic[];
}

function describe(error: unknown): Described {
  if (error instanceof CommanderError) return { code: 'input', message: usageMessage(error), next: 'flaptrap --help shows the commands' };
  if (!(error instanceof FlaptrapError)) return { code: 'internal', message: messageOf(error) };
  const { peer, tried, answer, next, diagnostics = [] } = error.context;
  return { code: error.code, peer, message: error.message, tried, answer, next, ...placeOf(diagnostics) };
}

/** The place of the first error, and all of them. */
function placeOf(diagnostics: readonly Diagnostic[]): Partial<Described> {
  const first = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  if (first === undefined) return {};
  const { file, line, column } = first;
  return { file, ...(line > 0 ? { line } : {}), ...(column > 0 ? { col: column } : {}), diagnostics };
}

function print(described: Described & { exit: number; told?: readonly string[] }): string {
  return JSON.stringify({ schema: SCHEMA, ...described });
}
