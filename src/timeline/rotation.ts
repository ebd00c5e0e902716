/** A rotation parts one log into files, by size or by day: those that follow each other are found by their numbers and stamps, or by their names. */
import type { LogFile } from '../ios/log/in-files.ts';
import { type Edges, edgesOf, msBetween } from './log-edges.ts';
import { areNeighbours, type Mark, markOf } from './rotation-mark.ts';

/** Files that are one log, the oldest first. */
export interface Chain<File extends LogFile = LogFile> {
  files: [File, ...File[]];
  /** Of each file: true when its first number is the one behind the last of the file before, so that nothing is missing between them. */
  isNext: boolean[];
}

interface Candidate {
  /** Its place among the files. */
  at: number;
  edges: Edges;
  mark: Mark;
}

interface Link {
  to: number;
  isNext: boolean;
}

/** Lines of one device stand out of order by less than this. [L] */
const DISORDER_MS = 1000;
/** A log that is rotated by size goes on at once. [L] */
const AT_ONCE_MS = 60_000;

/** Every file once; one that nothing ties to another is a chain of its own. `mayBePart`: what is whole by itself is not looked at. */
export function chainsOf<File extends LogFile>(files: readonly File[], mayBePart: (file: File) => boolean): Chain<File>[] {
  if (files.length < 2) return files.map((file) => ({ files: [file], isNext: [false] }));
  const candidates = files.flatMap((file, at) => (mayBePart(file) ? [{ at, edges: edgesOf(file.text), mark: markOf(file.name) }] : []));
  const links = new Map<number, Link>();
  for (const [from, to] of byNumbers(candidates)) links.set(from, { to, isNext: true });
  const [begun, ended] = [new Set(links.keys()), new Set([...links.values()].map(({ to }) => to))];
  for (const [from, to] of byNames(candidates)) if (!begun.has(from) && !ended.has(to)) links.set(from, { to, isNext: false });
  return follow(files, links);
}

function follow<File extends LogFile>(files: readonly File[], links: ReadonlyMap<number, Link>): Chain<File>[] {
  const later = new Set([...links.values()].map(({ to }) => to));
  return files.flatMap((first, at) => {
    if (later.has(at)) return [];
    const chain: Chain<File> = { files: [first], isNext: [false] };
    for (let link = links.get(at); link !== undefined; link = links.get(link.to)) {
      const next = files[link.to];
      if (next !== undefined) chain.files.push(next);
      chain.isNext.push(link.isNext);
    }
    return [chain];
  });
}

/** Of each pair the second begins with the number behind the last of the first, and no other file ends or begins there. */
function byNumbers(candidates: readonly Candidate[]): Pair[] {
  const begins = groupBy(candidates, ({ edges }) => edges.first.sequence);
  const ends = groupBy(candidates, ({ edges }) => edges.last.sequence);
  return [...ends].flatMap(([sequence, [from, ...more]]): Pair[] => {
    const [to, ...others] = begins.get(sequence + 1) ?? [];
    const isOne = from !== undefined && to !== undefined && from !== to && more.length + others.length === 0;
    const ms = isOne ? msBetween(from.edges, to.edges) : undefined;
    return isOne && ms !== undefined && ms >= -DISORDER_MS ? [[from.at, to.at]] : [];
  });
}

/** From which file to which. */
type Pair = [number, number];

function groupBy<Key>(candidates: readonly Candidate[], keyOf: (each: Candidate) => Key | undefined): Map<Key, Candidate[]> {
  const groups = new Map<Key, Candidate[]>();
  for (const each of candidates) {
    const key = keyOf(each);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return groups;
}

/** Neighbours by their marks among the files of one name. */
function byNames(candidates: readonly Candidate[]): Pair[] {
  return [...groupBy(candidates, ({ mark }) => mark.stem).values()].flatMap((group) => {
    const { sorted, isSure } = oldestFirst(group);
    return sorted.slice(1).flatMap((younger, at): Pair[] => {
      const older = sorted[at];
      return older !== undefined && goesOn(older, younger, isSure) ? [[older.at, younger.at]] : [];
    });
  });
}

/** Some servers count their files up: the stamps of two tell, or the file that is being written, which has no number. */
function oldestFirst(group: readonly Candidate[]): { sorted: Candidate[]; isSure: boolean } {
  const sorted = group.toSorted((one, two) => two.mark.age - one.mark.age);
  const numbers = sorted.filter(({ mark }) => mark.kind === 'number');
  const stamped = numbers.filter(({ edges }) => edges.hasHead);
  const [first, last] = [stamped[0], stamped.at(-1)];
  const ms = first === undefined || last === undefined || first === last ? undefined : msBetween(first.edges, last.edges);
  const others = sorted.filter(({ mark }) => mark.kind !== 'number');
  if (ms !== undefined && ms < -DISORDER_MS) return { sorted: [...numbers.toReversed(), ...others], isSure: true };
  return { sorted, isSure: ms !== undefined || others.length > 0 };
}

/** The rest of a message has no stamp of its own: then the names alone say what is older. */
function goesOn(one: Candidate, two: Candidate, isSure: boolean): boolean {
  if (one.mark.age === two.mark.age) return false;
  const isNeighbour = areNeighbours(one.mark, two.mark);
  if (!one.edges.hasHead || !two.edges.hasHead) return isSure && isNeighbour;
  const ms = msBetween(one.edges, two.edges);
  return ms !== undefined && ms >= -DISORDER_MS && (isNeighbour || ms <= AT_ONCE_MS) && !isCountedBack(one.edges, two.edges);
}

/** A buffer that was kept twice, or a device that started again. */
function isCountedBack({ last }: Edges, { first }: Edges): boolean {
  return last.sequence !== undefined && first.sequence !== undefined && first.sequence <= last.sequence;
}
