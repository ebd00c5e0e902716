/** Arguments that several commands share, and what a command's definition needs of the running program. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Screen } from '../screen.ts';
import { DEFAULT_STATE } from '../state-folder.ts';

export interface Door {
  screen: Screen;
  /** Ends with the code that the command gives. */
  end(code: Promise<number>): Promise<void>;
  /** The same of a command that does nothing but print: what could not be printed is an error. */
  show(code: Promise<number>): Promise<void>;
}

export const STATE = ['--state <dir>', 'where captures are remembered; FLAPTRAP_STATE says it too', DEFAULT_STATE] as const;
export const RECORD = ['--record <dir>', 'keep each session there byte for byte, secrets removed, to be replayed as a test'] as const;
export const OUT = ['--out <dir>', 'where the bundle and the report are written', 'captures'] as const;

/** Of the two commands that arm. */
export function addArming(command: Command): Command {
  return command
    .option('--yes', 'apply the plan without asking')
    .option('--json', 'print the outcome as JSON')
    .option('--digest <digest>', 'apply only the plan with this digest, as `flaptrap plan` printed it')
    .option(...STATE)
    .option(...OUT)
    .addHelpText('after', `\nExample:\n  flaptrap ${command.name()} tunnel.yaml --digest 5d41402abc4b2a76`);
}

export function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}
