/** Whether a record decides: which causes all runs share that would print the same record, as far as tags, order and rough distances go. */
import type { Plan } from './model/explore.ts';
import { play, type Run } from './model/run.ts';
import type { Peer, Unknown } from './model/state.ts';
import { type Entry, entriesOf, isProven, isRoutine, type Keeping, keep, losable } from './print/record.ts';
import type { Cast } from './print/words.ts';
import { showTags } from './shows.ts';
import { truthOf } from './truth.ts';

export type Keepings = Record<Peer, Keeping>;
const PEERS = ['R', 'S'] as const;
/** In happenings; a wrapped buffer may have lost more, from its beginning. */
export const LONGEST_HOLE = 4;

const ASKED = ['causes', 'forgot', 'told', 'sends'] as const;
type Asked = (typeof ASKED)[number];
/** What is true of a run. */
type Answers = Readonly<Record<Asked, readonly string[]>>;

/** What all the runs share that look the same: that is what a record decides; and the causes of some. */
export interface Decided extends Answers {
  possible: readonly string[];
}

/** The truths of all runs, by how they look. */
export class Worlds {
  private readonly truths: Answers[] = [];
  private readonly idOf = new Map<string, number>();
  /** Sets of truths, each once: few, for many looks. */
  private readonly sets: (readonly number[])[] = [[]];
  private readonly setOf = new Map<string, number>([['', 0]]);
  private readonly next = new Map<number, number>();
  private readonly seen = new Map<number, number>();
  private readonly decided = new Map<number, Decided>();

  add(look: number, truth: Answers): void {
    this.seen.set(look, this.with(this.seen.get(look) ?? 0, this.intern(truth)));
  }

  private intern(truth: Answers): number {
    const key = ASKED.map((asked) => truth[asked].join()).join('|');
    const known = this.idOf.get(key);
    if (known !== undefined) return known;
    this.idOf.set(key, this.truths.length);
    return this.truths.push(truth) - 1;
  }

  private with(before: number, truth: number): number {
    const step = before * 10_000 + truth;
    const known = this.next.get(step);
    if (known !== undefined) return known;
    const ids = [...new Set([...(this.sets[before] ?? []), truth])].sort((one, other) => one - other);
    const key = ids.join();
    const made = this.setOf.get(key) ?? this.sets.push(ids) - 1;
    this.setOf.set(key, made);
    this.next.set(step, made);
    return made;
  }

  /** Undefined for a look that no run has. */
  of(look: number): Decided | undefined {
    const set = this.seen.get(look);
    if (set === undefined) return undefined;
    const known = this.decided.get(set) ?? this.decide(set);
    this.decided.set(set, known);
    return known;
  }

