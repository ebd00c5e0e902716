/** The strategy `after` starts the debugs at the trigger: cheap, but the cause, which lies before, is not on record. [C] eem.md 1 */
import type { Strategy } from './strategy.ts';

export const after: Strategy = {
  id: 'after',
  title: 'debugs begin at the trigger: the cause, which lies before it, will not be on record',
  hasStandingDebugs: false,
  startsDebugs: true,
  records: ['show logging'],
};
