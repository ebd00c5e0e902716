/** A console session, or a `show tech-support`, is split by command: each show that is known, and each event trace, becomes a page of its own, the rest stays a log. */
import { showOfCommand } from '../../ios/log/embedded-shows.ts';
import { readCommand, TECH_HEADER } from '../../ios/log/terminal.ts';
import { COUNTED } from '../../ios/show-coverage.ts';
import { isPartOfListing, listingOfCommand, SHELL_PROMPT } from '../../vendors/shows.ts';
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
  const typedAt: number[] = [];
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
    if (open !== undefined) {
      shows.push(open);
      typedAt.push(at);
    }
    rest.push(at);
  });
  open?.resume(rest);
  return {
    rest: keep(
      page,
      rest.toSorted((one, two) => one - two),
    ),
    shows: shows
      .map(({ command, inFull, host, places }, index) => ({
        command,
        inFull,
        host,
        // The echo alone is an answer where the router prints nothing for an empty list, and answers the next command.
        page: keep(page, isAnsweredBySilence(shows, index) ? [typedAt[index] ?? 0] : places),
      }))
      .filter(({ page: { lines } }) => lines.some((line) => line.trim() !== '')),
  };
}

function isAnsweredBySilence(shows: readonly OpenShow[], index: number): boolean {
  const [open, next] = [shows[index], shows.slice(index + 1).find(({ places }) => places.length > 0)];
  return open?.isSilentWhenEmpty === true && open.places.length === 0 && next !== undefined && next.host === open.host;
}

function openShow(command: string, line: string, page: Page): OpenShow | undefined {
  const host = PROMPT_HOST.exec(line)?.[1] ?? shellHost(line);
  if (EVENT_TRACE.test(command))
    return new OpenShow(page, { command, inFull: command.replace(EVENT_TRACE, 'show monitor event-trace'), host });
  const show = listingOfCommand(command) ?? showOfCommand(command);
  return show === undefined ? undefined : new OpenShow(page, { command, inFull: show.command, host }, show);
}

function commandOf(line: string): string | undefined {
  return TECH_HEADER.exec(line)?.[1] ?? readCommand(line) ?? shellCommand(line);
}

function shellHost(line: string): string | undefined {
  const [, host, alone] = SHELL_PROMPT.exec(line) ?? [];
  return host ?? alone;
}

