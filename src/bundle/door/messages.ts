/** Messages of one file are what is compared of its lines: each with its stamp and text, its number, and how often the stamps stepped back above it. */
import type { LogLine } from '../../ios/log/entry.ts';
import { EnvelopeReader } from '../../ios/log/envelope-reader.ts';
import { readLogLine } from '../../ios/log/line.ts';
import { UNKNOWN_SPI_SILENCE_SECONDS } from '../../ipsec/spi.ts';
import { instantIn } from './turn.ts';

/** IOS says the same of one flow once a minute. [C] */
const LIMIT_MS = UNKNOWN_SPI_SILENCE_SECONDS * 1000;

/** A message with its own lines, by their places. */
export interface Message {
  from: number;
  to: number;
  /** Stamp and text; undefined without a stamp. */
  key: string | undefined;
  /** One record of a message may have it, and another not. */
  sequence: number | undefined;
  /** Only once can a router have said it under this stamp: a system message is limited. */
  isSystem: boolean;
  /** Its stamp is wider than that limit, `1w2d: `: the same again is as likely another message. */
  isCoarse: boolean;
  at: number | undefined;
  /** Of two clocks, or before and behind a start, stamps do not compare. */
  clock: string;
  /** How often the stamps have stepped back above it: there a second record begins, or the clock was set back. */
  section: number;
}

export function messagesOf(lines: readonly string[]): Message[] {
  const messages: Message[] = [];
  const envelopes = new EnvelopeReader();
  let section = 0;
  let last: number | undefined;
  for (let from = 0; from < lines.length; ) {
    const head = envelopes.read(lines[from] ?? '');
    const to = head.isHead ? endOf(lines, from) : from + 1;
    const at = instantIn(head);
    if (at !== undefined && last !== undefined && at < last) section += 1;
    last = at ?? last;
    messages.push({ from, to, at, clock: clockOf(head), section, ...keyOf(head, lines.slice(from + 1, to)) });
    from = to;
  }
  return messages;
}

/** Its zone, and whether it was ever set; empty of an uptime. */
function clockOf({ stamp, mark }: LogLine): string {
  return stamp?.kind === 'calendar' ? `${stamp.zone ?? ''} ${mark === '*' ? mark : ''} ${stamp.year === undefined ? '' : 'years'}` : '';
}

/** Behind the message's own lines. */
function endOf(lines: readonly string[], from: number): number {
  let end = from + 1;
  while (end < lines.length && /^\s+\S/.test(lines[end] ?? '') && !readLogLine(lines[end] ?? '').isHead) end += 1;
  return end;
}

function keyOf({ stamp, sequence, body }: LogLine, below: readonly string[]): Pick<Message, 'key' | 'sequence' | 'isSystem' | 'isCoarse'> {
  if (stamp === undefined || body.trim() === '') return { key: undefined, sequence, isSystem: false, isCoarse: false };
  const at = stamp.kind === 'calendar' ? `${stamp.month} ${stamp.day} ${stamp.msOfDay} ${stamp.zone ?? ''}` : `${stamp.uptimeMs}`;
  const key = [at, body, ...below].map((part) => String(part).trim()).join('\n');
  const isCoarse = stamp.precisionMs > LIMIT_MS;
  return { key, sequence, isSystem: !isCoarse && body.startsWith('%'), isCoarse };
}
