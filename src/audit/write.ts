/** Writing an audit appends to the book of this process, never waits for it and never fails: what cannot be written is told once, and tried again. */

import { createHash, type Hash } from 'node:crypto';
import { messageOf } from '../errors.ts';
import { addEntry, beginningOf, type End } from './chain.ts';
import type { Cited, Entry } from './entry.ts';
import { printSigned } from './head.ts';
import type { Shelf } from './shelf.ts';

export interface AuditOptions {
  shelf: Shelf;
  /** One a process, never used again. */
  book: string;
  operator: string;
  /** Where the books before it end; asked at its first entry. */
  follows(): Cited[];
  nowMs(): number;
  /** Hears once, in words, that the audit cannot be written, and again when it can. */
  tell(text: string): void;
  /** An SSH signature of that message; undefined where nobody signs. */
  sign?: ((message: string) => Promise<string>) | undefined;
}

/** A router that was logged in to. */
export interface Login {
  device: string;
  host: string;
  port: number;
  user: string;
  hostKey: string;
  /** Who is behind it, where that is not the one of the whole process. */
  operator?: string | undefined;
  /** Secrets gone. */
  hide(text: string): string;
}

/** One session as it is overheard; nothing here throws. */
export interface Overheard {
  typed(text: string): void;
  heard(bytes: Uint8Array): void;
  over(): void;
}

/** What waits for a place that cannot be written: a few minutes of a large fleet. */
const WAITING_MAX = 100_000;
const AGAIN_MS = 1000;
/** `FLAPTRAP-7f3a9c01-MAIN`: the mark of a capture in what is typed. */
const OF_A_CAPTURE = /FLAPTRAP-([0-9a-f]{8})\b/;

export class Audit {
  readonly #options: AuditOptions;
  #end: End;
  #waiting: string[] = [];
  #lost = 0;
  #sessions = 0;
  /** Of the last trouble; undefined when all is well. */
  #tellsAgainAtMs: number | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: AuditOptions) {
    this.#options = options;
    this.#end = beginningOf(options.book);
  }

  login({ hide, ...login }: Login): Overheard {
    const session = ++this.#sessions;
    const add = (entry: Entry): void => this.#add(entry);
    return overhear(login, { session, hide, add, at: () => this.#at(), operator: this.#options.operator, over: () => void this.settle() });
  }

  /** How many lines are not written yet, and how many could not be kept since the last that was. */
  get standing(): { waiting: number; lost: number } {
    return { waiting: this.#waiting.length, lost: this.#lost };
  }

  /** All that can be written is, and the head is signed. */
  async settle(): Promise<void> {
    this.#flush(true);
    while (this.#writing !== undefined) await this.#writing;
    if (this.#waiting.length > 0 || this.#end.number === 0) return;
    const { book, sign, shelf } = this.#options;
    const head = { schema: 'flaptrap.audit-head/1', book, ...this.#end, at: this.#at() } as const;
    try {
      await shelf.keepHead({ ...head, signature: (await sign?.(printSigned(head))) ?? null });
    } catch (error) {
      this.#fail(error);
    }
  }

  #add(entry: Entry): void {
    const { book, operator, follows } = this.#options;
    if (this.#end.number === 0)
      this.#put({ what: 'opened', at: this.#at(), schema: 'flaptrap.audit/1', book, operator, follows: orNone(follows) });
    if (this.#waiting.length < WAITING_MAX) this.#put(entry);
    else this.#lost += 1;
    this.#flush();
  }

  #put(entry: Entry): void {
    const { line, end } = addEntry(this.#end, entry);
    this.#end = end;
    this.#waiting.push(line);
  }

  /** A shelf that answers at once has written when this returns; after trouble it is asked again in a while, or `now`. */
  #flush(now = false): void {
    if (this.#writing !== undefined || this.#waiting.length === 0) return;
    if (!now && this.#options.nowMs() < (this.#tellsAgainAtMs ?? 0)) return;
    const lines = [...this.#waiting];
    try {
      const kept = this.#options.shelf.append(this.#options.book, this.#end.number - lines.length + 1, lines);
      if (kept === undefined) this.#kept(lines.length);
      else this.#writing = this.#hear(kept, lines.length);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #hear(kept: Promise<void>, count: number): Promise<void> {
    const failed = await kept.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    this.#writing = undefined;
    if (failed !== undefined) this.#fail(failed.error);
    else {
      this.#kept(count);
      this.#flush();
    }
  }

  #kept(count: number): void {
    this.#waiting.splice(0, count);
    if (this.#tellsAgainAtMs !== undefined) this.#options.tell('the audit is written again');
    this.#tellsAgainAtMs = undefined;
    if (this.#lost === 0) return;
    const entries = this.#lost;
    this.#lost = 0;
    this.#put({ what: 'lost', at: this.#at(), entries });
  }

  #fail(error: unknown): void {
    if (this.#tellsAgainAtMs === undefined)
      this.#options.tell(`the audit cannot be written, and the work goes on without it: ${messageOf(error)}`);
    this.#tellsAgainAtMs = this.#options.nowMs() + AGAIN_MS;
  }

  #at(): string {
    return new Date(this.#options.nowMs()).toISOString();
  }
}

/** A shelf that cannot even be read is told of when it is written. */
function orNone(follows: AuditOptions['follows']): Cited[] {
  try {
    return follows();
  } catch {
    return [];
  }
}

interface Ear {
  session: number;
  operator: string;
  at(): string;
  hide: Login['hide'];
  add(entry: Entry): void;
  over(): void;
}

function overhear({ operator: whose, ...login }: Omit<Login, 'hide'>, { session, operator, at, hide, add, over }: Ear): Overheard {
  let capture: string | null = null;
  let answer: { hash: Hash; bytes: number } | undefined;
  const base = () => ({ at: at(), session, device: login.device, capture });
  const addAnswer = (): void => {
    if (answer !== undefined) add({ what: 'heard', ...base(), bytes: answer.bytes, sha256: answer.hash.digest('hex') });
    answer = undefined;
  };
  add({ what: 'login', ...base(), operator: whose ?? operator, ...login });
  return {
    typed: (text) => {
      addAnswer();
      capture = OF_A_CAPTURE.exec(text)?.[1] ?? capture;
      add({ what: 'typed', ...base(), text: hide(text.replace(/\r$/, '')) });
    },
    heard: (bytes) => {
      answer ??= { hash: createHash('sha256'), bytes: 0 };
      answer.hash.update(bytes);
      answer.bytes += bytes.length;
    },
    over: () => {
      addAnswer();
      add({ what: 'logout', ...base() });
      over();
    },
  };
}
