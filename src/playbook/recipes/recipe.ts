/** A recipe is what gives an account just the commands of a capture, in one of the ways that IOS knows. */
import type { NeededCommand } from './needed-command.ts';

export interface Recipe {
  title: string;
  /** Lines to paste; `!` or `#` lines say what a person must still decide. */
  print(commands: readonly NeededCommand[]): string[];
}
