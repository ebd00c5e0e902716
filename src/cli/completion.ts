/** `flaptrap completion` prints what a shell needs to complete every command, option and choice. */
import type { Command } from 'commander';
import { FlaptrapError } from '../errors.ts';
import { sayNearest } from '../nearest.ts';
import { describeProgram } from './completion/describe.ts';
import { SHELLS } from './completion/shells.ts';
import { EXIT } from './exit-code.ts';
import type { Door } from './program/arguments.ts';

export function defineCompletion(command: Command, { screen, show }: Door): void {
  command
    .addHelpText(
      'after',
      '\nExample:\n  flaptrap completion bash\n\nIn bash: source <(flaptrap completion bash). The first lines of each script say where it goes.',
    )
    .action((shell: string) => {
      screen.print(printCompletion(shell, command.parent ?? command).trimEnd());
      return show(Promise.resolve(EXIT.done));
    });
  const [argument] = command.registeredArguments;
  if (argument !== undefined) argument.argChoices = Object.keys(SHELLS);
}

export function printCompletion(shell: string, program: Command): string {
  const print = Object.entries(SHELLS).find(([id]) => id === shell)?.[1];
  if (print !== undefined) return print(describeProgram(program));
  const names = Object.keys(SHELLS);
  throw new FlaptrapError('input', `there is no completion for ${shell}${sayNearest(shell, names)}`, {
    next: `name one of ${names.join(', ')}`,
  });
}