  private decide(set: number): Decided {
    const truths = (this.sets[set] ?? []).flatMap((id) => this.truths[id] ?? []);
    const shared = (asked: Asked): string[] =>
      (truths[0]?.[asked] ?? []).filter((answer) => truths.every((truth) => truth[asked].includes(answer)));
    return {
      causes: shared('causes'),
      forgot: shared('forgot'),
      told: shared('told'),
      sends: shared('sends'),
      possible: [...new Set(truths.flatMap(({ causes }) => causes))],
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
  const truth = truthOf(run.world, unknown);
  const known = new Map<string, End>();
  const endOf = (peer: Peer, keeping: Keeping): End => {
    const key = `${peer} ${keeping.families.join()} ${keeping.form.startsWith('counted')} ${keeping.isAbsent} ${keeping.shows}`;
    const end = known.get(key) ?? seenAt(run, keep(entries, peer, { ...keeping, lost: undefined }), peer, keeping);
    known.set(key, end);
    return end;
  };
  for (const { id, keepings } of kinds) {
    const ends = PEERS.map((peer) => endOf(peer, keepings[peer]));
    for (const look of looks(unknown, ends, keepings)) worlds.get(id)?.add(look, truth);
  }
}

/** Of happenings at one end, from the one until before the other. */
interface Lost {
  peer: Peer;
  from: number;
  to: number;
  /** Where it is the beginning: when the record begins, from R's first message in ms. */
  since?: number;
}

/** Each record as it is left, on clocks that are known to agree and on clocks of which nobody knows. */
function* looks(unknown: Unknown, ends: readonly End[], keepings: Keepings): Generator<number> {
  for (const lost of losses(ends, keepings)) {
    yield figureOf(unknown, ends, true, lost);
    yield figureOf(unknown, ends, false, lost);
  }
}

/** Nothing; the beginning, since any record begins when somebody begins it; elsewhere than where the record proves that it is whole, a short stretch. At one end at a time. */
function* losses(ends: readonly End[], keepings: Keepings): Generator<Lost | undefined> {
  yield undefined;
  for (const { peer, losable: count, before } of ends) {
    if (keepings[peer].isAbsent) continue;
    // It begins right behind one thing, or right before the next.
    for (let to = 1; to <= before.length; to += 1)
      for (const since of new Set([before[to - 1] ?? 0, before[to] ?? 0])) yield { peer, from: 0, to, since };
    if (isProven(keepings[peer])) continue;
    for (let from = 0; from < count; from += 1)
      for (let to = from + 1; to <= count && to <= from + LONGEST_HOLE; to += 1) yield { peer, from, to };
  }
}

/** What a reader sees, as one figure: tags with canonical names, and how far each lies from the first message, roughly. `isOneTime`: the clocks are known to agree. */
export function lookOf(run: Run, kept: readonly Entry[], keepings: Keepings, isOneTime: boolean): number {
  const [unknown] = run.world.unknowns;
  if (unknown === undefined) return 0;
  const ends = PEERS.map((peer) =>
    seenAt(
      run,
      kept.filter((entry) => entry.peer === peer),
      peer,
      keepings[peer],
    ),
  );
  return figureOf(unknown, ends, isOneTime);
}

/** One entry as it is seen; `loss`: which of the happenings that may be lost it is of. */
interface Seen {
  parts: Parts;
  /** From R's first message, in ms. */
  fromFirst: number;
  loss: number;
  /** What ties one clock to the other where it stands at both ends: a message, or the making of a pair. */
  tie: string | undefined;
}

interface End {
  peer: Peer;
  seen: readonly Seen[];
  /** Probes that are answered: when, and what they tie. */
  probes: readonly { fromFirst: number; tie: string | undefined }[];
  shows: readonly Parts[];
  losable: number;
  /** Of them, what lies before R's first message: from it, in ms. */
  before: readonly number[];
}

function seenAt(run: Run, kept: readonly Entry[], peer: Peer, { shows, isAbsent }: Keeping): End {
  const at = run.world.unknowns[0]?.at ?? 0;
  const lossOf = new Map(losable(kept).map((happening, index) => [happening, index]));
  return {
    peer,
    seen: kept
      .filter(({ tag, happening }) => tag !== '' && !isRoutine(happening))
      .map((entry) => ({
        parts: partsOf(entry.tag),
        fromFirst: entry.at - at,
        loss: lossOf.get(entry.happening) ?? -1,
        tie: tieOf(entry),
      })),
    probes: kept.filter(({ happening }) => isRoutine(happening)).map((entry) => ({ fromFirst: entry.at - at, tie: tieOf(entry) })),
    shows: shows && !isAbsent ? showTags(run, peer).map(partsOf) : [],
    losable: lossOf.size,
    before: [...lossOf.keys()].flatMap((happening) => (happening.at <= at ? [happening.at - at] : [])),
  };
}

/** Both ends make an SA in one negotiation; what IKE sends, the other hears a moment later. */
function tieOf({ family, happening: { kind, pair, message } }: Entry): string | undefined {
  if (kind === 'made') return `made ${pair}`;
  return family === 'ike' && message !== undefined ? `message ${message}` : undefined;
}

function figureOf({ pair }: Unknown, ends: readonly End[], isOneTime: boolean, lost?: Lost): number {
  const look = new Look();
  if (pair !== null) look.name(pair);
  const left = ends.map((end) => (lost?.peer === end.peer ? end.seen.filter(({ loss }) => loss < lost.from || loss >= lost.to) : end.seen));
  const probed = ends.map(({ peer, probes }) =>
    lost?.since === undefined || lost.peer !== peer ? probes : probes.filter(({ fromFirst }) => fromFirst >= (lost.since ?? 0)),
  );
  const isTied = isOneTime || areTied(ends.map((_, index) => [...(probed[index] ?? []), ...(left[index] ?? [])].map(({ tie }) => tie)));
  for (const [index, { peer, shows }] of ends.entries()) {
    look.mix(peer === 'R' ? 1 : 2);
    if ((probed[index] ?? []).length > 0) look.mix(3);
    const seen = left[index] ?? [];
    // Of a clock that nothing ties only what lies between its own lines is known.
    const from = isTied || peer === 'R' ? 0 : (seen[0]?.fromFirst ?? 0);
    if (!isTied) look.mix(5);
    for (const { parts, fromFirst } of seen) {
      look.tag(parts);
      look.mix(distance(fromFirst - from));
    }
    for (const parts of shows) look.tag(parts);
  }
  return look.figure;
}

function areTied([ones = [], others = []]: readonly (readonly (string | undefined)[])[]): boolean {
  const ties = new Set(ones);
  return others.some((tie) => tie !== undefined && ties.has(tie));
}

function distance(ms: number): number {
  const far = Math.abs(ms);
  const step = far <= 45 ? 0 : far <= 1500 ? 1 : far <= 12_000 ? 2 : 3;
  return ms < 0 ? 4 - step : 4 + step;
}

/** A tag without its names, and those: pairs as they are, messages from 512 on. */
interface Parts {
  hash: number;
  names: readonly number[];
}
const NAMES = /%\d+|\bm\d+/g;
const MESSAGES = 512;
const known = new Map<string, Parts>();

function partsOf(tag: string): Parts {
  const before = known.get(tag);
  if (before !== undefined) return before;
  const names = (tag.match(NAMES) ?? []).map((name) => Number(name.slice(1)) + (name.startsWith('%') ? 0 : MESSAGES));
  const hash = [...tag.replace(NAMES, '#')].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
  const made = { hash, names };
  known.set(tag, made);
  return made;
}

/** Two hashes of what is seen, 53 bits: enough for some hundred thousand looks. */
class Look {
  private one = 0x811c9dc5;
  private two = 0x9747b28c;
  /** Names in the order in which they are first seen: few, so that a list is quicker than a map. */
  private readonly names: number[] = [];

  mix(figure: number): void {
    this.one = Math.imul(this.one ^ figure, 0x01000193);
    this.one ^= this.one >>> 15;
    this.two = Math.imul(this.two ^ figure, 0x5bd1e995) ^ (this.two >>> 13);
  }

  /** Pairs and messages by the order in which they are first seen. */
  name(found: number): void {
    const index = this.names.indexOf(found);
    this.mix((index === -1 ? this.names.push(found) - 1 : index) + 7);
  }

  tag({ hash, names }: Parts): void {
    this.mix(hash);
    for (const name of names) this.name(name);
  }

  get figure(): number {
    return (this.one >>> 0) * 0x200000 + (this.two >>> 11);
  }
}
