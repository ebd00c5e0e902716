/** A console session, or a `show tech-support`, is split by command: each show that is known, and each event trace, becomes a page of its own, the rest stays a log. */
import { showOfCommand, TECH_HEADER } from '../../ios/log/embedded-shows.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import { OpenShow } from './open-show.ts';
import { keep, type Page } from './page.ts';

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
  const shows: OpenShow[] = [];
  let open: OpenShow | undefined;
  page.lines.forEach((line, at) => {
    const command = commandOf(line);
    if (command === undefined) {
      if (open === undefined) rest.push(at);
      else if (!open.take(line, at, rest)) open = undefined;
      return;
    }
    open?.resume(rest);
    open = openShow(command, line, page);
    if (open !== undefined) shows.push(open);
    rest.push(at);
  });
  open?.resume(rest);
  return {
    rest: keep(
      page,
      rest.toSorted((one, two) => one - two),
    ),
    shows: shows
      .map(({ command, inFull, host, places }) => ({ command, inFull, host, page: keep(page, places) }))
      .filter(({ page: { lines } }) => lines.some((line) => line.trim() !== '')),
  };
}

function openShow(command: string, line: string, page: Page): OpenShow | undefined {
  const host = PROMPT_HOST.exec(line)?.[1];
  if (EVENT_TRACE.test(command))
    return new OpenShow(page, { command, inFull: command.replace(EVENT_TRACE, 'show monitor event-trace'), host });
  const show = showOfCommand(command);
  return show === undefined ? undefined : new OpenShow(page, { command, inFull: show.command, host }, show);
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
