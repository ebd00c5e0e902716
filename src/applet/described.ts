/** A described applet is one written by what it does, without labels and blocks that must be counted: it is turned into the lines of a device. */
import { printWord } from './kind.ts';

/** An action as EEM has it, without `action` and label; or one of the forms that need neither quotes nor `end`. */
export type Step =
  | string
  | { type: string; pattern?: string | undefined }
  | { say: string; priority?: string | undefined }
  | { set: Readonly<Record<string, string>> }
  | { wait: number }
  | { if: string; do: readonly Step[]; else?: readonly Step[] | undefined }
  | { while: string; do: readonly Step[] }
  | { foreach: string; in: string; do: readonly Step[] };

/** `syslog pattern "x" ratelimit 60`, or `{ syslog: { pattern: x, ratelimit: 60 } }` */
export type DescribedEvent = string | Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Described {
  name: string;
  description?: string | undefined;
  authorization?: 'bypass' | undefined;
  class?: string | undefined;
  event?: DescribedEvent | undefined;
  /** Several events by tag, and what joins them: `tag1 or tag2`. */
  events?: Readonly<Record<string, DescribedEvent>> | undefined;
  correlate?: string | undefined;
  /** False: its commands are typed without `enable` and `terminal length 0` before them. */
  prepare: boolean;
  steps: readonly Step[];
}

/** Labels of one width, so that they are sorted as they stand. [L] eem.md 3 */
const STRIDE = 10;
const WIDTH_MIN = 4;

export function writeApplet(described: Described): string {
  const { name, description, authorization, event, events = {}, correlate, prepare, steps } = described;
  const lines = [...(prepare && types(steps) ? READY : []), ...steps.flatMap(linesOf)];
  const width = Math.max(WIDTH_MIN, String(lines.length * STRIDE).length);
  const head = ['event manager applet', name, ...(authorization === undefined ? [] : ['authorization', authorization])];
  return `${[
    [...head, ...(described.class === undefined ? [] : ['class', described.class])].join(' '),
    ...(description === undefined ? [] : [` description ${description}`]),
    ...(event === undefined ? [] : [` event ${wordsOf(event)}`]),
    ...Object.entries(events).map(([tag, each]) => ` event tag ${printWord(tag)} ${wordsOf(each)}`),
    ...(correlate === undefined
      ? []
      : [' trigger', `  correlate ${correlate.replace(/(?:^|(?<=\b(?:and|or|andnot)\s+))(?=\w)(?!event\b|track\b)/g, 'event ')}`]),
    ...lines.map((line, at) => ` action ${String((at + 1) * STRIDE).padStart(width, '0')} ${line}`),
  ].join('\n')}\n`;
}

const READY = ['cli command "enable"', 'cli command "terminal length 0"'];

/** Whether it types commands, and does not see to its terminal itself. */
function types(steps: readonly Step[]): boolean {
  const [first] = steps;
  const isReady = typeof first === 'object' && 'type' in first && /^en(?:able?)?$/i.test(first.type.trim());
  return !isReady && steps.some(typesSomething);
}

function typesSomething(step: Step): boolean {
  if (typeof step === 'string') return /^cli\b/.test(step);
  if ('if' in step) return [...step.do, ...(step.else ?? [])].some(typesSomething);
  return 'type' in step || ('do' in step && step.do.some(typesSomething));
}

function wordsOf(event: DescribedEvent): string {
  if (typeof event === 'string') return event;
  return Object.entries(event)
    .flatMap(([detector, options]) => [detector, ...Object.entries(options).flatMap(([key, value]) => optionOf(key, value))])
    .join(' ');
}

/** `default: true` is the word alone. */
function optionOf(key: string, value: string): string[] {
  if (value === 'true') return [key];
  return value === 'false' ? [] : [key, printWord(value)];
}

function linesOf(step: Step): string[] {
  if (typeof step === 'string') return [step.replace(/^action\s+\S+\s+/, '')];
  if ('type' in step) return [`cli command ${quoted(step.type)}${step.pattern === undefined ? '' : ` pattern ${quoted(step.pattern)}`}`];
  if ('say' in step) return [`syslog ${step.priority === undefined ? '' : `priority ${step.priority} `}msg ${quoted(step.say)}`];
  if ('set' in step) return Object.entries(step.set).map(([variable, value]) => `set ${variable} ${quoted(value)}`);
  if ('wait' in step) return [`wait ${step.wait}`];
  if ('while' in step) return [`while ${step.while}`, ...step.do.flatMap(linesOf), 'end'];
  if ('foreach' in step) return [`foreach ${step.foreach} ${quoted(step.in)}`, ...step.do.flatMap(linesOf), 'end'];
  const otherwise = step.else === undefined ? [] : ['else', ...step.else.flatMap(linesOf)];
  return [`if ${step.if}`, ...step.do.flatMap(linesOf), ...otherwise, 'end'];
}

/** As every applet quotes its texts, whether they need it or not. */
function quoted(text: string): string {
  const word = printWord(text);
  return word.startsWith('"') ? word : `"${word}"`;
}
