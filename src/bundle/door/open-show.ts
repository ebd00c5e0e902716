/** An open show is the output that stands below a typed command, as far as it goes: a terminal prints messages into it and behind it, and their lines are none of it. */
import { familyAt } from '../../ios/log/head.ts';
import { readLogLine } from '../../ios/log/line.ts';
import type { Show } from '../../ios/shows/show.ts';
import type { Page } from './page.ts';

/** `  (sa) sa_dest= 192.0.2.1, …`, `    sa_spi= 0x38F2C0D1(955433169),`, ` KE  Next payload: N, reserved: 0x0`: what debugs print below their first line. [C] */
const BELOW_DEBUG =
  /^\s+(?:\((?:sa|identity|key eng\. msg\.)\)|\w+(?:\(\w+\/\w+\))?= |(?:INBOUND|OUTBOUND) local=|\S.{0,40}\bNext payload: |last (?:proposal|transform): )/;
/** An output that did not go on behind so many messages is at its end. */
const MESSAGES_MAX = 50;

export class OpenShow {
  readonly command: string;
  readonly inFull: string;
  readonly host: string | undefined;
  /** Of its lines in the page. */
  readonly places: number[] = [];
  readonly #page: Page;
  /** Undefined of an event trace, every line of which has a stamp of its own. */
  readonly #show: Show | undefined;
  /** The lines behind the last message: whose they are is known when all are there. */
  #pending: number[] | undefined;
  #isDebug = false;
  #messages = 0;
  #known: string | undefined;

  constructor(page: Page, typed: Pick<OpenShow, 'command' | 'inFull' | 'host'>, show?: Show) {
    this.#page = page;
    this.command = typed.command;
    this.inFull = typed.inFull;
    this.host = typed.host;
    this.#show = show;
  }

  /** It prints nothing at all when there is nothing to list. */
  get isSilentWhenEmpty(): boolean {
    return this.#show?.isSilentWhenEmpty === true;
  }

  /** What is not the show's goes to `rest`, in any order; false: the show is over. */
  take(line: string, at: number, rest: number[]): boolean {
    const { stamp, body } = this.#show === undefined ? NO_MESSAGE : readLogLine(line);
    if (stamp === undefined) {
      (this.#pending ?? this.places).push(at);
      return true;
    }
    this.resume(rest);
    rest.push(at);
    this.#pending = [];
    this.#isDebug = familyAt(body, 0) !== undefined;
    this.#messages += 1;
    return this.#messages <= MESSAGES_MAX;
  }

  /** Gives the lines behind a message to whom they belong: to the show when it says more with them. */
  resume(rest: number[]): void {
    const [pending, page] = [this.#pending ?? [], this.#page];
    this.#pending = this.#pending === undefined ? undefined : [];
    if (pending.every((at) => page.lines[at]?.trim() === '')) return;
    const ends = this.#isDebug ? pending.findIndex((at) => !BELOW_DEBUG.test(page.lines[at] ?? '')) : 0;
    const below = ends === -1 ? pending.length : ends;
    rest.push(...pending.slice(0, below));
    const further = pending.slice(below);
    if (this.#saysMoreWith(further)) {
      this.places.push(...further);
      this.#pending = undefined;
      this.#messages = 0;
    } else rest.push(...further);
  }

  #saysMoreWith(places: readonly number[]): boolean {
    if (this.#show === undefined || places.length === 0) return false;
    this.#known ??= this.#reading([]);
    if (this.#reading(places) === this.#known) return false;
    // It goes on from here.
    this.#known = undefined;
    return true;
  }

  #reading(places: readonly number[]): string {
    const text = [...this.places, ...places].map((at) => this.#page.lines[at] ?? '').join('\n');
    return JSON.stringify(this.#show?.read(text));
  }
}

const NO_MESSAGE = { stamp: undefined, body: '' };
