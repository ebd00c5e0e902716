/** A kind says how one argument of a statement is read, printed and bounded. */
import { FlaptrapError } from '../errors.ts';
import { readSeverity, SEVERITIES } from '../ios/severity.ts';
import { PLAIN_WORD, quote } from './token.ts';
import { wordMeant } from './word.ts';

/** A number, or the variable that will hold one: `$tail`. */
export type Quantity = number | `$${string}`;

export interface Kind<Value> {
  /** What a reader of the diagnostic should have written: `a number`. */
  expects: string;
  /** `text` is expanded when the action runs, `variable` names what is written, `fixed` is neither. */
  role: 'text' | 'variable' | 'fixed';
  /** The value, or undefined when the argument cannot be one. */
  parse(argument: string): Value | undefined;
  print(value: Value): string;
  /** For an argument of several words: whether the next one belongs to those before it. */
  goesOn?(before: string, next: string): boolean;
  /** True when `\n` in it becomes a newline as the action runs. [L] eem.md 6 */
  hasNewlines?: boolean | undefined;
  /** The only words that it takes. */
  words?: readonly string[] | undefined;
  /** What the device accepts; the parser does not enforce it, the lint does. */
  range?: { min: number; max: number; unit: string } | undefined;
}

/** Free text, printed in quotes always. */
export const TEXT: Kind<string> = { expects: 'a text', role: 'text', parse: (argument) => argument, print: printText };

/** Free text in which `\n` is a newline. */
export const MESSAGE: Kind<string> = { ...TEXT, hasNewlines: true };

/** A name, an address or an operand: printed bare where that is safe. */
export const WORD: Kind<string> = { expects: 'a word', role: 'text', parse: (argument) => argument, print: printWord };

/** An operand in which `\n` is a newline. [B] */
export const OPERAND: Kind<string> = { ...WORD, hasNewlines: true };

/** The name of a variable that the action writes, without its `$`. */
export const VARIABLE: Kind<string> = { expects: "a variable's name", role: 'variable', parse: (argument) => argument, print: printWord };

/** A label to jump to. */
export const LABEL: Kind<string> = { expects: 'a label', role: 'fixed', parse: (argument) => argument, print: printWord };

export function count(min: number, max: number): Kind<Quantity> {
  return {
    expects: 'a whole number',
    role: 'text',
    parse: (argument) => parseQuantity(argument, WHOLE),
    print: printQuantity,
    range: { min, max, unit: '' },
  };
}

/** Seconds on the command line; NETCONF wants milliseconds for the same thing. [C TF] */
export function seconds(min: number, max: number): Kind<Quantity> {
  return {
    expects: 'seconds',
    role: 'text',
    parse: (argument) => parseQuantity(argument, DECIMAL),
    print: printQuantity,
    range: { min, max, unit: ' s' },
  };
}

/** The largest number that a device takes; its documents often name a smaller one. [C] field eem.md 3 */
export const UINT32_MAX = 4_294_967_295;

export const UINT32 = count(0, UINT32_MAX);
export const INT32 = count(-2_147_483_648, 2_147_483_647);
export const SECONDS = seconds(0, UINT32_MAX);

export function choice<const Value extends string>(...values: readonly Value[]): Kind<Value> {
  return {
    expects: `one of ${values.join(', ')}`,
    words: values,
    role: 'fixed',
    parse: (argument) => wordMeant(argument, values),
    print: (value) => value,
  };
}

/** Exactly these words; anything else is not EEM. [C] eem.md 2 */
export const COMPARISON = choice('eq', 'ne', 'lt', 'le', 'gt', 'ge');

/** How urgent a message is, by its word, its number or a variable. [C] the device's own list, eem.md 4 */
export function priority(...more: readonly string[]): Kind<string> {
  const words = [...SEVERITIES, ...more];
  const parse = (argument: string) =>
    VARIABLE_REFERENCE.test(argument) || readSeverity(argument) !== undefined ? argument : wordMeant(argument, words);
  return { expects: `a number from 0 to 7 or one of ${words.join(', ')}`, role: 'text', parse, print: printWord, words };
}

export const YES_OR_NO = choice('yes', 'no');
export const TRUE_OR_FALSE = choice('true', 'false');

/** `32`, `-5` */
const WHOLE = /^-?\d{1,15}$/;
/** `90.000`, `20` */
const DECIMAL = /^\d{1,15}(?:\.\d{1,3})?$/;
/** `$_interval` */
const VARIABLE_REFERENCE = /^\$\w+$/;

function parseQuantity(argument: string, shape: RegExp): Quantity | undefined {
  if (shape.test(argument)) return Number(argument);
  return VARIABLE_REFERENCE.test(argument) ? (argument as `$${string}`) : undefined;
}

function printQuantity(value: Quantity): string {
  return String(value);
}

export function printWord(value: string): string {
  return PLAIN_WORD.test(value) ? value : printText(value);
}

function printText(value: string): string {
  const text = CONTROL_CHARACTER.test(value) ? undefined : quote(value);
  if (text === undefined)
    throw new FlaptrapError('input', `no applet can hold this text: ${JSON.stringify(value)}`, {
      next: 'remove control characters, and the backslash at its end',
    });
  return text;
}

/** A character that a terminal would act on instead of keeping. */
export const CONTROL_CHARACTER = /[\x00-\x1f\x7f]/;
