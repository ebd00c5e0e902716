/** Suppressing a lint: a comment `! flaptrap-ignore ID` silences it on the next line, or in the whole applet when that line is its header. */
import { HEADER } from './parse.ts';

/** `! flaptrap-ignore pager-on, write-memory` */
const SUPPRESSION = /^\s*!\s*flaptrap-ignore\s+(?<ids>[\w-]+(?:\s*,\s*[\w-]+)*)/;

/** Says of a line (from 1) and a lint's id whether somebody wants to hear of it. */
export function suppressionsOf(text: string): (line: number, id: string | undefined) => boolean {
  const silenced = new Map<number, Set<string>>();
  if (text.includes('flaptrap-ignore')) collect(text.split(/\r?\n/), silenced);
  return (line, id) => id !== undefined && silenced.get(line)?.has(id) === true;
}

function collect(lines: readonly string[], silenced: Map<number, Set<string>>): void {
  let pending: string[] = [];
  let whole: string[] = [];
  for (const [index, line] of lines.entries()) {
    const ids = SUPPRESSION.exec(line)?.groups?.['ids'];
    if (ids !== undefined) {
      pending = [...pending, ...ids.split(/\s*,\s*/)];
      continue;
    }
    if (HEADER.test(line)) whole = pending;
    silenced.set(index + 1, new Set([...pending, ...whole]));
    if (line.trim() !== '') pending = [];
  }
}