/** Of all that is typed at a shell only listings are read; any other ends them. */
function shellCommand(line: string): string | undefined {
  const prompt = /^[[A-Za-z_]/.test(line) && /[@~/]/.test(line) ? SHELL_PROMPT.exec(line) : null;
  const typed = prompt?.[3] ?? '';
  return prompt === null ? undefined : listingOfCommand(typed) === undefined ? '' : typed;
}

/** `% Invalid input detected at '^' marker.`, `% Authorization failed`, `[Not Available]`: the router did not show it. */
export const REFUSED =
  /^[ \t]*(?:% ?(?:Invalid input|Incomplete command|Ambiguous command|Unknown command|Unrecognized)|%? ?(?:Command authorization|Authorization) failed|\[?Not Available\]?[ \t]*$)/im;
/** A filter leaves lines out, or whole parts, or sends all of it into a file. IOS takes each word cut short. [C] */
export const FILTERED =
  /\|\s*(?:i(?:n(?:c(?:l(?:u(?:d(?:e)?)?)?)?)?)?|e(?:x(?:c(?:l(?:u(?:d(?:e)?)?)?)?)?)?|c(?:o(?:u(?:n(?:t)?)?)?)?|s(?:e(?:c(?:t(?:i(?:o(?:n)?)?)?)?)?)?|b(?:e(?:g(?:i(?:n)?)?)?)?|r(?:e(?:d(?:i(?:r(?:e(?:c(?:t)?)?)?)?)?)?)?|a(?:p(?:p(?:e(?:n(?:d)?)?)?)?)?|last|tee|e?grep|head)\b/i;
/** `show running-config | section crypto`, `sh run | beg ^crypto`: all that is read of a configuration stands in it. */
export const WHOLE_SECTION = /^(?:do )?sh\S* (?:run|start)\S*(?: config)?(?: all)? \|\s*(?:s|b)[a-z]* \S{0,40}crypto\S{0,40}\s*$/i;
/** `show version | include uptime`, `sh clock | i .`: of what lists nothing every line says what it says. */
const SINGLE = /^(?:do )?sh(?:ow?)? (?:ver(?:s(?:i(?:o(?:n)?)?)?)?|clo(?:c(?:k)?)?)\b/i;
/** `show crypto ipsec sa peer 203.0.113.4`, `show crypto session remote 203.0.113.4`, `show dmvpn peer nbma 203.0.113.4` */
const PEER = /\b(?:peer|remote)\s+(?:nbma\s+)?([0-9A-Fa-f]\S*[.:]\S*)/i;

/** `show interfaces | json-pretty`, `show crypto session | xml`, `| format flash:spec.odm` */
const AS_DATA = /\|\s*(?:json(?:-pretty)?|xml|yaml|format)\b/i;

/** Why the output says nothing of what it lacks; undefined when it is whole. `tunnel`: the addresses of both peers. */
export function whyPartial(command: string, text: string, addresses: ReadonlySet<string>): string | undefined {
  if (isFiltered(command)) return FILTERED_WORDS;
  if (COUNTED.test(command.replace(/\|.*/, ''))) return COUNTED_WORDS;
  if (AS_DATA.test(command)) return 'was printed as data, which is not read: without that it is';
  if (REFUSED.test(text.slice(0, REFUSAL_CHARACTERS))) return 'was refused by the router';
  const peer = PEER.exec(command)?.[1];
  return peer === undefined || addresses.size === 0 || addresses.has(peer) ? undefined : `is about another peer, ${peer}`;
}

/** A refusal is all that the router answers. */
const REFUSAL_CHARACTERS = 400;

export const FILTERED_WORDS = 'was filtered: what it lacks may be there';
const COUNTED_WORDS = 'only counts, and lists nothing: without its last word it does';

function isFiltered(command: string): boolean {
  return isPartOfListing(command) || (FILTERED.test(command) && !WHOLE_SECTION.test(command) && !SINGLE.test(command));
}

/** These print the lines that they leave as they are; others print something else, or none. */
const LEAVES_LINES = /\|\s*(?:i|e[xg]|g|s|b|last|head)/i;

/** Of SAs, what it shows is there, whatever it left out; of other shows a part is not read. */
export function showsLines(command: string): boolean {
  if (showOfCommand(command.replace(/\|.*/, ''))?.id !== 'crypto-ipsec-sa') return false;
  return FILTERED.test(command) && LEAVES_LINES.test(command) && !/\|\s*count/i.test(command);
}

/** `sh logg | exc IPSEC`, `show logging _ include INV_SPI` */
const FILTERED_LOG = /^(?:do )?sh(?:ow?)? logg?(?:ing)?\b/i;
/** Beside these a log has other lines that were not filtered. */
const FILTERED_SHARE = 0.9;

/** The filters through which all of a log came: it proves nothing absent. */
export function logFilters({ lines }: Page): string[] {
  if (!lines.some((line) => line.length < TYPED_CHARACTERS && line.includes('|') && isFilteredLog(readCommand(line)))) return [];
  const typed: string[] = [];
  let isOpen = false;
  let filtered = 0;
  let all = 0;
  for (const line of lines) {
    const command = readCommand(line);
    if (command !== undefined) {
      isOpen = isFilteredLog(command);
      if (isOpen) typed.push(command);
    } else if (line.trim() !== '') {
      all += 1;
      if (isOpen) filtered += 1;
    }
  }
  return filtered >= all * FILTERED_SHARE ? typed : [];
}

function isFilteredLog(command: string | undefined): boolean {
  return command !== undefined && FILTERED_LOG.test(command) && FILTERED.test(command);
}

/** Nobody types more. */
const TYPED_CHARACTERS = 300;
