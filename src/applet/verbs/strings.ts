/** Verbs that work on texts. */
import { globMatches } from '../glob.ts';
import { choice, OPERAND, TEXT, VARIABLE } from '../kind.ts';
import { compilePattern } from '../pattern.ts';
import { many, optional, place } from '../syntax.ts';
import { computation } from './verb.ts';

/** Matches a text; `_regexp_result` is 1 or 0, the match and up to three sub-matches go into variables. [C] */
export const regexp = computation(
  'regexp',
  [
    place('pattern', TEXT),
    place('input', TEXT),
    optional(place('match', VARIABLE)),
    optional(place('submatch1', VARIABLE)),
    optional(place('submatch2', VARIABLE)),
    optional(place('submatch3', VARIABLE)),
  ],
  (fields, machine) => {
    const found = compilePattern(fields.pattern)?.exec(fields.input) ?? null;
    machine.set('_regexp_result', found === null ? 0 : 1);
    for (const [index, variable] of [fields.match, fields.submatch1, fields.submatch2, fields.submatch3].entries()) {
      if (found !== null && variable !== undefined) machine.set(variable, found[index] ?? '');
    }
  },
);

const OPERATIONS = [
  'compare',
  'equal',
  'first',
  'index',
  'last',
  'length',
  'match',
  'range',
  'replace',
  'tolower',
  'toupper',
  'trim',
  'trimleft',
  'trimright',
] as const;

type Operation = (typeof OPERATIONS)[number];

/** Works on texts; the result is in `_string_result`. [C] */
export const string = computation('string', [place('operation', choice(...OPERATIONS)), many('operands', OPERAND)], (fields, machine) => {
  machine.set('_string_result', compute(fields.operation, fields.operands));
});

function compute(operation: Operation, operands: readonly string[]): string | number {
  const [one = '', two, three, four = ''] = operands;
  switch (operation) {
    case 'compare':
    case 'equal':
    case 'match':
      return compare(operation, operands);
    case 'first':
      return (two ?? '').indexOf(one, indexIn(two ?? '', three ?? '0'));
    case 'last':
      return lastOf(one, two ?? '', three ?? 'end');
    case 'index':
      return one.charAt(indexIn(one, two ?? '0'));
    case 'length':
      return one.length;
    case 'range':
      return slice(one, two, three).middle;
    case 'replace': {
      const { before, middle, after } = slice(one, two, three);
      return middle === '' ? one : `${before}${four}${after}`;
    }
    case 'tolower':
    case 'toupper': {
      const { before, middle, after } = slice(one, two, three);
      return `${before}${operation === 'tolower' ? middle.toLowerCase() : middle.toUpperCase()}${after}`;
    }
    default:
      return trim(operation, one, two);
  }
}

/** `[nocase] [length N] ONE TWO`: the last two are the texts. */
function compare(operation: 'compare' | 'equal' | 'match', operands: readonly string[]): number {
  const options = operands.slice(0, -2);
  const length = options.includes('length') ? Number(options[options.indexOf('length') + 1]) : -1;
  const [one = '', two = ''] = operands
    .slice(-2)
    .map((text) => (length >= 0 ? text.slice(0, length) : text))
    .map((text) => (options.includes('nocase') ? text.toLowerCase() : text));
  if (operation === 'match') return globMatches(one, two) ? 1 : 0;
  if (operation === 'equal') return one === two ? 1 : 0;
  return one < two ? -1 : one > two ? 1 : 0;
}

/** Any of the characters, blanks when none are given. */
function trim(operation: Operation, text: string, characters = ' \t\r\n\v\f'): string {
  let [from, to] = [0, text.length];
  while (operation !== 'trimright' && from < to && characters.includes(text.charAt(from))) from += 1;
  while (operation !== 'trimleft' && to > from && characters.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** From the first index to the last, both included; what stands outside the text is left out. */
function slice(text: string, first = '0', last = 'end'): { before: string; middle: string; after: string } {
  const from = Math.max(0, indexIn(text, first));
  const to = Math.max(from, indexIn(text, last) + 1);
  return { before: text.slice(0, from), middle: text.slice(from, to), after: text.slice(to) };
}

/** The last place at which the text stands whole, up to the index. */
function lastOf(sought: string, text: string, upTo: string): number {
  const start = indexIn(text, upTo) + 1 - sought.length;
  return start < 0 ? -1 : text.lastIndexOf(sought, start);
}

/** `3`, `end`, `end-1` */
function indexIn(text: string, index: string): number {
  const found = /^(?<end>end)?(?<number>-?\d+)?$/.exec(index)?.groups;
  if (found === undefined || index === '') throw new Error(`no index: ${index}`);
  return (found['end'] === undefined ? 0 : text.length - 1) + Number(found['number'] ?? 0);
}
