/** A hearing follows one debug through the files that overlap in time: what stands in two of them was kept once, and of what was printed between two others nothing is known. */
import type { Event } from '../ipsec/event.ts';
import type { DebugSwitch } from './debug-switches.ts';
import { FamilyEar } from './family-ear.ts';
import type { FileLog } from './file-logs.ts';
import { grouped } from './grouped.ts';
import type { HeardFamily, Stretch } from './listening.ts';
import { MissedCount } from './missed-count.ts';
import { Pulse } from './pulse.ts';

export class Hearing {
  readonly family: string;
  readonly files = new Set<string>();
  /** Of a file the one of which it is the continuation. */
  readonly follows = new Map<string, string>();
  endAt: number;
  readonly #ear = new FamilyEar();
  readonly #pulse = new Pulse();
  readonly #missed = new MissedCount();
  readonly #switches: readonly DebugSwitch[];
  /** By file those that lie ahead, the first of its lines last: a router that starts again and again has thousands. */
  readonly #ahead: ReadonlyMap<string, DebugSwitch[]>;
  readonly #thrown = new Set<DebugSwitch>();
  #file = '';
  #next: DebugSwitch[] = [];
  #lastAt: number | null = null;

  /** `switches`: all of the family, in the order of each file's lines. */
  constructor(family: string, switches: readonly DebugSwitch[], endAt: number) {
    this.family = family;
    this.#switches = switches;
    this.#ahead = grouped(switches.toReversed(), ({ file }) => [file]);
    this.endAt = endAt;
  }

  /** The next event of its files: a line of the debug, a mark that the record was still on, or another. */
  pass(event: Event, baseAt: number | null, what: 'own' | 'mark' | 'other'): void {
    const { file, line } = event;
    if (file !== this.#file) {
      // What stands below the last event of a file comes before its continuation.
      if (this.follows.get(file) === this.#file) this.#throwUpTo(Number.POSITIVE_INFINITY, baseAt);
      [this.#file, this.#next] = [file, this.#ahead.get(file) ?? []];
    }
    this.#throwUpTo(line, baseAt);
    if (baseAt === null) return;
    this.#lastAt = baseAt;
    if (what === 'mark') this.#ear.remain(baseAt);
    else if (what === 'own') this.#ear.hear(baseAt);
    if (what !== 'own') {
      this.#pulse.other();
      return;
    }
    this.#pulse.own(event, baseAt);
    this.#missed.own(event, baseAt);
  }

  close(isOnAfterwards: boolean): Pick<HeardFamily, 'heard' | 'deaf'> & { silent: Stretch[] } {
    for (const each of this.#switches) if (this.files.has(each.file) && !this.#thrown.has(each)) this.#throw(each, this.endAt);
    return { ...this.#ear.close(this.endAt, isOnAfterwards), silent: [...this.#pulse.close(this.endAt), ...this.#missed.close()] };
  }

  #throwUpTo(line: number, nextAt: number | null): void {
    for (let each = this.#next.at(-1); each !== undefined && each.line <= line; each = this.#next.at(-1)) {
      this.#throw(each, nextAt);
      this.#next.pop();
    }
  }

  #throw(each: DebugSwitch, nextAt: number | null): void {
    this.#ear.turn(each, { before: each.baseAt ?? this.#lastAt, after: each.baseAt ?? nextAt });
    this.#pulse.turn();
    this.#missed.turn();
    this.#thrown.add(each);
  }
}

/** One for each stretch of files of the family that overlap in time. */
export function hearingsOf(family: string, logs: readonly FileLog[], switches: readonly DebugSwitch[]): Hearing[] {
  const hearings: Hearing[] = [];
  const isOwn = ({ file, families }: FileLog) => families.includes(family) || switches.some((each) => each.file === file);
  const own = chained(logs).flatMap((chain) => (chain.some(isOwn) ? chain : []));
  for (const { file, fromAt, toAt, follows } of own.toSorted((one, two) => (one.fromAt ?? 0) - (two.fromAt ?? 0))) {
    if (fromAt === null || toAt === null) continue;
    const last = hearings.at(-1);
    const isApart = last === undefined || fromAt > last.endAt;
    const hearing = isApart ? new Hearing(family, switches, toAt) : last;
    if (isApart) hearings.push(hearing);
    hearing.endAt = Math.max(hearing.endAt, toAt);
    hearing.files.add(file);
    if (follows !== undefined) hearing.follows.set(file, follows);
  }
  return hearings;
}

/** Files that are one log stand one behind the other: what one of them says of a debug holds in the next. */
function chained(logs: readonly FileLog[]): FileLog[][] {
  const chains: FileLog[][] = [];
  for (const log of logs) {
    const last = chains.at(-1);
    if (last === undefined || log.follows === undefined) chains.push([log]);
    else last.push(log);
  }
  return chains;
}
