/** The verb `regexp` matches a text; `_regexp_result` is 1 or 0, the match and up to three sub-matches go into variables. [C] */

import { TEXT, VARIABLE } from '../kind.ts';
import { compilePattern } from '../pattern.ts';
import { optional, place } from '../syntax.ts';
import { computation } from './verb.ts';

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
