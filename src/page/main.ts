/** The page begins here: with the report that is inside it, or with a place to hand logs in. */
import { type Enclosed, enclosePacked } from '../report/picture/enclose.ts';
import type { Picture } from '../report/picture/picture.ts';
import type { Asked } from './asked.ts';
import type { Picked } from './dropped.ts';
import { clear, el, offer } from './elements.ts';
import { handIn } from './hand-in.ts';
import { openJudge } from './judge-worker.ts';
import { Looking } from './looking.ts';
import { plotOf } from './plot.ts';
import { cut, type Raw } from './raw.ts';
import { reportView } from './report-view.ts';
import { unpackText } from './unpack.ts';

/** As it was built, before anything was drawn: what a report is put into. */
const SOURCE = `<!doctype html>\n${document.documentElement.outerHTML}`;
const root = document.getElementById('page') ?? document.body;
const judge = openJudge(document.getElementById('worker')?.textContent ?? '');
/** What is said of a file that was saved. */
const saved = el('p', { class: 'note saved', role: 'status' });
let keys: Readonly<Record<string, () => void>> = {};

async function begin(): Promise<void> {
  const enclosed = JSON.parse(document.getElementById('enclosed')?.textContent ?? 'null') as Enclosed | null;
  if (enclosed === null) return openDoor();
  const picture = JSON.parse(await unpackText(enclosed.picture)) as Picture;
  const give = show(new Looking(plotOf(picture)), [button('Judge other logs', openDoor)]);
  // Behind the first drawing, which is due in the same frame.
  requestAnimationFrame(() => performance.mark('ready'));
  give(cut(await unpackText(enclosed.texts), picture.texts));
  performance.mark('whole');
}

function openDoor(): void {
  keys = {};
  document.title = 'flaptrap';
  const door = handIn((picked) => void take(picked, door.say));
  clear(root, door.element);
}

async function take(picked: readonly Picked[], say: (words: string, isTrouble?: boolean) => void): Promise<void> {
  if (picked.length === 0) return;
  const files = picked.map(({ path, file }) => ({ path, file }));
  say('Starting');
  const texts: string[] = [];
  const starts: Uint32Array[] = [];
  const answered = await judge({ ask: 'judge', files, nowMs: Date.now() }, (told) => {
    if (told.is === 'step') return say(told.words);
    texts[told.number] = (texts[told.number] ?? '') + told.piece;
    if (told.starts !== undefined) starts[told.number] = told.starts;
  });
  if (answered.is === 'judged') {
    // To take so much over is a piece of work by itself, and so is each that follows.
    await breath();
    const looking = new Looking({ ...answered.plotted, picture: answered.picture });
    await breath();
    const give = show(looking, actions(), answered.warnings);
    // What is large is done by and by, and the page answers between.
    requestAnimationFrame(() =>
      setTimeout(() => {
        give(texts, starts);
        performance.mark('judged');
      }, BREATH_MS),
    );
  } else if (answered.is === 'refused') say(answered.words, true);
}

/** Long enough that whatever else is due comes first: a key, a click, a frame. */
const BREATH_MS = 20;

function breath(): Promise<void> {
  return new Promise((go) => setTimeout(go, BREATH_MS));
}

/** Draws the report, and gives the way to hand it its texts. */
function show(looking: Looking, buttons: readonly HTMLElement[], warnings = ''): Raw['give'] {
  const { a, b } = looking.picture.verdict.tunnel;
  document.title = `${a.name} - ${b.name}: flaptrap`;
  const view = reportView(looking, buttons);
  keys = view.keys;
  const told =
    warnings === ''
      ? undefined
      : el('details', { class: 'warnings' }, el('summary', {}, 'About the files'), el('pre', {}, ...lines(warnings)));
  clear(root, view.element, told);
  return view.give;
}

function lines(text: string): Node[] {
  return text.split('\n').flatMap((line) => [document.createTextNode(line), document.createElement('br')]);
}

function actions(): HTMLElement[] {
  clear(saved);
  return [
    button('Save this report', () => void saveReport()),
    button('Save the bundle without secrets', () => void save({ ask: 'bundle', hides: 'secrets' })),
    button('Save it without addresses and names', () => void save({ ask: 'bundle', hides: 'addresses' })),
    button('Save JSON', () => void save({ ask: 'json' })),
    button('Judge other logs', openDoor),
    saved,
  ];
}

function button(words: string, click: () => void): HTMLElement {
  return el('button', { click }, words);
}

async function saveReport(): Promise<void> {
  const answered = await judge({ ask: 'report' });
  if (answered.is === 'report') offer('report.html', enclosePacked(SOURCE, answered.enclosed), 'text/html');
}

async function save(asked: Asked): Promise<void> {
  const answered = await judge(asked);
  if (answered.is !== 'file') return;
  offer(answered.name, answered.bytes, 'application/octet-stream');
  clear(saved, answered.note);
}

/** Where a key means something else, it is left alone. */
function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches('input, select, textarea');
}

addEventListener('keydown', (event) => {
  const act = keys[event.key];
  const isPressed = event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('button, a, summary');
  if (act === undefined || isTyping(event) || isPressed || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

void begin();
