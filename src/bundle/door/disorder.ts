/** Disorder is what UDP makes of messages on their way to a relay: one that was overtaken goes back to where its sequence number says. */
import type { LogLine } from '../../ios/log/entry.ts';
import { EnvelopeReader } from '../../ios/log/envelope-reader.ts';
import { readCommand } from '../../ios/log/terminal.ts';
import { type Page, reorder } from './page.ts';
import { RELAY_HEADER } from './relayed.ts';
import { hostsBefore } from './speaker.ts';
import { instantIn } from './turn.ts';

/** So many messages of one router may overtake another; behind more, numbers that go back are a router that started again. */
const WINDOW = 32;
/** So many numbers above it may be missing: what is sent by UDP is lost now and then too. */
const LOST_MAX = 8;

/** A numbered message with the lines below it, by their places. */
interface Numbered {
  from: number;
  to: number;
  /** Whose counter it is. */
  counter: string;
  sequence: number;
  at: number | undefined;
}

/** A stretch of other lines: what a router sent before it does not go behind it, nor the other way about. */
interface Fence {
  from: number;
  to: number;
}

export function putInOrder(page: Page): Page {
  const parts = partsOf(page.lines);
  if (!stepsBack(parts)) return page;
  const { ordered, moved } = byNumber(parts);
  if (moved === 0) return page;
  const put = reorder(
    page,
    ordered.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, step) => from + step)),
  );
  const said = moved === 1 ? '1 message that came out of order was' : `${moved} messages that came out of order were`;
  return { ...put, done: [...put.done, `${said} put where the sequence number says`] };
}

function partsOf(lines: readonly string[]): (Numbered | Fence)[] {
  const parts: (Numbered | Fence)[] = [];
  const envelopes = new EnvelopeReader();
  lines.forEach((line, at) => {
    const read = envelopes.read(line);
    const numbered = numberOf(line, read);
    const last = parts.at(-1);
    if (numbered !== undefined) parts.push({ ...numbered, from: at, to: at + 1 });
    else if (last !== undefined && !read.isHead && readCommand(line) === undefined) last.to = at + 1;
    else parts.push({ from: at, to: at + 1 });
  });
  return parts;
}

/** A line of a debug that was sent by itself has its number in the relay's header only. */
function numberOf(line: string, read: LogLine): Pick<Numbered, 'counter' | 'sequence' | 'at'> | undefined {
  if (read.isHead)
    return read.sequence === undefined
      ? undefined
      : { counter: hostsBefore(line, read).join(' '), sequence: read.sequence, at: instantIn(read) };
  const [, host, printed] = line.charCodeAt(0) > BLANK ? (RELAY_HEADER.exec(line) ?? []) : [];
  return printed === undefined || host === undefined
    ? undefined
    : { counter: host.toLowerCase(), sequence: Number(printed), at: undefined };
}

const BLANK = 32;

function stepsBack(parts: readonly (Numbered | Fence)[]): boolean {
  const last = new Map<string, number>();
  return parts.some((part) => {
    if (!('counter' in part)) return false;
    const before = last.get(part.counter) ?? Number.NEGATIVE_INFINITY;
    last.set(part.counter, part.sequence);
    return part.sequence < before;
  });
}

function byNumber(parts: readonly (Numbered | Fence)[]): { ordered: (Numbered | Fence)[]; moved: number } {
  const ordered: (Numbered | Fence)[] = [];
  let sent = new Map<string, Numbered[]>();
  let moved = 0;
  for (const part of parts) {
    if (!('counter' in part)) {
      ordered.push(part);
      sent = new Map();
      continue;
    }
    const before = sent.get(part.counter) ?? [];
    const overtaken = overtakerOf(part, before);
    if (overtaken === undefined) ordered.push(part);
    else {
      ordered.splice(ordered.lastIndexOf(before[overtaken] as Numbered), 0, part);
      moved += 1;
    }
    sent.set(part.counter, recent(before, part, overtaken));
  }
  return { ordered, moved };
}

/** Where among those before it the first is that overtook it; undefined when none did. */
function overtakerOf(part: Numbered, before: readonly Numbered[]): number | undefined {
  const at = before.findIndex(({ sequence }) => sequence >= part.sequence);
  const next = before[at];
  // The same number again is the same message, from a second relay or in a second record.
  if (next === undefined || next.sequence === part.sequence || next.sequence - part.sequence > LOST_MAX) return undefined;
  if (at === 0 && before.length === WINDOW) return undefined;
  const isLate = before.slice(at).some((each) => isEarlier(each, part));
  return isLate || before.slice(0, at).some((each) => isEarlier(part, each)) ? undefined : at;
}

/** A router that started again counts from the beginning, and its clock goes on: there number and stamp disagree. */
function isEarlier(one: Numbered, two: Numbered): boolean {
  return one.at !== undefined && two.at !== undefined && one.at < two.at;
}

/** The last that were sent by one counter, as their numbers go. */
function recent(before: readonly Numbered[], part: Numbered, overtaken: number | undefined): Numbered[] {
  const last = before.at(-1);
  if (overtaken !== undefined) return before.toSpliced(overtaken, 0, part).slice(-WINDOW);
  return last === undefined || last.sequence > part.sequence ? [part] : [...before, part].slice(-WINDOW);
}
