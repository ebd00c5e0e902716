/** What was read as one log is cited by the file and the line in which it stands, and each of the files gets its own figures. */
import type { Event } from '../../ipsec/event.ts';
import type { FileEnd } from './file-end.ts';

export interface LogFile {
  name: string;
  text: string;
}

/** What one file of a log holds. */
export interface LogPart {
  file: string;
  lines: number;
  unknown: number;
  messages: number;
  families: string[];
  isCutShort: boolean;
}

/** `ends`: of each file, in their order. */
export function partsOf(files: readonly LogFile[], ends: readonly FileEnd[]): LogPart[] {
  return ends.map((end, index) => {
    const before = ends[index - 1] ?? NOTHING;
    const { families, isCutShort } = end;
    const [lines, unknown, messages] = [end.line - before.line, end.unknown - before.unknown, end.messages - before.messages];
    return { file: files[index]?.name ?? '', lines, unknown, messages, families: [...families].sort(), isCutShort };
  });
}

const NOTHING = { line: 0, unknown: 0, messages: 0 };

/** Changes the events, which nobody else has yet. */
export function citeFiles(events: readonly Event[], parts: readonly LogPart[]): void {
  let [index, above] = [0, 0];
  const linesOf = (at: number) => parts[at]?.lines ?? Number.POSITIVE_INFINITY;
  for (const event of events) {
    // A message that is told later stands a few lines back.
    while (index > 0 && event.line <= above) {
      index -= 1;
      above -= linesOf(index);
    }
    while (event.line > above + linesOf(index)) {
      above += linesOf(index);
      index += 1;
    }
    event.file = parts[index]?.file ?? event.file;
    event.line -= above;
    // The rest of it stands in the next file.
    event.endLine = Math.min(event.endLine - above, linesOf(index));
  }
}
