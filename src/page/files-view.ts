/** What was handed in, and what of it is missing: each file with what it was taken for and how much of it was read; counters, zones, recovery. */

import { SIDES } from '../ipsec/side.ts';
import { sayMissing } from '../report/missing.ts';
import { el } from './elements.ts';
import { listing, sayListened } from './listing.ts';
import type { Looking } from './looking.ts';

export function filesView(looking: Looking): HTMLElement {
  const { verdict, files, stampedIn, listened } = looking.picture;
  const zones = SIDES.map((side) => `${verdict.tunnel[side].name}: ${stampedIn[side].why}`);
  const recovery = SIDES.map((side) => `${verdict.tunnel[side].name}: ${verdict.recovery[side].why}`);
  return el(
    'section',
    { id: 'record', 'aria-labelledby': 'record-head' },
    el('h2', { id: 'record-head' }, 'What this rests on'),
    el(
      'div',
      { class: 'columns' },
      listing('Not in the bundle', sayMissing(verdict)),
      listing('Who listened when', sayListened(listened)),
      listing('Zones of the stamps', zones),
      listing('Invalid SPI recovery', recovery),
      listing(
        'Defects',
        verdict.defects.map(({ id, title, why }) => `${id} ${title}: ${why}`),
      ),
      counters(looking),
    ),
    files.length === 0 ? undefined : fileTable(looking),
  );
}

function counters({ picture }: Looking): HTMLElement | undefined {
  const rows = SIDES.flatMap((side) =>
    picture.counters[side]
      .filter(({ count }) => count > 0)
      .map(({ name, count }) =>
        el('tr', {}, el('td', {}, picture.verdict.tunnel[side].name), el('td', {}, name), el('td', { class: 'number' }, String(count))),
      ),
  );
  if (rows.length === 0) return undefined;
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, 'router'),
    el('th', { scope: 'col' }, 'counter'),
    el('th', { scope: 'col', class: 'number' }, 'count'),
  );
  return el(
    'div',
    { class: 'part' },
    el('h3', {}, 'Counters'),
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'counters' },
      el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows)),
    ),
  );
}

const PERCENT = 100;

function fileTable({ picture: { files } }: Looking): HTMLElement {
  const isDone = files.some(({ done, leftOut }) => done.length + leftOut.length > 0);
  const column = (title: string, isNumber = false): HTMLElement => el('th', { scope: 'col', class: isNumber && 'number' }, title);
  const head = [
    column('file'),
    column('taken for'),
    column('lines', true),
    column('read', true),
    isDone ? column('what was done') : undefined,
  ];
  const rows = files.map(({ path, takenFor, lines, readShare, done, leftOut }) =>
    el(
      'tr',
      {},
      el('td', {}, el('code', {}, path)),
      el('td', {}, takenFor),
      el('td', { class: 'number' }, String(lines)),
      el('td', { class: 'number' }, readShare === null ? '' : `${Math.floor(readShare * PERCENT)} %`),
      isDone ? el('td', {}, [...done, ...leftOut.map((each) => `left out: ${each}`)].join('; ')) : undefined,
    ),
  );
  return el(
    'div',
    { class: 'part' },
    el('h3', {}, 'Files'),
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'files' },
      el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)),
    ),
  );
}
