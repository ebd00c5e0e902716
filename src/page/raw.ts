/** The raw files: all that was read, line by line on both clocks, searched as a whole. */
import type { Place, TextHead } from '../report/picture/texts.ts';
import { clear, el } from './elements.ts';
import { firstFrom, isInOrder, refsBy } from './lanes.ts';
import { countLines, instantOf, lineOf, search, startsOf } from './lines.ts';
import { longList } from './long-list.ts';
import { clocksAt, type Looking } from './looking.ts';
import { clockOf } from './scale.ts';

/** On a narrow page the clocks stand above the text. */
const LINE_PX = { wide: 24, narrow: 48 };
const FOUND_MAX = 5000;

interface Text {
  text: string;
  /** Where its lines begin; worked out when it is first looked at. */
  starts(): Uint32Array;
  /** The text's events, by line; sorted when they are first asked for. */
  events(): { lines: Float64Array; refs: Int32Array };
}

export interface Raw {
  element: HTMLElement;
  /** When all texts are unpacked: those of the picture's heads, in their order; `starts` where the worker has found them already. */
  give(texts: readonly string[], starts?: readonly Uint32Array[]): void;
  focusSearch(): void;
}

export function raw(looking: Looking): Raw {
  let texts: Text[] = [];
  let shown = 0;
  let marked = -1;
  const { texts: heads, verdict } = looking.picture;
  const choice = el(
    'select',
    { 'aria-label': 'file', change: () => open({ text: Number(choice.value), line: 1 }, false) },
    ...heads.map(({ side, name }, index) => el('option', { value: index }, `${verdict.tunnel[side].name}: ${name}`)),
  );
  const field = el('input', { type: 'search', placeholder: 'search in all files', 'aria-label': 'search in all files' });
  const told = el('span', { class: 'soft', 'aria-live': 'polite' }, 'unpacking');
  const from = el('p', { class: 'note' });
  const list = longList('lines of the file', LINE_PX, (index) => row(looking, texts[shown], shown, index + 1, marked));
  const open = (place: Place, isMarked: boolean): void => {
    shown = place.text;
    marked = isMarked ? place.line : -1;
    choice.value = String(shown);
    clear(from, fromWhere(looking, shown));
    list.fill(countLines(texts[shown]?.starts() ?? Uint32Array.of(0)));
    list.show(place.line - 1);
  };
  const { go, look } = finder(told, (place) => open(place, true));
  field.addEventListener('input', () => look(texts, field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
  });
  looking.openLine = (place) => {
    open(place, true);
    element.scrollIntoView({ block: 'start' });
    list.element.focus({ preventScroll: true });
  };
  const element = el(
    'section',
    { id: 'raw', 'aria-labelledby': 'raw-head' },
    el('h2', { id: 'raw-head' }, 'Raw files'),
    toolsOf(choice, field, told, go),
    from,
    headOf(verdict.tunnel.a.name, verdict.tunnel.b.name),
    list.element,
  );
  const give: Raw['give'] = (given, starts = []) => {
    texts = withEvents(given, starts, looking);
    clear(told);
    if (texts.length > 0) open(firstPlace(looking), looking.cursor >= 0);
  };
  return { element, give, focusSearch: () => field.focus() };
}

/** What the timeline points at; else the text of most events, which is a log; else the longest. */
function firstPlace({ cursor, plot, picture: { texts } }: Looking): Place {
  const text = plot.text[cursor] ?? -1;
  if (text >= 0) return { text, line: plot.line[cursor] ?? 1 };
  const events = texts.map(() => 0);
  for (const each of plot.text) if (each >= 0) events[each] = (events[each] ?? 0) + 1;
  const sizes = plot.text.some((each) => each >= 0) ? events : texts.map(({ characters }) => characters);
  return { text: sizes.indexOf(Math.max(...sizes)), line: 1 };
}

interface Finder {
  go(by: 1 | -1): void;
  look(texts: readonly Text[], words: string): void;
}

