/** The verb `puts` prints a text on the terminal of an applet that was run by hand, else into the log. [L] */
import { MESSAGE } from '../kind.ts';
import { flag, place } from '../syntax.ts';
import { verb } from './verb.ts';

export const puts = verb('puts', [flag('nonewline', 'nonewline'), place('text', MESSAGE)], function* (fields) {
  yield { kind: 'puts', text: fields.text };
});
