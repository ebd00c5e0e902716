/** Whether a record decides: which causes all runs share that would print the same record, as far as tags, order and rough distances go. */
import type { Plan } from './model/explore.ts';
import { play, type Run } from './model/run.ts';
import type { Peer } from './model/state.ts';
import { type Entry, entriesOf, isProven, type Keeping, keep, losable } from './print/record.ts';
import type { Cast } from './print/words.ts';
import { showTags } from './shows.ts';
import { truthOf } from './truth.ts';

export type Keepings = Record<Peer, Keeping>;
const PEERS = ['R', 'S'] as const;
/** In happenings; a wrapped buffer may have lost more, from its beginning. */
export const LONGEST_HOLE = 4;

/** Lists of causes, one for each run that looks the same; what they share decides. */
export class Worlds {
  /** Sets of lists, each once: few, for many looks. */
  private readonly sets: (readonly string[])[] = [[]];
  private readonly next = new Map<string, number>();
  private readonly seen = new Map<number, number>();

  add(look: number, causes: readonly string[]): void {
    const before = this.seen.get(look) ?? 0;
    this.seen.set(look, this.with(before, causes.join(',')));
  }

  private with(before: number, list: string): number {
    const known = this.next.get(`${before} ${list}`);
    if (known !== undefined) return known;
    const lists = [...new Set([...(this.sets[before] ?? []), list])].sort();
    const found = this.sets.findIndex((each) => each.join(' ') === lists.join(' '));
    const made = found === -1 ? this.sets.push(lists) - 1 : found;
    this.next.set(`${before} ${list}`, made);
    return made;
  }

  /** What is true in all of them, and what is in some. */
  of(look: number): { shared: string[]; possible: string[] } {
    const lists = (this.sets[this.seen.get(look) ?? 0] ?? []).map((list) => list.split(','));
    const [first = []] = lists;
    return {
      shared: first.filter((cause) => lists.every((list) => list.includes(cause))),
      possible: [...new Set(lists.flat())],
    };
  }
}

/** A kind of record, and the plans that it may tell of. */
export interface Kind {
  id: string;
  keepings: Keepings;
  plans: readonly Plan[];
}

/** All that each kind of record can have come from, in one passage: printing is what costs. */
export function worldsOf(kinds: readonly Kind[], cast: Cast, tails: readonly number[]): Map<string, Worlds> {
  const worlds = new Map(kinds.map(({ id }) => [id, new Worlds()]));
  const sets = new Map(kinds.map(({ id, plans }) => [id, new Set(plans)]));
  for (const plan of new Set(kinds.flatMap(({ plans }) => plans))) {
    const fit = kinds.filter(({ id }) => sets.get(id)?.has(plan));
    for (const tail of tails) addRun(worlds, fit, play(plan.setup, plan.actions, tail), cast);
  }
  return worlds;
}

function addRun(worlds: ReadonlyMap<string, Worlds>, kinds: readonly Kind[], run: Run, cast: Cast): void {
  const [unknown] = run.world.unknowns;
  if (unknown === undefined) return;
  const entries = entriesOf(cast, run.world.log);
  const { causes } = truthOf(run.world, unknown);
  for (const { id, keepings } of kinds) {
    for (const kept of losses(entries, keepings)) worlds.get(id)?.add(lookOf(run, kept, keepings), causes);
  }
}

/** The record whole where it proves that; elsewhere without its beginning, or without a short stretch, at one end at a time. */
function* losses(entries: readonly Entry[], keepings: Keepings): Generator<Entry[]> {
  const whole = PEERS.map((peer) => keep(entries, peer, { ...keepings[peer], lost: undefined }));
  yield whole.flat();
  for (const [index, peer] of PEERS.entries()) {
    if (keepings[peer].isAbsent || isProven(keepings[peer])) continue;
    const own = whole[index] ?? [];
    const rest = whole[1 - index] ?? [];
    const happenings = losable(own);
    for (let from = 0; from < happenings.length; from += 1) {
      for (let to = from + 1; to <= happenings.length && to <= from + LONGEST_HOLE; to += 1) {
        const lost = new Set(happenings.slice(from, to));
        yield [...own.filter(({ happening }) => !lost.has(happening)), ...rest];
      }
      const before = new Set(happenings.slice(0, from));
      if (from > LONGEST_HOLE) yield [...own.filter(({ happening }) => !before.has(happening)), ...rest];
    }
  }
}

/** What a reader sees, as one figure: tags with canonical names, and how far each lies from the first message, roughly. */
export function lookOf(run: Run, kept: readonly Entry[], keepings: Keepings): number {
  const [unknown] = run.world.unknowns;
  const look = new Look();
  if (unknown !== undefined && unknown.pair !== null) look.name(`%${unknown.pair}`);
  const at = unknown?.at ?? 0;
  for (const peer of PEERS) {
    look.tag(peer);
    if (kept.some((entry) => entry.peer === peer && isRoutine(entry))) look.tag('probes');
    for (const entry of kept) {
      if (entry.peer !== peer || entry.tag === '' || isRoutine(entry)) continue;
      look.tag(entry.tag);
      look.mix(distance(entry.at - at));
    }
    if (keepings[peer].shows && !keepings[peer].isAbsent) for (const tag of showTags(run, peer)) look.tag(tag);
  }
  return look.figure;
}

/** Probes that are answered come and go in any number. */
const isRoutine = ({ happening: { kind, note } }: Entry): boolean => kind.startsWith('probe-') && (note ?? '') === '';

function distance(ms: number): number {
  const far = Math.abs(ms);
  const step = far <= 45 ? 0 : far <= 1500 ? 1 : far <= 12_000 ? 2 : 3;
  return ms < 0 ? 4 - step : 4 + step;
}

/** Two hashes of what is seen, 53 bits: enough for some hundred thousand looks. */
class Look {
  private one = 0x811c9dc5;
  private two = 0x9747b28c;
  private readonly names = new Map<string, number>();
  private static readonly known = new Map<string, { hash: number; names: readonly string[] }>();

  mix(figure: number): void {
    this.one = Math.imul(this.one ^ figure, 0x01000193);
    this.one ^= this.one >>> 15;
    this.two = Math.imul(this.two ^ figure, 0x5bd1e995) ^ (this.two >>> 13);
  }

  /** Pairs and messages by the order in which they are first seen. */
  name(found: string): void {
    const known = this.names.get(found) ?? this.names.size;
    this.names.set(found, known);
    this.mix(known + 7);
  }

  tag(tag: string): void {
    const { hash, names } = Look.partsOf(tag);
    this.mix(hash);
    for (const name of names) this.name(name);
  }

  private static partsOf(tag: string): { hash: number; names: readonly string[] } {
    const known = Look.known.get(tag);
    if (known !== undefined) return known;
    const names = tag.match(NAMES) ?? [];
    const hash = [...tag.replace(NAMES, '#')].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
    const parts = { hash, names };
    Look.known.set(tag, parts);
    return parts;
  }

  get figure(): number {
    return (this.one >>> 0) * 0x200000 + (this.two >>> 11);
  }
}
const NAMES = /%\d+|\bm\d+/g;
