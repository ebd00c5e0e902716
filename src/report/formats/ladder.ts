/** The format `ladder` is both peers' records on one clock as two columns, each message with what became of it. */
import { SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import type { PairedMessage, TimedEvent, Timeline } from '../../timeline/model.ts';
import { sayOffset } from '../clock-words.ts';
import { sayEvent } from '../tell-event.ts';
import type { ReportFormat } from './format.ts';

const COLUMN = 56;

export const ladder: ReportFormat = {
  id: 'ladder',
  title: 'both records on one clock, in two columns',
  print: (_verdict, timeline) => {
    const fates = fatesOf(timeline.messages);
    const { a, b } = timeline.tunnel;
    return `${[
      ...printClock(timeline),
      ...SIDES.flatMap((side) => printRecording(timeline, side)),
      '',
      `${"time on a's clock".padEnd(30)}${`${a.name} (a)`.padEnd(COLUMN)}${b.name} (b)`,
      ...timeline.events.map((event, index) => printRow(event, timeline.events[index - 1], fates.get(event.ref))),
      '',
      '~ before a time: this event and the one above may have happened in the other order.',
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
  return new Date(at).toISOString().replace('Z', '');
}

/** How the arrow of a message ends. */
function fatesOf(messages: readonly PairedMessage[]): Map<number, PairedMessage['fate']> {
  return new Map(
    messages.flatMap(({ sent, received, fate }) =>
      [sent, received].flatMap((ref): [number, PairedMessage['fate']][] => (ref === null ? [] : [[ref, fate]])),
    ),
  );
}

function printRow(event: TimedEvent, before: TimedEvent | undefined, fate: PairedMessage['fate'] | undefined): string {
  const { commonAt, uncertaintyMs, side } = event;
  const time = commonAt === null ? 'no time' : `${instant(commonAt).slice(5)} +- ${Math.round(uncertaintyMs)}`;
  const head = `${isOrderOpen(event, before) ? '~' : ' '}${time}`.padEnd(30);
  const said = event.kind === 'message' ? arrow(event.direction, side, sayEvent(event), fate) : sayEvent(event);
  return `${head}${side === 'a' ? said : `${' '.repeat(COLUMN)}${said}`}`.trimEnd();
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
