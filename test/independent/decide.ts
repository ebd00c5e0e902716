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
  private readonly seen = new Map<string, Set<string>>();

  add(look: string, causes: readonly string[]): void {
    const lists = this.seen.get(look) ?? new Set();
    this.seen.set(look, lists);
    lists.add(causes.join(','));
  }

  /** What is true in all of them, and what is the root in some. */
  of(look: string): { shared: string[]; possible: string[] } {
    const lists = [...(this.seen.get(look) ?? [])].map((list) => list.split(','));
    const [first = []] = lists;
    return {
      shared: first.filter((cause) => lists.every((list) => list.includes(cause))),
      possible: [...new Set(lists.flat())],
    };
  }
}

/** A run with what it prints and what is true of it. */
export interface Told {
  run: Run;
  entries: readonly Entry[];
  causes: readonly string[];
}

/** All runs, printed by the same cast. */
export function tellAll(plans: readonly Plan[], cast: Cast, tails: readonly number[]): Told[] {
  return plans.flatMap((plan) =>
    tails.flatMap((tail) => {
      const run = play(plan.setup, plan.actions, tail);
      const [unknown] = run.world.unknowns;
      return unknown === undefined ? [] : [{ run, entries: entriesOf(cast, run.world.log), causes: truthOf(run.world, unknown).causes }];
    }),
  );
}

/** All that a kind of record can have come from. */
export function worldsOf(all: readonly Told[], keepings: Keepings): Worlds {
  const worlds = new Worlds();
  for (const { run, entries, causes } of all) {
    for (const kept of losses(entries, keepings)) worlds.add(lookOf(run, kept, keepings), causes);
  }
  return worlds;
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

/** What a reader sees: tags with canonical names, and how far each lies from the first message, roughly. */
export function lookOf(run: Run, kept: readonly Entry[], keepings: Keepings): string {
  const [unknown] = run.world.unknowns;
  const names = new Map<string, string>();
  const name = (found: string): string => {
    const known = names.get(found) ?? `${found[0]}${names.size}`;
    names.set(found, known);
    return known;
  };
  if (unknown !== undefined && unknown.pair !== null) name(`%${unknown.pair}`);
  const at = unknown?.at ?? 0;
  const lines = PEERS.flatMap((peer) => [
    peer,
    kept.some((entry) => entry.peer === peer && isRoutine(entry)) ? 'probes' : '',
    ...kept
      .filter((entry) => entry.peer === peer && entry.tag !== '' && !isRoutine(entry))
      .map((entry) => `${entry.tag.replace(/%\d+|\bm\d+/g, name)}${distance(entry.at - at)}`),
    ...(keepings[peer].shows && !keepings[peer].isAbsent ? showTags(run, peer).map((tag) => tag.replace(/%\d+/g, name)) : []),
  ]);
  return digest(lines.join('|'));
}

/** Probes that are answered come and go in any number. */
const isRoutine = ({ happening: { kind, note } }: Entry): boolean => kind.startsWith('probe-') && (note ?? '') === '';

function distance(ms: number): string {
  const far = Math.abs(ms);
  const step = far <= 45 ? 0 : far <= 1500 ? 1 : far <= 12_000 ? 2 : 3;
  return `@${ms < 0 ? -step : step}`;
}

/** 64 bits of FNV-1a in two halves: enough for some hundred thousand looks. */
function digest(text: string): string {
  let one = 0x811c9dc5;
  let two = 0x9747b28c;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x5bd1e995) ^ (two >>> 13);
  }
  return `${one >>> 0}-${two >>> 0}`;
}
