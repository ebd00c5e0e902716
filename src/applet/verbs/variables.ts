/** Verbs that keep something in variables, or from one run to the next. */
import { choice, count, MESSAGE, TEXT, VARIABLE, WORD } from '../kind.ts';
import { option, optional, place, required } from '../syntax.ts';
import { computation, verb } from './verb.ts';

/** Puts a text behind a variable's value; without a text it only makes sure that there is one. [L] */
export const append = computation('append', [place('variable', VARIABLE), optional(place('value', MESSAGE))], (fields, machine) => {
  machine.set(fields.variable, `${machine.variables.get(fields.variable) ?? ''}${fields.value ?? ''}`);
});

/** Saves variables for the next run of the applet, or brings them back. [C] */
export const context = verb(
  'context',
  [place('act', choice('save', 'retrieve')), required(option('key', 'key', WORD)), required(option('variable', 'variable', TEXT))],
  function* ({ act, key, variable }, machine) {
    const names = [...machine.variables.keys()].filter((name) =>
      variable.endsWith('*') ? name.startsWith(variable.slice(0, -1)) : name === variable,
    );
    const values = act === 'save' ? Object.fromEntries(names.map((name) => [name, machine.get(name)])) : undefined;
    const answer = yield { kind: 'context', key, values };
    for (const [name, value] of Object.entries(answer?.values ?? {})) machine.set(name, value);
  },
);

/** Changes a named counter; what is left is in `_counter_value_remain`. [C] */
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

/** Gives a variable a value. [L] */
export const set = computation('set', [place('variable', VARIABLE), place('value', MESSAGE)], (fields, machine) => {
  machine.set(fields.variable, fields.value);
});

/** Reads or sets a tracked object; its state is in `_track_state`. [C] */
export const track = verb(
  'track',
  [place('act', choice('read', 'set')), place('object', count(1, 1000)), option('state', 'state', choice('up', 'down'))],
  function* ({ act, object, state }, machine) {
    const answer = yield { kind: 'track', act, object: Number(object), state };
    if (act === 'read') machine.set('_track_state', answer?.output ?? '');
  },
);
