/** Suppressing a lint: a comment `! flaptrap-ignore ID` silences it on the next line, or in the whole applet when that line is its header. */
import { HEADER } from './openings.ts';

/** `! flaptrap-ignore pager-on, write-memory` */
const SUPPRESSION = /^\s*!\s*flaptrap-ignore\s+(?<ids>[\w-]+(?:\s*,\s*[\w-]+)*)/;

/** One id of one comment. */
export interface Suppression {
  id: string;
  /** Of the comment, from 1. */
  line: number;
  text: string;
  isUsed: boolean;
}

export interface Suppressions {
  all: Suppression[];
  /** Says of a line (from 1) and a lint's id whether somebody wants not to hear of it. */
  silences(line: number, id: string | undefined): boolean;
}

export function suppressionsOf(text: string): Suppressions {
  const all: Suppression[] = [];
  const silenced = new Map<number, Suppression[]>();
  if (text.includes('flaptrap-ignore')) collect(text.split(/\r?\n/), all, silenced);
  const silences = (line: number, id: string | undefined): boolean => {
    const found = silenced.get(line)?.filter((each) => each.id === id) ?? [];
    for (const each of found) each.isUsed = true;
    return found.length > 0;
  };
  return { all, silences };
}

function collect(lines: readonly string[], all: Suppression[], silenced: Map<number, Suppression[]>): void {
  let pending: Suppression[] = [];
  let whole: Suppression[] = [];
  for (const [index, line] of lines.entries()) {
    const ids = SUPPRESSION.exec(line)?.groups?.['ids'];
    if (ids !== undefined) {
      const found = ids.split(/\s*,\s*/).map((id) => ({ id, line: index + 1, text: line, isUsed: false }));
      all.push(...found);
      pending = [...pending, ...found];
      continue;
    }
    if (HEADER.test(line)) whole = pending;
    silenced.set(index + 1, [...pending, ...whole]);
    if (line.trim() !== '') pending = [];
  }
}
