/** The format `csv` is every event as one row, on both clocks, for a spreadsheet or a database (RFC 4180). */
import { plainLine } from '../../plain-text.ts';
import { isSinceStart } from '../../timeline/clock-step.ts';
import { familyTeller } from '../../timeline/event-family.ts';
import type { TimedEvent, Timeline } from '../../timeline/model.ts';
import { sayEvent } from '../tell-event.ts';
import type { ReportFormat } from './format.ts';

/** In UTC where the stamps' zone is known; `own_clock` is what the router itself stamped. */
const COLUMNS = ['time', 'own_clock', 'uncertainty_ms', 'side', 'router', 'family', 'kind', 'spi', 'message_id', 'what', 'place', 'line'];

export const csv: ReportFormat = {
  id: 'csv',
  title: 'CSV, one row an event',
  print: (_verdict, timeline) => {
    const familyOf = familyTeller();
    return [COLUMNS, ...timeline.events.map((event) => rowOf(event, familyOf(event) ?? 'syslog', timeline))].map(printRow).join('');
  },
};

function rowOf(event: TimedEvent, family: string, { tunnel }: Timeline): string[] {
  const { side, kind, at, commonAt, uncertaintyMs, file, line, text } = event;
  return [
    printInstant(commonAt),
    printInstant(at).replace('Z', ''),
    commonAt === null ? '' : String(Math.round(uncertaintyMs)),
    side,
    tunnel[side].name,
    family,
    kind,
    'spi' in event ? (event.spi ?? '') : '',
    'messageId' in event && event.messageId !== undefined ? String(event.messageId) : '',
    sayEvent(event),
    `${file}:${line}`,
    text,
  ];
}

function printInstant(atMs: number | null): string {
  return atMs === null || isSinceStart(atMs) ? '' : new Date(atMs).toISOString();
}

/** With the line end that RFC 4180 asks for. */
function printRow(cells: readonly string[]): string {
  return `${cells.map(printCell).join(',')}\r\n`;
}

/** A spreadsheet takes such a cell for a formula, and runs it: an apostrophe makes it text. [C OWASP: CSV Injection] */
const FORMULA = /^[\s'"]*[=+\-@\uff0b\uff0d\uff1d\uff20]/;

function printCell(text: string): string {
  const line = plainLine(text).replaceAll('\t', ' ');
  const safe = FORMULA.test(line) ? `'${line}` : line;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
