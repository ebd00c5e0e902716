/** Ask options are what a caller may say about one command: its patience, its size, its replies; what it may cost follows from them. */
import type { Deadlines } from './deadlines.ts';
import { type Allowance, allowAnswer, allowFile } from './limits.ts';

export interface AskOptions {
  /** Silence that ends it as unanswered. */
  idleMs?: number | undefined;
  /** The whole that ends it so; derived from `idleMs` and `sizeBytes` when absent. */
  totalMs?: number | undefined;
  /** The size of the file that is printed: what it may cost is derived from it. */
  sizeBytes?: number | undefined;
  /** Ends it, and the session with it. */
  signal?: AbortSignal | undefined;
  /** Replies to questions that the command asks back. */
  replies?: readonly Reply[] | undefined;
  onProgress?: ((receivedBytes: number) => void) | undefined;
}

export interface Reply {
  question: RegExp;
  reply: string;
}

/** What the caller allows of silence beyond the ordinary, `event manager run` for one, is on top of the ordinary whole. */
export function baseMsOf({ idleMs, totalMs }: AskOptions, deadlines: Deadlines): number {
  return totalMs ?? deadlines.totalMs + Math.max(0, (idleMs ?? 0) - deadlines.idleMs);
}

export function allowanceOf(options: AskOptions, deadlines: Deadlines): Allowance {
  const baseMs = baseMsOf(options, deadlines);
  return options.sizeBytes === undefined ? allowAnswer(baseMs) : allowFile(baseMs, options.sizeBytes);
}
