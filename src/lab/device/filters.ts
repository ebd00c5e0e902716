/** Filters are what stands behind a pipe: they choose lines, or write the output into a file. */
import { isOurs, nameOf } from './flash.ts';
import type { Router } from './router.ts';

/** ` | include ^logging` */
export const PIPE = /^(?<command>.*?)\s\|\s*(?<filter>\S+)\s+(?<argument>.+?)\s*$/;

const FILTERS = ['append', 'begin', 'count', 'exclude', 'include', 'redirect', 'section', 'tee'] as const;
type Filter = (typeof FILTERS)[number];

export function filterNamed(typed: string): Filter | undefined {
  return FILTERS.find((name) => name.startsWith(typed.toLowerCase()));
}

export function applyFilter(router: Router, filter: Filter, argument: string, output: string): string {
  if (filter === 'redirect' || filter === 'append' || filter === 'tee') {
    const answer = writeOut(router, filter, argument, output);
    return answer.startsWith('%Error') ? router.quirk.onWriteFailure(answer) : answer;
  }
  const lines = output.split('\n');
  const pattern = new RegExp(argument);
  if (filter === 'include') return lines.filter((line) => pattern.test(line)).join('\n');
  if (filter === 'exclude') return lines.filter((line) => !pattern.test(line)).join('\n');
  if (filter === 'begin')
    return lines
      .slice(
        Math.max(
          0,
          lines.findIndex((line) => pattern.test(line)),
        ),
      )
      .join('\n');
  if (filter === 'count') return `Number of lines which match regexp = ${lines.filter((line) => pattern.test(line)).length}`;
  return sections(lines, pattern).join('\n');
}

/** A line that matches, with the indented lines under it. */
function sections(lines: readonly string[], pattern: RegExp): string[] {
  let isInside = false;
  return lines.filter((line) => {
    if (!line.startsWith(' ')) isInside = pattern.test(line);
    return isInside || pattern.test(line);
  });
}

function writeOut(router: Router, filter: 'redirect' | 'append' | 'tee', target: string, output: string): string {
  const isAppending = filter === 'append' || target.startsWith('/append ');
  if (isAppending && router.spec.eemFault === 'no-append') return `%Error opening ${target} (Invalid argument)`;
  const path = target.replace(/^\/append\s+/, '');
  if (!isOurs(router, path)) return `%Error opening ${path} (No such device)`;
  // The words are believed. [B]
  if (!router.writeFile(nameOf(path), `${output}\n`, isAppending ? 'append' : 'replace'))
    return `%Error writing ${path} (No space left on device)`;
  return filter === 'tee' ? output : '';
}
