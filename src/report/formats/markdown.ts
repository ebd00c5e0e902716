/** The format `markdown` is the report for a ticket: verdict, chain, times in a table, the lines in fenced blocks, and the ladder as a mermaid diagram. */
import { printPlace } from '../../ipsec/citation.ts';
import { SIDES } from '../../ipsec/side.ts';
import { plainLine } from '../../plain-text.ts';
import type { Timeline } from '../../timeline/model.ts';
import type { Story } from '../../verdict/stories.ts';
import type { JudgedIncident, Verdict } from '../../verdict/verdict.ts';
import { nameCause } from '../cause-name.ts';
import { sayChain } from '../chain-words.ts';
import { sayOffset } from '../clock-words.ts';
import { believe, partsOfAdvice, sayCause, sayClock, tellTimes } from '../explanation.ts';
import { type Header, headerOf, printLost, printRouter } from '../header.ts';
import { sayMissing } from '../missing.ts';
import { sayAllOfNone } from '../none.ts';
import { drawSequence } from '../sequence.ts';
import { alikeBlocks, ownBlocks, withoutRepeats } from '../story.ts';
import type { ReportFormat } from './format.ts';

/** More is a report of its own: `--format text`, or the page. */
const STORIES_MAX = 10;
const LINES_MAX = 20;

export const markdown: ReportFormat = {
  id: 'markdown',
  title: 'Markdown, for a ticket',
  print: (verdict, timeline) => {
    const { stories, tunnel } = verdict;
    const shown = stories.slice(0, STORIES_MAX);
    return `${[
      `# ${prose(`${tunnel.a.name} - ${tunnel.b.name}`)}: why the SPI is unknown`,
      '',
      ...printFacts(headerOf(verdict, timeline), verdict),
      ...(stories.length === 0 ? sayAllOfNone(verdict).flatMap((each) => ['', prose(each)]) : []),
      ...shown.flatMap((story, index) => ['', ...printStory(story, index + 1, verdict, timeline)]),
      ...(stories.length > shown.length ? ['', `And ${stories.length - shown.length} more stories: \`flaptrap report\`.`] : []),
      ...printMissing(verdict),
      '',
      '## IKE messages',
      '',
      ...printSequence(timeline),
    ].join('\n')}\n`;
  },
};

function printFacts(header: Header, { tunnel, clock, recovery }: Verdict): string[] {
  const routers = SIDES.flatMap((side) => printRouter(header, side, tunnel[side].name));
  const pairs = header.selectors.slice(0, 1).map(({ own, other }) => `${own} - ${other}`);
  const offset = sayOffset(clock, tunnel) ?? `the offset between the two clocks is not known (${clock.method})`;
  const lost = header.lost.flatMap((each) => printLost(each, tunnel[each.receiver].name) ?? []);
  const ends = SIDES.map((side) => `${tunnel[side].name} (${side}, ${tunnel[side].address})`).join(' - ');
  const rows: [string, string][] = [
    ['Tunnel', [ends, ...routers, ...pairs].join('; ')],
    ['Clock', offset],
    ...(lost.length === 0 ? [] : ([['Lost', lost.join('; ')]] satisfies [string, string][])),
    ['Recovery', SIDES.map((side) => `${tunnel[side].name}: ${recovery[side].why}`).join('; ')],
  ];
  return printTable(rows);
}

function printStory(story: Story, number: number, verdict: Verdict, timeline: Timeline): string[] {
  const [first, ...others] = story.incidents.flatMap((index) => verdict.incidents[index] ?? []);
  if (first === undefined) return [];
  const { cause } = first;
  return [
    `## Story ${number}: ${nameCause(cause)}, ${first.spi} at ${prose(verdict.tunnel[first.receiver].name)}`,
    '',
    `**${prose(sayCause(cause))}** ${prose(sayChain(first, verdict).join(' '))}`,
    ...(others.length === 0 ? [] : ['', `The same happened with ${prose(others.map(({ spi }) => spi).join(', '))}.`]),
    '',
    ...partsOfAdvice(cause.remedy).flatMap((each, index) => [...(index === 0 ? [] : ['']), prose(each)]),
    ...printBlocks(first, verdict),
    '',
    ...printTimes(first, timeline),
    '',
    prose(believe(cause)),
    ...printLines(first, verdict),
  ];
}

function printTimes(incident: JudgedIncident, timeline: Timeline): string[] {
  const rows = tellTimes(incident, timeline).map(({ time, said }): [string, string] => [time, said]);
  return printTable([[sayClock(incident, timeline), 'what happened'], ...rows]);
}

/** The first row is its head: Markdown has no table without one. */
function printTable(rows: readonly (readonly [string, string])[]): string[] {
  const [head = '', ...others] = rows.map((cells) => `| ${cells.map(prose).join(' | ')} |`);
  return [head, '|---|---|', ...others];
}

function printLines({ cause }: JudgedIncident, { tunnel }: Verdict): string[] {
  const evidence = withoutRepeats(cause.evidence);
  const shown = evidence.slice(0, LINES_MAX).map((each) => `${tunnel[each.side].name} ${printPlace(each)}  ${each.text.trim()}`);
  const more = evidence.length - shown.length;
  if (shown.length === 0) return [];
  return ['', ...fence('text', shown), ...(more > 0 ? ['', `And ${more} more lines: \`flaptrap report --format json\`.`] : [])];
}

function printBlocks(incident: JudgedIncident, verdict: Verdict): string[] {
  const blocks = alikeBlocks(ownBlocks(incident, verdict), verdict.tunnel);
  return blocks.flatMap(({ said, lines }) => ['', prose(said), '', ...fence('text', lines)]);
}

function printMissing(verdict: Verdict): string[] {
  const said = sayMissing(verdict).map((each) => `- ${prose(each)}`);
  return said.length === 0 ? [] : ['', '## Not in the bundle', '', ...said];
}

function printSequence(timeline: Timeline): string[] {
  const { messages } = timeline;
  const diagram = drawSequence(timeline);
  if (diagram !== undefined) return fence('mermaid', diagram);
  if (messages.length === 0) return ['Neither record shows an IKE message.'];
  return [`There are ${messages.length}, too many for a diagram: \`flaptrap report --format ladder\` has all of them.`];
}

/** No line of a log ends it: the fence is longer than any run of backticks in it. [C CommonMark 4.5] */
export function fence(language: string, lines: readonly string[]): string[] {
  const content = lines.map(plainLine);
  const longest = Math.max(2, ...content.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const mark = '`'.repeat(longest + 1);
  return [`${mark}${language}`, ...content, mark];
}

/** What Markdown or its HTML would act on, wherever it stands; an underscore inside a word does nothing. */
const ACTING = /[\\`*[\]<>|~&$!]|(?<!\w)_|_(?!\w)/g;
/** What begins a heading, a list, a quotation or a rule at the beginning of a line. */
const LEADING = /^(?=[#+\-=>])|^(?<number>\d{1,9})(?=[.)](?:\s|$))/;

/** A stranger's text as words of a paragraph. [C CommonMark 2.4: Backslash escapes] */
export function prose(text: string): string {
  return plainLine(text)
    .trim()
    .replace(ACTING, '\\$&')
    .replace(LEADING, (_match, number?: string) => (number === undefined ? '\\' : `${number}\\`));
}
