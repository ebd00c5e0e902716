/** The ladder is the IKE messages in sight as rungs between both routers: with what was lost, what was sent again, and what one end alone has seen. */
import { clear, el } from './elements.ts';
import { longList } from './long-list.ts';
import type { Looking } from './looking.ts';
import { changeOf, wordsOf } from './plot.ts';
import { clockOf } from './scale.ts';

const RUNG_PX = 40;

const FATES: Readonly<Record<string, string>> = { l: 'lost', s: 'not seen leaving', '?': 'not known whether it arrived' };

export function ladder(looking: Looking): HTMLElement {
  const { a, b } = looking.picture.verdict.tunnel;
  const count = el('p', { class: 'note' });
  let shown: number[] = [];
  const list = longList('ladder of IKE messages', { wide: RUNG_PX, narrow: RUNG_PX }, (index) => rung(looking, shown[index] ?? -1));
  const draw = (): void => {
    shown = looking.messagesInSight();
    clear(count, sayCount(looking, shown));
    list.fill(shown.length);
  };
  looking.onChange(draw);
  const head = el('div', { class: 'rung head' }, el('span', {}, a.name), el('span', {}, 'each on its own clock'), el('span', {}, b.name));
  return el('div', { class: 'ladder' }, count, head, list.element);
}

function sayCount({ picture: { messages } }: Looking, shown: readonly number[]): string {
  const lost = shown.filter((index) => messages.fates[index] === 'l').length;
  if (messages.fates.length === 0) return 'No IKE message is on record.';
  return `${shown.length} of ${messages.fates.length} messages are in sight on the timeline${lost === 0 ? '' : `, ${lost} of them lost`}.`;
}

function rung(looking: Looking, index: number): HTMLElement {
  const { messages } = looking.picture;
  const [sent, received] = [messages.sent[index] ?? null, messages.received[index] ?? null];
  const from = messages.from[index];
  const [ofA, ofB] = from === 'a' ? [sent, received] : [received, sent];
  const seen = sent ?? received ?? 0;
  const isAgain = [sent, received].some((ref) => ref !== null && changeOf(looking.plot, ref).endsWith('again'));
  const fate = messages.fates[index] ?? '?';
  const notes = [isAgain ? 'sent again' : undefined, FATES[fate]].filter((each) => each !== undefined);
  const words = wordsOf(looking.plot, seen).replace(/ again$/, '');
  const arrow = el('span', {
    class: `arrow ${from === 'a' ? 'right' : 'left'} ${fate === 'd' ? '' : fate === 'l' ? 'lost' : 'open'} ${isAgain ? 'again' : ''}`,
  });
  const said = el('span', { class: 'said' }, words, ...notes.map((note) => el('em', {}, note)));
  return el('div', { class: 'rung' }, end(looking, ofA), el('span', { class: 'way' }, said, arrow), end(looking, ofB));
}

/** Its own stamp, and with a press the line. */
function end(looking: Looking, ref: number | null): HTMLElement {
  if (ref === null) return el('span', { class: 'none' }, 'not on record');
  const { plot } = looking;
  const at = plot.at[ref] ?? Number.NaN;
  const place = { text: plot.text[ref] ?? -1, line: plot.line[ref] ?? 0 };
  const words = Number.isNaN(at) ? 'no time' : clockOf(at);
  if (place.text < 0) return el('span', {}, words);
  return el(
    'button',
    {
      class: 'link',
      title: `line ${place.line}`,
      click: () => {
        looking.show(ref);
        looking.openLine(place);
      },
    },
    words,
  );
}
