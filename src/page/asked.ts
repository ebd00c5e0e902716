/** What the page asks of its worker, and what comes back. */
import type { Enclosed } from '../report/picture/enclose.ts';
import type { Picture } from '../report/picture/picture.ts';
import type { Plotted } from './plot.ts';

export type Asked =
  | { ask: 'judge'; files: { path: string; file: File }[]; nowMs: number }
  /** The report of what was judged last, for the page to put into itself. */
  | { ask: 'report' }
  | { ask: 'json' }
  | { ask: 'bundle'; hides: 'secrets' | 'addresses' };

export type Answered =
  | { is: 'step'; words: string }
  /** A piece of the texts of what was judged, in the order of its heads, the number of its text with it, and with the last piece where the text's lines begin; all of them come before what was judged. */
  | { is: 'text'; number: number; piece: string; starts?: Uint32Array }
  /** `plotted`: in the place of the picture's columns. */
  | { is: 'judged'; picture: Picture; plotted: Plotted; warnings: string }
  | { is: 'report'; enclosed: Enclosed }
  /** `note`: what whoever gives it away should know of it. */
  | { is: 'file'; name: string; bytes: Uint8Array; note?: string }
  | { is: 'refused'; words: string };
