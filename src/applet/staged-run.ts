/** A staged run is one of an applet on a router whose answers somebody has written down: step by step, with its time and its terminal line. */
import type { Effect, EffectAnswer, Outcome } from './effect.ts';
import { globMatches } from './glob.ts';
import { broughtBy, type Happening, standInsFor } from './happening.ts';
import { interpret } from './interpret.ts';
import type { Action, Applet, EventStatement } from './model.ts';
import { compilePattern } from './pattern.ts';
import { maxrunSeconds } from './springs.ts';

/** What the router answers to a command; the first that fits is taken. */
export interface StagedAnswer {
  /** `*` stands for anything: `show crypto *`. */
  command: string;
  output?: string | undefined;
  seconds?: number | undefined;
  /** It ends with a question, not with the prompt. */
  asks?: boolean | undefined;
}

export interface Stage {
  environment: Readonly<Record<string, string>>;
  answers: readonly StagedAnswer[];
  /** What somebody types at `gets`, in this order. */
  typed: readonly string[];
  counters: Readonly<Record<string, number>>;
  tracks: Readonly<Record<string, string>>;
  /** Of `info type …`, by the type. */
  info: Readonly<Record<string, string>>;
  prompt: string;
}

export interface StagedStep {
  atSeconds: number;
  label: string;
  /** The statement behind its label. */
  text: string;
  /** What the router was asked, or told. */
  did: string[];
  /** Variables that it has changed. */
  set: Record<string, string>;
}

export interface StagedRun {
  applet: string;
  end: 'done' | 'aborted' | 'killed';
  seconds: number;
  maxrunSeconds: number;
  exitStatus: number;
  steps: StagedStep[];
  commands: string[];
  said: string[];
  /** What the device logs of the run itself. */
  messages: string[];
  /** From its first command on the run holds a terminal line. */
  terminalSeconds: number;
  /** What becomes of the command that has sprung it. */
  command?: 'runs' | 'is skipped' | undefined;
  /** Built-in variables of the event whose values nobody has said: each holds its own name. */
  standIns: string[];
}

/** A loop that never ends is shown no further. */
const STEPS_MAX = 2000;

export function stageRun(applet: Applet, event: EventStatement, happening: Happening, stage: Stage): StagedRun {
  const known = { ...broughtBy(event, happening), ...stage.environment };
  const standIns = standInsFor(applet, known);
  const course = new Course(stage, applet, event, standIns);
  const variables = { ...known, ...Object.fromEntries(standIns.map((name) => [name, `<${name}>`])) };
  const run = interpret(applet, variables, { stepsMax: STEPS_MAX, heed: (action, now) => course.begin(action, now) });
  let step = run.next();
  while (step.done !== true) {
    const answer = course.answer(step.value);
    if (course.isKilled) return course.end(undefined);
    step = run.next(answer);
  }
  return course.end(step.value);
}

class Course {
  readonly #stage: Stage;
  readonly #result: StagedRun;
  readonly #counters: Map<string, number>;
  #typed = 0;
  /** Of the event that has heard a command: whether it waits for the run, and whether it is skipped anyhow. */
  #fate: { sync?: string | undefined; skip?: string | undefined } | undefined;
  #terminalSince: number | undefined;
  #before: ReadonlyMap<string, string> = new Map();
  #now: ReadonlyMap<string, string> = new Map();
  isKilled = false;

  constructor(stage: Stage, { name }: Applet, event: EventStatement, standIns: string[]) {
    this.#stage = stage;
    const limit = maxrunSeconds(event);
    this.#counters = new Map(Object.entries(stage.counters));
    const none = { steps: [], commands: [], said: [], messages: [] };
    this.#result = { applet: name, end: 'done', seconds: 0, maxrunSeconds: limit, exitStatus: 0, terminalSeconds: 0, standIns, ...none };
    if (event.detector === 'cli') this.#fate = event.fields;
  }

  begin({ label, verb, place }: Action, variables: ReadonlyMap<string, string>): void {
    this.#noteChanges();
    this.#now = variables;
    this.#before = new Map(variables);
    const text = place.text.slice(Math.max(place.text.indexOf(verb), 0)).trim();
    this.#result.steps.push({ atSeconds: this.#result.seconds, label, text, did: [], set: {} });
  }

