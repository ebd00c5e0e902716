/** Refusing input says which file or folder, what it is, and what would be right. */
import { type Diagnostic, printDiagnostics } from '../diagnostic.ts';
import { FlaptrapError } from '../errors.ts';

export const WHAT_IS_RIGHT =
  'A bundle is a folder, or a .tar, .tar.gz or .zip of it, with tunnel.yaml and the folders a/ and b/ with the output of each router. The logs of both routers alone do too: name one, then the other.';

export function refusal(file: string, summary: string, detail = WHAT_IS_RIGHT): FlaptrapError {
  return new FlaptrapError('input', printDiagnostics([aboutFile('error', file, summary, 'bundle', detail)]));
}

/** A diagnostic about a whole file. */
export function aboutFile(severity: Diagnostic['severity'], file: string, summary: string, code: string, detail?: string): Diagnostic {
  return { severity, file, line: 0, column: 0, summary, code, ...(detail === undefined ? {} : { detail }) };
}
