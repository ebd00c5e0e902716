/** Two `show tech-support` in one file have no prompt between them: whose each of them is, its own `show version` and configuration say. */
import { TECH_HEADER } from '../../ios/log/terminal.ts';
import { mapLines, type Page } from './page.ts';

/** `hq uptime is 3 weeks, 2 days`, `hostname hq` */
const NAMED = /^(?:([A-Za-z][\w.-]{0,62}) uptime is |hostname ([A-Za-z][\w.-]{0,62})\s*$)/;

/** Where two routers are in it, each heading gets the prompt of its own. */
export function nameTech(page: Page): Page {
  const first = page.lines.findIndex((line) => TECH_HEADER.test(line));
  if (first === -1) return page;
  // It begins each time with the same command.
  const starts = page.lines.flatMap((line, at) => (headingOf(line) === headingOf(page.lines[first] ?? '') ? [at] : []));
  const hosts = starts.map((from, index) => hostIn(page.lines.slice(from, starts[index + 1])));
  if (new Set(hosts.filter((host) => host !== undefined)).size < 2) return page;
  return mapLines(
    page,
    (line, at) => {
      const command = headingOf(line);
      const host = command === undefined ? undefined : hosts.findLast((name, index) => name !== undefined && (starts[index] ?? 0) <= at);
      return host === undefined ? line : `${host}#${command}`;
    },
    'each show tech-support in it was given to the router that it names',
  );
}

function headingOf(line: string): string | undefined {
  return TECH_HEADER.exec(line)?.[1];
}

function hostIn(lines: readonly string[]): string | undefined {
  const match = NAMED.exec(lines.find((line) => NAMED.test(line)) ?? '');
  return match?.[1] ?? match?.[2];
}
