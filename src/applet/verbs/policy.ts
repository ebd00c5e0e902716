/** The verb `policy` runs another applet by name. [C] */
import { WORD } from '../kind.ts';
import { place } from '../syntax.ts';
import { verb } from './verb.ts';

export const policy = verb('policy', [place('name', WORD)], function* (fields) {
  yield { kind: 'policy', name: fields.name };
});
