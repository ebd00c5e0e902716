/** A console session, or a `show tech-support`, is split by command: each show that is known, and each event trace, becomes a page of its own, the rest stays a log. */
import { showOfCommand, TECH_HEADER } from '../../ios/log/embedded-shows.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import type { Page } from './page.ts';
import { keep } from './page.ts';

export interface ShownPart {
  /** As it was typed. */
  command: string;
  /** In full, as a file of its output is called after it. */
  inFull: string;
  /** The router's name at the prompt. */
  host: string | undefined;
  page: Page;
}

export interface Parts {
  /** What is no output of a known show, prompts among it. */
  rest: Page;
  shows: ShownPart[];
}

/** `show monitor event-trace crypto ikev2 event all`, `sh mon ev cry all`: a record of its own, which begins before what stands above it. */
export const EVENT_TRACE = /^sh(?:ow?)?\s+mon(?:i(?:t(?:o(?:r)?)?)?)?\s+ev(?:e(?:n(?:t(?:[-\s]t(?:r(?:a(?:c(?:e)?)?)?)?)?)?)?)?(?=\s)/i;
/** `hq#`, `hq(config)#`, `branch>` */
export const PROMPT_HOST = /^([A-Za-z][\w.-]{0,62})(?:\([\w-]{1,40}\))?[#>]/;

export function splitCommands(page: Page): Parts {
  if (!page.lines.some((line) => commandOf(line) !== undefined)) return { rest: page, shows: [] };
  const rest: number[] = [];
  const shows: { command: string; inFull: string; isTrace: boolean; host: string | undefined; places: number[] }[] = [];
  let open: (typeof shows)[number] | undefined;
  page.lines.forEach((line, at) => {
    const command = commandOf(line);
    if (command !== undefined) {
      const isTrace = EVENT_TRACE.test(command);
      const inFull = isTrace ? command.replace(EVENT_TRACE, 'show monitor event-trace') : showOfCommand(command)?.command;
      open = inFull === undefined ? undefined : { command, inFull, isTrace, host: PROMPT_HOST.exec(line)?.[1], places: [] };
      if (open !== undefined) shows.push(open);
      rest.push(at);
    } else if (open === undefined || (!open.isTrace && readLogLine(line).stamp !== undefined)) rest.push(at);
    else open.places.push(at);
  });
  return {
    rest: keep(page, rest),
    shows: shows
      .map(({ command, inFull, host, places }) => ({ command, inFull, host, page: keep(page, places) }))
      .filter(({ page: { lines } }) => lines.some((line) => line.trim() !== '')),
  };
}

function commandOf(line: string): string | undefined {
  return TECH_HEADER.exec(line)?.[1] ?? readCommand(line);
}

/** `% Invalid input detected at '^' marker.`, `% Authorization failed`, `[Not Available]`: the router did not show it. */
export const REFUSED =
  /^\s*(?:% ?(?:Invalid input|Incomplete command|Ambiguous command|Unknown command|Unrecognized)|%? ?(?:Command authorization|Authorization) failed|\[?Not Available\]?\s*$)/im;
/** A filter that leaves lines out; `section` and `begin` leave whole parts. */
export const FILTERED =
  /\|\s*(?:i(?:n(?:c(?:l(?:u(?:d(?:e)?)?)?)?)?)?|e(?:x(?:c(?:l(?:u(?:d(?:e)?)?)?)?)?)?|c(?:o(?:u(?:n(?:t)?)?)?)?)\b|\bcount\b/i;
const PEER = /\bpeer\s+(\S+)/i;

/** Why the output says nothing of what it lacks; undefined when it is whole. `tunnel`: the addresses of both peers. */
export function whyPartial(command: string, text: string, addresses: ReadonlySet<string>): string | undefined {
  if (FILTERED.test(command)) return 'was filtered: what it lacks may be there';
  if (REFUSED.test(text.slice(0, REFUSAL_CHARACTERS))) return 'was refused by the router';
  const peer = PEER.exec(command)?.[1];
  return peer === undefined || addresses.size === 0 || addresses.has(peer) ? undefined : `is about another peer, ${peer}`;
}

/** A refusal is all that the router answers. */
const REFUSAL_CHARACTERS = 400;
