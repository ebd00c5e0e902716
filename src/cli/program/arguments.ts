/** Arguments that several commands share, and what a command's definition needs of the running program. */
import { type Command, InvalidArgumentError } from 'commander';
import { FlaptrapError } from '../../errors.ts';
import type { Screen } from '../screen.ts';
import { DEFAULT_STATE } from '../state-folder.ts';

export interface Door {
  screen: Screen;
  /** Ends with the code that the command gives. */
  end(code: Promise<number>): Promise<void>;
  /** The same of a command that does nothing but print: what could not be printed is an error. */
  show(code: Promise<number>): Promise<void>;
}

export const STATE = [
  '--state <dir>',
  'the folder of the audit, and of captures that are remembered in files; also set by FLAPTRAP_STATE',
  DEFAULT_STATE,
] as const;
export const RECORD = [
  '--record <dir>',
  'record each session in this folder byte for byte, without secrets, to replay it as a test',
] as const;
export const PROVEN = ['--proven <dir>', 'the folder of cards that `flaptrap prove` has written', 'docs/proven'] as const;
export const OUT = ['--out <dir>', 'the folder for the bundle and the report', 'captures'] as const;

/** Every command has it: what it does stands in `run-program.ts`. */
export const QUIET = ['--quiet', 'tell nothing beside the result but what went wrong'] as const;

/** Of the two commands that arm. */
export function addArming(command: Command): Command {
  return command
    .option('--yes', 'apply the plan without asking')
    .option('--json', 'print the outcome as JSON')
    .option('--digest <digest>', 'apply the plan only if it has this digest (from `flaptrap plan`)')
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', `\nExample:\n  flaptrap ${command.name()} tunnel.yaml --digest 5d41402abc4b2a76`);
}

/** Where `--json` is the same as `--format json`. */
export function requireOneFormat({ json, format }: { json?: boolean; format: string }): void {
  if (json === true && format !== 'json')
    throw new FlaptrapError('input', `--json and --format ${format} contradict each other`, { next: 'give only one of them' });
}

export function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}
