/** The event log of Windows writes its events as XML: a collector there puts what a router said into the data of an event, and its name beside it. [C] Microsoft, Windows Event Log, Event schema */
import { withoutEntities } from '../entities.ts';
import type { Page } from './page.ts';
import { inOrderOfRecords } from './record-order.ts';
import { belowTheirOwn, type ExportedRecord, recordOf } from './records.ts';
import { holdsMessage, JOINED, messageOf } from './row.ts';

/** `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>`, each on a line of its own, several on one, or spread over lines. */
const EVENT = /<Event(?:\s[^<>]{0,300})?>([\s\S]*?)<\/Event>/g;
const SCHEMA = /<Event(?:\s[^<>]{0,300})?>\s*<System[\s>]/;
const HEAD_CHARACTERS = 20_000;
const TAKEN = /<TimeCreated\s[^<>]{0,100}SystemTime=["']([^"'<>]{1,40})["']/;
const COMPUTER = /<Computer>([^<>]{1,200})<\/Computer>/;
/** `<Data Name="Message">…</Data>`; `Message` is the same as a viewer shows it. */
const DATA = /<(Data|Message)(?:\s[^<>]{0,200})?>(?:\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*|([^<]*))<\/\1>/g;

interface EventRecord extends ExportedRecord {
  number: number;
}

export function unpackEventXml(page: Page): Page {
  if (!SCHEMA.test(page.lines.join('\n').slice(0, HEAD_CHARACTERS))) return page;
  const records = eventsIn(page);
  const messages = records.filter(({ texts, more }) => more !== undefined || holdsMessage(texts));
  if (messages.length === 0) return page;
  const ordered = belowTheirOwn(inOrderOfRecords(messages)).flatMap((record) => textsOf(record));
  const others = records.length - messages.length;
  const left = others > 0 ? [`${others} of its ${records.length} events ${others === 1 ? 'holds' : 'hold'} no message of a router`] : [];
  return {
    ...page,
    lines: ordered.map(({ line }) => line),
    numbers: ordered.map(({ number }) => number),
    done: [...page.done, JOINED],
    left: [...(page.left ?? []), ...left],
  };
}

function eventsIn({ lines, numbers }: Page): EventRecord[] {
  const text = lines.join('\n');
  let [at, seen] = [0, 0];
  return [...text.matchAll(EVENT)].map((event) => {
    for (; seen < event.index; seen += 1) if (text[seen] === '\n') at += 1;
    return { ...eventOf(event[1] ?? ''), number: numbers[at] ?? at + 1 };
  });
}

function eventOf(event: string): ExportedRecord {
  const data = [...event.matchAll(DATA)].map(([, , raw, text = '']) =>
    (raw ?? withoutEntities(text)).replace(/\r\n?/g, '\n').replace(/\n+$/, ''),
  );
  const [taken, computer] = [TAKEN.exec(event)?.[1], COMPUTER.exec(event)?.[1]];
  const named = Object.fromEntries(data.map((text, which) => [`data${which}`, text]));
  return recordOf({ ...(taken === undefined ? {} : { taken }), ...(computer === undefined ? {} : { computer }), ...named });
}

function textsOf({ texts, more, number }: EventRecord): { line: string; number: number }[] {
  return (more ?? messageOf(texts)).split('\n').map((line) => ({ line, number }));
}
