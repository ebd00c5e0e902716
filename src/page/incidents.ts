/** The incidents to choose from: those of one cause and chain are one story, however many there are. */
import { sayCause } from '../report/explanation.ts';
import { el } from './elements.ts';
import type { Looking } from './looking.ts';
import { sureness } from './sureness.ts';

export function incidents(looking: Looking): HTMLElement {
  const { verdict } = looking.picture;
  const { length } = verdict.incidents;
  if (length === 1) return el('p', { class: 'count' }, countOf(looking, 0));
  const stories = verdict.stories.map((_story, index) => storyOf(looking, index));
  return el(
    'div',
    { class: 'incidents' },
    el('p', { class: 'count' }, `${length} incidents, ${stories.length === 1 ? 'all with one story' : `${stories.length} stories`}`),
    el('div', { class: 'stories' }, ...stories),
  );
}

function storyOf(looking: Looking, index: number): HTMLElement {
  const { verdict } = looking.picture;
  const story = verdict.stories[index];
  const own = story?.incidents ?? [];
  const choices = own.map((incident) => choiceOf(looking, incident));
  const summary = verdict.incidents[own[0] ?? 0]?.cause;
  const pick = el('div', { class: 'choices', role: 'group', 'aria-label': `incidents of story ${index + 1}` }, ...choices);
  const head = story?.cause === undefined || story.cause === 'unknown' ? 'cause not found' : story.cause;
  return el(
    'article',
    { class: 'story' },
    el(
      'p',
      {},
      el('code', { class: 'cause' }, head),
      ' ',
      story === undefined || story.cause === 'unknown' ? undefined : sureness(story.confidence),
    ),
    el('p', { class: 'soft' }, summary === undefined ? '' : sayCause(summary)),
    pick,
  );
}

function choiceOf(looking: Looking, incident: number): HTMLElement {
  const judged = looking.picture.verdict.incidents[incident];
  const time = judged?.firstAt?.slice(11, 19) ?? 'no time';
  const button = el(
    'button',
    {
      class: 'choice',
      title: `${judged?.spi ?? ''} at ${judged === undefined ? '' : looking.picture.verdict.tunnel[judged.receiver].name}`,
      click: () => chooseIncident(looking, incident),
    },
    el('b', {}, String(incident + 1)),
    ` ${time}`,
  );
  looking.onChange(() => button.setAttribute('aria-pressed', String(looking.incident === incident)));
  return button;
}

export function chooseIncident(looking: Looking, incident: number): void {
  looking.incident = incident;
  const judged = looking.picture.verdict.incidents[incident];
  const spi = looking.picture.events.spis.indexOf(judged?.spi ?? '');
  const first = looking.plot.spi.findIndex((each, ref) => each === spi && looking.plot.row[ref] === UNKNOWN_SPI_ROW);
  if (first < 0) looking.changed();
  else looking.show(first);
}

const UNKNOWN_SPI_ROW = 5;

function countOf({ picture: { verdict } }: Looking, incident: number): string {
  const judged = verdict.incidents[incident];
  if (judged === undefined) return '';
  const { spi, receiver, occurrences, firstAt } = judged;
  const when = firstAt === null ? '' : `${verdict.isYearKnown ? firstAt.slice(0, 10) : firstAt.slice(5, 10)} ${firstAt.slice(11, 23)}: `;
  return `${when}${verdict.tunnel[receiver].name} did not know ${spi}${occurrences === 1 ? '' : `, ${occurrences} times`}`;
}
