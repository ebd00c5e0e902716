/** A story is printed on one screen: what it is in plain words, the chain, the remedy, times on one clock, the lines; `--explain` has the rest. */
import type { CauseId } from '../ipsec/cause.ts';
import { type Citation, printPlace } from '../ipsec/citation.ts';
import type { Tunnel } from '../ipsec/peer.ts';
import type { Timeline } from '../timeline/model.ts';
import { CAUSES } from '../verdict/causes/index.ts';
import { nameRoles } from '../verdict/roles.ts';
import type { Story } from '../verdict/stories.ts';
import type { JudgedIncident, PrintedBlock, Verdict } from '../verdict/verdict.ts';
import { nameCause } from './cause-name.ts';
import { sayChain } from './chain-words.ts';
import { believe, partsOfAdvice, sayCause, sayClock, sayPersistence, tellDropped, tellTimes } from './explanation.ts';
import { clockTime } from './instant.ts';
import { COLUMNS, wrap } from './wrap.ts';

/** What a terminal shows at once, with room for a prompt. */
export const STORY_LINES_MAX = 40;
/** However little room there is. */
const TIMES_MIN = 3;
const LINES_MIN = 4;
const LINES_MAX = 12;
/** What is left to be said behind the lines. */
const WHY_MAX = 6;
const WHY_MIN = 4;
/** How it went on, below the times. */
const ENDING = 2;
const OTHERS_MAX = 4;

export function printStory(story: Story, number: number, verdict: Verdict, timeline: Timeline, columns?: number): string[] {
  const incidents = story.incidents.flatMap((index) => verdict.incidents[index] ?? []);
  const [first] = incidents;
  const [index] = story.incidents;
  if (first === undefined || index === undefined) return [];
  const head = printHead(first, incidents, number, verdict, columns);
  const advice = printAdvice(first, verdict, columns);
  const left = STORY_LINES_MAX - head.length - advice.length - HEADINGS;
  const whyMost = Math.min(WHY_MAX, Math.max(WHY_MIN, left - TIMES_MIN - LINES_MIN - ENDING));
  const why = shorten(wrap(believe(first.cause), '  ', columns), whyMost, first);
  const room = left - why.length;
  const times = printTimes(first, index, timeline, { room: room - LINES_MIN, columns });
  const most = Math.min(LINES_MAX, Math.max(LINES_MIN, room - times.length));
  const lines = printEvidence(first, verdict.tunnel, most, columns);
  return [...head, '', 'What to do', ...advice, '', `${sayClock(first, timeline)}:`, ...times, '', 'Why', ...why, ...lines];
}

/** Three blank lines, and what stands above times, why and advice. */
const HEADINGS = 6;

function printHead(
  first: JudgedIncident,
  incidents: readonly JudgedIncident[],
  number: number,
  verdict: Verdict,
  columns: number | undefined,
): string[] {
  const { cause, spi, receiver } = first;
  const heading = `STORY ${number}  ${nameCause(cause)}: ${spi} at ${verdict.tunnel[receiver].name}`;
  return [
    ...(columns === undefined ? [heading] : wrap(heading, '', columns)),
    ...wrap(sayCause(cause), '  ', columns),
    ...wrap(sayChain(first, verdict).join(' '), '  ', columns),
    ...sayProlonging(first, verdict).flatMap((each) => wrap(each, '  ', columns)),
    ...printOthers(incidents.slice(1), columns),
  ];
}

/** `It lasts because hq does not probe branch, …`: as the cause itself says it; what no line shows may be so. */
function sayProlonging(incident: JudgedIncident, verdict: Verdict): string[] {
  const { cause, receiver, spi } = incident;
  return cause.prolongs.map((id) => {
    const lasts = isShown(id, incident, verdict) ? 'It lasts' : 'It may last';
    return `${lasts} because ${nameRoles(CAUSES[id].statement, verdict.tunnel, receiver, spi)} (${id}).`;
  });
}

