/** The format `case-note` is a block of some twenty lines a story, to paste into a case: what, when, where, why, how sure, the lines, what to do, what is open. */
import type { Tunnel } from '../../ipsec/peer.ts';
import { SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import type { Timeline } from '../../timeline/model.ts';
import type { Story } from '../../verdict/stories.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';
import { nameCause } from '../cause-name.ts';
import { sayChain } from '../chain-words.ts';
import { sayCause } from '../explanation.ts';
import { type Header, headerOf, printLost, printRouter } from '../header.ts';
import { clockTime, dateOf } from '../instant.ts';
import { lostIn } from '../lost.ts';
import { sayAllOfNone } from '../none.ts';
import { firstOf, printLine, wholeLine, withoutRepeats } from '../story.ts';
import { wrap } from '../wrap.ts';
import type { ReportFormat } from './format.ts';

/** Of one story; a case system shows no more without scrolling. */
export const NOTE_LINES_MAX = 22;
/** More is a report. */
const STORIES_MAX = 3;
const LINES_MAX = 4;
const RIVALS_MAX = 6;

export const caseNote: ReportFormat = {
  id: 'case-note',
  title: 'a short note to paste into a case',
  print: (verdict, timeline, _enclosure, columns) => {
    const { stories } = verdict;
    const notes = stories.slice(0, STORIES_MAX).map((story) => printNote(story, verdict, timeline, columns));
    const more = stories.length - notes.length;
    const said = notes.length === 0 ? sayAllOfNone(verdict).map((each) => wrap(each, '', columns)) : notes;
    return `${[
      ...said.flatMap((note, index) => (index === 0 ? note : ['', ...note])),
      ...(more > 0 ? ['', `And ${more} more stories: flaptrap report.`] : []),
    ]
      .map(plainLine)
      .join('\n')}\n`;
  },
};

export function printNote(story: Story, verdict: Verdict, timeline: Timeline, columns?: number): string[] {
  const incidents = story.incidents.flatMap((index) => verdict.incidents[index] ?? []);
  const [first] = incidents;
  if (first === undefined) return [];
  const { cause } = first;
  const { tunnel } = verdict;
  const lost = lostIn(incidents).flatMap((each) => printLost(each, tunnel[each.receiver].name) ?? []);
  const note = [
    ...item('What', sayCause(cause), 3, columns),
    ...item('When', sayWhen(incidents, verdict), 2, columns),
    ...item('Where', sayWhere(headerOf(verdict, timeline), tunnel), 3, columns),
    ...item('Cause', `${nameCause(cause, '')}. ${sayChain(first, verdict).join(' ')}`, 4, columns),
    ...(lost.length === 0 ? [] : item('Lost', lost.join('; '), 2, columns)),
    ...item('Remedy', cause.remedy, 4, columns),
    ...item('Open', sayOpen(first), 3, columns),
  ];
  const lines = firstOf(withoutRepeats(cause.evidence), Math.min(LINES_MAX, NOTE_LINES_MAX - note.length - 1));
  const evidence = [
    'Evidence',
    ...lines.flatMap((each) => (columns === undefined ? printLine(each, tunnel) : wholeLine(each, tunnel, columns))),
  ];
  const at = note.findIndex((line) => line.startsWith('Remedy'));
  return [...note.slice(0, at), ...evidence, ...note.slice(at)];
}

const HEAD = 8;
const DOTS = ' ...';

function item(name: string, text: string, most: number, columns: number | undefined): string[] {
  const lines = wrap(text, ' '.repeat(HEAD), columns);
  const cut =
    lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]?.slice(0, (columns ?? Infinity) - DOTS.length)}${DOTS}`] : lines;
  return cut.map((line, index) => (index === 0 ? `${name.padEnd(HEAD)}${line.trimStart()}` : line));
}

function sayWhen(incidents: readonly JudgedIncident[], { tunnel, clock, isYearKnown }: Verdict): string {
  const firsts = incidents.flatMap(({ firstAt }) => firstAt ?? []).sort();
  const lasts = incidents.flatMap(({ lastAt }) => lastAt ?? []).sort();
  const [from] = firsts;
  const to = lasts.at(-1);
  const count = incidents.reduce((sum, { occurrences }) => sum + occurrences, 0);
  const spis = `${[...new Set(incidents.map(({ spi }) => spi))].slice(0, LINES_MAX).join(', ')}, ${count} ${count === 1 ? 'message' : 'messages'}`;
  if (from === undefined || to === undefined) return `without time stamps; ${spis}`;
  const whose = clock.offsetMs === null ? "on the receiver's own clock" : `on ${tunnel.a.name}'s clock`;
  const until = to === from ? '' : ` to ${to.startsWith(dateOf(from, true)) ? '' : `${dateOf(to, isYearKnown)} `}${clockTime(to)}`;
  return `${dateOf(from, isYearKnown)} ${clockTime(from)}${until} ${whose}; ${spis}`;
}

function sayWhere(header: Header, { a, b }: Tunnel): string {
  const routers = SIDES.flatMap((side) => printRouter(header, side, side === 'a' ? a.name : b.name));
  const [pair] = header.selectors;
  return [
    `${a.name} (a, ${a.address}) - ${b.name} (b, ${b.address})`,
    ...routers,
    ...(pair === undefined ? [] : [`${pair.own} - ${pair.other}`]),
  ].join('; ');
}

function sayOpen({ cause: { confidence, alternatives, missing } }: JudgedIncident): string {
  if (confidence === 'certain') return 'nothing: the lines exclude every other cause that flaptrap knows.';
  const rivals = alternatives.length === 0 ? '' : `still possible: ${alternatives.slice(0, RIVALS_MAX).join(', ')}. `;
  return `${rivals}Would decide: ${missing.join('; ')}.`;
}
