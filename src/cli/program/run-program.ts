/** Running the program takes a command line all the way to its exit code: errors in words, or as one JSON object where JSON was asked for. */
import { CommanderError } from 'commander';
import { sayStoreTrouble } from '../../engine/database/trouble.ts';
import { FlaptrapError, printError } from '../../errors.ts';
import { explainReason, sayFileTrouble } from '../../file-trouble.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { asksForJson, asksForQuiet, printEnd, printErrorJson } from '../json-error.ts';
import type { Screen, Terminal } from '../screen.ts';
import { makeProgram } from './program.ts';

/** `told` is what was said before the end, and not shown yet. */
interface Speech {
  screen: Screen;
  told: string[];
}

/** `args` without the interpreter and the script. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const isJson = asksForJson(args);
  const heard = asksForQuiet(args) ? quieten(terminal) : terminal;
  const { screen, told } = isJson && !terminal.isWatched ? holdBack(heard) : { screen: heard, told: [] };
  try {
    const code = await carryOut(args, screen, isJson ? () => undefined : screen.tell, terminal);
    if (isJson && code >= EXIT.input) terminal.tell(printEnd(code, told));
    else for (const text of told) terminal.tell(text);
    return code;
  } catch (error) {
    return fail(sayStoreTrouble(sayFileTrouble(error)), args, { screen: terminal, told }, isJson);
  }
}

async function carryOut(args: readonly string[], screen: Screen, complain: (text: string) => void, terminal: Terminal): Promise<number> {
  let code: number = EXIT.done;
  const end = async (ended: Promise<number>): Promise<void> => {
    code = await ended;
  };
  const show = async (ended: Promise<number>): Promise<void> => {
    code = await ended;
    requireShown(await terminal.whyLost());
  };
  const program = await makeProgram(args, { screen, end, show }, complain);
  await program.parseAsync(args, { from: 'user' });
  return code;
}

/** A reader that has seen enough (`| head -1`) is no error; a disk that is full is. */
function requireShown(why: string | undefined): void {
  if (why === undefined || why === 'EPIPE') return;
  throw new FlaptrapError('input', `the result could not be written to standard output: ${explainReason(why)}`, {
    next: 'run it again and redirect standard output to another place',
  });
}

async function fail(error: unknown, args: readonly string[], { screen, told }: Speech, isJson: boolean): Promise<number> {
  const isUsage = error instanceof CommanderError;
  if (isUsage && error.exitCode === 0) return EXIT.done;
  const exit = isUsage ? EXIT.input : exitCodeOf(error);
  const shown = exit === EXIT.fault ? (await import('../fault.ts')).reportFault(error, args) : error;
  if (isJson) screen.tell(printErrorJson(shown, exit, told));
  else if (!isUsage) screen.tell(printError(shown));
  return exit;
}

/** Standard error holds the one object or the words, never both; a person at a terminal is told at once. */
function holdBack(screen: Screen): Speech {
  const told: string[] = [];
  const isQuiet = screen.isQuiet === true;
  return {
    told,
    screen: {
      ...screen,
      tell: (text, weight) => {
        if (!isQuiet || weight === 'grave') told.push(text);
      },
    },
  };
}

/** What went wrong is told, and what a person is asked; nothing is drawn. */
function quieten(terminal: Terminal): Screen {
  const tell: Screen['tell'] = (text, weight) => (weight === 'grave' ? terminal.tell(text) : undefined);
  return { ...terminal, tell, isQuiet: true, foot: undefined };
}
