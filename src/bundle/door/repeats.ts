/** A message that stands in a file twice, from a live terminal and from `show logging`, is one: the same stamp, text and sequence. */
import { readLogLine } from '../../ios/log/line.ts';
import type { Page } from './page.ts';
import { keep } from './page.ts';
import { instantOf } from './turn.ts';

/** Every message of a file that holds each line twice has its twin beside it. */
const DOUBLED_SHARE = 0.9;
const DOUBLED_MIN = 4;

/** A message with its own lines, by their places. */
interface Message {
  from: number;
  to: number;
  key: string | undefined;
  /** Only once can a router have said it: a system message is limited, a sequence number is its own. */
  isUnique: boolean;
  /** How often the stamps have stepped back above it: there a second record begins. */
  section: number;
}

export function withoutRepeats(page: Page): Page {
  const messages = messagesOf(page.lines);
  const repeats = new Set([...unstamped(messages, page.lines), ...twins(messages), ...heardBefore(messages)]);
  if (repeats.size === 0) return page;
  const places = messages.flatMap((message) =>
    repeats.has(message) ? [] : Array.from({ length: message.to - message.from }, (_, step) => message.from + step),
  );
  const said = repeats.size === 1 ? '1 message that stands in it twice was' : `${repeats.size} messages that stand in it twice were`;
  const once = keep(page, places);
  return { ...once, done: [...once.done, `${said} taken once`] };
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

/** Each is kept as often as one record has it: a debug may say the same twice in a millisecond. */
function heardBefore(messages: readonly Message[]): Message[] {
  const kept = new Map<string, number>();
  let counts = new Map<string, number>();
  let section = 0;
  return messages.filter(({ key, isUnique, section: own }) => {
    if (key === undefined) return false;
    if (own !== section) {
      for (const [each, count] of counts) kept.set(each, Math.max(kept.get(each) ?? 0, count));
      counts = new Map();
      section = own;
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= (kept.get(key) ?? 0) || (isUnique && count > 1);
  });
}

function twins(messages: readonly Message[]): Message[] {
  const keyed = messages.filter(({ key }) => key !== undefined);
  const second = keyed.filter(({ key }, at) => at % 2 === 1 && keyed[at - 1]?.key === key);
  return keyed.length >= DOUBLED_MIN && second.length * 2 >= keyed.length * DOUBLED_SHARE ? second : [];
}

function messagesOf(lines: readonly string[]): Message[] {
  const messages: Message[] = [];
  let section = 0;
  let last: number | undefined;
  for (let from = 0; from < lines.length; ) {
    const to = endOf(lines, from);
    const at = instantOf(lines[from] ?? '');
    if (at !== undefined && last !== undefined && at < last) section += 1;
    last = at ?? last;
    messages.push({ from, to, section, ...keyOf(lines, from, to) });
    from = to;
  }
  return messages;
}

/** Behind the message's own lines. */
function endOf(lines: readonly string[], from: number): number {
  let end = from + 1;
  if (readLogLine(lines[from] ?? '').isHead)
    while (end < lines.length && /^\s+\S/.test(lines[end] ?? '') && !readLogLine(lines[end] ?? '').isHead) end += 1;
  return end;
}

function keyOf(lines: readonly string[], from: number, to: number): Pick<Message, 'key' | 'isUnique'> {
  const { stamp, sequence, body } = readLogLine(lines[from] ?? '');
  if (stamp === undefined || body.trim() === '') return { key: undefined, isUnique: false };
  const at = stamp.kind === 'calendar' ? `${stamp.month} ${stamp.day} ${stamp.msOfDay}` : `${stamp.uptimeMs}`;
  const key = [sequence ?? '', at, body, ...lines.slice(from + 1, to)].map((part) => String(part).trim()).join('\n');
  return { key, isUnique: sequence !== undefined || body.startsWith('%') };
}
