/** The verb `string` works on texts; the result is in `_string_result`. [C] */
import { choice, WORD } from '../kind.ts';
import { many, place } from '../syntax.ts';
import { computation } from './verb.ts';

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

export const string = computation('string', [place('operation', choice(...OPERATIONS)), many('operands', WORD)], (fields, machine) => {
  machine.set('_string_result', compute(fields.operation, fields.operands));
});

function compute(operation: (typeof OPERATIONS)[number], [one = '', two = '', three = '', four = '']: readonly string[]): string | number {
  switch (operation) {
    case 'compare':
      return one < two ? -1 : one > two ? 1 : 0;
    case 'equal':
      return one === two ? 1 : 0;
    case 'first':
      return two.indexOf(one);
    case 'index':
      return one.charAt(Number(two));
    case 'last':
      return two.lastIndexOf(one);
    case 'length':
      return one.length;
    case 'match':
      return matches(one, two) ? 1 : 0;
    case 'range':
      return one.slice(Number(two), Number(three) + 1);
    case 'replace':
      return `${one.slice(0, Number(two))}${four}${one.slice(Number(three) + 1)}`;
    case 'tolower':
      return one.toLowerCase();
    case 'toupper':
      return one.toUpperCase();
    case 'trim':
      return one.trim();
    case 'trimleft':
      return one.trimStart();
    case 'trimright':
      return one.trimEnd();
  }
}

/** `*` is any run of characters, `.` stands for itself: a glob, not a regular expression. */
function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 's').test(text);
}
