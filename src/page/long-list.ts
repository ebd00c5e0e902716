/** A long list has as many rows as it likes and draws those in sight; it is moved through by scrolling or by keys like any other. */
import { el } from './elements.ts';

export interface LongList {
  element: HTMLElement;
  /** How many rows there are, and draws again. */
  fill(count: number): void;
  /** Brings a row into the middle. */
  show(index: number): void;
  draw(): void;
}

/** Rows above and below what is in sight, so that scrolling shows no gap. */
const BEYOND = 8;

/** `heights`: of every row, as the style sheet gives them on a wide and on a narrow page. */
export function longList(label: string, heights: { wide: number; narrow: number }, rowOf: (index: number) => HTMLElement): LongList {
  const rows = el('div', { class: 'rows' });
  const element = el('div', { class: 'long', tabindex: 0, role: 'region', 'aria-label': label }, rows);
  let count = 0;
  const narrow = matchMedia(NARROW);
  const rowOfPx = (): number => (narrow.matches ? heights.narrow : heights.wide);
  const paper = matchMedia('print');
  // Read when they may have changed: to ask for them makes the browser lay the page out.
  let [topPx, highPx] = [0, 0];
  const look = (): void => {
    // On paper nothing is scrolled: what was in sight is printed.
    if (!paper.matches) [topPx, highPx] = [element.scrollTop, element.clientHeight];
    draw();
  };
  const draw = (): void => {
    const rowPx = rowOfPx();
    const isPrinted = paper.matches;
    const seenPx = isPrinted ? PRINTED_ROWS * rowPx : highPx;
    // Of a list that became shorter the end is in sight, until its place is read again.
    const fromPx = Math.min(topPx, Math.max(0, count * rowPx - seenPx));
    const first = Math.max(0, Math.floor(fromPx / rowPx) - BEYOND);
    const last = Math.min(count, Math.ceil((fromPx + seenPx) / rowPx) + BEYOND);
    const made: HTMLElement[] = [];
    for (let index = first; index < last; index += 1) made.push(rowOf(index));
    rows.style.setProperty('height', `${isPrinted ? (last - first) * rowPx : count * rowPx}px`);
    rows.style.setProperty('padding-top', `${isPrinted ? 0 : first * rowPx}px`);
    rows.replaceChildren(...made);
  };
  element.addEventListener('scroll', () => requestAnimationFrame(look), { passive: true });
  new ResizeObserver(look).observe(element);
  addEventListener('beforeprint', look);
  return {
    element,
    draw,
    fill: (many) => {
      count = many;
      draw();
    },
    show: (index) => {
      element.scrollTop = Math.max(0, index * rowOfPx() - element.clientHeight / 2);
      look();
    },
  };
}

/** As in the style sheet. */
const NARROW = '(max-width: 44rem)';

/** On paper nobody scrolls. */
const PRINTED_ROWS = 60;
