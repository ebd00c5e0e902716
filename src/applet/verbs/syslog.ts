/** The verb `syslog` logs a message as %HA_EM-6-LOG. [L] */
import { MESSAGE, TEXT, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { verb } from './verb.ts';

export const syslog = verb(
  'syslog',
  [option('priority', 'priority', WORD), required(option('msg', 'msg', MESSAGE)), option('facility', 'facility', TEXT)],
  function* (fields) {
    yield { kind: 'syslog', priority: fields.priority ?? 'informational', text: fields.msg };
  },
);