function isShown(id: CauseId, incident: JudgedIncident, { incidents, facts }: Verdict): boolean {
  const index = incidents.indexOf(incident);
  const own = facts.filter((fact) => fact.incident === index);
  return CAUSES[id].requires.every((wanted) => own.some(({ fact, is, grade }) => fact === wanted && is === 'yes' && grade !== 'hinted'));
}

/** The other incidents of one cause and chain. */
function printOthers(others: readonly JudgedIncident[], columns: number | undefined): string[] {
  if (others.length === 0) return [];
  const said = others.slice(0, OTHERS_MAX).map(({ spi, firstAt }) => `${spi}${firstAt === null ? '' : ` at ${clockTime(firstAt)}`}`);
  const more = others.length - said.length;
  return wrap(`The same happened with ${said.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`, '  ', columns);
}

interface Room {
  /** In lines. */
  room: number;
  columns: number | undefined;
}

function printTimes(incident: JudgedIncident, index: number, timeline: Timeline, { room, columns }: Room): string[] {
  const name = timeline.tunnel[incident.receiver].name;
  const end = wrap([sayPersistence(incident, timeline, index), ...tellDropped(incident, name)].join(' '), '  ', columns);
  const steps = tellTimes(incident, timeline).map(({ time, said }) => hang(time, said, columns));
  return [...lastThatFit(steps, Math.max(TIMES_MIN, room - end.length)), ...end];
}

/** The first steps are the farthest from the message. */
function lastThatFit(steps: readonly string[][], most: number): string[] {
  const kept = steps.slice(-TIMES_MIN);
  for (const step of steps.slice(0, -TIMES_MIN).reverse()) {
    if (kept.flat().length + step.length > most) break;
    kept.unshift(step);
  }
  return kept.flat();
}

const CLOCK_CHARACTERS = '13:36:47.287'.length;

function hang(time: string, said: string, columns: number | undefined): string[] {
  const indent = ' '.repeat(CLOCK_CHARACTERS + 4);
  return wrap(said, indent, columns).map((line, index) => (index === 0 ? `  ${time.padEnd(CLOCK_CHARACTERS)}  ${line.trimStart()}` : line));
}

/** Of a message that came again and again the first two and the last are enough. */
export function withoutRepeats(evidence: readonly Citation[]): Citation[] {
  const repeats = new Set(evidence.filter(({ text }) => INVALID_SPI.test(text)).slice(2, -1));
  return evidence.filter((each) => !repeats.has(each));
}

const INVALID_SPI = /CRYPTO-4-RECVD_PKT_INV_SPI/;

/** The message itself is among them, however few there are. */
function printEvidence(incident: JudgedIncident, tunnel: Tunnel, most: number, columns: number | undefined): string[] {
  const all = incident.cause.evidence;
  const kept = endsOfLinks(incident);
  const evidence = withoutRepeats(all);
  const isAll = evidence.length <= most && evidence.length === all.length;
  const few = isAll || evidence.length < most ? evidence : firstOf(evidence, most - 1, kept);
  const shown = columns === undefined ? few : firstOf(few, fittingIn(few, tunnel, most, columns), kept);
  const more = all.length - shown.length;
  return [
    ...shown.flatMap((each) => (columns === undefined ? printLine(each, tunnel) : wholeLine(each, tunnel, columns))),
    ...(more > 0 ? [`  and ${more} more, in the JSON report`] : []),
  ];
}

/** How many of the first ones a terminal shows in so many of its rows, where what is too wide goes on in the next one. */
function fittingIn(evidence: readonly Citation[], tunnel: Tunnel, rows: number, columns: number): number {
  let left = rows;
  const count = evidence.findIndex((each) => {
    for (const line of wholeLine(each, tunnel, columns)) left -= Math.max(1, Math.ceil(line.length / columns));
    return left < 0;
  });
  return Math.max(LINES_MIN, count === -1 ? evidence.length : count);
}

/** Of what each sentence of the chain rests on the last line: that is what happened, and those above it are what it happened to. */
function endsOfLinks({ chain: { forgot, told, sends, heals } }: JudgedIncident): Citation[] {
  return [forgot, told, sends, heals].flatMap(({ evidence }) => evidence.at(-1) ?? []);
}

