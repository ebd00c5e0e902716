/** A screen is where a command speaks: results on standard output, everything else on standard error. */
import { createInterface } from 'node:readline/promises';

export interface Screen {
  /** The result, and nothing but the result. */
  print(text: string): void;
  /** Progress, warnings, diagnostics. */
  tell(text: string): void;
  /** True when a person can be asked. */
  isInteractive: boolean;
  /** True only for a typed yes. */
  confirm(question: string): Promise<boolean>;
}

export const TERMINAL: Screen = {
  print: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  tell: (text) => process.stderr.write(text.endsWith('\n') ? text : `${text}\n`),
  isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
  confirm: async (question) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
    } finally {
      reader.close();
    }
  },
};
