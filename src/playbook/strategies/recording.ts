/** Recording comes about in three ways: by debugs that run beforehand, by debugs that begin at the trigger, and without any debug. */
import type { Strategy } from './strategy.ts';

/** `recorder` runs conditional debugs while armed; the trigger freezes them. Event traces cost little beside them, and hold what a log drops. [C] eem.md 1 */
export const recorder: Strategy = {
  id: 'recorder',
  title: 'debugs for this peer run while armed; the trigger saves them',
  hasStandingDebugs: true,
  startsDebugs: false,
  tracing: 'beside',
  records: ['show logging'],
};

/** `after` starts the debugs at the trigger: cheap, but the cause, which lies before, is not on record. [C] eem.md 1 */
export const after: Strategy = {
  id: 'after',
  title: 'debugs start at the trigger: the cause, which comes before it, will not be recorded',
  hasStandingDebugs: false,
  startsDebugs: true,
  tracing: 'none',
  records: ['show logging'],
};

/** `event-trace` runs no debug: the crypto event traces of IOS XE are enabled while armed: since 16.12.2 they are off by default [C]. eem.md 11.2 */
export const eventTrace: Strategy = {
  id: 'event-trace',
  title: 'no debug runs; the crypto event traces of IOS XE run while armed, and are saved at the trigger',
  platforms: ['ios-xe'],
  hasStandingDebugs: false,
  startsDebugs: false,
  tracing: 'alone',
  records: ['show monitor event-trace crypto merged all detail', 'show monitor event-trace crypto ipsec event all', 'show logging'],
};
