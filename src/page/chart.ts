/** The chart is the timeline with its hands: it is dragged, pinched, zoomed and walked through by keys, and says what is under the cursor. */
import { plotAt } from './chart-at.ts';
import { keysOf } from './chart-keys.ts';
import { clear, el } from './elements.ts';
import { filters } from './filters.ts';
import type { Looking } from './looking.ts';
import { type Colours, coloursOf, type Layout, layoutOf } from './marks.ts';
import { paint } from './paint.ts';
import { changeOf, wordsOf } from './plot.ts';
import { clockOf, dayOf, moved, zoomed } from './scale.ts';

const ZOOM = 1.5;

export interface Chart {
  element: HTMLElement;
  /** What a key does, wherever on the page it is pressed; undefined when it is not one of ours. */
  keys: Readonly<Record<string, () => void>>;
}

export function chart(looking: Looking): Chart {
  const canvas = el('canvas', { tabindex: 0, role: 'img', 'aria-describedby': 'under-cursor', 'aria-label': labelOf(looking) });
  const told = el('p', { id: 'under-cursor', class: 'under', 'aria-live': 'polite' });
  const { layout, draw, look } = drawn(canvas, looking, () => clear(told, ...tellCursor(looking)));
  handle(canvas, looking, layout);
  looking.onChange(draw);
  new ResizeObserver(() => {
    // It is told of its first size too, in which it was drawn already.
    if (canvas.clientWidth !== layout()?.whole) look();
  }).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', look);
  addEventListener('beforeprint', look);
  const note = el('p', { class: 'note' });
  looking.onChange(() => clear(note, clockNote(looking)));
  const keys = keysOf(looking);
  return { element: el('div', { class: 'chart' }, filters(looking, keys), canvas, told, note, legend()), keys };
}

function labelOf({ picture, plot }: Looking): string {
  const { a, b } = picture.verdict.tunnel;
  return `The timeline of ${a.name} above and ${b.name} below, ${plot.count} events. Keys: plus, minus, arrows, n and p for the next and previous event, Enter for its line.`;
}

interface Drawn {
  layout(): Layout | undefined;
  draw(): void;
  /** When its width, or the colours, may be others. */
  look(): void;
}

function drawn(canvas: HTMLCanvasElement, looking: Looking, tell: () => void): Drawn {
  const pen = canvas.getContext('2d');
  // To ask for either makes the browser lay the page out: once, and not in each frame.
  const state: { layout?: Layout; width: number; colours?: Colours } = { width: 0 };
  const draw = (): void => {
    const width = state.width || canvas.clientWidth;
    if (pen === null || width === 0) return;
    performance.mark('draw');
    const layout = layoutOf(width, looking.picture.packets !== null);
    const colours = state.colours ?? coloursOf(canvas);
    if (state.layout?.height !== layout.height) canvas.style.setProperty('height', `${layout.height}px`);
    Object.assign(state, { layout, width, colours });
    sizeTo(canvas, pen, width, layout.height);
    paint(pen, width, looking, colours, layout);
    performance.measure('redraw', 'draw');
    tell();
  };
  const look = (): void => {
    Object.assign(state, { width: canvas.clientWidth, colours: undefined });
    draw();
  };
  return { layout: () => state.layout, draw, look };
}

