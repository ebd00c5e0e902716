/** Verbs that talk to a terminal: commands of the applet, lines of whoever ran it. */
import { MESSAGE, TEXT, VARIABLE } from '../kind.ts';
import { flag, option, optional, place, required, rest } from '../syntax.ts';
import { verb } from './verb.ts';

/** Types a command on the applet's own terminal line; the answer is in `_cli_result`. [C] */
export const cli = verb(
  'cli',
  [required(option('command', 'command', TEXT)), option('pattern', 'pattern', TEXT)],
  function* (fields, machine) {
    const answer = yield { kind: 'cli', command: fields.command, pattern: fields.pattern };
    machine.set('_cli_result', answer?.output ?? '');
  },
);

/** Reads a line that someone types at an applet run by hand. [C] */
export const gets = verb('gets', [place('variable', VARIABLE)], function* ({ variable }, machine) {
  const answer = yield { kind: 'gets' };
  machine.set(variable, answer?.output ?? '');
});

/** Reads or sets the help text of the command line; it is kept as written. [L] field eem.md 3 */
export const help = verb('help', [optional(rest('argumentText'))], function* ({ argumentText }) {
  yield { kind: 'other', verb: 'help', argumentText: argumentText ?? '' };
});

/** Prints a text on the terminal of an applet that was run by hand, else into the log. [L] */
export const puts = verb('puts', [flag('nonewline', 'nonewline'), place('text', MESSAGE)], function* (fields) {
  yield { kind: 'puts', text: fields.text };
});