  answer(effect: Effect): EffectAnswer | undefined {
    if (effect.kind === 'cli') return this.#type(effect);
    this.#note(sayEffect(effect));
    if (effect.kind === 'wait') this.#pass(effect.seconds);
    if (effect.kind === 'syslog' || effect.kind === 'puts') this.#result.said.push(effect.text);
    if (effect.kind === 'counter') return { value: this.#count(effect) };
    if (effect.kind === 'info') return { output: this.#stage.info[effect.what] ?? '' };
    if (effect.kind === 'track') return { output: this.#stage.tracks[String(effect.object)] ?? '' };
    if (effect.kind !== 'gets') return undefined;
    this.#typed += 1;
    return { output: this.#stage.typed[this.#typed - 1] ?? '' };
  }

  /** EEM reads up to the prompt, or to what `pattern` finds; behind another question it waits until maxrun. [C] eem.md 5 */
  #type({ command, pattern }: Extract<Effect, { kind: 'cli' }>): EffectAnswer {
    this.#terminalSince ??= this.#result.seconds;
    this.#result.commands.push(command);
    const {
      output = '',
      seconds = 0,
      asks = false,
    } = this.#stage.answers.find((each) => globMatches(each.command, command)) ?? { command };
    this.#note(`types \`${command}\``);
    this.#pass(seconds);
    if (asks && !(pattern !== undefined && compilePattern(pattern)?.test(output) === true)) {
      this.#note('waits for an answer to its question');
      this.#pass(Math.max(this.#result.maxrunSeconds - this.#result.seconds, 0));
      this.isKilled = true;
    }
    return { output: asks ? output : `${output.trimEnd()}\n${this.#stage.prompt}` };
  }

  #count({ name, op, value }: Extract<Effect, { kind: 'counter' }>): number {
    const old = this.#counters.get(name) ?? 0;
    const fresh = { inc: old + value, dec: old - value, set: value, nop: old }[op];
    this.#counters.set(name, fresh);
    return fresh;
  }

  /** `maxrun 0` is taken as no limit. [U] */
  #pass(seconds: number): void {
    const { seconds: before, maxrunSeconds: limit } = this.#result;
    this.isKilled ||= limit > 0 && before + seconds >= limit && seconds > 0;
    this.#result.seconds = this.isKilled ? Math.max(limit, before) : Math.round((before + seconds) * 1000) / 1000;
  }

  #note(did: string): void {
    this.#result.steps.at(-1)?.did.push(did);
  }

  #noteChanges(): void {
    const step = this.#result.steps.at(-1);
    if (step === undefined) return;
    for (const [name, value] of this.#now) if (this.#before.get(name) !== value) step.set[name] = value;
  }

  end(outcome: Outcome | undefined): StagedRun {
    this.#noteChanges();
    const { seconds } = this.#result;
    this.#result.end = outcome?.end ?? 'killed';
    this.#result.exitStatus = outcome?.exitStatus ?? 0;
    if (this.#fate !== undefined) this.#result.command = fateOf(this.#fate, this.#result.exitStatus);
    this.#result.messages = (outcome?.messages ?? []).map(({ priority, mnemonic, text }) => `%HA_EM-${priority}-${mnemonic}: ${text}`);
    this.#result.terminalSeconds = this.#terminalSince === undefined ? 0 : seconds - this.#terminalSince;
    return this.#result;
  }
}

/** With `sync yes` the applet decides, by its exit status; else the word `skip` does. [C] eem.md 4.3 */
function fateOf({ sync, skip }: { sync?: string | undefined; skip?: string | undefined }, exitStatus: number): 'runs' | 'is skipped' {
  return (sync === 'yes' ? exitStatus === 1 : skip !== 'yes') ? 'runs' : 'is skipped';
}

function sayEffect(effect: Exclude<Effect, { kind: 'cli' }>): string {
  switch (effect.kind) {
    case 'wait':
      return `waits ${effect.seconds} s`;
    case 'syslog':
      return `logs \`${effect.text}\``;
    case 'puts':
      return `prints \`${effect.text}\``;
    case 'policy':
      return `runs ${effect.name}`;
    case 'counter':
      return `counts ${effect.name} (${effect.op} ${effect.value})`;
    case 'mail':
      return `mails \`${effect.subject}\``;
    case 'reload':
      return 'reloads the router';
    default:
      return effect.kind;
  }
}
