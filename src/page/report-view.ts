/** The report as a page: the verdict, the timeline and what stands below it, the files; all of one bundle, and all from one place. */
import type { Picture } from '../report/picture/picture.ts';
import { chart } from './chart.ts';
import { el } from './elements.ts';
import { filesView } from './files-view.ts';
import { chooseIncident } from './incidents.ts';
import { ladder } from './ladder.ts';
import { lifelines } from './lifelines.ts';
import type { Looking } from './looking.ts';
import { type Raw, raw } from './raw.ts';
import { verdictView } from './verdict-view.ts';

export interface ReportView {
  element: HTMLElement;
  /** The texts come when they are unpacked. */
  give: Raw['give'];
  keys: Readonly<Record<string, () => void>>;
}

/** `actions`: what can be done with the report, as buttons. */
export function reportView(looking: Looking, actions: readonly HTMLElement[]): ReportView {
  const { picture } = looking;
  const timeline = chart(looking);
  const files = raw(looking);
  const element = el(
    'div',
    { class: 'report' },
    heading(picture, actions),
    el(
      'main',
      {},
      verdictView(looking),
      section(
        'timeline',
        picture.verdict.clock.offsetMs === null ? 'Each record on its own clock' : 'Both records on one clock',
        timeline.element,
      ),
      section('ladder', 'IKE messages', ladder(looking)),
      section('sas', 'Lives of the SAs', lifelines(looking)),
      filesView(looking),
      files.element,
      keyHelp(),
    ),
  );
  if (picture.verdict.incidents.length > 0) chooseIncident(looking, 0);
  else looking.changed();
  const go = (by: number) => () => {
    const { length } = picture.verdict.incidents;
    if (length > 0) chooseIncident(looking, (looking.incident + by + length) % length);
  };
  return { element, give: files.give, keys: { ...timeline.keys, i: go(1), I: go(-1), '/': files.focusSearch } };
}

function section(id: string, title: string, content: HTMLElement): HTMLElement {
  return el('section', { id, 'aria-labelledby': `${id}-head` }, el('h2', { id: `${id}-head` }, title), content);
}

const PARTS = [
  ['verdict', 'Verdict'],
  ['timeline', 'Timeline'],
  ['ladder', 'Messages'],
  ['sas', 'SAs'],
  ['record', 'Record'],
  ['raw', 'Files'],
] as const;

function heading({ verdict, clock, peers }: Picture, actions: readonly HTMLElement[]): HTMLElement {
  const { a, b } = verdict.tunnel;
  const ends = [a, b].map(({ name, address }) =>
    el('span', { class: 'peer' }, el('strong', {}, name), el('span', { class: 'soft' }, address)),
  );
  return el(
    'header',
    { class: 'top' },
    el(
      'h1',
      {},
      ...ends.flatMap((end, index) => (index === 0 ? [end, el('span', { class: 'between', 'aria-label': 'and' }, '\u2194')] : [end])),
    ),
    el('p', { class: 'soft' }, `${clock.replace(/^the /, 'The ')}.`),
    peers === undefined ? undefined : el('p', { class: 'soft' }, `The peers are assumed (${peers.confidence}): ${peers.why}.`),
    el('nav', { 'aria-label': 'parts of the report' }, ...PARTS.map(([id, title]) => el('a', { href: `#${id}` }, title))),
    el('div', { class: 'actions' }, ...actions),
  );
}

const KEYS = [
  ['+  \u2212', 'zoom in and out'],
  ['\u2190  \u2192', 'earlier, later'],
  ['0  z', 'all, the incident'],
  ['n  p', 'next, previous event'],
  ['Enter', 'its line in the files'],
  ['c', 'clocks aligned, or each its own stamps'],
  ['i  I', 'next, previous incident'],
  ['/', 'search in the files'],
] as const;

function keyHelp(): HTMLElement {
  const rows = KEYS.map(([key, does]) => el('div', {}, el('dt', {}, el('kbd', {}, key)), el('dd', {}, does)));
  return el(
    'section',
    { id: 'keys', 'aria-labelledby': 'keys-head' },
    el('h2', { id: 'keys-head' }, 'Keys'),
    el('dl', { class: 'keys' }, ...rows),
  );
}
