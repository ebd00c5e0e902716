/** The verb `mail` sends a mail. [L] */
import { MESSAGE, TEXT, WORD } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { verb } from './verb.ts';

export const mail = verb(
  'mail',
  [
    required(option('server', 'server', TEXT)),
    required(option('to', 'to', TEXT)),
    required(option('from', 'from', TEXT)),
    option('cc', 'cc', TEXT),
    required(option('subject', 'subject', TEXT)),
    required(option('body', 'body', MESSAGE)),
    option('port', 'port', WORD),
  ],
  function* (fields) {
    yield { kind: 'mail', subject: fields.subject, body: fields.body };
  },
);
