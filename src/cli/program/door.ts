/** A door is what a command's definition needs of the running program: where it speaks, and how it ends. */
import type { Screen } from '../screen.ts';

export interface Door {
  screen: Screen;
  /** Ends with the code that the command gives. */
  end(code: Promise<number>): Promise<void>;
  /** The same of a command that does nothing but print: what could not be printed is an error. */
  show(code: Promise<number>): Promise<void>;
}
