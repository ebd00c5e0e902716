/** A message that stands in a file twice, from a live terminal and from `show logging`, is one: the same stamp and text, and where both have one the same sequence. */
import { type Message, messagesOf } from './messages.ts';
import { keep, type Page, reorder } from './page.ts';
import { inOrderOfPieces } from './pieces.ts';
import { type SetBack, setBack } from './set-back.ts';

/** Every message of a file that holds each line twice has its twin beside it. */
const DOUBLED_SHARE = 0.9;
const DOUBLED_MIN = 4;

/** Each message once, and pieces of the record in the order in which they were printed. */
export function withoutRepeats(page: Page): Page {
  const messages = messagesOf(page.lines);
  const set = setBack(messages);
  const repeats = new Set([...unstamped(messages, page.lines), ...twins(messages), ...heardBefore(messages, set)]);
  const { ordered, isMoved } = inOrderOfPieces(messages, { repeats, set, lines: page.lines });
  if (repeats.size === 0 && !isMoved) return page;
  const places = ordered.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, step) => from + step));
  const once = isMoved ? reorder(page, places) : keep(page, places);
  return { ...once, done: [...once.done, ...sayOnce(repeats.size), ...(isMoved ? [MOVED] : [])] };
}

const MOVED = 'its pieces stood in another order than their stamps: they were put in order';

function sayOnce(count: number): string[] {
  if (count === 0) return [];
  return [`${count === 1 ? '1 message that stands in it twice was' : `${count} messages that stand in it twice were`} taken once`];
}

/** Without stamps nothing tells a repeat from a second occurrence, but that all of the file stands in it twice: behind itself, or line by line. */
function unstamped(messages: readonly Message[], lines: readonly string[]): Message[] {
  if (messages.some(({ key }) => key !== undefined)) return [];
  const spoken = messages.filter(({ from }) => (lines[from] ?? '').trim() !== '');
  const texts = spoken.map(({ from, to }) => lines.slice(from, to).join('\n').trimEnd());
  const half = texts.length / 2;
  if (!Number.isInteger(half) || half < DIFFERENT_MIN || new Set(texts).size < DIFFERENT_MIN) return [];
  if (texts.every((text, at) => text === texts[at < half ? at + half : at - half])) return spoken.slice(half);
  return texts.every((text, at) => text === texts[at ^ 1]) ? spoken.filter((_, at) => at % 2 === 1) : [];
}

/** The same line again and again may be as many messages. */
const DIFFERENT_MIN = 2;

/** How often one record, or any before it, has a message. */
interface Heard {
  sequences: Set<number>;
  /** Those without a number. */
  bare: number;
}

/** Each is kept as often as one record has it: a debug may say the same twice in a millisecond. */
function heardBefore(messages: readonly Message[], set: SetBack): Message[] {
  const kept = new Map<string, Heard>();
  let counts = new Map<string, Heard>();
  let section = 0;
  return messages.filter((message) => {
    const { key } = message;
    if (key === undefined) return false;
    if (message.section !== section) {
      for (const [each, heard] of counts) kept.set(each, together(kept.get(each), heard));
      counts = new Map();
      section = message.section;
    }
    const own = counts.get(key) ?? { ...NEVER };
    counts.set(key, own);
    const step = set.get(section);
    // IOS limits its system messages: the same once more under one stamp is a copy, unless the clock is known to have been set.
    const mayBeCopy = step === undefined || (step === 'untold' && message.isSystem);
    return isRepeat(message, own, (mayBeCopy ? kept.get(key) : undefined) ?? NEVER);
  });
}

/** Most messages have no number: they share this set, to which nothing is added. */
const NO_NUMBERS = new Set<number>();
const NEVER: Heard = { sequences: NO_NUMBERS, bare: 0 };

/** Counts it into `own`, its record; `before`: those above that. One without a number may be any of them, and any of them one with a number. */
function isRepeat({ sequence, isSystem }: Message, own: Heard, before: Heard): boolean {
  const isTwice = isSystem && (own.bare > 0 || (sequence === undefined && own.sequences.size > 0));
  if (sequence === undefined) {
    own.bare += 1;
    return isTwice || own.bare <= before.bare + before.sequences.size;
  }
  const isAgain = own.sequences.has(sequence) || before.sequences.has(sequence);
  if (own.sequences === NO_NUMBERS) own.sequences = new Set();
  own.sequences.add(sequence);
  return isAgain || isTwice || own.sequences.size - sharedBy(own, before) <= before.bare;
}

function sharedBy(own: Heard, before: Heard): number {
  let shared = 0;
  if (before.sequences.size > 0) for (const each of own.sequences) if (before.sequences.has(each)) shared += 1;
  return shared;
}

function together(before: Heard = NEVER, own: Heard = NEVER): Heard {
  const sequences = new Set([...before.sequences, ...own.sequences]);
  const all = Math.max(before.bare + before.sequences.size, own.bare + own.sequences.size);
  return { sequences, bare: Math.max(0, all - sequences.size) };
}

function twins(messages: readonly Message[]): Message[] {
  const keyed = messages.filter(({ key }) => key !== undefined);
  const second = keyed.filter((message, at) => at % 2 === 1 && isTwin(message, keyed[at - 1]));
  return keyed.length >= DOUBLED_MIN && second.length * 2 >= keyed.length * DOUBLED_SHARE ? second : [];
}

function isTwin(one: Message, two: Message | undefined): boolean {
  // Under one wide stamp only the number tells a twin.
  if (one.isCoarse && one.sequence === undefined) return false;
  return one.key === two?.key && (one.sequence === two?.sequence || one.sequence === undefined || two?.sequence === undefined);
}
