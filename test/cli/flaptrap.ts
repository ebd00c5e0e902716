/** The whole program in this process: a command line in, its exit code and both streams out. */
import { Readable } from 'node:stream';
import { runProgram } from '../../src/cli/program/run-program.ts';
import { openTerminal } from '../../src/cli/screen.ts';
import { keepingSink } from './keeping-sink.ts';

export interface Answered {
  code: number;
  stdout: string;
  stderr: string;
}

/** A command that is under way, and what it has said so far. */
export interface UnderWay {
  ended: Promise<Answered>;
  stdout(): string;
  stderr(): string;
}

/** `isWatched`: a person reads what is told, and is told at once. */
export function start(args: readonly string[], isWatched = false): UnderWay {
  const [output, errors] = [keepingSink(), keepingSink()];
  errors.sink.isTTY = isWatched;
  const terminal = openTerminal({ input: Readable.from([]), output: output.sink, errors: errors.sink });
  const ended = runProgram(args, terminal).then((code) => ({ code, stdout: output.kept(), stderr: errors.kept() }));
  return { ended, stdout: output.kept, stderr: errors.kept };
}

export function flaptrap(args: readonly string[]): Promise<Answered> {
  return start(args).ended;
}
