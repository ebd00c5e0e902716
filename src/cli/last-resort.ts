/** The last resort of the process: what nobody caught is told once and ends it with 70, a terminal that is lost is let go of, and what lingers is left. */
import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { printError } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import { asksForJson, printErrorJson } from './json-error.ts';
import type { Screen } from './screen.ts';

/** A capture on two slow routers is put back within this. */
const PATIENCE_MS = 180_000;

export function watchForFaults(args: readonly string[], screen: Screen): void {
  let isFaulty = false;
  const onFault = (fault: unknown): void => {
    // What breaks while the routers are put back does not keep them from it.
    if (isFaulty) return;
    isFaulty = true;
    process.on('exit', () => {
      process.exitCode = EXIT.fault;
    });
    void tell(fault, args, screen).finally(endCapture);
  };
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
}

/** Where even the report cannot be made, the fault itself is told. */
async function tell(fault: unknown, args: readonly string[], screen: Screen): Promise<void> {
  const error = await import('./fault.ts').then(({ reportFault }) => reportFault(fault, args)).catch(() => fault);
  screen.tell(asksForJson(args) ? printErrorJson(error, EXIT.fault) : printError(error));
}

/** A command that listens for a stop has something to put back. */
function endCapture(): void {
  if (process.listenerCount('SIGTERM') > 0) stopWithin(PATIENCE_MS);
  else process.exit(EXIT.fault);
}

function stopWithin(ms: number): void {
  setTimeout(() => process.exit(EXIT.fault), ms).unref();
  process.emit('SIGTERM', 'SIGTERM');
}

/** What ends by itself has ended by then. */
const LINGER_MS = 5000;

/** A command has ended, and all is said: a connection to what does not answer any more, or a pause of what others go on with, keeps no process. */
export function leaveWhatLingers(): void {
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Standard input, output, error. */
const STREAMS = [0, 1, 2];

/**
 * A lost terminal makes Node abort at its end with a stack trace (it wants to give the terminal its modes back); unless it is let go first.
 * [C Node 20 src/node.cc: ResetStdio passes over what was closed, and asserts where tcsetattr fails with EIO]
 */
export function letGoOfLostTerminal(): void {
  const terminals = STREAMS.filter((stream) => isatty(stream));
  process.on('exit', () => {
    for (const stream of terminals) if (!isatty(stream)) closeSync(stream);
  });
}
