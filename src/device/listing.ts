/** A listing is what a router says is on its flash: believed file by file, because one name or size that cannot be may cost that file only. */
import { type ErrorContext, FlaptrapError } from '../errors.ts';
import { type FileEntry, findNameProblem } from '../ios/directory.ts';
import { LIMITS } from './limits.ts';

/** Each entry as it came, with what stands against its use. */
export function judgeEntries(files: readonly FileEntry[]): FileEntry[] {
  const seen = new Set<string>();
  return files.map((file) => {
    const problem = seen.has(file.name) ? 'dir lists its name twice' : (findNameProblem(file.name) ?? sizeProblem(file.sizeBytes));
    seen.add(file.name);
    return problem === undefined ? file : { ...file, problem };
  });
}

export function checkEntries(files: readonly FileEntry[], context: ErrorContext): void {
  if (files.length <= LIMITS.directoryEntries) return;
  throw new FlaptrapError('no-answer', `lists ${files.length} files; flaptrap reads at most ${LIMITS.directoryEntries}`, {
    ...context,
    next: 'log in by hand and delete files that are not needed from its flash',
  });
}

/** Before any room is made for it: a router may list what no flash holds. */
export function tooLarge(path: string, sizeBytes: number, context: ErrorContext): FlaptrapError | undefined {
  const problem = sizeProblem(sizeBytes);
  if (problem === undefined) return undefined;
  return new FlaptrapError('retrieval', `${path} cannot be fetched: ${problem}`, {
    ...context,
    next: 'look at it on the router (dir), and copy it by hand if you need it',
  });
}

function sizeProblem(sizeBytes: number): string | undefined {
  return sizeBytes <= LIMITS.fileBytes ? undefined : `it has ${sizeBytes} bytes; flaptrap fetches at most ${LIMITS.fileBytes}`;
}
