/** The verb `counter` changes a named counter; what is left is in `_counter_value_remain`. [C] */
import { choice, TEXT, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { verb } from './verb.ts';

export const counter = verb(
  'counter',
  [
    required(option('name', 'name', TEXT)),
    option('value', 'value', WORD),
    required(option('op', 'op', choice('dec', 'inc', 'nop', 'set'))),
  ],
  function* ({ name, value, op }, machine) {
    const answer = yield { kind: 'counter', name, op, value: machine.number(value ?? 0) };
    machine.set('_counter_value_remain', answer?.value ?? 0);
  },
);
