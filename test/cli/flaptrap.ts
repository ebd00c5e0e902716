/** A command line, run in this process as `main.ts` runs it: its exit code, and what it said where. */
import { Readable } from 'node:stream';
import { runProgram } from '../../src/cli/program/run-program.ts';
import { openTerminal } from '../../src/cli/screen.ts';
import { keepingSink } from './keeping-sink.ts';

export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

export async function flaptrap(...args: string[]): Promise<Said> {
  const [output, errors] = [keepingSink(), keepingSink()];
  const code = await runProgram(args, openTerminal({ input: Readable.from([]), output: output.sink, errors: errors.sink }));
  return { code, stdout: output.kept(), stderr: errors.kept() };
}
