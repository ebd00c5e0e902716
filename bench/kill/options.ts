/** The options of the two proofs: how many, by which seed, how many at once, and which program. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  count: number;
  seed: number;
  workers: number;
  program: string;
  /** With hq in other hands, branch alone is armed. */
  isOneEnded: boolean;
  /** Where the reference stands that another proof has learnt; there it is written where it does not. */
  reference: string | undefined;
  /** Of those that the seed draws, these alone, by their numbers; none named: all. */
  only: readonly number[];
  /** This mark alone, of the first road, without learning what there are. */
  mark: string | undefined;
  /** Whoever goes on with what was struck is struck as well. */
  isTwice: boolean;
}

/** How much faster than real time the routers live: a tail of 20 s takes 0.8 s. */
export const SPEED = 25;

export function readOptions(countName: 'points' | 'starts', count: number): Options {
  const { values } = parseArgs({
    options: {
      [countName]: { type: 'string', default: String(count) },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '2' },
      only: { type: 'string' },
      reference: { type: 'string' },
      mark: { type: 'string' },
      twice: { type: 'boolean', default: false },
      program: { type: 'string', default: 'dist/cli/main.js' },
      'one-ended': { type: 'boolean', default: false },
    },
  });
  return {
    count: wholeOf(countName, values[countName]),
    seed: wholeOf('seed', values.seed),
    workers: wholeOf('workers', values.workers),
    program: resolve(String(values.program)),
    mark: typeof values.mark === 'string' ? values.mark : undefined,
    isTwice: values.twice === true,
    isOneEnded: values['one-ended'] === true,
    reference: typeof values.reference === 'string' ? resolve(values.reference) : undefined,
    only:
      values.only === undefined
        ? []
        : String(values.only)
            .split(',')
            .map((number) => wholeOf('only', number)),
  };
}

export function isChosen({ only }: Options, number: number): boolean {
  return only.length === 0 || only.includes(number);
}

function wholeOf(name: string, text: unknown): number {
  if (typeof text === 'string' && /^\d{1,6}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number`);
}

/** So many at a time, each as soon as there is room. */
export async function playAll<T, R>(items: readonly T[], workers: number, play: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await play(next[1]);
  };
  await Promise.all(Array.from({ length: workers }, work));
  return results;
}
