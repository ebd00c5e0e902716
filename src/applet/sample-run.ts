/** A sample run is one of an applet on a router that nobody has: what it answers, and what the event brings, is drawn from the applet's own words. */
import type { Effect, EffectAnswer, Outcome } from './effect.ts';
import { interpret } from './interpret.ts';
import { REFERENCE } from './machine.ts';
import type { Applet } from './model.ts';

const EFFECTS_MAX = 400;
const STEPS_MAX = 4000;

/** What runs are drawn from; the same for each applet that is to be compared. */
export interface World {
  words: readonly string[];
  names: readonly string[];
}

export function worldOf(applet: Applet): World {
  const names = applet.actions.flatMap(({ place }) => [...place.text.matchAll(REFERENCE)].map(([, name = '']) => name));
  return { words: wordsOf(applet), names: [...new Set(names)] };
}

/** What its comparisons and patterns look for, so that each branch is taken now and then. */
function wordsOf({ actions }: Applet): string[] {
  const found = actions.flatMap(({ fields }) => [
    ...('right' in fields ? [fields.right ?? ''] : []),
    ...('left' in fields ? [fields.left ?? ''] : []),
    ...('pattern' in fields ? [(fields.pattern ?? '').replace(/[[\](){}^$*+?|\\.]/g, '')] : []),
  ]);
  return [...new Set(['', '0', '1', 'up', 'down', ...found.filter((word) => !word.includes('$'))])];
}

/** The same run for the same seed; undefined when it goes on for too long. Half of the environment is not there in odd ones. */
export function sampleRun(applet: Applet, { words, names }: World, seed: number, heed: (effect: Effect) => void): Outcome | undefined {
  const draw = numbersFrom(seed);
  const word = (): string => words[draw() % words.length] ?? '';
  const text = (): string => Array.from({ length: draw() % 4 }, word).join(draw() % 2 === 0 ? ' ' : '\n');
  const there = names.filter((name) => name.startsWith('_') || seed % 2 === 0 || draw() % 2 === 0);
  const run = interpret(applet, Object.fromEntries(there.map((name) => [name, word()])), { stepsMax: STEPS_MAX });
  let answer: EffectAnswer | undefined;
  for (let count = 0; count < EFFECTS_MAX; count += 1) {
    const step = run.next(answer);
    if (step.done === true) return step.value;
    heed(step.value);
    answer = answerTo(step.value, text, draw);
  }
  return undefined;
}

function answerTo({ kind }: Effect, text: () => string, draw: () => number): EffectAnswer | undefined {
  if (kind === 'counter') return { value: draw() % 3 };
  return kind === 'cli' || kind === 'info' || kind === 'gets' || kind === 'track' ? { output: text() } : undefined;
}

/** The same numbers for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = (seed * 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
