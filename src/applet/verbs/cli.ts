/** The verb `cli` types a command on the applet's own terminal line; the answer is in `_cli_result`. [C] */
import { TEXT } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { verb } from './verb.ts';

export const cli = verb(
  'cli',
  [required(option('command', 'command', TEXT)), option('pattern', 'pattern', TEXT)],
  function* (fields, machine) {
    const answer = yield { kind: 'cli', command: fields.command, pattern: fields.pattern };
    machine.set('_cli_result', answer?.output ?? '');
  },
);
