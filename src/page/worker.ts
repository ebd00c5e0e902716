/** The worker judges apart from the page, which goes on drawing; it has no network, and keeps what it judged last. */
import { deflateSync, gzipSync, strToU8 } from 'fflate';
import { packBundle, packetFilesOf } from '../bundle/pack.ts';
import { printDiagnostics } from '../diagnostic.ts';
import { printError } from '../errors.ts';
import { Redactor, type RedactorOptions } from '../ios/redact/redactor.ts';
import { SIDES } from '../ipsec/side.ts';
import { json } from '../report/formats/json.ts';
import { pictureOf } from '../report/picture/picture.ts';
import { textOf } from '../report/picture/texts.ts';
import type { Judged } from '../run/judge-read.ts';
import type { Answered, Asked } from './asked.ts';
import { BROWSER } from './browser.ts';
import { judgeHere } from './judge-here.ts';
import { startsOf } from './lines.ts';
import { plottedOf, withoutColumns } from './plot.ts';

/** The part of a worker's world that is used here. */
const world = self as unknown as {
  onmessage: ((event: { data: Asked }) => void) | null;
  postMessage(answered: Answered, transfer?: ArrayBuffer[]): void;
};

let last: Judged | undefined;

world.onmessage = ({ data }) => {
  answer(data).then(
    (answered) => world.postMessage(answered, buffersOf(answered)),
    (error: unknown) => world.postMessage({ is: 'refused', words: printError(error) }),
  );
};

async function answer(asked: Asked): Promise<Answered> {
  if (asked.ask === 'judge') return judgeAsked(asked);
  if (last === undefined) return { is: 'refused', words: 'nothing was judged yet' };
  if (asked.ask === 'report') return { is: 'report', enclosed: enclosedOf(last) };
  if (asked.ask === 'json') return { is: 'file', name: 'report.json', bytes: strToU8(json.print(last.verdict, last.timeline)) };
  return bundleOf(last, asked.hides);
}

async function bundleOf(judged: Judged, hides: 'secrets' | 'addresses'): Promise<Answered> {
  const bytes = gzipSync(await packBundle(judged.bundle, redactorFor(judged, hides), BROWSER));
  const left = packetFilesOf(judged.bundle).map(({ side, name }) => `${side}/${name}`);
  const note = `Left out of the bundle: ${left.join(', ')}. In a packet file nothing can be hidden; give it by itself to whom you trust with it.`;
  return { is: 'file', name: 'bundle.tar.gz', bytes, ...(left.length === 0 ? {} : { note }) };
}

const STEPS = { reading: 'Reading the files', judging: 'Laying both records on one clock, and judging' } as const;

async function judgeAsked({ files, nowMs }: Extract<Asked, { ask: 'judge' }>): Promise<Answered> {
  const dropped = files.map(({ path, file }) => ({
    path,
    bytes: file.size,
    read: async () => new Uint8Array(await file.arrayBuffer()),
  }));
  last = await judgeHere(dropped, BROWSER, nowMs, (step) => world.postMessage({ is: 'step', words: STEPS[step] }));
  const { verdict, timeline, bundle, diagnostics } = last;
  const warnings = diagnostics.length === 0 ? '' : printDiagnostics(diagnostics);
  const picture = pictureOf(verdict, timeline, bundle);
  for (const [number, { text }] of SIDES.flatMap((side) => bundle.sides[side]).entries()) tellText(number, text);
  return { is: 'judged', picture: withoutColumns(picture), plotted: plottedOf(picture), warnings };
}

/** The page takes each piece over by itself, and answers between them. */
const PIECE_CHARACTERS = 4_000_000;

function tellText(number: number, text: string): void {
  // An empty text is told too: its place is counted.
  for (let at = 0; at === 0 || at < text.length; at += PIECE_CHARACTERS) {
    const starts = at + PIECE_CHARACTERS < text.length ? undefined : startsOf(text);
    const told = { is: 'text', number, piece: text.slice(at, at + PIECE_CHARACTERS) } as const;
    if (starts === undefined) world.postMessage(told);
    else world.postMessage({ ...told, starts }, [starts.buffer as ArrayBuffer]);
  }
}

/** Of those that are handed over and not copied. */
function buffersOf(answered: Answered): ArrayBuffer[] {
  if (answered.is === 'file') return [answered.bytes.buffer as ArrayBuffer];
  if (answered.is !== 'judged') return [];
  return Object.values(answered.plotted).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : []));
}

function redactorFor({ bundle: { tunnel } }: Judged, hides: 'secrets' | 'addresses'): Redactor {
  const options: RedactorOptions = { kinds: ['address', 'name', 'user'], names: [tunnel.a.name, tunnel.b.name] };
  return new Redactor(hides === 'secrets' ? {} : options);
}

function enclosedOf({ verdict, timeline, bundle }: Judged): { picture: string; texts: string } {
  return { picture: packed(JSON.stringify(pictureOf(verdict, timeline, bundle))), texts: packed(textOf(bundle)) };
}

const PIECE = 0x8000;

function packed(text: string): string {
  const bytes = deflateSync(strToU8(text), { level: 9 });
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(binary);
}
