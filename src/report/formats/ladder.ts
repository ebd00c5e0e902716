/** The format `ladder` is both peers' records on one clock as two columns, each message with what became of it. */
import { SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import { isSinceStart } from '../../timeline/clock-step.ts';
import type { PairedMessage, TimedEvent, Timeline } from '../../timeline/model.ts';
import { sayOffset } from '../clock-words.ts';
import { clockTime, sayUptime } from '../instant.ts';
import { sayEvent } from '../tell-event.ts';
import { wrap } from '../wrap.ts';
import type { ReportFormat } from './format.ts';

/** How its rows are laid out: the time, then a column for each peer. */
interface Layout {
  head: number;
  column: number;
  /** The time of day alone. */
  isShort: boolean;
  /** What is longer than its column goes on below. */
  isFitted: boolean;
}

/** Where nobody knows how wide it will be read. */
const WIDE: Layout = { head: 30, column: 56, isShort: false, isFitted: false };
/** Below that there is no room for dates. */
const WIDE_COLUMNS_MIN = 120;
const SHORT_HEAD = ' 13:36:47.287 '.length;

function layoutFor(columns: number | undefined): Layout {
  if (columns === undefined) return WIDE;
  const isShort = columns < WIDE_COLUMNS_MIN;
  const head = isShort ? SHORT_HEAD : WIDE.head;
  return { head, column: Math.floor((columns - head) / 2), isShort, isFitted: true };
}

export const ladder: ReportFormat = {
  id: 'ladder',
  title: 'both records on one clock, in two columns',
  print: (_verdict, timeline, _enclosure, columns) => {
    const fates = fatesOf(timeline.messages);
    const layout = layoutFor(columns);
    const { a, b } = timeline.tunnel;
    const prose = [...printClock(timeline), ...SIDES.flatMap((side) => printRecording(timeline, side))];
    const broken = (line: string): string[] => (layout.isFitted ? wrap(line.trim(), / */.exec(line)?.[0] ?? '', columns) : [line]);
    return `${[
      ...prose.flatMap(broken),
      '',
      `${(layout.isShort ? ' time on a' : "time on a's clock").padEnd(layout.head)}${`${a.name} (a)`.padEnd(layout.column)}${b.name} (b)`,
      ...timeline.events.flatMap((event, index) => printRow(event, timeline.events[index - 1], fates.get(event.ref), layout)),
      '',
      ...broken('~ before a time: this event and the one above may have happened in the other order.'),
    ]
      .map(plainLine)
      .join('\n')}\n`;
  },
};

function printClock({ clock, tunnel }: Timeline): string[] {
  const said = sayOffset(clock, tunnel);
  if (said !== undefined) return [`${said}.`];
  return [`The offset between the two clocks is not known (${clock.method}): ${tunnel.b.name}'s events are shown by its own clock.`];
}

function printRecording({ recordings, tunnel }: Timeline, side: 'a' | 'b'): string[] {
  const { fromAt, toAt, gaps, families, lines } = recordings[side];
  const { name } = tunnel[side];
  if (fromAt === null || toAt === null) return [`${name} (${side}): no line with a time stamp was recorded.`];
  const debugs = families.length === 0 ? 'no debug' : families.join(', ');
  return [
    `${name} (${side}): ${lines} lines, ${debugs}, on its own clock from ${instant(fromAt)} to ${instant(toAt)}.`,
    ...gaps.map((gap) => `  not recorded from ${instant(gap.fromAt)} to ${instant(gap.toAt)}: ${gap.why}`),
  ];
}

function instant(at: number): string {
  return isSinceStart(at) ? `uptime ${sayUptime(at)}` : new Date(at).toISOString().replace('Z', '');
}

/** How the arrow of a message ends. */
function fatesOf(messages: readonly PairedMessage[]): Map<number, PairedMessage['fate']> {
  return new Map(
    messages.flatMap(({ sent, received, fate }) =>
      [sent, received].flatMap((ref): [number, PairedMessage['fate']][] => (ref === null ? [] : [[ref, fate]])),
    ),
  );
}

function printRow(event: TimedEvent, before: TimedEvent | undefined, fate: PairedMessage['fate'] | undefined, layout: Layout): string[] {
  const { head, column, isFitted } = layout;
  const { side } = event;
  const time = `${isOrderOpen(event, before) ? '~' : ' '}${printTime(event, layout)}`.padEnd(head);
  const said = event.kind === 'message' ? arrow(event.direction, side, sayEvent(event), fate) : sayEvent(event);
  const indent = side === 'a' ? '' : ' '.repeat(column);
  // A blank stays between the columns.
  const lines = isFitted ? wrap(plainLine(said), '', column - 1) : [said];
  return lines.map((line, index) => `${index === 0 ? time : ' '.repeat(head)}${indent}${line}`.trimEnd());
}

const YEAR_CHARACTERS = '1972-'.length;

function printTime({ commonAt, uncertaintyMs }: TimedEvent, { isShort }: Layout): string {
  if (commonAt === null) return 'no time';
  if (isShort) return clockTime(new Date(commonAt).toISOString());
  const time = isSinceStart(commonAt) ? instant(commonAt) : instant(commonAt).slice(YEAR_CHARACTERS);
  return `${time} +- ${Math.round(uncertaintyMs)}`;
}

/** a stands left of b: what a sends goes right. */
function arrow(direction: 'sent' | 'received', side: 'a' | 'b', said: string, fate: PairedMessage['fate'] | undefined): string {
  const line = direction === 'sent' && fate === 'lost' ? '--x' : direction === 'sent' && fate !== 'delivered' ? '--?' : '---';
  const isRightward = (side === 'a') === (direction === 'sent');
  if (direction === 'sent') return isRightward ? `${said} ${line}>` : `<${line} ${said}`;
  return isRightward ? `${line}> ${said}` : `${said} <${line}`;
}

function isOrderOpen(event: TimedEvent, before: TimedEvent | undefined): boolean {
  if (before === undefined || before.side === event.side || event.commonAt === null || before.commonAt === null) return false;
  return event.commonAt - before.commonAt <= event.uncertaintyMs + before.uncertaintyMs;
}