/** Goes from one place that was found to the next, and round. */
function finder(told: HTMLElement, open: (place: Place) => void): Finder {
  let found: Place[] = [];
  let turn = -1;
  const go = (by: 1 | -1): void => {
    if (found.length === 0) return;
    turn = (turn + by + found.length) % found.length;
    const place = found[turn];
    if (place !== undefined) open(place);
    clear(told, `${turn + 1} of ${found.length}${found.length === FOUND_MAX ? ' or more' : ''}`);
  };
  const look = (texts: readonly Text[], words: string): void => {
    found = texts.flatMap(({ text, starts }, index) => search(text, starts(), words, FOUND_MAX).map((line) => ({ text: index, line })));
    turn = -1;
    clear(told, words !== '' && found.length === 0 ? 'not found' : '');
    go(1);
  };
  return { go, look };
}

function toolsOf(choice: HTMLElement, field: HTMLElement, told: HTMLElement, go: Finder['go']): HTMLElement {
  const search = el(
    'span',
    { class: 'group' },
    field,
    el('button', { 'aria-label': 'previous', click: () => go(-1) }, '\u2191'),
    el('button', { 'aria-label': 'next', click: () => go(1) }, '\u2193'),
    told,
  );
  return el('div', { class: 'tools' }, choice, search);
}

function headOf(a: string, b: string): HTMLElement {
  return el('div', { class: 'line head' }, ...['line', a, b, 'text'].map((words) => el('span', {}, words)));
}

function withEvents(texts: readonly string[], starts: readonly Uint32Array[], { picture, plot }: Looking): Text[] {
  const byText = once(() => refsBy(plot.text, picture.texts.length));
  return texts.map((text, index) => ({
    text,
    starts: once(() => starts[index] ?? startsOf(text)),
    events: once(() => byLine(byText()[index] ?? new Int32Array(), plot)),
  }));
}

function byLine(own: Int32Array, { line }: Looking['plot']): ReturnType<Text['events']> {
  const refs = isInOrder(own, line) ? own : own.toSorted((one, two) => (line[one] ?? 0) - (line[two] ?? 0));
  const lines = new Float64Array(refs.length);
  for (let index = 0; index < refs.length; index += 1) lines[index] = line[refs[index] ?? 0] ?? 0;
  return { refs, lines };
}

/** The texts of a report travel as one. */
export function cut(all: string, heads: readonly TextHead[]): string[] {
  let at = 0;
  return heads.map(({ characters }) => {
    at += characters;
    return all.slice(at - characters, at);
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function fromWhere({ picture: { texts } }: Looking, index: number): string | undefined {
  const head = texts[index];
  return head?.from === undefined ? undefined : `Taken out of ${head.from}.`;
}

function row(looking: Looking, text: Text | undefined, index: number, line: number, marked: number): HTMLElement {
  const words = text === undefined ? '' : lineOf(text.text, text.starts(), line);
  const at = text === undefined ? undefined : timeOf(looking, text, words, line);
  const side = looking.picture.texts[index]?.side ?? 'a';
  const { a, b } = clocksAt(looking.picture, side, at ?? Number.NaN);
  const clock = (each: number | undefined): string => (each === undefined ? '' : clockOf(each));
  return el(
    'div',
    { class: `line${line === marked ? ' marked' : ''}`, ...(line === marked ? { 'aria-current': 'true' } : {}) },
    el('span', { class: 'number' }, String(line)),
    el('span', {}, clock(a)),
    el('span', {}, clock(b)),
    el('code', {}, words),
  );
}

function timeOf({ plot }: Looking, { text, starts, events }: Text, words: string, line: number): number | undefined {
  const { lines, refs } = events();
  const next = firstFrom(lines, line + 0.5);
  for (const ref of [refs[next - 1], refs[next]]) {
    const at = ref === undefined ? Number.NaN : (plot.at[ref] ?? Number.NaN);
    if (ref === undefined || Number.isNaN(at)) continue;
    if (plot.line[ref] === line) return at;
    return instantOf(words, { at, line: lineOf(text, starts(), plot.line[ref] ?? 1) });
  }
  return undefined;
}
