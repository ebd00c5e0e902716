/** The verb `help` reads or sets the help text of the command line; it is kept as written. [L] field eem.md 3 */
import { optional, rest } from '../syntax.ts';
import { verb } from './verb.ts';

export const help = verb('help', [optional(rest('argumentText'))], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'help', argumentText: argumentText ?? '' };
});
