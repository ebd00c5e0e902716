/** Embedded shows are the outputs that stand in a terminal's log behind the commands that someone typed there. */

import { SHOWS } from '../shows/index.ts';
import type { Show } from '../shows/show.ts';
import { readLogLine } from './line.ts';
import { readCommand, TECH_HEADER } from './terminal.ts';

export interface EmbeddedShow {
  show: Show;
  /** As it was typed. */
  command: string;
  /** Its output, up to the next prompt. */
  text: string;
  /** Lines of the file above the output. */
  linesAbove: number;
}

/** Without one of these nobody typed a show: a log of half a gigabyte need not be split for nothing. Each alone is found in half the time of both. */
const TYPED = /[#>] ?sh[a-z]* /i;
const HEADED = /^-{6,} show /im;

export function embeddedShows(text: string): EmbeddedShow[] {
  if (!mayHoldShows(text)) return [];
  const found: EmbeddedShow[] = [];
  let open: { show: Show; command: string; linesAbove: number; lines: string[] } | undefined;
  const close = () => {
    // Nothing below the command: the router was not heard, which is no empty list.
    if (open?.lines.some(isOutput) !== true) return;
    found.push({ show: open.show, command: open.command, text: open.lines.join('\n'), linesAbove: open.linesAbove });
  };
  text.split('\n').forEach((line, index) => {
    const command = TECH_HEADER.exec(line)?.[1] ?? readCommand(line);
    if (command === undefined) open?.lines.push(line);
    else {
      close();
      const show = showOfCommand(command);
      open = show === undefined ? undefined : { show, command, linesAbove: index + 1, lines: [] };
    }
  });
  close();
  return found;
}

/** What each cannot do without is quickly looked for. */
function mayHoldShows(text: string): boolean {
  const isPrompted = text.includes('#') || text.includes('>');
  return (isPrompted && TYPED.test(text)) || (text.includes('------') && HEADED.test(text));
}

function isOutput(line: string): boolean {
  return line.trim() !== '' && readLogLine(line).stamp === undefined;
}

/** `sh cry ips sa` is `show crypto ipsec sa`: IOS takes every word that is cut short without becoming ambiguous. */
export function showOfCommand(command: string): Show | undefined {
  const typed = wordsOf(command);
  return longestTyped(typed, ({ command: own }) => [own]) ?? longestTyped(typed, ({ others = [] }) => others);
}

/** What several commands begin with is the longest of them. */
function longestTyped(typed: readonly string[], commandsOf: (show: Show) => readonly string[]): Show | undefined {
  const matching = Object.values<Show>(SHOWS).flatMap((show) =>
    commandsOf(show)
      .map(wordsOf)
      .filter((words) => isTyped(typed, words))
      .map(({ length }) => ({ show, length })),
  );
  return matching.toSorted((one, two) => two.length - one.length)[0]?.show;
}

const WORDS_LEAST = 2;
/** The last word of a command that has more to say: its short form is read as well. */
const OPTIONAL = /^detail(?:ed)?$/;

function isTyped(typed: readonly string[], words: readonly string[]): boolean {
  const needed = OPTIONAL.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  return typed.length >= Math.max(needed.length, WORDS_LEAST) && needed.every((word, index) => word.startsWith(typed[index] ?? ' '));
}

function wordsOf(command: string): string[] {
  return (command.split('|')[0] ?? '').trim().toLowerCase().split(/\s+/);
}
