/** The strategy `recorder` runs conditional debugs while armed; the trigger freezes them. [C] eem.md 1 */
import type { Strategy } from './strategy.ts';

export const recorder: Strategy = {
  id: 'recorder',
  title: 'debugs under a peer condition run while armed; the trigger freezes them',
  hasStandingDebugs: true,
  startsDebugs: false,
  records: ['show logging'],
};
