/** A lost terminal makes Node abort at its end with a stack trace (it wants to give the terminal its modes back); unless it is let go first. */
import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Standard input, output, error. */
const STREAMS = [0, 1, 2];

/** [C Node 20 src/node.cc: ResetStdio passes over what was closed, and asserts where tcsetattr fails with EIO] */
export function letGoOfLostTerminal(): void {
  const terminals = STREAMS.filter((stream) => isatty(stream));
  process.on('exit', () => {
    for (const stream of terminals) if (!isatty(stream)) closeSync(stream);
  });
}