/** The message and what is to be kept are among them, as far as there is room. */
export function firstOf(evidence: readonly Citation[], most: number, kept: readonly Citation[] = []): Citation[] {
  const message = evidence.find(({ text }) => INVALID_SPI.test(text));
  const wanted = evidence.filter((each) => each !== message && kept.some((one) => isSameLine(one, each)));
  const others = evidence.filter((each) => each !== message && !wanted.includes(each));
  const chosen = new Set([...(message === undefined ? [] : [message]), ...wanted, ...others].slice(0, most));
  return evidence.filter((each) => chosen.has(each));
}

const isSameLine = (one: Citation, two: Citation): boolean => one.side === two.side && one.file === two.file && one.line === two.line;

const WORDS_MIN = 8;

export function printLine(citation: Citation, tunnel: Tunnel): string {
  const place = `  ${tunnel[citation.side].name} ${printPlace(citation)}  `;
  const room = Math.max(WORDS_MIN, COLUMNS - place.length);
  return `${place}${cut(citation.text.trim(), room)}`;
}

/** On a terminal no line of a log is cut: one that is too wide for its row stands below its place, to be copied whole. */
export function wholeLine(citation: Citation, tunnel: Tunnel, columns: number): string[] {
  const place = `  ${tunnel[citation.side].name} ${printPlace(citation)}`;
  const words = citation.text.trim();
  return place.length + 2 + words.length <= columns ? [`${place}  ${words}`] : [...wrap(place.trim(), '  ', columns), `    ${words}`];
}

/** `spi=0xB761863E`: what the message is about. */
const SPI_IN_MESSAGE = /\bspi=0x[0-9A-F]{1,8}\b/i;

function cut(words: string, room: number): string {
  if (words.length <= room) return words;
  const spi = SPI_IN_MESSAGE.exec(words)?.[0] ?? '';
  const head = words.slice(0, Math.max(0, room - spi.length - 3));
  return head.includes(spi) ? `${words.slice(0, room - 3)}...` : `${head}...${spi}`;
}

function printAdvice(incident: JudgedIncident, verdict: Verdict, columns: number | undefined): string[] {
  const { cause } = incident;
  const said = partsOfAdvice(cause.remedy);
  return [...said.flatMap((each) => wrap(each, '  ', columns)), ...printBlocks(ownBlocks(incident, verdict), verdict.tunnel, columns)];
}

/** They are in the words of IOS: another vendor's end takes none of them. */
export function ownBlocks({ cause }: JudgedIncident, { recordings }: Verdict): PrintedBlock[] {
  return cause.blocks.filter(({ side }) => recordings[side].vendors.length === 0);
}

/** To paste as they are. */
function printBlocks(blocks: readonly PrintedBlock[], tunnel: Tunnel, columns: number | undefined): string[] {
  return alikeBlocks(blocks, tunnel).flatMap(({ said, lines }) => [...wrap(said, '  ', columns), ...lines.map((line) => `    ${line}`)]);
}

/** What is the same for both routers stands there once. */
export function alikeBlocks(blocks: readonly PrintedBlock[], tunnel: Tunnel): { said: string; lines: readonly string[] }[] {
  const alike = new Map<string, { block: PrintedBlock; names: string[] }>();
  for (const block of blocks) {
    const key = JSON.stringify([block.does, block.lines, block.effect]);
    const known = alike.get(key) ?? { block, names: [] };
    known.names.push(tunnel[block.side].name);
    alike.set(key, known);
  }
  return [...alike.values()].map(({ block: { does, effect, lines }, names }) => {
    const purpose = does === 'mends' ? 'keeps it from coming again' : 'helps this time only';
    return { said: `On ${names.join(' and on ')} (${purpose}; ${effect}):`, lines };
  });
}

function shorten(lines: readonly string[], most: number, { cause }: JudgedIncident): string[] {
  if (lines.length <= most) return [...lines];
  const more = cause.id === 'unknown' ? 'the JSON report has the rest' : `--explain ${cause.id} has the rest`;
  return [...lines.slice(0, most - 1), `  ... (${more})`];
}
