/** A doubt is one belief about IOS that carries weight, with what rests on it and the simulated router on which it does not hold. */
import type { Quirk } from '../device/quirk.ts';
import type { RouterSpec } from '../device/router-spec.ts';

/** As the domain pages mark what they say; `C` where a text says so and too much rests on it to leave it untried. */
export type Mark = 'C' | 'L' | 'B' | 'U';

export interface Doubt {
  /** What is believed, in one sentence. */
  belief: string;
  /** What of arming, watching, freezing, fetching or disarming rests on it. */
  rests: string;
  mark: Mark;
  source: string;
  /** Files of `src` that rely on it. */
  code: readonly string[];
  /** The router on which it is false. */
  quirk?: Quirk;
  spec?: Partial<RouterSpec>;
  /** True when it matters only where the playbook asks for packets. */
  isOfPackets?: boolean;
}

/** What a router answers to a line that it does not know. */
export const INVALID = "            ^\n% Invalid input detected at '^' marker.\n";

/** A quirk that takes lines of this form for nothing, without a word. */
export function swallows(form: RegExp): Quirk {
  return { retype: (line) => (form.test(line) ? '' : line) };
}

/** A quirk that refuses lines of this form. */
export function refuses(form: RegExp, answer = INVALID): Quirk {
  return { onLine: (line) => (form.test(line) ? answer : undefined) };
}

/** A quirk by which what commands of this form print has other words. */
export function rewords(command: RegExp, from: RegExp, to: string): Quirk {
  return { onOutput: (output, typed) => (command.test(typed) ? output.replace(from, to) : output) };
}
