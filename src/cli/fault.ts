/** A fault is an error that nobody foresaw: one line that says what to send, the rest in a file of the user's own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../capture/make-folder.ts';
import { FlaptrapError } from '../errors.ts';
import { removeSecrets } from '../ios/secrets.ts';
import { readVersion } from './program/version.ts';
import { DEFAULT_STATE } from './state-folder.ts';

/** Writes the report, and gives the error that is told in the place of the fault. */
export function reportFault(fault: unknown, args: readonly string[]): FlaptrapError {
  const message = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  const machine = `flaptrap ${readVersion()}, node ${process.version}, ${process.platform}`;
  const stack = fault instanceof Error ? (fault.stack ?? message) : message;
  const report = `${machine}\ncommand: flaptrap ${args.join(' ')}\n\n${stack}\n${printCauses(fault)}`;
  const path = write(stateOf(args), removeSecrets(report));
  return new FlaptrapError(
    'internal',
    removeSecrets(`this is a bug in flaptrap: ${message.split('\n')[0]}; please send ${path} (${machine})`),
    {
      next: '`flaptrap status` shows what is still armed',
      cause: fault,
    },
  );
}

function printCauses(fault: unknown): string {
  const cause = fault instanceof Error ? fault.cause : undefined;
  return cause instanceof Error ? `\ncaused by ${cause.stack ?? cause.message}\n${printCauses(cause)}` : '';
}

/** Where the report is, or why there is none. */
function write(folder: string, report: string): string {
  const path = join(folder, 'faults', `${new Date().toISOString().replace(/[:.]/g, '-')}.txt`);
  try {
    makeFolder(join(folder, 'faults'));
    // Never through a link that somebody laid there.
    writeFileSync(path, report, { mode: 0o600, flag: 'wx' });
    return path;
  } catch {
    return `these lines: ${report.split('\n').slice(3, 6).join(' ')}`;
  }
}

/** Before the command line is understood. */
function stateOf(args: readonly string[]): string {
  const named = args.find((arg) => arg.startsWith('--state='))?.slice('--state='.length) ?? args[args.indexOf('--state') + 1];
  return args.some((arg) => arg === '--state' || arg.startsWith('--state=')) && named !== undefined ? named : DEFAULT_STATE;
}