/** As many dots as the screen has. */
function sizeTo(canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D, width: number, height: number): void {
  const ratio = Math.min(devicePixelRatio, 2);
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function tellCursor(looking: Looking): (Node | string)[] {
  const { cursor, plot, picture } = looking;
  if (cursor < 0) return ['Point at a mark, or press n for the next event.'];
  const side = plot.isB[cursor] === 1 ? 'b' : 'a';
  const { a, b } = looking.clocksOf(cursor);
  const { tunnel } = picture.verdict;
  const bound = `\u00b1 ${plot.uncertaintyMs[cursor] ?? 0} ms`;
  const times = [
    a === undefined ? undefined : `${tunnel.a.name} ${clockOf(a)}`,
    b === undefined ? undefined : `${tunnel.b.name} ${clockOf(b)}`,
  ];
  const words = `${tunnel[side].name}: ${wordsOf(plot, cursor)}${plot.row[cursor] === 0 ? ` (${changeOf(plot, cursor)})` : ''}`;
  const place = { text: plot.text[cursor] ?? -1, line: plot.line[cursor] ?? 0 };
  const open = place.text < 0 ? undefined : el('button', { class: 'link', click: () => looking.openLine(place) }, `line ${place.line}`);
  return [
    el('strong', {}, words),
    `  ${times.filter((each) => each !== undefined).join('  \u00b7  ') || 'no time stamp'}  ${bound}  `,
    ...(open === undefined ? [] : [open]),
  ];
}

function clockNote({ isAligned, shifts, picture, view }: Looking): string {
  const { a, b } = picture.verdict.tunnel;
  const day = `${dayOf(view.from)}, ${clockOf(view.from).slice(0, 8)} to ${clockOf(view.to).slice(0, 8)}. `;
  if (isAligned && picture.verdict.clock.offsetMs !== null) return `${day}Both on ${a.name}'s clock: ${picture.clock}.`;
  if (shifts.isFar) return `${day}Each router's own stamps. They are far apart: ${b.name}'s lane begins where ${a.name}'s does.`;
  return `${day}Each router's own stamps, not aligned${picture.verdict.clock.offsetMs === null ? `: ${picture.clock}` : ''}.`;
}

function legend(): HTMLElement {
  return el(
    'p',
    { class: 'note' },
    'Shaded: where a router surely listened, the darker the more debug families. Hatched: switched off, or lines missing. Bars beside a mark: how far off its time may be. Lines between the lanes: messages; one that ends in a cross was lost.',
  );
}

function handle(canvas: HTMLCanvasElement, looking: Looking, layout: () => Layout | undefined): void {
  const timeAt = (x: number): number => {
    const { left, width } = layout() ?? { left: 0, width: 1 };
    return looking.view.from + ((x - left) / width) * (looking.view.to - looking.view.from);
  };
  const fingers = new Map<number, number>();
  let isDragged = false;
  canvas.addEventListener('wheel', (event) => {
    const isZoom = event.ctrlKey || event.metaKey;
    if (!isZoom && Math.abs(event.deltaX) <= Math.abs(event.deltaY) && !event.shiftKey) return;
    event.preventDefault();
    if (isZoom) looking.look(zoomed(looking.view, Math.exp(event.deltaY / 200), timeAt(event.offsetX), looking.all));
    else looking.look(moved(looking.view, timeAt(event.deltaX || event.deltaY) - timeAt(0), looking.all));
  });
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event.offsetX);
    isDragged = false;
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) {
      point(looking, layout(), event);
      return;
    }
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, x]) => x);
    fingers.set(event.pointerId, event.offsetX);
    if (Math.abs(event.offsetX - before) > 1) isDragged = true;
    const [other] = others;
    if (other === undefined) looking.look(moved(looking.view, timeAt(before) - timeAt(event.offsetX), looking.all));
    else
      looking.look(
        zoomed(looking.view, Math.abs(before - other) / Math.max(1, Math.abs(event.offsetX - other)), timeAt(other), looking.all),
      );
  });
  const leave = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  canvas.addEventListener('pointerup', leave);
  canvas.addEventListener('pointercancel', leave);
  canvas.addEventListener('click', (event) => {
    if (!isDragged && point(looking, layout(), event)) canvas.focus({ preventScroll: true });
  });
  canvas.addEventListener('dblclick', (event) => looking.look(zoomed(looking.view, 1 / ZOOM / ZOOM, timeAt(event.offsetX), looking.all)));
}

function point(looking: Looking, layout: Layout | undefined, { offsetX, offsetY }: MouseEvent): boolean {
  const ref = layout === undefined ? -1 : plotAt(looking, layout, offsetX, offsetY);
  if (ref < 0 || ref === looking.cursor) return ref >= 0;
  looking.cursor = ref;
  looking.changed();
  return true;
}
