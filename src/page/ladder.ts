/** The ladder is the IKE messages in sight as rungs between both routers: with what was lost, what was sent again, and what one end alone has seen. */
import { clear, el } from './elements.ts';
import { longList } from './long-list.ts';
import type { Looking } from './looking.ts';
import { changeOf, wordsOf } from './plot.ts';
import { clockOf } from './scale.ts';

const RUNG_PX = 40;

/** What is only not known is no alarm. */
const OPEN: Readonly<Record<string, string>> = { s: 'not seen leaving', '?': 'not known whether it arrived' };

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
  const ends = [el('span', {}, a.name), el('span', {}, 'each on its own clock'), el('span', {}, b.name)];
  const head = looking.picture.messages.fates.length === 0 ? undefined : el('div', { class: 'rung head' }, ...ends);
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
  const notes = [
    isAgain ? el('em', { class: 'soft' }, 'sent again') : undefined,
    fate === 'l' ? el('em', {}, 'lost') : undefined,
    OPEN[fate] === undefined ? undefined : el('em', { class: 'soft' }, OPEN[fate]),
  ];
  const arrow = el('span', {
    class: `arrow ${from === 'a' ? 'right' : 'left'} ${fate === 'd' ? '' : fate === 'l' ? 'lost' : 'open'} ${isAgain ? 'again' : ''}`,
  });
  const said = el('span', { class: 'said' }, sayMessage(wordsOf(looking.plot, seen)), ...notes);
  return el('div', { class: 'rung' }, end(looking, ofA), el('span', { class: 'way' }, said, arrow), end(looking, ofB));
}

/** `quick mode 1 \u00b7 3450224701`: which message of which exchange, and then the number that tells two of them apart. */
function sayMessage(words: string): string {
  return words
    .replace(/ again$/, '')
    .replace(/^(main|aggressive|quick|informational|message)(?: (\d{2,}))?(?: (\d))?$/, (_, mode: string, id?: string, step?: string) => {
      const name = mode === 'informational' || mode === 'message' ? mode : `${mode} mode`;
      const which = step === undefined ? name : `${name} ${step}`;
      return id === undefined ? which : `${which} \u00b7 ${id}`;
    });
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
