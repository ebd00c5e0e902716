/** A citation is the line that says something: what a fact was read from, and what proves a cause. */
import type { Side } from './side.ts';

/** A line of one text; `line` counts from 1. */
export interface Line {
  line: number;
  text: string;
}

/** The same in a bundle: whose record, and which of its files. */
export interface Citation extends Line {
  side: Side;
  file: string;
}

/** The line alone, without what else was read from it. */
export function citationOf({ side, file, line, text }: Citation): Citation {
  return { side, file, line, text };
}

/** `show_logging.txt:12` as a reader sees it: of a file that lies in no side's folder the way there says nothing. */
export function printPlace({ file, line }: Pick<Citation, 'file' | 'line'>): string {
  return `${file.replace(/^\.\.\//, '')}:${line}`;
}
