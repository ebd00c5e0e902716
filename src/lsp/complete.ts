/** Completion offers what the grammar lets stand at a position: statements, detectors, actions, options, values, labels and variables. */
import { GIVEN_BY, givenBy } from '../applet/built-in.ts';
import { detectorCalled } from '../applet/detector-called.ts';
import { LABEL } from '../applet/kind.ts';
import type { Applet } from '../applet/model.ts';
import { inRunOrder } from '../applet/order.ts';
import type { Part, Syntax } from '../applet/syntax.ts';
import type { Token } from '../applet/token.ts';
import { walkArguments } from '../applet/walk.ts';
import { wordMeant } from '../applet/word.ts';
import { type AppletDocument, appletAt, type Position, type Range, wordsOf } from './document.ts';
import { verbCalled } from './hover.ts';
import { DETECTORS_MEAN, sayPart, VERBS_MEAN } from './meanings.ts';

export interface Completion {
  label: string;
  kind: 'statement' | 'detector' | 'action' | 'option' | 'value' | 'label' | 'variable' | 'key';
  detail: string;
  /** What it takes the place of. */
  range: Range;
}

type Offer = Omit<Completion, 'range'>;

export function completeAt(document: AppletDocument, position: Position): Completion[] {
  const line = document.lines[position.line] ?? '';
  const before = line.slice(0, position.character);
  const applet = appletAt(document, position.line);
  const variable = /\$\w*$/.exec(before)?.[0];
  if (variable !== undefined && applet !== undefined) return placed(variablesOf(document, applet), position, variable.length);
  const tokens = wordsOf(before);
  // The word that is being typed; none behind a blank.
  const typed = /\s$|^$/.test(before) ? undefined : tokens.at(-1);
  if (typed?.isQuoted === true) return [];
  const done = typed === undefined ? tokens : tokens.slice(0, -1);
  return placed(offersFor(applet, done, before), position, typed?.length ?? 0);
}

function placed(offers: readonly Offer[], { line, character }: Position, length: number): Completion[] {
  const range = { start: { line, character: character - length }, end: { line, character } };
  return offers.map((offer) => ({ ...offer, range }));
}

function offersFor(applet: Applet | undefined, done: readonly Token[], line: string): Offer[] {
  const [first, second] = done.map(({ value }) => value);
  if (first === undefined) return applet === undefined ? [HEADER] : [...STATEMENTS, HEADER];
  if (applet === undefined) return [];
  const statement = wordMeant(first, ['action', 'event']);
  if (statement === 'event') {
    const hasTag = second?.toLowerCase() === 'tag';
    const at = hasTag ? 3 : 1;
    if (done.length === at) return hasTag ? DETECTORS : [...DETECTORS, { label: 'tag', kind: 'option', detail: 'joins several events' }];
    return argumentsOf(detectorCalled(done[at]?.value ?? '')?.syntax, applet, done, at + 1, line);
  }
  if (statement !== 'action') return [];
  if (done.length === 1) return [{ label: nextLabel(applet), kind: 'label', detail: 'behind the last action' }];
  if (done.length === 2) return ACTIONS;
  return argumentsOf(verbCalled(done[2]?.value ?? '')?.syntax, applet, done, 3, line);
}

const HEADER: Offer = { label: 'event manager applet', kind: 'statement', detail: 'opens an applet' };
const STATEMENTS: readonly Offer[] = [
  { label: 'action', kind: 'statement', detail: 'what the applet does' },
  { label: 'event', kind: 'statement', detail: 'what the applet waits for' },
  { label: 'description', kind: 'statement', detail: 'a text for people' },
  { label: 'trigger', kind: 'statement', detail: 'joins events that have tags' },
];
const DETECTORS: Offer[] = Object.entries(DETECTORS_MEAN).map(([label, detail]) => ({ label, kind: 'detector', detail }));
const ACTIONS: Offer[] = Object.entries(VERBS_MEAN).map(([label, detail]) => ({ label, kind: 'action', detail }));

function argumentsOf(syntax: Syntax | undefined, applet: Applet, done: readonly Token[], from: number, line: string): Offer[] {
  if (syntax === undefined) return [];
  const { open, wanted } = walkArguments(syntax, done, from, line);
  if (wanted !== undefined) return valuesOf(wanted, applet);
  // Up to the first place that must be filled; options may stand anywhere.
  const first = open.find(({ at }) => at === 'place' || at === 'many' || at === 'rest');
  const values = first === undefined ? [] : valuesOf(first, applet);
  if (first?.required === true && first.at === 'place') return values;
  return [...values, ...open.flatMap((part) => ('keyword' in part ? [optionOf(part)] : []))];
}

function optionOf(part: Extract<Part, { keyword: string }>): Offer {
  return { label: part.keyword, kind: 'option', detail: sayPart(part) };
}

function valuesOf(part: Part, applet: Applet): Offer[] {
  if (!('kind' in part)) return [];
  if (part.kind === LABEL) return applet.actions.map(({ label, verb }) => ({ label, kind: 'label', detail: verb }));
  return (part.kind.words ?? []).map((label) => ({ label, kind: 'value', detail: part.field }));
}

/** As long as the others, so that it sorts behind them. */
function nextLabel({ actions }: Applet): string {
  const last = inRunOrder(actions).at(-1)?.label ?? '';
  const found = /^(?<head>(?:\d+\.)?)(?<number>\d+)$/.exec(last)?.groups;
  if (found === undefined) return last === '' ? '0010' : `${last}0`;
  const digits = found['number'] ?? '';
  const next = String(Number(digits) + (digits.length > 2 ? 10 : 1)).padStart(digits.length, '0');
  return next.length > digits.length ? `${last}0` : `${found['head']}${next}`;
}

function variablesOf({ parsed }: AppletDocument, { events, actions }: Applet): Offer[] {
  const detectors = events.map(({ detector }) => detector);
  const verbs = new Set<string>(actions.map(({ verb }) => verb));
  const given = [...GIVEN_BY].flatMap(([name, givers]) => (givers.some((verb) => verbs.has(verb)) ? [name] : []));
  const written = actions.flatMap(({ verb, fields }) => {
    const names = ['variable', 'match', 'submatch1', 'submatch2', 'submatch3'] as const;
    return verb === 'context' ? [] : names.flatMap((name) => (name in fields ? [String(Object(fields)[name])] : []));
  });
  const from = (names: readonly string[], detail: string): [string, string][] => names.map((name) => [name, detail]);
  const all = new Map([
    ...from(Object.keys(parsed.environment), 'of the environment'),
    ...from(written, 'of this applet'),
    ...from(given, 'of an action'),
    ...from(givenBy(detectors), 'of the event'),
  ]);
  return [...all].map(([name, detail]) => ({ label: `$${name}`, kind: 'variable', detail }));
}
