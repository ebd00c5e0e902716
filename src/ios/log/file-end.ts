/** A file's end within a log that stands in several: what had been counted by there, so that each file gets its own share. */
export interface FileEnd {
  /** Its last line, counted from the first of the log. */
  line: number;
  /** Of the log up to here. */
  unknown: number;
  messages: number;
  /** Of this file alone. */
  families: Set<string>;
  /** True when it has no line end and breaks off inside a message. */
  isCutShort: boolean;
}

interface Counted {
  lines: number;
  unknown: number;
  clock: { messages: number };
  session: { families: Set<string> };
}

/** What is counted so far; the families are counted anew behind it. */
export function endOf({ lines: line, unknown, clock, session }: Counted, isCutShort: boolean): FileEnd {
  const families = new Set(session.families);
  session.families.clear();
  return { line, unknown, messages: clock.messages, families, isCutShort };
}

/** A message is known when its last line has come; it is of the file in which it begins. Undefined: of the one that is being read. */
export function familiesAt(ends: readonly FileEnd[], line: number): Set<string> | undefined {
  return behind(ends, line)[0]?.families;
}

/** The same of one that nobody reads. */
export function countBack(ends: readonly FileEnd[], line: number): void {
  for (const end of behind(ends, line)) end.unknown += 1;
}

/** Those that lie behind the line: none of most. */
function behind(ends: readonly FileEnd[], line: number): readonly FileEnd[] {
  const last = ends.at(-1);
  return last === undefined || last.line < line ? NONE : ends.filter((end) => end.line >= line);
}

const NONE: readonly FileEnd[] = [];
