/** Two applets mean the same when nothing but their labels differs in what they wait for, and the interpreter cannot tell their runs apart. */
import type { Effect, EffectAnswer } from './effect.ts';
import { interpret } from './interpret.ts';
import { REFERENCE } from './machine.ts';
import type { Applet } from './model.ts';
import { printApplet } from './print.ts';

const RUNS = 12;
const EFFECTS_MAX = 400;
const STEPS_MAX = 4000;

/** Each is run on the same routers: what these answer, and what the event brings, is drawn from the applet's own words. */
export function meansTheSame(one: Applet, two: Applet): boolean {
  if (headOf(one) !== headOf(two)) return false;
  const words = wordsOf(one);
  const names = [...new Set(one.actions.flatMap(({ place }) => [...place.text.matchAll(REFERENCE)].map(([, name = '']) => name)))];
  return Array.from({ length: RUNS }, (_, seed) => seed).every(
    (seed) => traceOf(one, words, names, seed) === traceOf(two, words, names, seed),
  );
}

function headOf(applet: Applet): string {
  return printApplet({ ...applet, actions: [] });
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

function traceOf(applet: Applet, words: readonly string[], names: readonly string[], seed: number): string {
  const draw = numbersFrom(seed);
  const word = (): string => words[draw() % words.length] ?? '';
  const text = (): string => Array.from({ length: draw() % 4 }, word).join(draw() % 2 === 0 ? ' ' : '\n');
  const brought = Object.fromEntries(names.filter((name) => name.startsWith('_') || draw() % 2 === 0).map((name) => [name, word()]));
  const run = interpret(applet, brought, STEPS_MAX);
  const seen: unknown[] = [];
  let answer: EffectAnswer | undefined;
  for (let count = 0; count < EFFECTS_MAX; count += 1) {
    const step = run.next(answer);
    if (step.done === true) {
      const { end, exitStatus, messages } = step.value;
      // A message names the label at which the run has ended.
      seen.push(
        end,
        exitStatus,
        messages.map(({ mnemonic, text: said }) => [mnemonic, said.replace(/statement .*$/, '')]),
      );
      break;
    }
    seen.push(step.value);
    answer = answerTo(step.value, text, draw);
  }
  return JSON.stringify(seen);
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
