/** Lifelines are one row an SA: what its receiver and what its sender held, and the moment from which the two part. */
import { clear, el } from './elements.ts';
import { type Half, type Life, livesOf } from './lives.ts';
import { longList } from './long-list.ts';
import type { Looking } from './looking.ts';
import { clockOf } from './scale.ts';

const LIFE_PX = { wide: 46, narrow: 88 };

export function lifelines(looking: Looking): HTMLElement {
  const lives = livesOf(looking.plot);
  const list = longList('lifelines of the SAs', LIFE_PX, (index) => {
    const life = lives[index];
    return life === undefined ? el('div', {}) : row(looking, life);
  });
  const note = el('p', { class: 'note' });
  const draw = (): void => {
    clear(
      note,
      lives.length === 0
        ? 'No SA was made or deleted on record.'
        : `${lives.length === 1 ? '1 SA' : `${lives.length} SAs`}; ${sayParting(lives)}. Over the same stretch as the timeline.`,
    );
    list.fill(lives.length);
  };
  looking.onChange(draw);
  return el('div', { class: 'lives' }, note, list.element);
}

function sayParting(lives: readonly Life[]): string {
  const parted = lives.filter(({ parts }) => parts !== undefined).length;
  if (parted > 0) return `${parted} ${parted === 1 ? 'parts' : 'part'}: one end let it go, the other did not`;
  const isHalf = lives.every(({ receiver, sender }) => receiver.from === null || sender.from === null);
  return isHalf ? 'whether the two ends part is not on record' : 'none parts';
}

function row(looking: Looking, { sa, receiver, sender, parts }: Life): HTMLElement {
  const { tunnel } = looking.picture.verdict;
  const other = sa.receiver === 'a' ? 'b' : 'a';
  const spi = looking.picture.events.spis.indexOf(sa.spi);
  const choose = (): void => {
    looking.spi = looking.spi === spi ? -1 : spi;
    looking.sift();
  };
  const name = el(
    'button',
    { class: 'link', 'aria-pressed': String(looking.spi === spi), title: 'show this SA alone on the timeline', click: choose },
    el('code', {}, sa.spi),
  );
  const track = el('div', { class: 'track' }, bar(looking, receiver, 'receiver'), bar(looking, sender, 'sender'), moment(looking, parts));
  const ends = [el('span', {}, `${tunnel[sa.receiver].name} receives`), el('span', {}, `${tunnel[other].name} sends`)];
  return el(
    'div',
    { class: 'life' },
    el('div', { class: 'who' }, name, parting(looking, parts), el('span', { class: 'ends' }, ...ends)),
    track,
  );
}

/** Without a beginning it is older than the record, without an end it lasts beyond it. */
function bar(looking: Looking, { from, to }: Half, whose: string): HTMLElement | undefined {
  if (from === null && to === null) return undefined;
  const [left, right] = [placeOf(looking, from, 0), placeOf(looking, to, 100)];
  const made = el('span', { class: `bar ${whose}${from === null ? ' older' : ''}${to === null ? ' lasting' : ''}` });
  made.style.setProperty('left', `${left}%`);
  made.style.setProperty('width', `${Math.max(0, right - left)}%`);
  return made;
}

function parting(looking: Looking, parts: Life['parts']): HTMLElement | undefined {
  if (parts === undefined) return undefined;
  const { tunnel } = looking.picture.verdict;
  const name = tunnel[looking.plot.isB[parts.ref] === 1 ? 'b' : 'a'].name;
  const own = looking.plot.at[parts.ref] ?? Number.NaN;
  const line = { text: looking.plot.text[parts.ref] ?? -1, line: looking.plot.line[parts.ref] ?? 0 };
  const when = Number.isNaN(own) ? '' : ` ${clockOf(own).slice(0, 8)}`;
  return el(
    'button',
    { class: 'link part', title: 'the line that says it', click: () => looking.openLine(line) },
    `${name} lets go${when}`,
  );
}

/** The stroke through both bars, where it is in sight. */
function moment(looking: Looking, parts: Life['parts']): HTMLElement | undefined {
  const place = parts === undefined ? -1 : placeOf(looking, parts.ref, -1);
  if (place <= 0 || place >= 100) return undefined;
  const made = el('span', { class: 'moment' });
  made.style.setProperty('left', `${place}%`);
  return made;
}

function placeOf(looking: Looking, ref: number | null, otherwise: number): number {
  const at = ref === null ? Number.NaN : looking.timeOf(ref);
  if (Number.isNaN(at)) return otherwise;
  const { from, to } = looking.view;
  return Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100));
}
