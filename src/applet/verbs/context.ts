/** The verb `context` saves variables for the next run of the applet, or brings them back. [C] */
import { choice, TEXT, WORD } from '../kind.ts';
import { option, place, required } from '../syntax.ts';
import { verb } from './verb.ts';

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
