/** The verb `handle-error` says what becomes of the run when an action fails: it ends unless told otherwise. [L] eem.md 5 */
import { choice } from '../kind.ts';
import { option, required } from '../syntax.ts';
import { computation } from './verb.ts';

export const handleError = computation(
  'handle-error',
  [required(option('type', 'type', choice('exit', 'ignore', 'warn')))],
  ({ type }, machine) => {
    machine.onError = type;
  },
);
