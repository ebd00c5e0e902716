/** The verb `gets` reads a line that someone types at an applet run by hand. [C] */
import { VARIABLE } from '../kind.ts';
import { place } from '../syntax.ts';
import { verb } from './verb.ts';

export const gets = verb('gets', [place('variable', VARIABLE)], function* ({ variable }, machine) {
  const answer = yield { kind: 'gets' };
  machine.set(variable, answer?.output ?? '');
});
